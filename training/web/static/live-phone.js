/* A phone that follows the room. The reader may leaf away and comes back with one tap; until then the
   page stays where it was left. Another module is fetched without leaving the page. */
(function () {
  "use strict";
  var root = document.getElementById("live");
  if (!root || !window.liveLink || !window.liveQuestion) { return; }

  var words = root.dataset;
  var SPREAD = 2000; /* milliseconds within which the phones of a room fetch another module */
  var done = words.done.split(" ");
  var calls = document.getElementById("live-calls");
  var bar = document.getElementById("live-bar");
  var back = document.getElementById("live-return");
  var slideOfRoom = words.slide;
  var moduleOfRoom = deck().dataset.module;
  var shown = slideOfRoom;
  var isFollowing = true;
  var fetching = 0;
  var heardCalls = null;
  var link = null;

  function deck() { return document.getElementById("live-deck"); }

  function leaves() { return Array.prototype.slice.call(deck().querySelectorAll(".leaf")); }

  function placeOf(slide) {
    return leaves().findIndex(function (leaf) { return leaf.dataset.slide === slide; });
  }

  function isInRoomsModule() { return deck().dataset.module === moduleOfRoom; }

  function isWriting() {
    var field = document.activeElement;
    return Boolean(field) && field.tagName === "INPUT" && field.type === "text";
  }

  /* Shows the slide that is wanted, and what the bar says about it. */
  function draw() {
    var all = leaves();
    var at = placeOf(shown);
    all.forEach(function (leaf, place) { leaf.hidden = place !== at; });
    bar.hidden = !all.length;
    document.getElementById("live-before").disabled = at <= 0;
    document.getElementById("live-after").disabled = at < 0 || at === all.length - 1;
    var number = window.liveQuestion.inDigits(at + 1 + " / " + all.length);
    var label = document.getElementById("live-number");
    if (label.textContent !== number) { label.textContent = number; }
    back.hidden = isFollowing;
    back.textContent = isInRoomsModule()
      ? words.back.replace("#", window.liveQuestion.inDigits(placeOf(slideOfRoom) + 1))
      : words.onward;
    bar.classList.toggle("is-away", !isFollowing);
    fetchPictures(all[at + 1]);
  }

  /* The pictures of the next slide are fetched before it comes, each phone at a time of its own. */
  function fetchPictures(leaf) {
    if (!leaf) { return; }
    setTimeout(function () {
      leaf.querySelectorAll("img[loading=lazy]").forEach(function (each) { each.loading = "eager"; });
    }, 1000 + 4000 * Math.random());
  }

  function goTo(slide) {
    shown = slide;
    isFollowing = isInRoomsModule() && shown === slideOfRoom;
    draw();
    deck().scrollIntoView();
  }

  function follow() {
    isFollowing = true;
    if (!isInRoomsModule()) { fetchDeck(0); return; }
    if (shown === slideOfRoom) { draw(); return; }
    shown = slideOfRoom;
    draw();
    if (!isWriting()) { window.scrollTo(0, 0); }
  }

  function fetchDeck(wait) {
    if (fetching) { return; }
    fetching = setTimeout(function () {
      fetch(words.base, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok) { throw new Error("answered " + answer.status); }
        return answer.text();
      }).then(function (text) {
        var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("live-deck");
        if (!fresh) { location.reload(); return; }
        fetching = 0;
        deck().replaceWith(document.importNode(fresh, true));
        shown = "";
        if (isInRoomsModule()) { follow(); } else { draw(); link.ask(); }
      }).catch(function () {
        fetching = 0;
        fetchDeck(2000 + SPREAD * Math.random());
      });
    }, wait);
  }

  function showCalls(html) {
    if (html === heardCalls) { return; }
    heardCalls = html;
    calls.innerHTML = html;
    calls.querySelectorAll("[data-call]").forEach(function (each) {
      if (done.indexOf(each.dataset.call) >= 0) { each.remove(); }
    });
  }

  function hear(state) {
    slideOfRoom = state.slide;
    moduleOfRoom = state.module;
    document.getElementById("live-blank").hidden = !state.blank;
    document.getElementById("live-nickname").hidden = !state.ranking;
    showCalls(state.calls);
    var isAsked = window.liveQuestion.hear(state, function () { link.ask(); });
    if (isFollowing && isInRoomsModule()) { follow(); }
    else if (isFollowing && moduleOfRoom) { fetchDeck(SPREAD * Math.random()); }
    draw();
    if (isAsked && isFollowing && !isWriting()) { window.scrollTo(0, 0); }
  }

  function ask(after) {
    var own = words.base + "/state";
    if (!words.stream) { return window.liveLink.fetched(own); }
    var lang = document.documentElement.lang;
    return window.liveLink.fetched(words.stream + "/state?lang=" + lang + "&after=" + after)
      .catch(function () { return window.liveLink.fetched(own); });
  }

  function step(by) {
    var leaf = leaves()[placeOf(shown) + by];
    if (leaf) { goTo(leaf.dataset.slide); }
  }

  document.getElementById("live-before").addEventListener("click", function () { step(-1); });
  document.getElementById("live-after").addEventListener("click", function () { step(1); });
  back.addEventListener("click", follow);
  draw();
  link = window.liveLink.join({
    stream: words.stream,
    ask: ask,
    hear: hear,
    lost: function (isLost) { document.getElementById("live-lost").hidden = !isLost; },
    sequence: Number(words.sequence)
  });
}());
