/* The roll saves taps without leaving the page, narrows itself while somebody types, and opens what
   is other than present in the row itself. The page works without this file. */
"use strict";

(function () {
  const form = document.getElementById("roll");
  if (!form) {
    return;
  }
  const TIMEOUT_MS = 10000;
  const count = document.getElementById("roll-count");
  const said = document.getElementById("roll-said");
  const undo = document.getElementById("roll-undo");
  const rest = document.getElementById("roll-rest");
  const other = document.getElementById("roll-other");
  const search = document.querySelector(".roll-search");
  const rows = Array.from(form.querySelectorAll(".roll li"));
  let marked = Number(form.dataset.marked);

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (each) => each.toString(16).padStart(2, "0")).join("");
  }

  function shown(number) {
    const zero = form.dataset.digits.charCodeAt(0);
    return String(number).replace(/[0-9]/g, (each) => String.fromCharCode(zero + Number(each)));
  }

  form.addEventListener("click", (event) => {
    const row = event.target.closest("li");
    if (event.target.closest("button[name=seat]")) {
      event.preventDefault();
      tap(row, "present", "");
    } else if (other && event.target.closest("li > a")) {
      event.preventDefault();
      open(row);
    } else if (event.target.closest("#roll-other button")) {
      tap(row, event.target.closest("button").value, other.querySelector("input").value);
    }
  });

  function tap(row, status, minutes) {
    /* After a broken connection the same tap goes out under the same key. */
    const what = status + "/" + minutes;
    if (row.dataset.unsent !== what) {
      row.dataset.unsent = what;
      row.dataset.key = newKey();
    }
    send(row, form.action, { submission_key: row.dataset.key, status: status, minutes: minutes });
  }

  function send(row, address, more) {
    if (row.hasAttribute("aria-busy")) {
      return;
    }
    const body = new URLSearchParams(new FormData(form));
    Object.keys(more).forEach((name) => body.set(name, more[name]));
    body.set("seat", row.querySelector("button[name=seat]").value);
    row.setAttribute("aria-busy", "true");
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), TIMEOUT_MS);
    fetch(address, {
      method: "POST", body: body, credentials: "same-origin", redirect: "error",
      headers: { Accept: "application/json" }, signal: stop.signal,
    })
      .then((answer) => answer.json())
      .then((found) => {
        if (found.message) {
          row.dataset.unsent = "";
          complain(row, found.message);
        } else {
          show(row, found);
        }
      })
      .catch(() => complain(row, form.dataset.unsaved))
      .then(() => {
        clearTimeout(clock);
        row.removeAttribute("aria-busy");
      });
  }

  function complain(row, words) {
    const button = row.querySelector("button[name=seat]");
    let line = row.querySelector(":scope > p");
    if (!line) {
      line = document.createElement("p");
      button.parentNode.insertBefore(line, button.nextSibling);
    }
    line.className = "fault";
    line.setAttribute("role", "alert");
    line.textContent = words;
  }

  function show(row, found) {
    const was = row.className !== "";
    const line = row.querySelector(":scope > p");
    const place = row.querySelector("i");
    row.dataset.unsent = "";
    row.className = found.status;
    place.textContent = found.words || form.dataset.none;
    if (found.detail) {
      const detail = document.createElement("small");
      detail.textContent = found.detail;
      place.appendChild(detail);
    }
    if (line) {
      line.remove();
    }
    if (!row.parentNode.hasAttribute("data-uncounted")) {
      marked += Number(found.status !== "") - Number(was);
    }
    close(row);
    tell(row, found);
  }

  function tell(row, found) {
    const name = row.querySelector("span > span").cloneNode(true);
    const number = row.querySelector("b").textContent;
    said.textContent = "";
    said.append(number + " · ", name, " · " + (found.words || form.dataset.none));
    count.textContent = count.dataset.words
      .replace("{marked}", shown(marked)).replace("{people}", shown(form.dataset.people));
    undo.hidden = !found.key;
    undo.elements.key.value = found.key;
    undo.elements.seat.value = row.querySelector("button[name=seat]").value;
    if (rest) {
      rest.hidden = marked >= Number(form.dataset.people);
    }
  }

  if (undo) {
    undo.addEventListener("submit", (event) => {
      const number = undo.elements.seat.value;
      const row = number && document.getElementById("seat-" + number);
      if (row) {
        event.preventDefault();
        send(row, form.dataset.undo, { key: undo.elements.key.value });
      }
    });
    document.getElementById("roll-other-form").addEventListener("submit", (event) => {
      event.preventDefault();
    });
  }

  function open(row) {
    if (!other.hidden && other.parentNode === row) {
      close(row);
      row.querySelector(":scope > a").focus();
      return;
    }
    row.appendChild(other);
    other.hidden = false;
    other.querySelector("input").value = "";
    other.querySelector("a").href = row.querySelector(":scope > a").href;
    other.querySelector("button").focus();
    other.scrollIntoView({ block: "center" });
  }

  function close(row) {
    if (other && other.parentNode === row && !other.hidden) {
      other.hidden = true;
      if (other.contains(document.activeElement)) {
        row.querySelector("button[name=seat]").focus();
      }
    }
  }

  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && other && !other.hidden) {
      open(other.closest("li"));
    }
  });

  /* As `search_key` on the server: case, spaces, joiners and two spellings count for nothing. */
  function folded(text) {
    return text.normalize("NFC").toLowerCase().replace(/[\u200b-\u200d\s]/g, "")
      .replace(/\u17d2\u178a/g, "\u17d2\u178f").replace(/ឲ្យ/g, "ឱ្យ");
  }

  function western(text) {
    return text.replace(/[០-៩]/g, (each) => String(each.charCodeAt(0) - 0x17e0));
  }

  let names = null;
  function narrow() {
    const key = folded(search.elements.q.value);
    const digits = western(key);
    const isNumber = /^[0-9]+$/.test(digits);
    names = names || rows.map((row) => folded(row.querySelector("span").textContent));
    let found = 0;
    rows.forEach((row, place) => {
      const fits = isNumber ? row.id.startsWith("seat-" + digits) : names[place].includes(key);
      row.hidden = !fits;
      found += Number(fits);
    });
    document.getElementById("roll-none").hidden = found > 0;
  }

  search.addEventListener("input", narrow);
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    narrow();
  });
})();
