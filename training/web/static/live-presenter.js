/* The presenter's window: turns at once and tells the room, follows when somebody else turns, and
   keeps the desk fresh. */
(function () {
  "use strict";

  var board = document.getElementById("presenter");
  var given = JSON.parse(board.getAttribute("data-live"));
  var stage = board.querySelector("[data-screens]");
  var screens = Array.prototype.slice.call(stage.querySelectorAll(".screen"));
  var failedNotice = board.querySelector("[data-failed]");
  var otherNotice = board.querySelector("[data-other]");
  var offNotice = board.querySelector("[data-off]");
  var typedBox = board.querySelector("[data-typed]");
  var blankButton = board.querySelector('[data-go="blank"]');
  var isKhmer = document.documentElement.lang === "km";
  var fit = window.slidesFit;
  var state = given.now;
  var clockOffset = state.now - performance.now();
  var at = Math.max(screens.findIndex(function (screen) { return screen.classList.contains("is-shown"); }), 0);
  var part = Math.max(state.part, 0);
  var isOn = state.module === given.module;
  var partsOf = {};
  var seenDriver = "";
  var typed = "";
  var typedTimer = 0;
  var failedTimer = 0;
  var isPressed = false;
  var isBlack = false;
  var pushed = [];
  var fresh = null;
  var closesAt = 0;
  var link = null;
  var drive = window.liveDrive.join({
    orders: given.orders,
    token: given.token,
    link: function () { return link; },
    failed: sayFailed
  });

  function digits(text) { return isKhmer ? window.liveDrive.inKhmer(text) : String(text); }

  function idOf(index) { return screens[index].getAttribute("data-slide"); }

  function find(id) { return screens.findIndex(function (screen) { return screen.getAttribute("data-slide") === id; }); }

  /* What the server said stays long enough to be read; that it says nothing, until it does again. */
  function sayFailed(words) {
    failedNotice.textContent = words || failedNotice.getAttribute("data-words");
    failedNotice.hidden = false;
    window.clearTimeout(failedTimer);
    failedTimer = words ? window.setTimeout(hideFailed, 10000) : 0;
  }

  function hideFailed() {
    failedTimer = 0;
    failedNotice.hidden = true;
  }

  /* This slide large, the next one small; both in the reader's language. Where the projector needs
     more parts than this window, or fewer, the nearest one is shown. */
  function show() {
    var slide = idOf(at);
    var count = partsOf[slide] || 1;
    var following = screens[at + 1];
    screens.forEach(function (screen) { screen.classList.remove("is-next"); });
    if (following) { fit.show(screens, following, 0); }
    var own = fit.show(screens, screens[at], 0).count;
    var wanted = part < 0 ? -1 : own === count ? part : Math.floor(part * own / count);
    fit.show(screens, screens[at], wanted);
    if (following) { following.classList.add("is-next"); }
    board.classList.toggle("has-next", Boolean(following));
    board.querySelectorAll(".note, .next").forEach(function (each) {
      each.classList.toggle("is-shown", each.getAttribute("data-slide") === slide);
    });
    var words = given.part.replace("{part}", digits((part < 0 ? count - 1 : part) + 1)).replace("{parts}", digits(count));
    board.querySelector("[data-part-words]").textContent = count > 1 ? words + " ·" : "";
    offNotice.hidden = isOn;
    offNotice.querySelector('[name="slide"]').value = slide;
  }

  function turnTo(index, wanted) {
    if (index !== at) { board.querySelector(".desk-notes").scrollTop = 0; }
    at = Math.max(0, Math.min(index, screens.length - 1));
    part = wanted;
    show();
  }

  /* Turns here at once; the room is told where it is at this module, else this is looking ahead. */
  function go(index, wanted) {
    if (index < 0 || index >= screens.length) { return; }
    turnTo(index, wanted);
    if (isOn) { drive.go(given.module, idOf(at), wanted); }
  }

  function next() {
    var count = isOn ? partsOf[idOf(at)] || 1 : 1;
    if (part >= 0 && part + 1 < count) { go(at, part + 1); } else { go(at + 1, 0); }
  }

  function previous() { if (part > 0) { go(at, part - 1); } else { go(at - 1, -1); } }

  function order(fields, address) {
    return drive.send(fields, address).then(null, function (error) { sayFailed(error.words); throw error; });
  }

  function tell(fields) { order(fields).then(null, function () { /* It was said. */ }); }

  function follow() {
    if (drive.isBusy()) { return; }
    if (isOn && state.module && state.module !== given.module) { window.location.replace(given.here); return; }
    isOn = state.module === given.module;
    offNotice.hidden = isOn;
    if (isOn && find(state.slide) >= 0) { turnTo(find(state.slide), state.part); }
  }

  function sayWhoDrives() {
    var driver = state.driver;
    var words = driver.key + " " + driver.at + " " + state.slide;
    if (driver.key === drive.key || !driver.at) { otherNotice.hidden = true; } else if (seenDriver && words !== seenDriver) {
      otherNotice.textContent = given.other.replace("{name}", driver.name).replace("{time}", driver.at);
      otherNotice.hidden = false;
    }
    seenDriver = words;
  }

  function hear(heard) {
    clockOffset = heard.now - performance.now();
    if (drive.catchUp(heard)) { return; }
    if (!failedTimer && !drive.isBusy()) { hideFailed(); }
    state = heard;
    if (state.slide) { partsOf[state.slide] = state.parts; }
    closesAt = state.closes_at || 0;
    document.body.classList.toggle("is-dark", state.blank);
    blankButton.setAttribute("aria-pressed", String(state.blank));
    sayWhoDrives();
    follow();
    if (state.pieces) { fresh = state.pieces; putPieces(); } else { link.ask(); }
  }

  /* The desk is drawn anew; what is open stays open, what has the focus keeps it, and nothing moves
     under a finger. */
  function putPieces() {
    if (!fresh || isPressed) { return; }
    Object.keys(fresh).forEach(function (id) { putPiece(document.getElementById(id), fresh[id]); });
    fresh = null;
    if (!drive.isBusy()) { pushed.splice(0).forEach(function (button) { button.disabled = false; }); }
  }

  function putPiece(place, html) {
    if (place.drawn === html) { return; }
    var open = Array.prototype.map.call(place.querySelectorAll("details[open]"), function (each) { return each.id; });
    var buttons = Array.prototype.slice.call(place.querySelectorAll("button, summary"));
    var focus = buttons.indexOf(document.activeElement);
    var words = focus >= 0 ? buttons[focus].textContent : "";
    place.drawn = html;
    place.innerHTML = html;
    open.forEach(function (id) { var each = document.getElementById(id); if (each) { each.open = true; } });
    place.querySelectorAll('[name="csrf_token"]').forEach(function (field) { field.value = given.token; });
    place.querySelectorAll('[name="submission_key"]').forEach(renew);
    var again = Array.prototype.slice.call(place.querySelectorAll("button, summary"));
    if (focus >= 0 && again[focus] && again[focus].textContent === words) { again[focus].focus({ preventScroll: true }); }
    tick();
  }

  function renew(field) {
    var key = "";
    while (key.length < 24) { key += Math.random().toString(36).slice(2); }
    field.value = key.slice(0, 24);
  }

  function forgetTyped() { typed = ""; typedBox.textContent = ""; }

  function type(digit) {
    typed = (typed + digit).slice(-3);
    typedBox.textContent = digits(typed);
    window.clearTimeout(typedTimer);
    typedTimer = window.setTimeout(forgetTyped, 4000);
  }

  var deeds = {
    next: next,
    previous: previous,
    first: function () { go(0, 0); },
    last: function () { go(screens.length - 1, -1); },
    enter: function () { if (typed) { go(Number(typed) - 1, 0); } else { next(); } forgetTyped(); },
    blank: function () {
      isBlack = drive.isBusy() ? !isBlack : !state.blank;
      tell({ word: "blank", on: isBlack ? 1 : 0 });
    },
    close: function () { if (typed) { forgetTyped(); } else { tell({ word: "show", what: "slide" }); } },
    keys: function () { var list = document.getElementById("keys"); list.open = !list.open; }
  };

  function act(word) {
    if (/^[0-9]$/.test(word)) { type(word); } else if (deeds[word]) { deeds[word](); }
  }

  function tick() {
    var now = performance.now() + clockOffset;
    board.querySelector("[data-clock]").textContent = digits(new Date(now).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: given.zone }));
    var place = board.querySelector("[data-countdown]");
    var left = Math.ceil((closesAt - now) / 1000);
    if (!place) { return; }
    place.hidden = !closesAt || left <= 0;
    place.textContent = digits(Math.floor(left / 60) + ":" + ("0" + (left % 60)).slice(-2));
  }

  function fieldsOf(form) {
    var fields = {};
    new FormData(form).forEach(function (value, name) { fields[name] = value; });
    if (form.pressed && form.pressed.name) { fields[form.pressed.name] = form.pressed.value; }
    return fields;
  }

  function ask(form) {
    var fault = form.querySelector("[data-fault]");
    if (fault) { fault.hidden = true; }
    drive.send(fieldsOf(form), form.action).then(function () {
      renew(form.querySelector('[name="submission_key"]'));
      if (form.hasAttribute("data-clear")) { form.reset(); chooseKind(form); }
      if (form.parentElement.tagName === "DETAILS") { form.parentElement.open = false; }
      board.querySelector(".desk-room").scrollTop = 0;
    }, function (error) {
      if (!fault || !error.words) { sayFailed(error.words); return; }
      fault.textContent = error.words;
      fault.hidden = false;
      fault.scrollIntoView({ block: "nearest" });
    });
  }

  /* Of the form for a new question only what its kind needs. */
  function chooseKind(form) {
    var kind = form.querySelector('[name="kind"]').value;
    form.querySelectorAll("[data-for]").forEach(function (part) {
      part.hidden = part.getAttribute("data-for").split(" ").indexOf(kind) < 0;
    });
  }

  document.addEventListener("keydown", function (event) {
    if (event.target.closest("input, textarea, select")) { return; }
    var word = window.slidesLink.asked(event);
    if (!/^[0-9]$/.test(word) && !deeds[word]) { return; }
    event.preventDefault();
    act(word);
  });
  board.addEventListener("click", function (event) {
    var button = event.target.closest("button");
    if (button && button.form) { button.form.pressed = button; }
  });
  board.addEventListener("submit", function (event) {
    var form = event.target;
    var button = form.pressed;
    if (form.hasAttribute("data-ask")) { event.preventDefault(); ask(form); return; }
    if (!form.hasAttribute("data-order")) { return; }
    event.preventDefault();
    var word = button && button.getAttribute("data-go");
    if (word) { act(word); button.blur(); return; }
    order(fieldsOf(form), form.action).then(function () {
      if (offNotice.contains(form)) { isOn = true; follow(); }
    }, function () { button.disabled = false; });
    /* Until the desk is drawn anew: a second click would mean the same line. */
    button.disabled = true;
    pushed.push(button);
  });
  document.addEventListener("pointerdown", function () { isPressed = true; });
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () { window.setTimeout(function () { isPressed = false; putPieces(); }, 0); });
  });

  var newForm = board.querySelector("[data-clear]");
  if (newForm) {
    newForm.querySelector('[name="kind"]').addEventListener("change", function () { chooseKind(newForm); });
    chooseKind(newForm);
  }
  fit.whenChanged(screens, show);

  document.body.classList.add("has-script");
  link = window.liveLink.join({
    stream: given.stream,
    sequence: state.sequence,
    always: true,
    ask: function () {
      return window.liveLink.fetched(given.desk).then(function (answer) {
        answer.again_ms = answer.again_ms ? 1000 : 4000;
        return answer;
      });
    },
    hear: hear,
    lost: function (isLost, error) { if (isLost) { sayFailed(error && error.words); } }
  });
  hear(state);
  window.setInterval(tick, 1000);
  tick();
})();
