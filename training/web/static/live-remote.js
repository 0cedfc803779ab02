/* The remote control: turns at once, follows whoever else turns, and says when the room was not told. */
(function () {
  "use strict";

  var board = document.querySelector("[data-remote]");
  var given = JSON.parse(board.getAttribute("data-remote"));
  var notice = board.querySelector("[data-notice]");
  var digits = document.documentElement.lang === "km" ? window.liveDrive.inKhmer : String;
  var state = given.now;
  var isBlack = false;
  var link = null;
  var drive = window.liveDrive.join({
    orders: given.orders,
    token: given.token,
    link: function () { return link; },
    failed: function (words) { say(words || notice.getAttribute("data-failed")); }
  });

  function say(words) {
    notice.textContent = words;
    notice.hidden = !words;
  }

  function put(name, words) { board.querySelector('[data-words="' + name + '"]').textContent = words; }

  function button(deed) { return board.querySelector('[data-do="' + deed + '"] button'); }

  function hasPartAfter() { return state.part >= 0 && state.part + 1 < state.parts; }

  function show() {
    put("title", state.title);
    put("next", state.next || (state.number ? given.last : ""));
    put("place", state.number ? given.place.replace("{number}", digits(state.number)).replace("{count}", digits(state.count)) : "");
    button("blank").setAttribute("aria-pressed", String(state.blank));
    put("blank", state.blank ? given.light : given.black);
    button("next").disabled = !(hasPartAfter() || state.next_slide);
    button("previous").disabled = !(state.part > 0 || state.previous_slide);
  }

  function hear(fresh) {
    if (drive.catchUp(fresh)) { return; }
    if (drive.isBusy()) { return; }
    state = fresh;
    say("");
    show();
  }

  function go(slide, part) {
    if (!slide) { return; }
    drive.go(state.module, slide, part);
  }

  var deeds = {
    next: function () {
      if (hasPartAfter()) { go(state.slide, state.part + 1); } else { go(state.next_slide, 0); }
    },
    previous: function () {
      if (state.part > 0) { go(state.slide, state.part - 1); } else { go(state.previous_slide, -1); }
    },
    blank: function () {
      isBlack = drive.isBusy() ? !isBlack : !state.blank;
      drive.send({ word: "blank", on: isBlack ? 1 : 0 }).then(null, function () { /* `failed` was told. */ });
    }
  };

  board.addEventListener("submit", function (event) {
    var form = event.target.closest("[data-do]");
    if (!form) { return; }
    event.preventDefault();
    if (navigator.vibrate) { navigator.vibrate(15); }
    deeds[form.getAttribute("data-do")]();
  });

  link = window.liveLink.join({
    stream: given.stream,
    sequence: state.sequence,
    ask: function () { return window.liveLink.fetched(given.state); },
    hear: hear,
    lost: function (isLost, error) { say(isLost ? (error && error.words) || notice.getAttribute("data-failed") : ""); }
  });
  show();
})();
