/* The form of one question, whatever its kind: what it says in one text, as it would be sent.

   Its controls are named `choice`. Of those that are switched (buttons and boxes to tick) the ones
   that are on count, of the others all do, in the order of the sheet, with commas between them.

   quizForm.of(section) gives { item, section, isOneTap, written, original, fill, isGiven,
   move }. */
(function () {
  "use strict";

  var GLIDE_MS = 160;

  function isSwitch(control) { return control.tagName === "BUTTON" || control.type === "checkbox"; }

  function isOn(control) {
    if (control.tagName === "BUTTON") { return control.getAttribute("aria-pressed") === "true"; }
    return control.type !== "checkbox" || control.checked;
  }

  function valueOf(control) {
    return control.value.replace(/[\ud800-\udfff]/gu, ""); /* halves of signs cannot be sent */
  }

  /* The same two of the page as it came, before anybody touched it. */
  function wasOn(control) {
    return control.type === "checkbox" ? control.defaultChecked : isOn(control);
  }

  function valueBefore(control) {
    if (control.tagName === "SELECT") {
      return (Array.prototype.find.call(control.options, function (option) {
        return option.defaultSelected;
      }) || control.options[0]).value;
    }
    return isSwitch(control) ? control.value : control.defaultValue;
  }

  function put(control, value) {
    if (control.tagName === "BUTTON") { control.setAttribute("aria-pressed", String(value)); }
    else if (control.type === "checkbox") { control.checked = value; }
    else { control.value = value; }
  }

  function of(section) {
    var list = section.querySelector(".quiz-lines");
    var controls = Array.prototype.filter.call(
      section.querySelector("form").elements,
      function (control) { return control.name === "choice"; }
    );

    function written() { return controls.filter(isOn).map(valueOf).join(","); }

    function original() { return controls.filter(wasOn).map(valueBefore).join(","); }

    function fill(text) {
      var parts = controls.length > 1 ? text.split(",") : [text];
      controls.forEach(function (control, place) {
        put(control, isSwitch(control) ? parts.indexOf(control.value) >= 0 : parts[place]);
      });
      arrange();
    }

    // Whether nothing is missing.
    function isGiven() {
      return written().trim() !== "" && controls.every(function (control) {
        return control.tagName !== "SELECT" || control.value !== "0";
      });
    }

    // Lines that are put in order stand where their (then hidden) places say.

    function arrange() {
      if (!list) { return; }
      controls.slice().sort(function (one, other) {
        return one.value - other.value;
      }).forEach(function (control, place, all) {
        var line = control.closest("li");
        line.querySelector(".quiz-count").textContent = control.selectedOptions[0].text;
        line.querySelector("[data-move='-1']").disabled = place === 0;
        line.querySelector("[data-move='1']").disabled = place === all.length - 1;
        list.appendChild(line);
      });
    }

    // Moves the line of that button by one place, and says where it stands now.
    function move(button) {
      var line = button.closest("li");
      var other = button.dataset.move < 0 ? line.previousElementSibling : line.nextElementSibling;
      var tops = [line, other].map(function (each) { return each.getBoundingClientRect().top; });
      var places = [line, other].map(function (each) { return each.querySelector("select"); });
      var place = places[0].value;
      places[0].value = places[1].value;
      places[1].value = place;
      arrange();
      glide(line, tops[0]);
      glide(other, tops[1]);
      (button.disabled ? line.querySelector("[data-move]:not([disabled])") : button).focus();
      list.nextElementSibling.textContent = list.dataset.told.replace(
        "#", line.querySelector(".quiz-count").textContent
      );
    }

    arrange();
    return {
      item: section.dataset.item,
      section: section,
      isOneTap: controls[0].tagName === "BUTTON",
      written: written,
      original: original,
      fill: fill,
      isGiven: isGiven,
      move: move
    };
  }

  function glide(line, from) {
    var distance = from - line.getBoundingClientRect().top;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches || !line.animate) { return; }
    line.animate(
      [{ transform: "translateY(" + distance + "px)" }, { transform: "none" }],
      { duration: GLIDE_MS, easing: "ease-out" }
    );
  }

  window.quizForm = { of: of };
}());
