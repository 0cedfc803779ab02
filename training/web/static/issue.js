/* Issues certificates part after part, and shows how far it is. Without it, each press goes on. */
(function () {
  "use strict";
  var form = document.getElementById("issue");
  if (!form || !window.fetch) { return; }
  var bar = form.querySelector("progress");
  var said = form.querySelector(".issue-said");
  var button = form.querySelector("button");
  var before = bar.value;

  function stopped() {
    button.disabled = false;
    said.textContent = said.getAttribute("data-stopped");
    said.hidden = false;
  }

  function show(left) {
    bar.value = Math.max(before, bar.max - left);
    said.textContent = bar.value.toLocaleString(document.documentElement.lang) + " / " +
      bar.max.toLocaleString(document.documentElement.lang);
  }

  function goOn() {
    fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      headers: { Accept: "application/json" },
    }).then(function (answer) {
      if (answer.status >= 400 && answer.status < 500) { form.submit(); }  // the page says why
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.json();
    }).then(function (done) {
      show(done.left);
      if (done.left > 0 && done.issued > 0) { goOn(); } else { window.location.reload(); }
    }).catch(stopped);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    button.disabled = true;
    bar.hidden = said.hidden = false;
    show(bar.max - bar.value);
    goOn();
  });
})();
