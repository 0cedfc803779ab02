/* The outbox of a sheet: answers that the server has not acknowledged yet. They lie in this phone's
   storage, one outbox for each sheet, and go out by themselves, one at a time. Each keeps when it
   was given, by the server's clock, so that one that comes after the end can be taken. One that the
   server could not read stays, with what it said of it, until another one takes its place; it goes
   out again only from a page in another language, to be told of in that one.

   quizOutbox.open({
     attempt: names the sheet,
     answers: the address that takes one answer,
     token: of the page, against forged requests,
     changed: function (), called when an answer has waited in vain or there is news of one,
     accepted: function (entry, reply), declined: function (status, message, entry): what became of
       an answer, or of all of them at the end, then without an entry; it is out of the outbox, but
       for what can be mended, UNREADABLE,
     finished: function (address of the result)
   }) gives the functions below. An entry is { key, item, choice, at, tried, fault, language };
   `choice` is the answer as a form would write it, `at` when it was given, in milliseconds since
   1970, `fault` what the server said of one that it could not read, in that language. */
(function () {
  "use strict";

  var PATIENCE_MS = 10000;
  var LEAVING_MS = 5000;
  var UNREADABLE = 422;
  var LANGUAGE = document.documentElement.lang;

  function newKey() {
    var bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.prototype.map.call(bytes, function (byte) {
      return ("0" + byte.toString(16)).slice(-2);
    }).join("");
  }

  function open(options) {
    var NAME = "quiz-outbox:" + options.attempt;
    var memory = null;
    var sending = false;
    var failures = 0;
    var timer = 0;
    var needsReload = false;
    var trouble = "";
    var finishing = "";
    var byItsTime = false;
    var isLeaving = false;

    // The list, the oldest first. What was tried may yet arrive, so it goes out again before a
    // later answer to the same question: the later one counts.

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

    // What the server said of an answer that it could not read; nothing where it may be sent.
    function faultOf(entry) { return entry.language === LANGUAGE ? entry.fault : ""; }

    function waiting() { return read().filter(function (entry) { return !faultOf(entry); }); }

    function faulty() { return read().filter(faultOf); }

    // In the list the times only rise, also where the phone's clock was set back.
    function put(item, choice, at) {
      var newest = read().pop();
      write(read().filter(function (entry) {
        return entry.item !== item || (entry.tried && !entry.fault);
      }).concat({
        key: newKey(), item: item, choice: choice, at: Math.max(at, newest && newest.at || 0)
      }));
    }

    function remove(key) {
      write(read().filter(function (entry) { return entry.key !== key; }));
    }

    function set(entries, facts) {
      var keys = entries.map(function (entry) { return entry.key; });
      write(read().map(function (each) {
        return keys.indexOf(each.key) >= 0 ? Object.assign(each, facts) : each;
      }));
    }

    function last(item) {
      return read().filter(function (entry) { return entry.item === item; }).pop();
    }

    // How it stands: why answers wait (`memory`, `reload` or `waiting`), of how many questions,
    // whether sending has failed, and whether the sheet is being ended.

    function standing() {
      var items = {};
      waiting().forEach(function (entry) { items[entry.item] = true; });
      return {
        count: Object.keys(items).length,
        why: memory ? "memory" : needsReload ? "reload" : "waiting",
        trouble: trouble,
        isDown: failures > 0,
        isFinishing: finishing !== ""
      };
    }

    // Sending, in the order of giving, until the server has said what became of it.

    function flush() {
      clearTimeout(timer);
      if (isLeaving) { return; }
      if (sending) { options.changed(); return; }
      if (finishing) { sendAll(); return; }
      var entry = waiting()[0];
      if (entry) { send(entry); } else { options.changed(); }
    }

    function send(entry) {
      set([entry], { tried: true });
      post(options.answers, [
        ["sheet", options.attempt], ["submission_key", entry.key], ["item", entry.item], ["choice", entry.choice],
        ["tapped_at", timeOf(entry)]
      ], function (status, reply) {
        var isSaved = reply.saved === true && status === 200;
        if (!isSaved && reply.saved !== false) { failed(status, reply.message); return; }
        heard();
        if (isSaved) {
          remove(entry.key);
          options.accepted(entry, reply);
        } else { decline(status, reply.message, entry); }
        if (waiting().length || finishing) { flush(); }
      });
    }

    // What was mended while it was on its way is forgotten.
    function decline(status, message, entry) {
      var isMended = (last(entry.item) || entry).key !== entry.key;
      if (status === UNREADABLE && !isMended) {
        set([entry], { fault: message, language: LANGUAGE });
      } else { remove(entry.key); }
      if (status !== UNREADABLE || !isMended) { options.declined(status, message, entry); }
    }

    function timeOf(entry) { return String(Math.round(entry.at || 0) || ""); }

    // The end brings all that waits along in one request, so a phone that comes back needs one.
    // What the server does not name as kept can not be taken any more, and it says why.
    function sendAll() {
      var entries = waiting();
      set(entries, { tried: true });
      post(finishing, [["sheet", options.attempt], ["by", byItsTime ? "time" : "seat"]].concat(entries.map(function (entry) {
        var words = encodeURIComponent(entry.choice);
        return ["answer", [entry.item, words, entry.key, timeOf(entry)].join(" ").trim()];
      })), function (status, reply) {
        if (reply.finished === true && status === 200) {
          heard();
          finishing = "";
          entries.forEach(function (entry) {
            remove(entry.key);
            if (reply.kept.indexOf(entry.key) < 0) { options.declined(409, reply.message, entry); }
          });
          if (!reply.message) { options.finished(reply.result); }
        } else if (reply.saved === false) {
          finishing = "";
          heard();
          options.declined(status, reply.message);
          flush();
        } else { failed(status, reply.message); }
      });
    }

    function post(url, fields, done) {
      sending = true;
      var body = new URLSearchParams([["csrf_token", options.token]].concat(fields));
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
        if (isLeaving) { sending = false; } else { done(status, reply); }
      }).catch(function () {
        failed(status, "");
      }).then(function () {
        clearTimeout(patience);
      });
    }

    function heard() {
      sending = false;
      failures = 0;
      needsReload = false;
      trouble = "";
    }

    function failed(status, message) {
      sending = false;
      failures += 1;
      needsReload = status === 400 || status === 403;
      trouble = status >= 500 && message ? message + " " : "";
      options.changed();
      var wait = Math.min(30000, 1000 * Math.pow(2, failures)) * (0.75 + Math.random() / 2);
      timer = setTimeout(flush, wait);
    }

    // The next page may have been made before an answer that is on its way arrives, and would not
    // show it. So what is acknowledged from now on stays here, and that page sends it once more.
    window.addEventListener("beforeunload", function () {
      isLeaving = true;
      setTimeout(function () { isLeaving = false; flush(); }, LEAVING_MS);
    });

    return {
      UNREADABLE: UNREADABLE,
      waiting: waiting,
      faulty: faulty,
      faultOf: faultOf,
      put: put,
      remove: remove,
      last: last,
      flush: flush,
      standing: standing,
      /* Says from now on that answers wait, though no sending has failed yet. */
      lament: function () { failures = failures || 1; },
      /* Sends all that waits to the address that ends the sheet; `atItsTime` where its time, and not
         its owner, ends it. */
      finish: function (url, atItsTime) {
        finishing = url;
        byItsTime = atItsTime;
        flush();
      }
    };
  }

  window.quizOutbox = { open: open };
}());
