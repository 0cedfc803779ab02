/* Fits a slide into its screen: letters shrink in steps down to the least size that the last row can
   read; what still does not fit goes on to a second part of the same slide. Beside each other, the
   lines of two languages are set at the same heights. */
(function () {
  "use strict";

  var SCALES = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.66];
  var LEANS = ["", "leans-right", "leans-left"];
  var UNITS = "p, li, tbody tr, figure, aside";
  var PINNED = ".slide-question-text, .slide-aim";

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  /* What can be shown or left for the next part, in one language. */
  function unitsOf(body) {
    return all(body, UNITS).filter(function (unit) {
      var outer = unit.parentElement.closest(UNITS);
      return !unit.matches(PINNED) && !(outer && body.contains(outer));
    });
  }

  /* Beside another language a figure keeps the whole width: one language after the other. */
  function takesTurns(screen) {
    return screen.classList.contains("screen-pair") && screen.classList.contains("screen-figure");
  }

  /* Lines that belong together: the first of each language, the second of each, and so on. */
  function rowsOf(screen) {
    if (takesTurns(screen)) { return all(screen, "figure").map(function (figure) { return [figure]; }); }
    var columns = all(screen, ".pane-body").map(unitsOf);
    var most = Math.max.apply(null, columns.map(function (units) { return units.length; }).concat(0));
    var rows = [];
    for (var number = 0; number < most; number += 1) {
      rows.push(columns.map(function (units) { return units[number]; }).filter(Boolean));
    }
    return rows;
  }

  function labelCells(screen) {
    all(screen, "table").forEach(function (table) {
      var heads = all(table, "th").map(function (head) { return head.textContent; });
      if (heads.length < 3) { return; }
      all(table, "tbody tr").forEach(function (row) {
        all(row, "td").forEach(function (cell, number) {
          if (number > 0) { cell.setAttribute("data-head", heads[number]); }
        });
      });
    });
  }

  function align(screen, rows) {
    rows.forEach(function (row) { row.forEach(function (unit) { unit.style.minHeight = ""; }); });
    if (!screen.classList.contains("screen-pair")) { return; }
    rows.forEach(function (row) {
      if (row.length < 2 || row[0].tagName === "FIGURE") { return; }
      var height = Math.max.apply(null, row.map(function (unit) { return unit.getBoundingClientRect().height; }));
      row.forEach(function (unit) { if (height) { unit.style.minHeight = height + "px"; } });
    });
    alignHeads(screen);
  }

  /* Pinned lines and headings of columns stand at the same heights, too. */
  function alignHeads(screen) {
    var heads = all(screen, ".pane-body").map(function (body) { return all(body, PINNED + ", h3"); });
    heads[0].forEach(function (head, number) {
      var pair = heads.map(function (found) { return found[number]; }).filter(Boolean);
      pair.forEach(function (one) { one.style.minHeight = ""; });
      var height = Math.max.apply(null, pair.map(function (one) { return one.getBoundingClientRect().height; }));
      pair.forEach(function (one) { if (height) { one.style.minHeight = height + "px"; } });
    });
  }

  function reveal(screen, rows, start, end) {
    rows.forEach(function (row, number) {
      row.forEach(function (unit) {
        unit.classList.toggle("is-elsewhere", number < start || number >= end);
        unit.classList.toggle("is-last", number === end - 1);
      });
    });
    all(screen, ".pane-body ol").forEach(function (list) {
      var before = Array.prototype.slice.call(list.children).findIndex(function (item) {
        return !item.classList.contains("is-elsewhere");
      });
      list.style.counterReset = "step " + Math.max(before, 0);
    });
    all(screen, ".slide-column").forEach(function (column) {
      var inside = all(column, UNITS);
      column.classList.remove("is-elsewhere");
      var away = inside.length > 0 && inside.every(function (unit) { return unit.closest(".is-elsewhere"); });
      column.classList.toggle("is-elsewhere", away);
    });
    screen.classList.toggle("without-figure", all(screen, "figure.is-elsewhere").length > 0);
    align(screen, rows);
  }

  function fits(screen) {
    var boxes = all(screen, ".pane-body, .screen-head, .screen-foot, .slide-caption, .slide-since").concat(screen);
    return boxes.every(function (box) {
      if (getComputedStyle(box).display === "contents") { return true; }
      return box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1;
    });
  }

  function setSize(screen, scale, lean) {
    screen.style.setProperty("--scale", scale);
    LEANS.forEach(function (name) { if (name) { screen.classList.toggle(name, name === lean); } });
  }

  function whole(screen, rows) {
    var leans = screen.classList.contains("screen-columns") ? LEANS : [""];
    return SCALES.some(function (scale) {
      return leans.some(function (lean) {
        setSize(screen, scale, lean);
        reveal(screen, rows, 0, rows.length);
        return fits(screen);
      });
    });
  }

  /* The row at which a column begins that would go on in the next part, or the row itself. */
  function columnStart(rows, start, end) {
    var column = rows[end][0].closest(".slide-column");
    var first = rows.findIndex(function (row) { return column && row[0].closest(".slide-column") === column; });
    return first > start ? first : end;
  }

  function anywhere(rows, start, end) {
    return end;
  }

  function parted(screen, rows, scale, turn) {
    var parts = [];
    setSize(screen, scale, "");
    for (var start = 0; start < rows.length;) {
      var end = start + 1;
      var isRoom = true;
      reveal(screen, rows, start, end);
      if (!fits(screen) && scale > SCALES[SCALES.length - 1]) { return null; }
      while (isRoom && end < rows.length) {
        reveal(screen, rows, start, end + 1);
        isRoom = fits(screen);
        if (isRoom) { end += 1; }
      }
      if (end < rows.length) { end = turn(rows, start, end); }
      parts.push([start, end]);
      start = end;
    }
    return parts;
  }

  /* One part for each figure, in the largest letters at which all of them fit. */
  function inTurns(screen, rows) {
    var parts = rows.map(function (row, number) { return [number, number + 1]; });
    SCALES.some(function (scale) {
      setSize(screen, scale, "");
      return parts.every(function (part) {
        reveal(screen, rows, part[0], part[1]);
        return fits(screen);
      });
    });
    return parts;
  }

  function partsOf(screen, rows) {
    if (takesTurns(screen) && rows.length) { return inTurns(screen, rows); }
    return whole(screen, rows) || !rows.length ? [[0, rows.length]] : inParts(screen, rows);
  }

  /* The fewest parts that the least letters allow, in the largest letters that need no more.
     A column goes on in the next part only where that spares a part. */
  function inParts(screen, rows) {
    var least = SCALES[SCALES.length - 1];
    var fewest = parted(screen, rows, least, anywhere);
    var whole = parted(screen, rows, least, columnStart);
    var turn = whole.length > fewest.length ? anywhere : columnStart;
    fewest = turn === columnStart ? whole : fewest;
    var chosen = least;
    SCALES.slice().reverse().slice(1).every(function (scale) {
      var parts = parted(screen, rows, scale, turn);
      if (!parts || parts.length > fewest.length) { return false; }
      fewest = parts;
      chosen = scale;
      return true;
    });
    setSize(screen, chosen, "");
    return screen.matches(".screen-pair:not(.screen-columns)") ? evened(screen, rows, fewest) : fewest;
  }

  /* As many parts, but none with one line left over, where the lines fit so. */
  function evened(screen, rows, parts) {
    var even = parts.map(function (_, number) {
      return [number, number + 1].map(function (edge) { return Math.ceil(edge * rows.length / parts.length); });
    });
    var isRoom = even.every(function (part) {
      reveal(screen, rows, part[0], part[1]);
      return fits(screen);
    });
    return isRoom ? even : parts;
  }

  function dots(screen, count, here) {
    all(screen, ".screen-parts").forEach(function (place) {
      place.textContent = "";
      for (var number = 0; count > 1 && number < count; number += 1) {
        var dot = document.createElement("i");
        dot.className = number === here ? "is-here" : "";
        place.appendChild(dot);
      }
    });
  }

  /* Measures a slide; `place` is its box, so that a slide is measured anew when the box changes. */
  function fit(screen) {
    var box = screen.parentElement.clientWidth + "x" + screen.parentElement.clientHeight + "/" + document.fonts.size + document.fonts.status;
    if (screen.fitted && screen.fitted.box === box) { return screen.fitted; }
    screen.classList.add("is-measured");
    labelCells(screen);
    var rows = rowsOf(screen);
    var parts = partsOf(screen, rows);
    screen.classList.remove("is-measured");
    screen.fitted = { box: box, rows: rows, parts: parts };
    return screen.fitted;
  }

  /* Shows one slide of the deck and one part of it; gives the part and how many there are. */
  function show(screens, screen, part) {
    var fitted = fit(screen);
    var here = Math.min(part < 0 ? fitted.parts.length - 1 : part, fitted.parts.length - 1);
    screens.forEach(function (each) { each.classList.toggle("is-shown", each === screen); });
    reveal(screen, fitted.rows, fitted.parts[here][0], fitted.parts[here][1]);
    dots(screen, fitted.parts.length, here);
    return { part: here, count: fitted.parts.length };
  }

  function forget(screens) {
    screens.forEach(function (screen) { screen.fitted = null; });
  }

  /* Forgets what fits, and calls `again`, when the window has another size or a font has come. */
  function whenChanged(screens, again) {
    var timer = 0;
    function changed() { forget(screens); again(); }
    window.addEventListener("resize", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(changed, 120);
    });
    if (document.fonts.addEventListener) { document.fonts.addEventListener("loadingdone", changed); }
  }

  window.slidesFit = { show: show, forget: forget, fits: fits, whenChanged: whenChanged };
})();
