// Draws the certificate anew after every change, with what is typed and not saved.
"use strict";
(function () {
  const form = document.getElementById("design-form");
  const image = document.getElementById("preview");
  const state = document.getElementById("preview-state");
  if (!form || !image || !window.fetch || !window.FormData) return;
  const pause = 500;
  let timer = 0;
  let drawing = false;
  let changed = false;

  function say(words, waits) {
    state.textContent = words;
    image.classList.toggle("preview-waits", waits);
  }

  function show(blob) {
    const reader = new FileReader();
    reader.onload = function () {
      image.src = reader.result;
      say(form.dataset.drawn, false);
    };
    reader.readAsDataURL(blob);
  }

  function draw() {
    if (drawing) {
      changed = true;
      return;
    }
    drawing = true;
    changed = false;
    say(form.dataset.drawing, true);
    fetch(form.dataset.preview, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    })
      .then(function (answer) {
        if (answer.ok) return answer.blob().then(show);
        if (answer.status === 429) changed = true;
        return answer.json().then(function (said) { say(said.message, true); });
      })
      .catch(function () { say(form.dataset.lost, true); })
      .then(function () {
        drawing = false;
        if (changed) soon();
      });
  }

  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, pause);
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
})();
