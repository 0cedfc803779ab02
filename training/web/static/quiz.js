/* Quizzes: saves each answer at once, moves from question to question, and ends in time. What the
   network does not take waits in the outbox of this phone. Every page works without this. */
(function () {
  "use strict";
  var root = document.getElementById("quiz");
  var place = document.getElementById("quiz-outbox");
  if (!root || !place || !window.fetch || !window.crypto) { return; }

  var words = root.dataset;
  var PAUSE_MS = 1000;
  var SLOW_MS = 2000;
  var ADMIRE_MS = 700;
  var finishing = document.getElementById("quiz-finish");
  var isPractice = words.practice !== undefined;
  var isOnePage = words.onePage !== undefined;
  var drafts = {}; /* what is being typed, by item: { timer, at }, when the last letter was */
  var wanted = "";
  var items = (words.items || "").split(" "); /* in the order of the sheet, where they can be mended */
  var box = quizBox.of(place);

  var outbox = quizOutbox.open({
    attempt: words.attempt,
    answers: words.answers,
    token: words.token,
    changed: showWaiting,
    accepted: accepted,
    declined: declined,
    finished: function (url) { location.assign(url); }
  });
  var clock = quizClock.of(words, document.getElementById("quiz-time"), {
    digits: box.inDigits,
    nearEnd: function () { keepDrafts(); },
    ended: end
  });

  var sections = document.querySelectorAll(".quiz-question");
  var questions = Array.prototype.map.call(sections, function (section) {
    return quizQuestion.of(section, words);
  });
  var steps = quizSteps.of(questions, !isPractice && !isOnePage, {
    leaving: keepDrafts,
    shown: showWaiting,
    atEnd: function () { leave(words.check); }
  });

  function find(item) {
    return questions.find(function (each) { return each.item === item; });
  }

  function questionAt(element) {
    return find(element.closest(".quiz-question").dataset.item);
  }

  // What the page says.

  function showWaiting() {
    var waiting = outbox.waiting();
    var standing = outbox.standing();
    waiting.forEach(function (entry) {
      var question = find(entry.item);
      if (question) { question.sayOnItsWay(standing.isDown); }
    });
    var faulty = outbox.faulty().find(isElsewhere);
    if (waiting.length && (standing.isDown || !faulty)) {
      box.sayWaiting(standing);
    } else if (faulty) {
      sayToMend(faulty);
    } else { box.clear(); }
    if (waiting.length && standing.isDown) { steps.moveOnFrom(waiting[0].item, ADMIRE_MS); }
  }

  // Whether its question may be out of sight, so that the box has to say what is wrong with it.
  function isElsewhere(entry) {
    var question = find(entry.item);
    var isInSight = question && !question.section.hidden && !isOnePage;
    return items.indexOf(entry.item) >= 0 && !isInSight;
  }

  function sayToMend(entry) {
    var number = items.indexOf(entry.item) + 1;
    box.sayToMend(
      entry.item,
      outbox.faultOf(entry),
      isOnePage ? "#q" + number : words.result + "?q=" + number,
      words.question.replace("#", box.inDigits(number)),
      questions.length && !isOnePage ? number : 0
    );
  }

  // What became of an answer.

  function accepted(entry, reply) {
    var question = find(entry.item);
    clock.hear(reply.now, reply.due);
    if (question) {
      question.accept(reply);
      if (!outbox.last(entry.item) && !drafts[entry.item]) { question.sayKept(); }
      if (!outbox.last(entry.item)) { steps.moveOnFrom(entry.item, ADMIRE_MS); }
      if (reply.feedback) { question.showFeedback(reply.feedback); }
    }
    showWaiting();
    if (reply.late && questions.length) { end(); }
    if (outbox.waiting().length || outbox.standing().isFinishing) { return; }
    if (wanted) { go(wanted); return; }
    if (!questions.length && !box.isNeeded()) { location.reload(); }
  }

  // The time is up, or the sheet was ended elsewhere: nothing more is taken here, what waits goes
  // out in one request, now or when the network is back, and then the page goes on to the result.
  function end() {
    steps.stay();
    keepDrafts();
    wanted = "";
    root.querySelectorAll("button, input, select, textarea").forEach(function (control) {
      control.disabled = true;
    });
    outbox.finish(words.finish, true);
  }

  // An answer that cannot be read is said beside it, and stays in its form to be mended; where none
  // are taken any more, the form shows again what the server has.
  function declined(status, message, entry) {
    var question = entry && find(entry.item);
    steps.stay();
    wanted = "";
    if (status === outbox.UNREADABLE) {
      if (question) { question.sayFault(message); }
      if (entry && items.indexOf(entry.item) >= 0) { showWaiting(); } else { box.sayRefused(message); }
      return;
    }
    if (question) {
      question.fill(question.kept);
      question.sayKept();
    }
    box.sayRefused(message, words.seeResult && words.result, words.seeResult);
  }

  // Answering.

  function keep(question, isForGood) {
    var item = question.item;
    var last = outbox.last(item);
    var choice = question.written();
    var isNew = isForGood && !question.isSaved && question.isGiven();
    var draft = drafts[item];
    if (isPractice && !isForGood) { return; }
    if (draft) { clearTimeout(draft.timer); }
    delete drafts[item];
    question.setAnswered(question.isGiven());
    if (isForGood) { steps.leave(item); }
    if (last && outbox.faultOf(last)) {
      if (choice === last.choice) { question.sayFault(outbox.faultOf(last)); return; }
      outbox.remove(last.key);
      last = null;
    }
    if (last ? choice === last.choice : choice === question.kept && !isNew) {
      if (!last) { question.sayKept(); }
      steps.moveOnFrom(item, last ? SLOW_MS : ADMIRE_MS);
      return;
    }
    outbox.put(item, choice, draft ? draft.at : clock.now());
    question.sayOnItsWay(outbox.standing().isDown);
    steps.moveOnFrom(item, outbox.standing().isDown ? ADMIRE_MS : SLOW_MS);
    outbox.flush();
  }

  function keepDrafts() {
    Object.keys(drafts).forEach(function (item) { keep(find(item), false); });
  }

  // Leaving the page.

  function leave(url) {
    steps.stay();
    keepDrafts();
    wanted = url;
    if (!outbox.waiting().length) { go(url); return; }
    outbox.lament();
    outbox.flush();
    showWaiting();
  }

  function go(url) {
    wanted = "";
    fetch(url, { credentials: "same-origin" }).then(function () {
      location.assign(url);
    }).catch(function () { box.say(words.away); });
  }

  // What people do.

  root.addEventListener("click", function (event) {
    var option = event.target.closest("button.quiz-option");
    var arrow = event.target.closest("[data-move]");
    if (option) {
      event.preventDefault();
      questionAt(option).fill(option.value);
      keep(questionAt(option), true);
    } else if (arrow) {
      questionAt(arrow).move(arrow);
      keep(questionAt(arrow), false);
    }
  });

  root.addEventListener("change", function (event) {
    if (event.target.name === "choice") { keep(questionAt(event.target), false); }
  });

  root.addEventListener("input", function (event) {
    var isTyped = event.target.type === "text" || event.target.type === "textarea";
    if (!isTyped || isPractice) { return; }
    var question = questionAt(event.target);
    if (drafts[question.item]) { clearTimeout(drafts[question.item].timer); }
    drafts[question.item] = {
      timer: setTimeout(keep, PAUSE_MS, question, false), at: clock.now()
    };
    question.sayOnItsWay(false);
  });

  root.addEventListener("submit", function (event) {
    event.preventDefault();
    keep(questionAt(event.target), true);
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a");
    if (!link) { return; }
    if (link.dataset.step) {
      event.preventDefault();
      steps.show(questions[link.dataset.step - 1], true);
    } else if (words.check && link.getAttribute("href") === words.check) {
      event.preventDefault();
      leave(words.check);
    } else if (link.matches(".top-language")) {
      // The page in the other language shall not be made before what is on its way has arrived.
      keepDrafts();
      if (isOnePage) { quizSteps.speakThere(addressInSight()); }
      if (outbox.waiting().length) { event.preventDefault(); leave(link.href); }
    }
  });

  // Of the first question that is in sight, where all stand on one page.
  function addressInSight() {
    var shown = questions.find(function (each) {
      return each.section.getBoundingClientRect().bottom > 100;
    });
    return location.pathname + location.search + (shown ? "#" + shown.section.id : "");
  }

  if (finishing) {
    finishing.addEventListener("submit", function (event) {
      keepDrafts();
      if (!outbox.waiting().length) { return; }
      event.preventDefault();
      outbox.lament();
      showWaiting();
      outbox.finish(finishing.action);
    });
  }

  window.addEventListener("online", outbox.flush);
  window.addEventListener("pagehide", keepDrafts);
  window.addEventListener("pageshow", clock.look);
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) { keepDrafts(); } else { clock.look(); outbox.flush(); }
  });

  root.classList.add("quiz-scripted");
  questions.forEach(function (question) {
    var last = outbox.last(question.item);
    if (!last) { return; }
    question.fill(last.choice);
    question.setAnswered(question.isGiven());
    if (outbox.faultOf(last)) { question.sayFault(outbox.faultOf(last)); }
  });
  if (!words.items && !finishing) {
    outbox.faulty().forEach(function (entry) { outbox.remove(entry.key); }); /* too late to mend */
  }
  // What was touched before this script had come.
  questions.forEach(function (question) {
    if (question.written() !== question.kept && !outbox.last(question.item)) {
      keep(question, false);
    }
  });
  clock.hear(words.now, words.due);
  if (words.onward && !outbox.waiting().length) {
    location.replace(words.onward);
  } else if (words.onward) {
    outbox.finish(words.finish, true);
  } else {
    if (outbox.waiting().length) { outbox.lament(); }
    showWaiting();
    outbox.flush();
  }
}());
