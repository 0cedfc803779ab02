/* A question on its sheet: its form, what the server has of it, and what is said beside it.

   quizQuestion.of(section, words) gives what quizForm gives, and: `kept` the answer that the server
   has, or how the form looks without one; `isSaved` whether it has one; `isAnswered` whether
   nothing is missing in what stands in the form; and the functions below. `words` are those of the
   page. */
(function () {
  "use strict";

  function of(section, words) {
    var question = quizForm.of(section);
    var state = section.querySelector(".quiz-state");
    question.kept = question.original();
    question.isSaved = state.classList.contains("quiz-saved");
    var keptWords = question.isSaved ? state.textContent : "";

    function say(kind, text) {
      state.className = "quiz-state" + (kind ? " quiz-" + kind : "");
      if (state.textContent !== text) { state.textContent = text; }
    }

    function setAnswered(isAnswered) {
      question.isAnswered = isAnswered;
      section.classList.toggle("quiz-answered", isAnswered);
      var missing = document.getElementById("quiz-missing");
      if (!missing) { return; }
      missing.querySelector("[href='#" + section.id + "']").hidden = isAnswered;
      missing.hidden = !missing.querySelector("a:not([hidden])");
      missing.nextElementSibling.hidden = !missing.hidden;
    }

    setAnswered(question.isSaved && question.isGiven());
    return Object.assign(question, {
      setAnswered: setAnswered,
      /* The server has it, and says so. */
      accept: function (reply) {
        question.kept = reply.choice;
        question.isSaved = true;
        keptWords = reply.words;
      },
      sayKept: function () { say(question.isSaved ? "saved" : "", keptWords); },
      sayOnItsWay: function (isDown) {
        say(isDown ? "unsent" : "", isDown ? words.waiting : words.saving);
      },
      /* What stands in the form cannot be read. */
      sayFault: function (message) {
        setAnswered(false);
        say("fault", message + (question.isSaved ? " " + words.before : ""));
      },
      /* Practice: what was right takes the place of the form, since it cannot be answered twice. */
      showFeedback: function (html) {
        var place = section.querySelector(".quiz-feedback");
        place.innerHTML = html;
        section.querySelector("form").hidden = true;
        if (!section.hidden) { place.focus(); }
      }
    });
  }

  window.quizQuestion = { of: of };
}());
