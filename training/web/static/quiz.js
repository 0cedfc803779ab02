/* Quizzes: saves each tap at once. What the network does not take waits on this phone, in an
   outbox of its own for each sheet, and is sent by itself later. Every page works without this. */
(function () {
  "use strict";
  var root = document.getElementById("quiz");
  var box = document.getElementById("quiz-outbox");
  if (!root || !box || !window.fetch || !window.crypto) { return; }

  var words = root.dataset;
  var NAME = "quiz-outbox:" + words.attempt;
  var PATIENCE_MS = 10000;
  var SLOW_MS = 2000;
  var ADMIRE_MS = 700;
  var memory = null;
  var sending = false;
  var failures = 0;
  var timer = 0;
  var mover = 0;
  var wanted = "";
  var needsReload = false;
  var trouble = "";
  var isFinal = false;

  // The outbox: a list of {key, item, choice, tried}, the oldest first. What was tried may yet
  // arrive, so it goes out again before a later tap on the same question: the later one counts.

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

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  // What the page says.

  function inDigits(count) {
    return String(count).replace(/[0-9]/g, function (digit) { return box.dataset.digits[digit]; });
  }

  function countUnsent() {
    var items = {};
    read().forEach(function (entry) { items[entry.item] = true; });
    return Object.keys(items).length;
  }

  function sayOutbox() {
    var count = countUnsent();
    if (!count) {
      if (!box.classList.contains("quiz-refused")) { box.hidden = true; }
      return;
    }
    var which = memory ? "memory" : needsReload ? "reload" : "waiting";
    box.classList.remove("quiz-refused");
    box.textContent = trouble + box.dataset[which].replace("#", inDigits(count));
    box.hidden = failures === 0;
  }

  function sayRefused(message) {
    box.textContent = message + " ";
    if (words.result && words.seeResult) {
      var link = document.createElement("a");
      link.href = words.result;
      link.textContent = words.seeResult;
      box.appendChild(link);
    }
    box.classList.add("quiz-refused");
    box.hidden = false;
  }

  function sectionOf(item) {
    return Array.prototype.find.call(document.querySelectorAll(".quiz-question"), function (each) {
      return each.dataset.item === item;
    });
  }

  function show(item, kind, text) {
    var section = sectionOf(item);
    if (!section) { return; }
    var state = section.querySelector(".quiz-state");
    state.className = "quiz-state" + (kind ? " quiz-" + kind : "");
    state.textContent = text;
  }

  function press(section, choice) {
    section.querySelectorAll(".quiz-option").forEach(function (option) {
      option.setAttribute("aria-pressed", option.value === choice ? "true" : "false");
    });
  }

  function showWaiting() {
    read().forEach(function (entry) {
      var section = sectionOf(entry.item);
      if (section) { press(section, entry.choice); }
      show(entry.item, failures ? "unsent" : "", failures ? words.waiting : words.saving);
    });
    sayOutbox();
  }

  // Sending: one at a time, in the order of tapping, until the server has said what became of it.

  function flush() {
    clearTimeout(timer);
    var entry = read()[0];
    if (sending) { sayOutbox(); return; }
    if (isFinal) { finish(); return; }
    if (!entry) { sayOutbox(); return; }
    setTried([entry]);
    post(words.answers, [
      ["submission_key", entry.key], ["item", entry.item], ["choice", entry.choice]
    ], function (status, reply) {
      if (reply.saved === true && status === 200) { accepted(entry, reply); }
      else if (reply.saved === false) { declined(entry, reply.message); }
      else { failed(status, reply.message); }
    });
  }

  // The end brings all that waits along in one request, so a phone that comes back needs one.
  // Only what the server names as kept leaves the outbox.
  function finish() {
    var entries = read();
    setTried(entries);
    post(finishing.action, entries.map(function (entry) {
      return ["answer", entry.item + " " + entry.choice + " " + entry.key];
    }), function (status, reply) {
      if (reply.finished === true && status === 200) {
        reply.kept.forEach(remove);
        location.assign(reply.result);
      } else if (reply.saved === false) {
        isFinal = false;
        sending = false;
        sayRefused(reply.message);
        flush();
      } else { failed(status, reply.message); }
    });
  }

  function setTried(entries) {
    var keys = entries.map(function (entry) { return entry.key; });
    write(read().map(function (each) {
      if (keys.indexOf(each.key) >= 0) { each.tried = true; }
      return each;
    }));
  }

  function post(url, fields, done) {
    sending = true;
    var body = new URLSearchParams([["csrf_token", words.token]].concat(fields));
    var stop = new AbortController();
    var patience = setTimeout(function () { stop.abort(); }, PATIENCE_MS);
    var status = 0;
    fetch(url, {
      method: "POST", body: body, credentials: "same-origin", redirect: "error",
      headers: { Accept: "application/json" }, signal: stop.signal
    }).then(function (answer) {
      status = answer.status;
      return answer.json();
    }).then(function (reply) {
      done(status, reply);
    }).catch(function () {
      failed(status, "");
    }).then(function () {
      clearTimeout(patience);
    });
  }

  function accepted(entry, reply) {
    sending = false;
    failures = 0;
    needsReload = false;
    trouble = "";
    remove(entry.key);
    var section = sectionOf(entry.item);
    if (section) {
      section.dataset.kept = reply.choice;
      section.dataset.keptWords = reply.words;
    }
    if (!read().some(function (later) { return later.item === entry.item; })) {
      show(entry.item, "saved", reply.words);
      moveOnFrom(entry.item, ADMIRE_MS);
    }
    showWaiting();
    afterwards();
  }

  function declined(entry, message) {
    sending = false;
    failures = 0;
    trouble = "";
    remove(entry.key);
    var section = sectionOf(entry.item);
    if (section) {
      press(section, section.dataset.kept || "");
      show(entry.item, section.dataset.kept ? "saved" : "", section.dataset.keptWords || "");
    }
    wanted = "";
    sayRefused(message);
    if (read().length) { flush(); }
  }

  function failed(status, message) {
    sending = false;
    failures += 1;
    needsReload = status === 400 || status === 403;
    trouble = status >= 500 && message ? message + " " : "";
    showWaiting();
    var first = read()[0];
    if (first) { moveOnFrom(first.item, ADMIRE_MS); }
    var wait = Math.min(30000, 1000 * Math.pow(2, failures)) * (0.75 + Math.random() / 2);
    timer = setTimeout(flush, wait);
  }

  function afterwards() {
    if (read().length) { flush(); return; }
    if (wanted) { go(wanted); }
    else if (finishing) { location.reload(); }
  }

  // Answering and moving from question to question.

  function give(section, option) {
    var item = section.dataset.item;
    var entries = read();
    var waits = entries.some(function (entry) { return entry.item === item; });
    var isKept = option.getAttribute("aria-pressed") === "true";
    press(section, option.value);
    section.dataset.answered = "yes";
    if (isKept) { moveOnFrom(item, waits ? SLOW_MS : ADMIRE_MS); return; }
    write(entries.filter(function (entry) {
      return entry.item !== item || entry.tried;
    }).concat({ key: newKey(), item: item, choice: option.value }));
    show(item, failures ? "unsent" : "", failures ? words.waiting : words.saving);
    moveOnFrom(item, failures ? ADMIRE_MS : SLOW_MS);
    flush();
  }

  var tapped = "";

  function moveOnFrom(item, delay) {
    if (tapped !== item) { return; }
    clearTimeout(mover);
    mover = setTimeout(function () {
      var section = sectionOf(item);
      tapped = "";
      if (section && !section.hidden) { moveOn(section); }
    }, delay);
  }

  function moveOn(section) {
    var all = Array.prototype.slice.call(document.querySelectorAll(".quiz-question"));
    var place = all.indexOf(section);
    var following = all.slice(place + 1).concat(all.slice(0, place)).find(function (each) {
      return !each.dataset.answered;
    });
    if (following) { step(all.indexOf(following) + 1, true); }
    else { leave(words.check); }
  }

  function step(number, remember) {
    var address = new URL(location.href);
    address.searchParams.set("q", number);
    document.querySelectorAll(".quiz-question").forEach(function (each) {
      each.hidden = each.id !== "q" + number;
    });
    if (remember) { history.pushState(null, "", address); }
    var section = document.getElementById("q" + number);
    var title = document.title.split(" · ");
    title[0] = section.querySelector(".quiz-number").textContent;
    document.title = title.join(" · ");
    section.querySelector(".quiz-words").focus();
    window.scrollTo(0, 0);
    var switcher = document.querySelector(".top-language");
    if (switcher) {
      var target = new URL(switcher.href);
      target.searchParams.set("next", address.pathname + address.search);
      switcher.href = target.href;
    }
  }

  function leave(url) {
    wanted = url;
    if (read().length) { failures = failures || 1; flush(); sayOutbox(); return; }
    go(url);
  }

  function go(url) {
    wanted = "";
    fetch(url, { credentials: "same-origin" }).then(function () {
      location.assign(url);
    }).catch(function () {
      box.classList.remove("quiz-refused");
      box.textContent = words.away;
      box.hidden = false;
    });
  }

  root.addEventListener("click", function (event) {
    var option = event.target.closest(".quiz-option");
    var link = event.target.closest("[data-step]");
    if (option) {
      event.preventDefault();
      clearTimeout(mover);
      tapped = option.closest(".quiz-question").dataset.item;
      give(option.closest(".quiz-question"), option);
    } else if (link) {
      event.preventDefault();
      clearTimeout(mover);
      step(Number(link.dataset.step), true);
    }
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (words.check && link && link.getAttribute("href") === words.check) {
      event.preventDefault();
      clearTimeout(mover);
      leave(words.check);
    }
  });

  var finishing = document.getElementById("quiz-finish");
  if (finishing) {
    finishing.addEventListener("submit", function (event) {
      if (!read().length) { return; }
      event.preventDefault();
      isFinal = true;
      failures = failures || 1;
      sayOutbox();
      flush();
    });
  }

  document.querySelectorAll(".quiz-question").forEach(function (section) {
    var option = section.querySelector("[aria-pressed='true']");
    if (option) {
      section.dataset.answered = "yes";
      section.dataset.kept = option.value;
      section.dataset.keptWords = section.querySelector(".quiz-state").textContent;
    }
  });
  read().forEach(function (entry) {
    var section = sectionOf(entry.item);
    if (section) { section.dataset.answered = "yes"; }
  });
  window.addEventListener("popstate", function () {
    var number = Number(new URL(location.href).searchParams.get("q"));
    if (document.getElementById("q" + number)) { step(number, false); }
  });
  window.addEventListener("online", flush);
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) { flush(); }
  });
  if (read().length) { failures = 1; showWaiting(); flush(); }
}());
