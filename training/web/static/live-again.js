/* Looks at the same page again and takes over what stands in #again, as long as that says so. */
(function () {
  "use strict";
  var shown = document.getElementById("again");
  var every = Number(shown.dataset.every);

  function look() {
    if (!shown.querySelector("[data-again]")) { return; }
    if (document.hidden) { later(); return; }
    fetch(location.href, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (text) {
        var page = text && new DOMParser().parseFromString(text, "text/html");
        var fresh = page && page.getElementById("again");
        var holds = shown.contains(document.activeElement);
        if (fresh && fresh.innerHTML !== shown.innerHTML) {
          var name = holds && document.activeElement.tagName;
          shown.innerHTML = fresh.innerHTML;
          var again = name && shown.querySelector(name);
          if (again) { again.focus({ preventScroll: true }); }
        }
      })
      .catch(function () { /* the server is away; the next look will tell */ })
      .then(later);
  }

  function later() { setTimeout(look, every); }

  later();
})();
