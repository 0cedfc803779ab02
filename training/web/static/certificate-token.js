/* Reads the token in a certificate's QR code, and checks its signature against keys that are given.

   As strict as training/credentials/tokens.py: one statement has one text and no other. It knows
   nothing of the page and asks nobody, so that it works in a saved file as well. */
var certificateToken = (function () {
  "use strict";
  var LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  var LONGEST = 1200;
  var DAY = 86400;
  var LAST_DAY = 2932896;
  var MOST = 100000;
  // The order of the group of Ed25519 (RFC 8032, section 5.1), least byte first.
  var ORDER = [237, 211, 245, 92, 26, 99, 18, 88, 214, 156, 247, 162, 222, 249, 222, 20,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 16];

  function need(holds) {
    if (!holds) { throw new Error("not written as we write tokens"); }
  }

  function bytesOf(text) {
    var bytes = [];
    var bits = 0;
    var count = 0;
    need(text.length <= LONGEST && text.length % 4 !== 1);
    text.split("").forEach(function (letter) {
      var value = LETTERS.indexOf(letter);
      need(value >= 0);
      bits = (bits << 6) | value;
      count += 6;
      if (count >= 8) {
        count -= 8;
        bytes.push(bits >> count);
        bits &= (1 << count) - 1;
      }
    });
    need(bits === 0);
    return new Uint8Array(bytes);
  }

  /* One value in deterministic CBOR (RFC 8949, section 4.2.1), and nothing after it. */
  function decode(bytes) {
    var at = 0;

    function take(count) {
      need(at + count <= bytes.length);
      at += count;
      return bytes.subarray(at - count, at);
    }

    function count(small) {
      var value = 0;
      if (small < 24) { return small; }
      need(small < 28);
      take(1 << (small - 24)).forEach(function (each) { value = value * 256 + each; });
      need(value >= [24, 256, 65536, 4294967296][small - 24] && value <= Number.MAX_SAFE_INTEGER);
      return value;
    }

    function some(size, read) {
      var found = [];
      while (found.length < size) { found.push(read()); }
      return found;
    }

    function item() {
      var first = take(1)[0];
      var value = count(first & 31);
      switch (first >> 5) {
        case 0: return value;
        case 1: return -1 - value;
        case 2: return take(value);
        case 3: return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(value));
        case 4: return some(value, item);
        case 5: return { map: some(value, function () { return [item(), item()]; }) };
        case 6: return { tag: value, of: item() };
        default: return need(false);
      }
    }

    var found = item();
    need(at === bytes.length);
    return found;
  }

  function isBytes(value, length) {
    return value instanceof Uint8Array && (length === undefined || value.length === length);
  }

  function isCount(value, most) {
    return typeof value === "number" && value >= 0 && value <= most;
  }

  /* The values of a map that has these keys, in this order, and no others. */
  function valuesOf(found, keys) {
    need(Boolean(found) && Array.isArray(found.map) && found.map.length === keys.length);
    return found.map.map(function (pair, place) {
      need(pair[0] === keys[place]);
      return pair[1];
    });
  }

  function hex(bytes) {
    return Array.prototype.map.call(bytes, function (each) {
      return (each < 16 ? "0" : "") + each.toString(16);
    }).join("");
  }

  function claimsIn(payload) {
    var values = valuesOf(payload, [2, 6, -65537]);
    var said = values[2];
    var days = values[1] / DAY;
    need(typeof values[0] === "string" && isCount(days, LAST_DAY) && days % 1 === 0);
    need(Array.isArray(said) && (said.length === 5 || said.length === 7));
    need(typeof said[0] === "string" && isCount(said[1], LAST_DAY));
    need(isCount(said[2], MOST) && isCount(said[3], MOST) && said[1] + said[2] <= LAST_DAY);
    var found = {
      number: values[0], kind: said[0], date: said[1], days: said[2], minutes: said[3],
      issued_on: days, name_km: "", name_latin: "", course: "", facts_digest: ""
    };
    if (said.length === 5) {
      need(isBytes(said[4], 32));
      found.facts_digest = hex(said[4]);
    } else {
      need(said.slice(4).every(function (each) { return typeof each === "string"; }));
      found.name_km = said[4];
      found.name_latin = said[5];
      found.course = said[6];
    }
    return found;
  }

  function read(text) {
    var token = decode(bytesOf(text));
    var parts = token.of;
    need(token.tag === 18 && Array.isArray(parts) && parts.length === 4);
    need(isBytes(parts[0]) && isBytes(parts[2]) && isBytes(parts[3], 64));
    valuesOf(parts[1], []);
    var header = valuesOf(decode(parts[0]), [1, 4]);
    need(header[0] === -8 && isBytes(header[1], 8));
    return {
      keyId: hex(header[1]), claims: claimsIn(decode(parts[2])),
      signed: toBeSigned(parts[0], parts[2]), signature: parts[3]
    };
  }

  /* The Sig_structure of RFC 9052, section 4.4. */
  function toBeSigned(header, payload) {
    var bytes = [0x84, 0x6a];
    function add(part) { Array.prototype.push.apply(bytes, part); }
    function addBytes(part) {
      if (part.length < 24) {
        bytes.push(0x40 + part.length);
      } else if (part.length < 256) {
        bytes.push(0x58, part.length);
      } else {
        bytes.push(0x59, part.length >> 8, part.length & 255);
      }
      add(part);
    }
    add("Signature1".split("").map(function (letter) { return letter.charCodeAt(0); }));
    addBytes(header);
    addBytes([]);
    addBytes(payload);
    return new Uint8Array(bytes);
  }

  /* A second half beyond the group's order would be a second text for the same statement. */
  function isInOrder(signature) {
    for (var place = 31; place >= 0; place -= 1) {
      if (signature[32 + place] !== ORDER[place]) { return signature[32 + place] < ORDER[place]; }
    }
    return false;
  }

  /* What the text is, by keys of the form {key id: {key: hex, name: …, distrusted: …}}. */
  function check(text, keys) {
    var found;
    try {
      found = read(text);
    } catch (_error) {
      return { verdict: "forged", keyId: "", claims: null, key: null };
    }
    var key = Object.prototype.hasOwnProperty.call(keys, found.keyId) ? keys[found.keyId] : null;
    var told = { keyId: found.keyId, claims: found.claims, key: key };
    if (!key) {
      told.verdict = "unknown-issuer";
    } else if (!isSigned(found, key)) {
      told.verdict = "forged";
    } else {
      told.verdict = key.distrusted ? "distrusted" : "genuine";
    }
    return told;
  }

  function isSigned(found, key) {
    var bytes = key.key.match(/../g).map(function (each) { return parseInt(each, 16); });
    return isInOrder(found.signature) &&
      nacl.sign.detached.verify(found.signed, found.signature, new Uint8Array(bytes));
  }

  return { check: check };
})();
