/* Joins the projector's window and the notes' window of one browser. */
(function () {
  "use strict";

  function join(name, hear) {
    if ("BroadcastChannel" in window) {
      var channel = new BroadcastChannel(name);
      channel.onmessage = function (event) { hear(event.data); };
      return function (message) { channel.postMessage(message); };
    }
    window.addEventListener("storage", function (event) {
      if (event.key === name && event.newValue) { hear(JSON.parse(event.newValue).message); }
    });
    return function (message) {
      try {
        localStorage.setItem(name, JSON.stringify({ message: message, at: Date.now() + Math.random() }));
      } catch (refused) { /* A browser without storage keeps its windows apart. */ }
    };
  }

  /* What a key or a clicker asks for, by its place on the board: the Khmer layout has other letters. */
  var BY_CODE = {
    ArrowRight: "next", ArrowDown: "next", PageDown: "next", Space: "next",
    ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Backspace: "previous",
    Home: "first", End: "last", Enter: "enter", NumpadEnter: "enter", Escape: "close",
    KeyF: "full", KeyB: "blank", Period: "blank", KeyD: "theme", KeyN: "notes", Slash: "keys", KeyH: "keys"
  };
  var BY_KEY = { " ": "next", f: "full", b: "blank", ".": "blank", d: "theme", n: "notes", "?": "keys", h: "keys" };

  function asked(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) { return ""; }
    var digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code) || /^([0-9])$/.exec(event.key);
    if (digit) { return digit[1]; }
    var word = BY_CODE[event.code] || BY_CODE[event.key] || BY_KEY[event.key] || "";
    if (word === "next" && event.shiftKey && event.key === " ") { return "previous"; }
    var onControl = event.target.closest && event.target.closest("a, button, input, summary");
    return onControl && (event.key === "Enter" || event.key === " ") ? "" : word;
  }

  /* Keys, a clicker and the buttons of `controls` go to `act`, each as the word that it asks for. */
  function steer(controls, act) {
    document.addEventListener("keydown", function (event) {
      var word = asked(event);
      if (word) { event.preventDefault(); act(word); }
    });
    controls.addEventListener("click", function (event) {
      var pressed = event.target.closest("[data-go], [data-do]");
      if (!pressed) { return; }
      event.preventDefault();
      act(pressed.getAttribute("data-go") || pressed.getAttribute("data-do"));
      pressed.blur();
    });
  }

  window.slidesLink = { join: join, asked: asked, steer: steer };
})();
