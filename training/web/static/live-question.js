/* The question to the room on a phone: one tap saves. What the network does not take waits on this
   phone, and goes out by itself. The server's clock counts, never the phone's.

   liveQuestion.hear(state, closing) shows the question of a state; `closing` is called when its time
   has run out, a moment after the server takes no more. */
(function () {
  "use strict";
  var root = document.getElementById("live");
  if (!root || !window.liveLink || !window.crypto) { return; }

  var words = root.dataset;
  var NAME = "live-outbox:" + words.holder;
  var GRACE = 5000; /* as the server's */
  var place = document.getElementById("live-question");
  var notice = document.getElementById("live-notice");
  var kept = {}; /* what the server has of this phone, by question: { codes, words } */
  var memory = null;
  var isSending = false;
  var needsReload = false;
  var failures = 0;
  var timer = 0;
  var serverAhead = Number(words.now) - startOfPage();
  var closing = null;
  var ticking = 0;

  /* When the page was made, in milliseconds of performance.now(). */
  function startOfPage() {
    var found = performance.getEntriesByType && performance.getEntriesByType("navigation")[0];
    return found && found.responseStart || performance.now();
  }

  function serverNow() { return serverAhead + performance.now(); }

  function inDigits(text) {
    return String(text).replace(/[0-9]/g, function (digit) { return words.digits[digit]; });
  }

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  // The outbox: { key, question, codes, words, tried }, the oldest first. What was tried may yet
  // arrive, so it goes out again before a later answer to the same question: the later one counts.

  function read() {
    if (memory) { return memory; }
    try {
      var found = JSON.parse(localStorage.getItem(NAME) || "[]");
      return Array.isArray(found) ? found : [];
    } catch (error) { return []; }
  }

  function write(entries) {
    try {
      if (entries.length) { localStorage.setItem(NAME, JSON.stringify(entries)); }
      else { localStorage.removeItem(NAME); }
      memory = null;
    } catch (error) { memory = entries; }
  }

  function remove(key) {
    write(read().filter(function (entry) { return entry.key !== key; }));
  }

  function waitingFor(question) {
    return read().filter(function (entry) { return entry.question === question; }).pop();
  }

  // The card.

  function card() { return place.firstElementChild; }

  function isOpen() { return Boolean(card()) && card().dataset.stage === "open"; }

  function say(text, kind) {
    var state = place.querySelector(".quiz-state");
    if (!state) { return; }
    state.className = "quiz-state" + (kind ? " quiz-" + kind : "");
    state.textContent = text;
  }

  function isSame(one, other) {
    return Boolean(one && other) && one.words === other.words &&
      one.codes.join(" ") === other.codes.join(" ");
  }

  /* Marks what this phone answered, and says where it is: here, on its way, or with the server. */
  function mark() {
    var question = card() && card().dataset.question;
    if (!question) { return; }
    var waiting = waitingFor(question);
    var given = waiting || kept[question];
    press(given ? given.codes : []);
    if (!isOpen()) { markClosed(kept[question]); return; }
    var field = card().querySelector("[name=words]");
    if (field && given && !field.value) { field.value = given.words; }
    count();
    if (!waiting) { say(given ? words.saved : "", given ? "saved" : ""); }
    else if (!failures) { say(words.saving); }
    else { say(memory ? words.memory : needsReload ? words.reload : words.waiting, "unsent"); }
  }

  function press(codes) {
    card().querySelectorAll("[name=choice]").forEach(function (each) {
      var isChosen = codes.indexOf(each.value) >= 0;
      if (each.type === "checkbox") { each.checked = isChosen; }
      else { each.setAttribute("aria-pressed", String(isChosen)); }
    });
  }

  function markClosed(given) {
    card().querySelectorAll("[data-code]").forEach(function (each) {
      var isOwn = Boolean(given) && given.codes.indexOf(each.dataset.code) >= 0;
      each.classList.toggle("is-own", isOwn);
      each.querySelector(".live-own").hidden = !isOwn;
    });
    var own = card().querySelector(".live-own-words");
    own.hidden = !(given && given.words);
    own.querySelector("b").textContent = given ? given.words : "";
    var saved = card().querySelector(".live-kept");
    if (saved) { saved.hidden = !given; }
  }

  function count() {
    var field = place.querySelector("[name=words]");
    var counter = place.querySelector(".live-count");
    if (!field || !counter) { return; }
    counter.hidden = false;
    counter.textContent = inDigits(field.value.length + " / " + field.maxLength);
  }

  function lock() {
    card().querySelectorAll("form button, form input").forEach(function (each) { each.disabled = true; });
  }

  /* The time left, once a second; at its end what is ticked goes out by itself. */
  function tick() {
    clearTimeout(ticking);
    var ends = isOpen() ? Number(card().dataset.closesAt) : 0;
    if (!ends) { return; }
    var left = Math.max(0, Math.ceil((ends - serverNow()) / 1000));
    var shown = card().querySelector(".live-time");
    shown.hidden = false;
    shown.querySelector("b").textContent =
      inDigits(Math.floor(left / 60) + ":" + ("0" + left % 60).slice(-2));
    if (left) { ticking = setTimeout(tick, 250); return; }
    if (card().dataset.kind === "several" && card().dataset.changed) { send(); }
    lock();
    if (!waitingFor(card().dataset.question)) {
      var has = kept[card().dataset.question];
      say(has ? words.saved + " · " + words.timeUp : words.timeUp, has ? "saved" : "");
    }
    var rest = ends + GRACE - serverNow() + 500 + 2000 * Math.random();
    ticking = setTimeout(function () { if (closing) { closing(); } }, Math.max(rest, 1000));
  }

  function hear(state, onClosing) {
    closing = onClosing;
    serverAhead = state.now - performance.now();
    var holder = document.createElement("template");
    holder.innerHTML = state.question;
    var fresh = holder.content.firstElementChild;
    var isNew = Boolean(fresh) && (!card() || card().dataset.question !== fresh.dataset.question);
    if (nameOf(fresh) !== nameOf(card())) {
      place.textContent = "";
      if (fresh) { place.appendChild(fresh); }
      mark();
    }
    tick();
    return isNew;
  }

  function nameOf(section) {
    return section ? section.dataset.question + section.dataset.stage : "";
  }

  // Answering.

  function chosen() {
    return Array.prototype.map.call(card().querySelectorAll(":checked"), function (each) {
      return each.value;
    });
  }

  function send() {
    var field = card().querySelector("[name=words]");
    var typed = field ? field.value.trim() : "";
    if (field && !typed) { say(words.write); return; }
    if (!field && !chosen().length) { say(words.choose); return; }
    give(field ? [] : chosen(), typed);
  }

  function give(codes, typed) {
    var question = card().dataset.question;
    var answer = { question: question, key: newKey(), codes: codes, words: typed };
    delete card().dataset.changed;
    notice.hidden = true;
    if (!isSame(waitingFor(question) || kept[question], answer)) {
      write(read().filter(function (entry) {
        return entry.question !== question || entry.tried;
      }).concat(answer));
    }
    mark();
    flush();
  }

  function flush() {
    clearTimeout(timer);
    var entry = read()[0];
    if (isSending || !entry) { return; }
    isSending = true;
    write(read().map(function (each) {
      return each.key === entry.key ? Object.assign(each, { tried: true }) : each;
    }));
    var fields = entry.codes.map(function (code) { return ["choice", code]; }).concat([
      ["words", entry.words], ["submission_key", entry.key], ["csrf_token", words.token]
    ]);
    var address = words.base + "/questions/" + entry.question + "/answer";
    window.liveLink.posted(address, fields).then(function () {
      kept[entry.question] = entry;
      settled(entry);
    }, function (error) {
      var isRefused = [404, 409, 422].indexOf(error.status) >= 0 && error.words;
      if (!isRefused) { failed(error.status); return; }
      settled(entry);
      refused(entry, error.words);
    });
  }

  function settled(entry) {
    isSending = false;
    needsReload = false;
    failures = 0;
    remove(entry.key);
    mark();
    flush();
  }

  function refused(entry, sentence) {
    var isShown = isOpen() && card().dataset.question === entry.question;
    notice.textContent = isShown ? sentence : words.late;
    notice.hidden = false;
  }

  function failed(status) {
    isSending = false;
    failures += 1;
    needsReload = status === 400 || status === 403;
    mark();
    var wait = Math.min(15000, 1000 * Math.pow(2, failures - 1));
    timer = setTimeout(flush, wait * (0.75 + Math.random() / 2));
  }

  place.addEventListener("click", function (event) {
    var option = event.target.closest("button[name=choice]");
    if (!option) { return; }
    event.preventDefault();
    if (!option.disabled) { give([option.value], ""); }
  });
  place.addEventListener("submit", function (event) {
    event.preventDefault();
    send();
  });
  place.addEventListener("input", function () {
    card().dataset.changed = "yes";
    count();
    say(words.changed);
  });

  if (card()) {
    if (card().dataset.codes !== undefined) {
      kept[card().dataset.question] = {
        codes: card().dataset.codes.split(" ").filter(Boolean), words: card().dataset.words
      };
    }
    mark();
    tick();
  }
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", function () { if (!document.hidden) { flush(); } });
  flush();
  window.liveQuestion = { hear: hear, inDigits: inDigits, newKey: newKey };
}());
