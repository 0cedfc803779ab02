/* Asks the laptop twice a second for half a minute, and tells it how long each answer took. */
(function () {
  "use strict";
  var PATIENCE = 4000;
  var SENDING_ENDS = 120000;
  var venue = document.getElementById("venue");
  var every = Number(venue.dataset.every);
  var pings = Number(venue.dataset.pings);
  var state = document.getElementById("venue-state");
  var bar = document.getElementById("venue-progress");
  var khmer = document.documentElement.lang === "km";
  var times = [];
  var addresses = {};
  var settled = 0;

  function digits(count) {
    var written = String(count);
    return khmer
      ? written.replace(/\d/g, function (digit) { return String.fromCharCode(0x17e0 + Number(digit)); })
      : written;
  }

  function send(path, fields) {
    var form = new URLSearchParams(fields);
    form.append("csrf_token", venue.dataset.token);
    form.append("submission_key", venue.dataset.key);
    return fetch(path, {
      method: "POST", body: form, credentials: "same-origin", headers: { Accept: "application/json" }
    }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.json();
    });
  }

  function note(number, time) {
    times[number] = time;
    settled += 1;
    var lost = times.filter(function (each) { return each === "-"; }).length;
    document.getElementById("venue-answered").textContent = digits(settled - lost);
    document.getElementById("venue-lost").textContent = digits(lost);
    bar.value = settled;
    if (settled === pings) { finish(Date.now()); }
  }

  function ping(number) {
    var began = performance.now();
    var stop = new AbortController();
    var timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    fetch(venue.dataset.ping + "?n=" + number, {
      signal: stop.signal, cache: "no-store", credentials: "omit"
    })
      .then(function (answer) { return answer.json(); })
      .then(function (told) {
        addresses[told.address] = true;
        note(number, Math.round(performance.now() - began));
      })
      .catch(function () { note(number, "-"); })
      .then(function () { clearTimeout(timer); });
  }

  function finish(since) {
    state.textContent = venue.dataset.sending;
    send(venue.dataset.result, {
      times: times.join(" "), addresses: String(Object.keys(addresses).length)
    }).then(function () {
      venue.hidden = true;
      state.textContent = venue.dataset.done;
      document.getElementById("venue-again").hidden = false;
    }).catch(function () {
      state.textContent = venue.dataset.failed;
      if (Date.now() - since < SENDING_ENDS) { setTimeout(function () { finish(since); }, 2000); }
    });
  }

  function begin() {
    send(venue.dataset.begin, {}).then(function () {
      for (var number = 0; number < pings; number += 1) {
        setTimeout(ping, number * every, number);
      }
    }).catch(function () { setTimeout(begin, 2000); });
  }

  venue.hidden = false;
  begin();
})();
