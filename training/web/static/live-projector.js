/* The projector's window: follows the room, and tells how many parts a slide has on this screen. */
(function () {
  "use strict";

  var STEPS = ["is-thin", "is-cut", "is-cut-more", "is-cut-most", "is-dense"];
  var SCALES = [1, 0.92, 0.84, 0.76, 0.68];
  var TURN = 12000;
  var root = document.documentElement;
  var stage = document.querySelector("[data-screens]");
  var given = JSON.parse(stage.getAttribute("data-live"));
  var screens = Array.prototype.slice.call(stage.querySelectorAll(".screen[data-slide]"));
  var overlay = document.getElementById("overlay");
  var controls = document.querySelector("[data-controls]");
  var typedBox = document.querySelector("[data-typed]");
  var unheard = document.querySelector("[data-unheard]");
  var fit = window.slidesFit;
  var digits = given.digits === "km" ? window.liveDrive.inKhmer : String;
  var count = window.liveDrive.countdown(document.querySelector("[data-countdown]"), digits);
  var state = given.now;
  var at = -1;
  var part = 0;
  var parts = 1;
  var told = "";
  var turn = "km";
  var isBlack = false;
  var typed = "";
  var typedTimer = 0;
  var stillTimer = 0;
  var link = null;
  var drive = window.liveDrive.join({
    orders: given.orders,
    token: given.token,
    link: function () { return link; },
    failed: function () { unheard.hidden = false; }
  });

  function find(id) {
    return screens.findIndex(function (screen) { return screen.getAttribute("data-slide") === id; });
  }

  function turnTo(index, wanted) {
    at = Math.max(0, Math.min(index, screens.length - 1));
    var shown = fit.show(screens, screens[at], wanted);
    part = shown.part;
    parts = shown.count;
  }

  /* The presenter does not know how a slide falls into parts on this screen; once for each is enough. */
  function report(isResized) {
    var slide = screens[at].getAttribute("data-slide");
    var isNew = isResized ? state.parts !== parts : state.part < 0 || (state.parts === 1 && parts > 1);
    var words = [slide, state.part < 0, parts].join("/");
    if (state.slide !== slide || !isNew || told === words) { return; }
    told = words;
    window.liveLink.posted(given.orders, { word: "fitted", csrf_token: given.token, slide: slide, parts: parts })
      .then(function (answer) { link.heard(answer); }, function () { told = ""; });
  }

  /* What stands over the slide shrinks until it fits. Two languages that do not fit beside each other
     take turns; what is still too long loses its end, and of many words the oldest go. */
  function fitOverlay() {
    var over = overlay.querySelector(".over");
    if (!over) { return; }
    var body = over.querySelector(".over-body");
    function fits() {
      return body.scrollHeight <= body.clientHeight + 1 && body.scrollWidth <= body.clientWidth + 1 &&
        over.scrollHeight <= over.clientHeight + 1;
    }
    function shrinks() {
      return SCALES.some(function (scale) { over.style.setProperty("--scale", scale); return fits(); });
    }
    STEPS.concat("turn-km", "turn-en").forEach(function (name) { over.classList.remove(name); });
    over.classList.toggle("over-pair", given.view === "both");
    if (shrinks()) { return; }
    if (given.view === "both") {
      over.classList.remove("over-pair");
      over.classList.add("turn-" + turn);
      if (shrinks()) { return; }
    }
    if (STEPS.some(function (name) { over.classList.add(name); return fits(); })) { return; }
    Array.prototype.slice.call(over.querySelectorAll("[data-wall] > li")).some(function (each) {
      if (fits()) { return true; }
      each.classList.add("is-left-out");
      return false;
    });
  }

  function takeTurns() {
    turn = turn === "km" ? "en" : "km";
    if (overlay.querySelector(".turn-km, .turn-en")) { fitOverlay(); }
  }

  function putOver(html) {
    if (overlay.getAttribute("data-html") === html) { return; }
    overlay.setAttribute("data-html", html);
    overlay.innerHTML = html;
    fitOverlay();
  }

  function hear(fresh) {
    if (fresh.module !== state.module && fresh.module) { window.location.reload(); return; }
    if (drive.catchUp(fresh)) { return; }
    unheard.hidden = true;
    if (fresh.slide !== state.slide) { told = ""; }
    state = fresh;
    document.body.classList.toggle("is-blank", state.blank);
    document.body.classList.toggle("is-counting", Boolean(state.closes_at) && state.shows === "question" && state.closes_at > state.now);
    putOver(state.overlay);
    count(state);
    if (drive.isBusy() || !screens.length) { return; }
    turnTo(Math.max(find(state.slide), 0), state.part);
    if (state.slide) { report(); }
  }

  /* Keys on this window turn the slides for everybody. */
  function go(index, wanted) {
    if (index < 0 || index >= screens.length) { return; }
    turnTo(index, wanted);
    document.body.classList.remove("is-blank");
    putOver("");
    drive.go(state.module || given.module, screens[at].getAttribute("data-slide"), wanted);
  }

  function next() { if (part + 1 < parts) { go(at, part + 1); } else { go(at + 1, 0); } }
  function previous() { if (part > 0) { go(at, part - 1); } else { go(at - 1, -1); } }

  function order(fields) { drive.send(fields).then(null, function () { unheard.hidden = false; }); }

  function forgetTyped() { typed = ""; typedBox.textContent = ""; }

  function type(digit) {
    typed = (typed + digit).slice(-3);
    typedBox.textContent = typed;
    window.clearTimeout(typedTimer);
    typedTimer = window.setTimeout(forgetTyped, 4000);
  }

  function fullScreen() {
    var isFull = document.fullscreenElement || document.webkitFullscreenElement;
    var leave = document.exitFullscreen || document.webkitExitFullscreen;
    var enter = root.requestFullscreen || root.webkitRequestFullscreen;
    if (isFull) { leave.call(document); } else if (enter) { enter.call(root); }
  }

  function setTheme() {
    var theme = root.getAttribute("data-theme") === "dark" ? "light" : "dark";
    root.setAttribute("data-theme", theme);
    [window.location].concat(Array.prototype.slice.call(controls.querySelectorAll("[data-view]"))).forEach(function (place) {
      var url = new URL(place.href);
      url.searchParams.set("theme", theme);
      if (place === window.location) { window.history.replaceState(null, "", url.pathname + url.search); } else { place.href = url.pathname + url.search; }
    });
  }

  var alone = { full: fullScreen, theme: setTheme };
  var driving = {
    next: next,
    previous: previous,
    first: function () { go(0, 0); },
    last: function () { go(screens.length - 1, -1); },
    enter: function () { if (typed) { go(Number(typed) - 1, 0); } else { next(); } forgetTyped(); },
    blank: function () {
      isBlack = drive.isBusy() ? !isBlack : !state.blank;
      order({ word: "blank", on: isBlack ? 1 : 0 });
    },
    close: function () { forgetTyped(); order({ word: "blank", on: 0 }); }
  };

  function act(word) {
    if (alone[word]) { alone[word](); return; }
    if (!given.drives) { return; }
    if (/^[0-9]$/.test(word)) { type(word); return; }
    if (driving[word]) { driving[word](); }
  }

  /* The bar of buttons lies over the foot of the slide, so it comes only to whoever reaches for it. */
  function wake(event) {
    if (!event || event.type !== "mousemove" || event.clientY > window.innerHeight * 0.75) { controls.classList.add("is-near"); }
    document.body.classList.remove("is-still");
    window.clearTimeout(stillTimer);
    stillTimer = window.setTimeout(function () {
      controls.classList.remove("is-near");
      document.body.classList.add("is-still");
    }, 2500);
  }

  function measureAgain() {
    if (screens.length) { turnTo(at, part); report(true); }
    fitOverlay();
  }

  window.slidesLink.steer(controls, act);
  document.addEventListener("mousemove", wake);
  document.addEventListener("touchstart", wake, { passive: true });
  fit.whenChanged(screens, measureAgain);

  document.body.classList.add("has-script");
  controls.querySelectorAll("button[hidden]").forEach(function (button) { button.hidden = false; });
  link = window.liveLink.join({
    stream: given.stream,
    sequence: state.sequence,
    always: true,
    ask: function () { return window.liveLink.fetched(given.state + "?view=" + given.view); },
    hear: hear,
    lost: function (isLost) { unheard.hidden = !isLost; }
  });
  hear(state);
  wake();
  window.setInterval(takeTurns, TURN);
})();
