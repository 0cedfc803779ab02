/* Keeps a page with the room. The stream says only "something changed" and how often so far; what
   changed is asked for, so a message that got lost heals itself with the next one or the next look.

   liveLink.join({
     stream: the address of the stream, "" where there is none,
     ask: function (after) gives a promise of the state, at least as new as sequence `after`;
          it must end some time, as liveLink.fetched does,
     hear: function (state), called with every state,
     lost: function (isLost, error), called when the server stops or begins to answer; may be left out,
     sequence: of the state that the page was made with; may be left out,
     every: milliseconds between two looks while there is no stream (5000),
     always: true for a window that goes on while nobody looks at it: a projector, a presenter
   }) gives { ask: function () looks now, heard: function (state) takes one that came another way }.

   A state has `sequence`, and `again_ms` while it wants to be asked for again and again. */
(function () {
  "use strict";

  var LONGEST_WAIT = 15000;
  var LONGEST_ANSWER = 10000;
  var LOOK_ANYWAY = 40000; /* a stream can be dead without anybody having said so */
  var DOUBT = 1500; /* so much later than the state itself, its announcement has not come at all */
  var SLEPT = 20000; /* after so long in the background the stream is made anew */

  function jittered(milliseconds) { return milliseconds * (0.75 + Math.random() / 2); }

  function join(options) {
    var every = options.every || 5000;
    var known = typeof options.sequence === "number" ? options.sequence : -1;
    var announced = -1;
    var asked = 0;
    var isAsking = false;
    var isOverdue = false;
    var isLost = false;
    var source = null;
    var isOpen = false;
    var failures = 0;
    var hiddenAt = 0;
    var lookTimer = 0;
    var lookDue = Infinity;
    var streamTimer = 0;
    var doubtTimer = 0;

    function rests() { return document.hidden && !options.always; }

    function tellLost(now, error) {
      if (now !== isLost && options.lost) { options.lost(now, error); }
      isLost = now;
    }

    function lookIn(milliseconds) {
      window.clearTimeout(lookTimer);
      lookDue = performance.now() + milliseconds;
      lookTimer = window.setTimeout(ask, milliseconds);
    }

    function lookWithin(milliseconds) {
      if (performance.now() + milliseconds < lookDue) { lookIn(milliseconds); }
    }

    /* One question at a time; what is wanted meanwhile is asked for afterwards, once. */
    function ask() {
      window.clearTimeout(lookTimer);
      lookDue = Infinity;
      if (rests()) { return; }
      if (isAsking) { isOverdue = true; return; }
      isAsking = true;
      isOverdue = false;
      asked += 1;
      var mine = asked;
      var before = known;
      options.ask(Math.max(known, announced, 0)).then(function (state) {
        if (mine === asked) { answered(state, before); }
      }, function (error) {
        if (mine === asked) { failed(error); }
      });
    }

    /* An answer that something newer overtook is dropped. A smaller sequence that nothing overtook is
       true: the server was set back, and the page follows it. */
    function answered(state, before) {
      isAsking = false;
      tellLost(false);
      if (state.sequence < known && known !== before) { isOverdue = true; } else { take(state); }
      if (isOverdue) { ask(); }
    }

    function failed(error) {
      isAsking = false;
      tellLost(true, error);
      if (isOpen) { restart(); }
      lookIn(jittered(every));
    }

    function take(state) {
      known = state.sequence;
      announced = Math.min(announced, known);
      if (isOpen && announced < known) {
        window.clearTimeout(doubtTimer);
        doubtTimer = window.setTimeout(doubt, DOUBT);
      }
      lookIn(state.again_ms || jittered(isOpen ? LOOK_ANYWAY : every));
      options.hear(state);
    }

    function doubt() { if (isOpen && announced < known) { restart(); } }

    function close() {
      if (source) { source.close(); }
      source = null;
      isOpen = false;
    }

    function open() {
      window.clearTimeout(streamTimer);
      close();
      if (!options.stream || !window.EventSource) { return; }
      source = new EventSource(options.stream);
      source.onmessage = function (event) {
        isOpen = true;
        failures = 0;
        announced = Number(event.data);
        if (announced !== known) { ask(); }
      };
      source.addEventListener("bye", restart);
      source.addEventListener("enough", giveWay);
      source.onerror = restart;
    }

    /* The same seat, account or link is open too often, and a newer page has the stream. This one asks
       now and then, until somebody looks at it again; else the two would chase each other off. */
    function giveWay() {
      close();
      lookWithin(jittered(every));
    }

    /* All phones of a room lose the stream at the same moment: they come back one after the other. */
    function restart() {
      var wait = Math.min(LONGEST_WAIT, 400 * Math.pow(2, failures));
      failures += 1;
      close();
      window.clearTimeout(streamTimer);
      streamTimer = window.setTimeout(open, wait * (0.25 + Math.random() * 0.75));
      lookWithin(jittered(every));
    }

    /* What was asked before a sleep will not be answered any more. */
    function wake() {
      failures = 0;
      isAsking = false;
      open();
      ask();
    }

    document.addEventListener("visibilitychange", function () {
      if (document.hidden) { hiddenAt = performance.now(); return; }
      if (isOpen && performance.now() - hiddenAt < SLEPT) { ask(); } else { wake(); }
    });
    window.addEventListener("online", wake);
    window.addEventListener("pageshow", function (event) { if (event.persisted) { wake(); } });
    window.addEventListener("pagehide", close);

    open();
    lookIn(known < 0 ? 0 : jittered(every));
    return {
      ask: ask,
      heard: function (state) { if (state.sequence >= known) { take(state); } }
    };
  }

  /* A promise of the JSON at an address. It is refused where no good answer comes within ten seconds:
     the error has the `status` and, in `words`, what the server said about it. */
  function fetched(address, options) {
    var given = Object.assign({ credentials: "same-origin" }, options);
    given.headers = Object.assign({ Accept: "application/json" }, given.headers);
    var stopper = window.AbortController ? new AbortController() : null;
    var timer = window.setTimeout(function () { if (stopper) { stopper.abort(); } }, LONGEST_ANSWER);
    if (stopper) { given.signal = stopper.signal; }
    return fetch(address, given).then(function (answer) {
      return answer.json().then(null, function (error) {
        if (answer.ok) { throw error; }
        return {};
      }).then(function (body) {
        window.clearTimeout(timer);
        if (answer.ok) { return body; }
        throw Object.assign(new Error("answered " + answer.status), { status: answer.status, words: body.message || "" });
      });
    });
  }

  /* Sends fields as a form does; the promise is that of `fetched`. */
  function posted(address, fields) {
    return fetched(address, { method: "POST", body: new URLSearchParams(fields) });
  }

  window.liveLink = { join: join, fetched: fetched, posted: posted };
})();
