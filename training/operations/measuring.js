/* What `modules check --render` runs in the page: what is too large for its place on a slide. */
(function () {
  "use strict";

  function tooLarge(boxes) {
    return boxes.filter(function (box) {
      return getComputedStyle(box).display !== "contents" &&
        (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
    }).map(function (box) {
      return box.className.split(" ")[0] + " needs " + box.scrollWidth + "x" + box.scrollHeight +
        " and has " + box.clientWidth + "x" + box.clientHeight;
    });
  }

  function cross(one, other) {
    var wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
    var high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
    return wide > 2 && high > Math.min(one.height, other.height) * 0.35;
  }

  function labelsOf(root) {
    var all = Array.prototype.slice.call(root.querySelectorAll("svg text")).filter(function (text) {
      return text.getClientRects().length;
    });
    return all.map(function (text, number) {
      var box = text.getBoundingClientRect();
      var frame = text.ownerSVGElement.getBoundingClientRect();
      var view = text.ownerSVGElement.viewBox.baseVal;
      var scale = Math.min(frame.width / view.width, frame.height / view.height);
      var wide = view.width * scale, high = view.height * scale;
      var left = frame.left + (frame.width - wide) / 2, top = frame.top + (frame.height - high) / 2;
      var under = all.slice(0, number).find(function (other) {
        return other.ownerSVGElement === text.ownerSVGElement && cross(box, other.getBoundingClientRect());
      });
      return {
        text: text.textContent.trim(), covers: under ? under.textContent.trim() : "",
        size: parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a,
        outside: box.left < left - 2 || box.right > left + wide + 2 || box.top < top - 2 || box.bottom > top + high + 2,
      };
    });
  }

  window.lookAtScreen = function () {
    var screen = document.querySelector(".screen.is-shown");
    var boxes = [screen].concat(Array.prototype.slice.call(screen.querySelectorAll(".pane-body, .screen-head, .screen-foot")));
    return {
      slide: screen.dataset.slide, number: screen.dataset.number,
      part: new URL(location.href).searchParams.get("part") || "1",
      over: tooLarge(boxes), labels: labelsOf(screen),
    };
  };

  window.lookAtLeaves = function () {
    Array.prototype.slice.call(document.querySelectorAll(".leaf-bar")).forEach(function (bar) {
      bar.style.position = "static";  // it follows the reader, and would stand in the pictures
    });
    return Array.prototype.slice.call(document.querySelectorAll(".leaf")).map(function (leaf) {
      var inside = Array.prototype.slice.call(leaf.querySelectorAll(".leaf-body, .leaf-body *, h2"));
      var over = inside.filter(function (one) {
        return !one.closest("svg") && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1;
      });
      return {
        slide: leaf.id.replace("slide-", ""), labels: labelsOf(leaf),
        over: over.slice(0, 1).map(function (one) { return one.tagName.toLowerCase() + " is wider than the screen"; }),
      };
    });
  };
})();
