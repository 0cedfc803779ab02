/* The box under a sheet: what waits, what was refused, that there is no connection. One thing at a
   time; what was refused stays until there is something newer to say.

   quizBox.of(element) gives the functions below. */
(function () {
  "use strict";

  function of(element) {
    var words = element.dataset;
    var refused = ""; /* nothing, an item whose answer can be mended, or `for good` */
    var FOR_GOOD = "for good";

    function inDigits(count) {
      return String(count).replace(/[0-9]/g, function (digit) { return words.digits[digit]; });
    }

    function say(what, text) {
      refused = what;
      element.classList.toggle("quiz-refused", refused !== "");
      element.textContent = text;
      element.hidden = !text;
    }

    function lead(address, name) {
      var link = document.createElement("a");
      link.href = address;
      link.textContent = name;
      element.append(" ", link);
      return link;
    }

    return {
      inDigits: inDigits,
      say: function (text) { say("", text); },
      /* How the outbox stands; nothing is said before sending has failed. */
      sayWaiting: function (standing) {
        say("", standing.isDown ? standing.trouble + words[standing.why].replace(
          "#", inDigits(standing.count)
        ) : "");
      },
      /* That something is not taken, and where to read on, if there is such a place. */
      sayRefused: function (text, address, name) {
        say(FOR_GOOD, text);
        if (address) { lead(address, name); }
      },
      /* That the answer to this item can be mended, and where; `step` as in quiz-steps, or 0. */
      sayToMend: function (item, text, address, name, step) {
        if (refused === item) { return; }
        say(item, text);
        var link = lead(address, name);
        if (step) { link.dataset.step = step; }
      },
      /* There is nothing to say of the outbox. */
      clear: function () { if (refused !== FOR_GOOD) { say("", ""); } },
      /* Whether it says what another page would not. */
      isNeeded: function () { return refused === FOR_GOOD; }
    };
  }

  window.quizBox = { of: of };
}());
