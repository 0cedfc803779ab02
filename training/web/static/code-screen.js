/* The page of the code: asks for the next one in time, and keeps the count fresh.
   How long a code lasts comes with the page; only spans of time are measured here, so the clock of
   the machine that shows it plays no part. The page works without this file. */
(function () {
  "use strict";

  var POLL = 5;
  var screen = document.querySelector(".code-screen");
  var until = 0;
  var next = 0;
  var isAsking = false;

  function seconds() { return performance.now() / 1000; }

  function begin() {
    var now = seconds();
    var left = Number(screen.getAttribute("data-left"));
    until = now + left;
    next = now + Math.min(POLL, left + 0.3);
  }

  function tick() {
    var left = until - seconds();
    var rest = screen.querySelector(".code-left-rest");
    if (rest) { rest.setAttribute("width", Math.max(0, left).toFixed(1)); }
    /* A code that could not be replaced is refused by and by: it shows that it has ended. */
    screen.classList.toggle("code-is-over", left < -20);
    if (seconds() >= next && !isAsking) { refresh(); }
  }

  function refresh() {
    isAsking = true;
    fetch(location.href, { credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
      .then(function (text) {
        var found = new DOMParser().parseFromString(text, "text/html").querySelector(".code-screen");
        if (!found) { return; }
        screen.innerHTML = found.innerHTML;
        screen.setAttribute("data-left", found.getAttribute("data-left"));
        begin();
      })
      .catch(function () { next = seconds() + 2; })
      .then(function () { isAsking = false; });
  }

  if (screen) {
    begin();
    setInterval(tick, 200);
  }
})();
