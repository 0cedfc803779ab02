/* What a phone tells the trainer: a hand, too fast, a question; and the nickname. Each is sent once,
   however often it is tapped, and is acknowledged. What is not sent stays in its field. */
(function () {
  "use strict";
  var root = document.getElementById("live");
  if (!root || !window.liveLink || !window.liveQuestion) { return; }

  var told = document.getElementById("live-told");
  var hand = document.getElementById("live-hand");
  var LOOK = 4000; /* milliseconds between two looks at a hand that is up */
  var looking = 0;

  function say(text, isGood) {
    told.className = "live-told quiz-state" + (isGood ? " quiz-saved" : " quiz-unsent");
    told.textContent = text;
  }

  /* While the hand is up, the phone looks whether the trainer has seen to it. */
  function lookAtHand() {
    clearTimeout(looking);
    if (!hand.querySelector(".is-up")) { return; }
    if (document.hidden || hand.dataset.isSending) { looking = setTimeout(lookAtHand, LOOK); return; }
    window.liveLink.fetched(hand.dataset.look).then(function (reply) {
      if (reply.hand || hand.dataset.isSending) { return; }
      turnHand(false);
      say("", true);
    }, function () { /* The server is away; the next look will tell. */ }).then(function () {
      looking = setTimeout(lookAtHand, LOOK);
    });
  }

  function turnHand(isUp) {
    var button = hand.querySelector("button");
    button.textContent = isUp ? hand.dataset.down : hand.dataset.up;
    button.classList.toggle("is-up", isUp);
    hand.action = isUp ? hand.dataset.withdraw : hand.dataset.send;
    clearTimeout(looking);
    looking = setTimeout(lookAtHand, LOOK);
  }

  function send(form) {
    var key = form.elements.submission_key;
    var fields = Array.prototype.map.call(form.querySelectorAll("input"), function (field) {
      return [field.name, field.value];
    });
    form.dataset.isSending = "yes";
    window.liveLink.posted(form.action, fields).then(function (reply) {
      delete form.dataset.isSending;
      key.value = window.liveQuestion.newKey();
      if (form === hand) { turnHand(reply.hand); }
      if (form.elements.words) { form.elements.words.value = ""; }
      if (form.parentNode.open) { form.parentNode.open = false; }
      say(form.dataset.done || root.dataset.told, true);
    }, function (error) {
      delete form.dataset.isSending;
      say(error.words || root.dataset.away, false);
    });
  }

  root.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.classList.contains("live-signal")) { return; }
    event.preventDefault();
    if (!form.dataset.isSending) { send(form); }
  });
  lookAtHand();
}());
