/* Checks the signed part of a QR code that is in the page's address or was typed into a saved file.

   Every [data-signature] holds the sentences of one language; what applies is shown. Nothing of it
   is sent anywhere. */
(function () {
  "use strict";
  var SHORTEST_TOKEN = 100;
  var parts = Array.prototype.slice.call(document.querySelectorAll("[data-signature]"));
  if (!parts.length) { return; }
  var known = JSON.parse(parts[0].dataset.signature);

  /* The number and the token in the text of a QR code, as checking.read_scanned has it. */
  function scanned(text) {
    var joined = text.replace(/\s+/g, "");
    if (joined.charAt(0) === "{") { return { number: "", token: "", address: "" }; }  // a file, not a QR code
    var mark = joined.indexOf("#");
    if (mark < 0 && joined.length >= SHORTEST_TOKEN && /^[A-Za-z0-9_-]+$/.test(joined)) {
      return { number: "", token: joined, address: "" };
    }
    var address = (mark < 0 ? joined : joined.slice(0, mark)).split("?")[0];
    var at = address.lastIndexOf("/v/");
    var typed = address.slice(at < 0 ? 0 : at + 3);
    return {
      number: number(typed),
      token: mark < 0 ? "" : joined.slice(mark + 1),
      address: at < 0 ? number(typed) : typed
    };
  }

  /* A typed number without prefix and hyphens, "" where it is none; as rules.read_number. */
  function number(typed) {
    var code = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
    code = code.replace(/O/g, "0").replace(/[IL]/g, "1");
    if (code.length === 13 && code.slice(0, 3) === "R2P") { code = code.slice(3); }
    return code.length === 10 ? code : "";
  }

  function compared(told) {
    var claims = told.claims;
    var recorded = known.recorded;
    if (!recorded) { return []; }
    var left = claims.facts_digest ? ["name_km", "name_latin", "course"] : ["facts_digest"];
    var names = Object.keys(claims).filter(function (name) {
      return left.indexOf(name) < 0 && claims[name] !== recorded[name];
    });
    return recorded.key_id === told.keyId ? names : names.concat("key_id");
  }

  /* What is shown, by the name of its sentence. */
  function outcomes(told, asked) {
    var shown = [told.verdict];
    var differing = [];
    if (told.claims && told.verdict !== "forged" && told.verdict !== "unknown-issuer") {
      differing = compared(told);
      var other = asked && (number(asked) || asked) !== (number(told.claims.number) || told.claims.number);
      if (other && differing.indexOf("number") < 0) { differing.unshift("number"); }
      if (differing.length) {
        shown.push("differs");
      } else {
        shown.push(known.recorded ? "same" : standing(number(told.claims.number)));
      }
    }
    return { shown: shown, differing: differing };
  }

  /* Whether a saved file's list has the number: suspended, revoked, replaced, or not on it. */
  function standing(code) {
    if (!known.lists) { return "alone"; }
    var mark = fingerprint(code);
    var found = Object.keys(known.lists).filter(function (state) {
      var list = known.lists[state];
      for (var at = 0; at < list.length; at += mark.length) {
        if (list.substr(at, mark.length) === mark) { return true; }
      }
      return false;
    });
    return found.length ? found[0] : "not-listed";
  }

  function fingerprint(code) {
    var bytes = nacl.hash(new Uint8Array(code.split("").map(function (each) {
      return each.charCodeAt(0);
    }))).subarray(0, known.marks);
    return Array.prototype.map.call(bytes, function (each) {
      return (each < 16 ? "0" : "") + each.toString(16);
    }).join("");
  }

  function digits(part, value) {
    return part.lang !== "km" ? String(value) : String(value).replace(/[0-9]/g, function (each) {
      return String.fromCharCode(0x17e0 + Number(each));
    });
  }

  function dayIn(part, days) {
    var day = new Date(days * 86400000);
    var words = JSON.parse(part.dataset.words);
    return words.date.replace("{day}", digits(part, day.getUTCDate()))
      .replace("{month}", words.months[day.getUTCMonth()])
      .replace("{year}", digits(part, day.getUTCFullYear()));
  }

  function written(part, name, told) {
    var words = JSON.parse(part.dataset.words);
    var value = told.claims[name];
    if (name === "date") {
      var first = dayIn(part, value);
      return told.claims.days > 1 ? first + " – " + dayIn(part, value + told.claims.days - 1) : first;
    }
    if (name === "issued_on") { return dayIn(part, value); }
    if (name === "kind") { return words.kinds[value] || value; }
    if (name === "minutes") {
      return words.time.replace("{hours}", digits(part, Math.floor(value / 60)))
        .replace("{minutes}", digits(part, value % 60));
    }
    return value;
  }

  function all(part, query) { return Array.prototype.slice.call(part.querySelectorAll(query)); }

  function fill(part, told, found) {
    all(part, "[data-when]").forEach(function (each) {
      each.hidden = found.shown.indexOf(each.dataset.when) < 0;
    });
    all(part, "[data-differs]").forEach(function (each) {
      each.hidden = found.differing.indexOf(each.dataset.differs) < 0;
    });
    var shows = told.claims && told.verdict !== "forged" && !known.recorded;
    all(part, "[data-claims]").forEach(function (each) { each.hidden = !shows; });
    all(part, "[data-claim]").forEach(function (each) {
      var value = shows ? written(part, each.dataset.claim, told) : "";
      each.textContent = value;
      each.hidden = !value;
      each.previousElementSibling.hidden = !value;
    });
    all(part, "[data-issuer]").forEach(function (each) {
      each.textContent = told.key ? told.key.name : "";
      each.hidden = !told.key;
    });
    all(part, "[data-key]").forEach(function (each) {
      each.textContent = (told.keyId.match(/..../g) || []).join(" ").toUpperCase();
      each.parentElement.hidden = !told.keyId;
    });
    all(part, "[data-hashed]").forEach(function (each) {
      each.hidden = !(shows && told.claims.facts_digest);
    });
    part.hidden = false;
  }

  function look(text) {
    var asked = scanned(text);
    var told = { verdict: "typed", keyId: "", claims: null, key: null };
    var found = { shown: ["unreadable"], differing: [] };
    if (asked.token) {
      told = certificateToken.check(asked.token, known.keys);
      found = outcomes(told, known.recorded ? "" : asked.address);
    } else if (asked.number) {
      found.shown = ["number-" + standing(asked.number)];
    }
    parts.forEach(function (part) { fill(part, told, found); });
    // What the register says of the number is not said of a paper whose code says otherwise, and
    // that it does not have the number is no reproach to a paper whose code stands alone.
    var isSame = found.shown.indexOf("same") >= 0;
    all(document, "[data-as-recorded]").forEach(function (each) { each.hidden = !isSame; });
    all(document, "[data-otherwise]").forEach(function (each) {
      each.hidden = found.shown.indexOf(each.dataset.otherwise || "same") >= 0;
    });
    all(document, "[data-said]").forEach(function (each) {
      each.hidden = found.shown.indexOf(each.dataset.said) < 0;
    });
  }

  function lookAtAddress() {
    if (window.location.hash.length > SHORTEST_TOKEN) {
      look(window.location.protocol === "file:" ? window.location.hash.slice(1) : window.location.href);
    }
  }

  var form = document.querySelector("[data-offline]");
  if (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      look(form.querySelector("[data-spoken]:not([hidden]) textarea").value);
    });
    form.addEventListener("input", function (event) {
      all(form, "textarea").forEach(function (each) {
        if (each !== event.target) { each.value = event.target.value; }
      });
    });
    all(document, "[data-speak]").forEach(function (each) {
      each.addEventListener("click", function () {
        document.documentElement.lang = each.dataset.speak;
        all(document, "[data-spoken]").forEach(function (part) {
          part.hidden = part.dataset.spoken !== each.dataset.speak;
        });
      });
    });
  }
  window.addEventListener("hashchange", lookAtAddress);
  lookAtAddress();
})();
