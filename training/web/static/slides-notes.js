/* The notes' window: follows the projector's, turns it, and tells the time. */
(function () {
  "use strict";

  var board = document.querySelector("[data-notes]");
  var screens = Array.prototype.slice.call(board.querySelectorAll(".screen"));
  var notes = Array.prototype.slice.call(board.querySelectorAll(".note"));
  var name = board.getAttribute("data-channel");
  var isKhmer = document.documentElement.lang === "km";
  var at = Math.max(screens.findIndex(function (screen) { return screen.classList.contains("is-shown"); }), 0);
  var shownPart = 0;
  var isJoined = false;
  var spent = {};
  var tell = window.slidesLink.join(name, hear);

  function digits(text) {
    return isKhmer ? String(text).replace(/[0-9]/g, function (digit) { return "០១២៣៤៥៦៧៨៩"[digit]; }) : String(text);
  }

  function show(index, part) {
    at = Math.max(0, Math.min(index, screens.length - 1));
    var id = screens[at].getAttribute("data-slide");
    shownPart = part;
    window.slidesFit.show(screens, screens[at], part);
    board.querySelectorAll(".note, .next").forEach(function (each) {
      each.classList.toggle("is-shown", each.getAttribute("data-slide") === id);
    });
    board.querySelector(".notes-words").scrollTop = 0;
    var url = new URL(window.location.href);
    url.searchParams.set("slide", id);
    window.history.replaceState(null, "", url.pathname + url.search);
    board.querySelectorAll("[data-keep]").forEach(function (link) {
      var there = new URL(link.href);
      there.searchParams.set("slide", id);
      link.setAttribute("href", there.pathname + there.search);
    });
    tick();
  }

  function join(on) {
    isJoined = on;
    board.querySelector('[data-link="alone"]').hidden = on;
    board.querySelector('[data-link="joined"]').hidden = !on;
  }

  function hear(message) {
    if (message.kind === "at") {
      var index = screens.findIndex(function (screen) { return screen.getAttribute("data-slide") === message.slide; });
      join(true);
      if (index >= 0) { show(index, message.part); }
    }
    if (message.kind === "closed") { join(false); }
  }

  function alone(word) {
    var where = { next: at + 1, previous: at - 1, first: 0, last: screens.length - 1 };
    if (word in where) { show(where[word], 0); }
  }

  function act(word) {
    if (!isJoined) { alone(word); return; }
    if (/^[0-9]$/.test(word)) { tell({ kind: "type", word: word }); return; }
    tell({ kind: "act", word: word });
  }

  /* Time: whole seconds for each section, kept for this day in this browser. */
  var store = name + ":seconds:" + new Date().toDateString();
  var last = Date.now();

  function load() {
    try { spent = JSON.parse(localStorage.getItem(store)) || {}; } catch (refused) { spent = {}; }
  }

  function tick() {
    var section = notes[at].getAttribute("data-section");
    var now = Date.now();
    spent[section] = (spent[section] || 0) + (now - last) / 1000;
    last = now;
    try { localStorage.setItem(store, JSON.stringify(spent)); } catch (refused) { /* It counts until this window closes. */ }
    tellTimes(section);
  }

  function tellTimes(section) {
    var now = new Date();
    var clock = ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2);
    board.querySelector("[data-clock]").textContent = digits(clock);
    board.querySelectorAll(".time").forEach(function (line) {
      var seconds = spent[line.getAttribute("data-section")] || 0;
      var isOver = seconds > Number(line.getAttribute("data-minutes")) * 60;
      var words = line.getAttribute(isOver ? "data-over" : "data-within");
      line.querySelector("[data-spent]").textContent = words.replace("{spent}", digits(Math.floor(seconds / 60)));
      line.querySelector("progress").value = seconds;
      line.classList.toggle("is-over", isOver);
      line.classList.toggle("is-now", line.getAttribute("data-section") === section);
    });
  }

  document.addEventListener("keydown", function (event) {
    var word = window.slidesLink.asked(event);
    if (!word || ["full", "theme", "notes", "keys"].indexOf(word) >= 0) { return; }
    event.preventDefault();
    act(word);
  });
  board.addEventListener("click", function (event) {
    var pressed = event.target.closest("[data-go]");
    if (pressed) { event.preventDefault(); act(pressed.getAttribute("data-go")); pressed.blur(); }
  });
  board.querySelector("[data-restart]").addEventListener("click", function () { spent = {}; last = Date.now(); tick(); });
  window.slidesFit.whenChanged(screens, function () { window.slidesFit.show(screens, screens[at], shownPart); });

  load();
  board.querySelector("[data-times]").hidden = false;
  board.querySelector("[data-restart]").hidden = false;
  show(at, 0);
  window.setInterval(tick, 1000);
  tell({ kind: "where" });
})();
