/* The roll saves a tap without leaving the page. It works without this file. */
"use strict";

(function () {
  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  }

  const roll = document.querySelector(".roll");
  if (roll) {
    roll.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=status]");
      if (button) {
        event.preventDefault();
        save(button);
      }
    });
  }

  function save(button) {
    const form = button.form;
    const cell = form.closest("tr").querySelector(".roll-mark");
    const body = new URLSearchParams(new FormData(form));
    /* After a broken connection the same tap goes out under the same key. */
    const again = form.dataset.unsent === button.value + "/" + form.elements.minutes.value;
    const key = again ? form.dataset.key : newKey();
    body.set("submission_key", key);
    body.set("status", button.value);
    form.dataset.key = key;
    form.dataset.unsent = button.value + "/" + form.elements.minutes.value;
    busy(form, true);
    say(cell, roll.dataset.saving, false);
    fetch(form.action, {
      method: "POST", body: body, credentials: "same-origin", redirect: "error",
      headers: { Accept: "application/json" },
    })
      .then((answer) => answer.json())
      .then((found) => {
        if (found.message) {
          say(cell, found.message, true);
          form.elements.minutes.focus();
        } else {
          form.dataset.unsent = "";
          show(form, cell, found);
        }
      })
      .catch(() => say(cell, roll.dataset.unsaved, true))
      .then(() => busy(form, false));
  }

  function busy(form, yes) {
    form.querySelectorAll("button[name=status]").forEach((each) => { each.disabled = yes; });
  }

  function say(cell, words, isFault) {
    let line = cell.querySelector("p");
    if (!line) {
      line = document.createElement("p");
      cell.appendChild(line);
    }
    line.className = isFault ? "fault" : "small soft";
    line.setAttribute("role", isFault ? "alert" : "status");
    line.textContent = words;
    cell.classList.remove("saved");
  }

  function show(form, cell, found) {
    const words = document.createElement("b");
    const when = document.createElement("span");
    const link = cell.querySelector("a");
    words.textContent = found.words;
    when.textContent = found.time + " · " + found.source;
    cell.textContent = "";
    cell.setAttribute("role", "status");
    link.hidden = false;
    cell.append(words, " ", when, " ", link);
    cell.classList.add("saved");
    form.elements.minutes.value = "";
    form.querySelectorAll("button[name=status]").forEach((each) => {
      if (each.value === found.status) {
        each.setAttribute("aria-pressed", "true");
      } else {
        each.removeAttribute("aria-pressed");
      }
    });
    document.getElementById("roll-count").textContent = found.marked;
    const rest = document.getElementById("roll-rest");
    if (rest) {
      rest.hidden = !found.rest;
      rest.querySelector("button").textContent = found.rest;
    }
  }
})();
