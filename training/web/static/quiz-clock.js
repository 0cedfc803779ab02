/* The time of a sheet, by the server's clock as the page and each reply tell it. A phone may sleep,
   and its own clock may be wrong.

   quizClock.of(words, place, tell) gives the functions below. `words.now` and `words.due` are
   milliseconds since 1970 by the server's clock; `due` may be missing. `place` says how long there
   is, and is missing where nothing is answered. tell = {
     digits: function (number) in the reader's digits,
     nearEnd: function (), called a moment before the end, ended: function (), called after it
   } */
(function () {
  "use strict";
  var SECOND_MS = 1000;
  var MINUTE_MS = 60 * SECOND_MS;
  var NEAR_MS = 3 * SECOND_MS;
  var MOST_SHOWN_MS = 90 * MINUTE_MS; /* of more, the hour and the day on the page say enough */
  var TOLD_MS = [5 * MINUTE_MS, MINUTE_MS]; /* what is read aloud, and nothing between */

  function of(words, place, tell) {
    var ahead = 0;
    var due = 0;
    var before = 0; /* how long there was when it was looked at last */
    var timer = 0;
    var phase = "";

    function now() { return Date.now() + ahead; }

    function hear(moment, end) {
      ahead = moment - Date.now();
      due = Number(end) || 0;
      look();
    }

    function look() {
      clearTimeout(timer);
      if (!due || !place || phase === "ended") { return; }
      var rest = due - now();
      if (rest <= 0) {
        enter("ended", tell.ended);
        place.firstElementChild.textContent = place.dataset.over;
        return;
      }
      if (rest <= NEAR_MS) { enter("near", tell.nearEnd); }
      if (rest <= MOST_SHOWN_MS) { show(rest); }
      before = rest;
      var unit = rest > MINUTE_MS ? MINUTE_MS : SECOND_MS;
      timer = setTimeout(look, rest % unit || unit);
    }

    function enter(next, then) {
      if (phase === next) { return; }
      phase = next;
      then();
    }

    function show(rest) {
      var isShort = rest <= MINUTE_MS;
      var count = Math.ceil(rest / (isShort ? SECOND_MS : MINUTE_MS));
      place.classList.toggle("quiz-time-short", isShort);
      place.firstElementChild.textContent = said(isShort ? "seconds" : "minutes", count);
      TOLD_MS.forEach(function (each) {
        if (before <= each || rest > each) { return; }
        place.lastElementChild.textContent = said("minutes", each / MINUTE_MS);
      });
    }

    function said(unit, count) { return place.dataset[unit].replace("#", tell.digits(count)); }

    return { now: now, hear: hear, look: look };
  }

  window.quizClock = { of: of };
}());
