/* A file may be dropped anywhere on the page; one that is too large is refused before it is sent. */
(function () {
  "use strict";
  var form = document.querySelector("[data-file]");
  var input = form.querySelector("input[type=file]");
  var fault = form.querySelector("[data-too-large]");

  function isTooLarge() {
    var file = input.files[0];
    fault.hidden = !file || file.size <= Number(form.dataset.most);
    return !fault.hidden;
  }

  input.addEventListener("change", isTooLarge);
  form.addEventListener("submit", function (event) {
    if (isTooLarge()) { event.preventDefault(); }
  });
  document.addEventListener("dragover", function (event) { event.preventDefault(); });
  document.addEventListener("drop", function (event) {
    event.preventDefault();
    if (!event.dataTransfer.files.length) { return; }
    input.files = event.dataTransfer.files;
    if (!isTooLarge()) { form.submit(); }
  });
})();
