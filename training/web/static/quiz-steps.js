/* The way from question to question of a sheet that shows one at a time.

   quizSteps.of(questions, isGuided, { leaving: function (), shown: function (), atEnd: function () })
   gives the functions below. `isGuided` is false where nothing moves on by itself; `leaving` is
   called before another question is shown, `shown` after it, `atEnd` when every question has an
   answer. */
(function () {
  "use strict";

  function of(questions, isGuided, tell) {
    var timer = 0;
    var leaving = ""; /* the item that was answered for good, so that the page moves on from it */

    function nameOf(question) {
      return question.section.querySelector(".quiz-number").textContent;
    }

    function addressOf(question) {
      var address = new URL(location.href);
      address.searchParams.set("q", questions.indexOf(question) + 1);
      return address.href;
    }

    function stay() {
      clearTimeout(timer);
      leaving = "";
    }

    function moveOnFrom(item, delay) {
      if (leaving !== item) { return; }
      clearTimeout(timer);
      timer = setTimeout(function () {
        var question = questions.find(function (each) { return each.item === item; });
        leaving = "";
        if (!question.section.hidden) { moveOn(question); }
      }, delay);
    }

    function moveOn(question) {
      var place = questions.indexOf(question);
      var following = questions.slice(place + 1).concat(questions.slice(0, place)).find(
        function (each) { return !each.isAnswered; }
      );
      if (following) { show(following, true); } else { tell.atEnd(); }
    }

    function show(question, remember) {
      stay();
      tell.leaving();
      questions.forEach(function (each) { each.section.hidden = each !== question; });
      var address = addressOf(question);
      if (remember) { history.pushState(null, "", address); }
      document.title = [nameOf(question)].concat(document.title.split(" · ").slice(1)).join(" · ");
      question.section.querySelector(".quiz-words").focus();
      window.scrollTo(0, 0);
      speakThere(address.slice(location.origin.length));
      tell.shown();
    }

    window.addEventListener("popstate", function () {
      var number = Number(new URL(location.href).searchParams.get("q"));
      if (questions[number - 1]) { show(questions[number - 1], false); }
    });

    return {
      show: show,
      stay: stay,
      /* Remembers that the question is answered for good. */
      leave: function (item) { if (isGuided) { leaving = item; } },
      moveOnFrom: moveOnFrom
    };
  }

  // The page in the other language begins at that path.
  function speakThere(path) {
    var switcher = document.querySelector(".top-language");
    if (!switcher) { return; }
    var target = new URL(switcher.href);
    target.searchParams.set("next", path);
    switcher.href = target.href;
  }

  window.quizSteps = { of: of, speakThere: speakThere };
}());
