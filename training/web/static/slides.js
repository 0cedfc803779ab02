/* The presenter: keys and clicker, the place in the address, black screen, dark and light. */
(function () {
  "use strict";

  var root = document.documentElement;
  var stage = document.querySelector("[data-screens]");
  var screens = Array.prototype.slice.call(stage.querySelectorAll(".screen"));
  var controls = document.querySelector("[data-controls]");
  var keys = document.querySelector("[data-keys]");
  var typedBox = document.querySelector("[data-typed]");
  var fit = window.slidesFit;
  var at = 0;
  var part = 0;
  var typed = "";
  var typedTimer = 0;
  var stillTimer = 0;
  var tell = window.slidesLink.join(stage.getAttribute("data-channel"), hear);

  function find(id) {
    return screens.findIndex(function (screen) { return screen.getAttribute("data-slide") === id; });
  }

  function addressed(address, changes) {
    var url = new URL(address, window.location.href);
    Object.keys(changes).forEach(function (name) {
      if (changes[name] === null) { url.searchParams.delete(name); } else { url.searchParams.set(name, changes[name]); }
    });
    return url.pathname + url.search;
  }

  function keepPlace() {
    var id = screens[at].getAttribute("data-slide");
    var theme = root.getAttribute("data-theme");
    window.history.replaceState(null, "", addressed(window.location.href, { slide: id, part: part ? part + 1 : null, theme: theme }));
    controls.querySelectorAll("[data-keep]").forEach(function (link) {
      var place = link.hasAttribute("data-notes") ? { slide: id } : { slide: id, theme: theme };
      link.setAttribute("href", addressed(link.href, place));
    });
  }

  function show(index, wanted) {
    at = Math.max(0, Math.min(index, screens.length - 1));
    part = fit.show(screens, screens[at], wanted).part;
    keepPlace();
    say();
  }

  function say() {
    tell({ kind: "at", slide: screens[at].getAttribute("data-slide"), part: part });
  }

  function next() {
    var parts = screens[at].fitted.parts.length;
    if (part + 1 < parts) { show(at, part + 1); } else if (at + 1 < screens.length) { show(at + 1, 0); }
  }

  function previous() {
    if (part > 0) { show(at, part - 1); } else if (at > 0) { show(at - 1, -1); }
  }

  function blank(on) { document.body.classList.toggle("is-blank", on); }
  function isBlank() { return document.body.classList.contains("is-blank"); }

  function fullScreen() {
    var isFull = document.fullscreenElement || document.webkitFullscreenElement;
    var leave = document.exitFullscreen || document.webkitExitFullscreen;
    var enter = root.requestFullscreen || root.webkitRequestFullscreen;
    if (isFull) { leave.call(document); } else if (enter) { enter.call(root); }
  }

  function setTheme(theme) {
    root.setAttribute("data-theme", theme);
    try { localStorage.setItem("slides-theme", theme); } catch (refused) { /* It is kept in the address. */ }
    keepPlace();
  }

  function type(digit) {
    typed = (typed + digit).slice(-3);
    typedBox.textContent = typed;
    window.clearTimeout(typedTimer);
    typedTimer = window.setTimeout(forgetTyped, 4000);
  }

  function forgetTyped() {
    typed = "";
    typedBox.textContent = "";
  }

  var deeds = {
    next: next,
    previous: previous,
    first: function () { show(0, 0); },
    last: function () { show(screens.length - 1, -1); },
    enter: function () {
      if (typed) { show(Number(typed) - 1, 0); } else { next(); }
      forgetTyped();
    },
    full: fullScreen,
    blank: function () { blank(!isBlank()); },
    theme: function () { setTheme(root.getAttribute("data-theme") === "dark" ? "light" : "dark"); },
    notes: function () { controls.querySelector("[data-notes]").click(); },
    keys: function () { keys.hidden = !keys.hidden; },
    close: function () { keys.hidden = true; blank(false); forgetTyped(); }
  };

  function act(word) {
    if (/^[0-9]$/.test(word)) { type(word); return; }
    if (isBlank() && ["next", "previous", "first", "last", "enter"].indexOf(word) >= 0) { blank(false); }
    deeds[word]();
  }

  function hear(message) {
    if (message.kind === "where") { say(); }
    if (message.kind === "act" && deeds[message.word]) { act(message.word); }
    if (message.kind === "go" && find(message.slide) >= 0) { show(find(message.slide), 0); }
    if (message.kind === "type") { act(message.word); }
  }

  function wake() {
    controls.classList.add("is-near");
    document.body.classList.remove("is-still");
    window.clearTimeout(stillTimer);
    stillTimer = window.setTimeout(function () {
      controls.classList.remove("is-near");
      document.body.classList.add("is-still");
    }, 2500);
  }

  window.slidesLink.steer(controls, act);
  document.addEventListener("mousemove", wake);
  document.addEventListener("touchstart", wake, { passive: true });
  fit.whenChanged(screens, function () { show(at, part); });
  window.addEventListener("pagehide", function () { tell({ kind: "closed" }); });

  document.body.classList.add("has-script");
  controls.querySelectorAll("button[hidden]").forEach(function (button) { button.hidden = false; });
  var here = new URL(window.location.href).searchParams;
  var kept = "";
  try { kept = localStorage.getItem("slides-theme"); } catch (refused) { kept = ""; }
  if (!here.has("theme") && kept) { root.setAttribute("data-theme", kept); }
  show(Math.max(find(here.get("slide")), 0), (Number(here.get("part")) || 1) - 1);
})();
