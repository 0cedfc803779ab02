/* The cockpit looks every quarter of a minute for the minutes left, who is here and what is open. */
(function () {
  "use strict";
  var wait = 15000;

  function look() {
    if (document.hidden) { return; }
    fetch(location.href, { headers: { "X-Looking": "1" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (text) {
        var page = text && new DOMParser().parseFromString(text, "text/html");
        var fresh = page && page.getElementById("cockpit");
        var shown = document.getElementById("cockpit");
        if (!fresh || fresh.innerHTML === shown.innerHTML) { return; }
        var held = shown.contains(document.activeElement) && document.activeElement.getAttribute("href");
        shown.innerHTML = fresh.innerHTML;
        var again = held && [].slice.call(shown.querySelectorAll("a")).filter(function (link) {
          return link.getAttribute("href") === held;
        })[0];
        if (again) { again.focus({ preventScroll: true }); }
      })
      .catch(function () { /* the server is away; the next look will tell */ });
  }

  setInterval(look, wait);
  document.addEventListener("visibilitychange", look);
})();
