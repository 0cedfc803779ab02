/* The code page keeps its count fresh. It works without this file. */
"use strict";

(function () {
  const screen = document.querySelector(".code-screen");
  if (screen) {
    setInterval(refresh, Number(screen.dataset.poll) * 1000);
  }

  function refresh() {
    fetch(location.href, { credentials: "same-origin", redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((text) => {
        const fresh = new DOMParser().parseFromString(text, "text/html");
        const found = fresh.querySelector(".code-screen");
        if (found && found.innerHTML !== screen.innerHTML) {
          screen.innerHTML = found.innerHTML;
        }
      })
      .catch(() => undefined);
  }
})();
