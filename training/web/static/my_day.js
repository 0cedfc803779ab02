/* "My day": looks now and then whether the one thing to do has changed, and shows the new page. */
(function () {
  "use strict";
  var step = document.getElementById("step");
  var wait = 15000;

  function look() {
    if (document.hidden) { return; }
    fetch(location.href, { headers: { "X-Looking": "1" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (text) {
        var page = text && new DOMParser().parseFromString(text, "text/html");
        var fresh = page && page.getElementById("step");
        if (!fresh || fresh.innerHTML === step.innerHTML) { return; }
        var rest = document.getElementById("rest");
        rest.innerHTML = page.getElementById("rest").innerHTML;
        step.dataset.step = fresh.dataset.step;
        step.innerHTML = fresh.innerHTML;
      })
      .catch(function () { /* the router is away; the next look will tell */ });
  }

  setInterval(look, wait + Math.random() * 5000);
  document.addEventListener("visibilitychange", look);
})();
