/* Sends what a window wants of the stage: one command at a time, in order; of many turns only the last.

   liveDrive.join({
     orders: the address that takes commands,
     token: the page's own token,
     link: function () gives the page's liveLink,
     failed: function (words): the server could not be told; words, where it said why
   }) gives {
     send: function (fields, address) gives a promise of the state; address, where it is another one,
     go: function (module, slide, part),
     isBusy: function () tells whether something is on its way,
     catchUp: function (state) tells the server what it missed, and whether there was something,
     key: the random key of this browser
   }. */
(function () {
  "use strict";

  function ownKey() {
    var key = "";
    try { key = localStorage.getItem("live-driver") || ""; } catch (refused) { key = ""; }
    if (!/^[0-9a-z]{8,40}$/.test(key)) {
      key = "";
      while (key.length < 20) { key += Math.random().toString(36).slice(2); }
      key = key.slice(0, 20);
      try { localStorage.setItem("live-driver", key); } catch (refused) { /* It lives as long as the page. */ }
    }
    return key;
  }

  function join(options) {
    var key = ownKey();
    var waiting = [];
    var isSending = false;
    var heard = -1;
    var owed = null;

    function send(fields, address) {
      return new Promise(function (done, failed) {
        waiting.push({ fields: Object.assign({ driver: key, csrf_token: options.token }, fields), address: address || options.orders, done: done, failed: failed });
        next();
      });
    }

    function go(module, slide, part) {
      waiting = waiting.filter(function (each) { return each.fields.word !== "go"; });
      owed = { word: "go", module: module, slide: slide, part: part };
      send(owed).then(null, function () { /* `failed` was told. */ });
    }

    function next() {
      if (isSending || !waiting.length) { return; }
      var order = waiting.shift();
      isSending = true;
      window.liveLink.posted(order.address, order.fields).then(function (state) {
        isSending = false;
        heard = state.sequence;
        if (!waiting.length) { owed = null; }
        options.link().heard(state);
        order.done(state);
        next();
      }, function (error) {
        isSending = false;
        if (error.status) { owed = null; }
        waiting.splice(0).forEach(function (each) { each.failed(error); });
        order.failed(error);
        options.failed(error.words || "");
      });
    }

    /* After a failure the last turn is still owed to the room, unless somebody else turned since. */
    function catchUp(state) {
      if (!owed || isSending || waiting.length) { return false; }
      var turn = owed;
      owed = null;
      if (state.sequence > heard && heard >= 0 && state.driver && state.driver.key !== key) { return false; }
      go(turn.module, turn.slide, turn.part);
      return true;
    }

    return {
      send: send,
      go: go,
      catchUp: catchUp,
      isBusy: function () { return isSending || waiting.length > 0; },
      key: key
    };
  }

  /* Counts down to a moment of the server's clock, whatever the clock of this computer says. */
  function countdown(place, digits) {
    var end = 0;
    function show() {
      var left = Math.ceil((end - performance.now()) / 1000);
      place.hidden = !end || left <= 0;
      if (place.hidden) { return; }
      var text = Math.floor(left / 60) + ":" + ("0" + (left % 60)).slice(-2);
      place.textContent = digits(text);
    }
    window.setInterval(show, 250);
    return function (state) {
      end = state.closes_at && state.shows === "question" ? performance.now() + state.closes_at - state.now : 0;
      show();
    };
  }

  function inKhmer(text) {
    return String(text).replace(/[0-9]/g, function (digit) { return "០១២៣៤៥៦៧៨៩"[digit]; });
  }

  window.liveDrive = { join: join, countdown: countdown, inKhmer: inKhmer };
})();
