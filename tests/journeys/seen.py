"""What a phone's camera reads from a screen: QR codes in a screenshot."""

import base64
from dataclasses import dataclass
from typing import Any

import zxingcpp
from playwright.sync_api import Page

# The browser decodes its own picture; one byte of grey for each point comes back.
_GREY = """async (picture) => {
  const image = new Image();
  image.src = "data:image/png;base64," + picture;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height;
  const drawing = canvas.getContext("2d");
  drawing.drawImage(image, 0, 0);
  const dots = drawing.getImageData(0, 0, image.width, image.height).data;
  const grey = [];
  for (let at = 0; at < dots.length; at += 4) {
    grey.push(String.fromCharCode((dots[at] * 3 + dots[at + 1] * 6 + dots[at + 2]) / 10));
  }
  return { width: image.width, height: image.height, grey: btoa(grey.join("")) };
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A QR code as it stands on a screen."""

    text: str
    share_of_height: float
    """Of the screen, without the quiet zone."""


def codes_on(screen: Page) -> list[Seen]:
    """The QR codes that a camera in front of this window reads."""
    shot = base64.b64encode(screen.screenshot()).decode()
    browser = screen.context.browser
    assert browser is not None
    desk = browser.new_context()  # the screen's own may have no scripts
    found: dict[str, Any] = desk.new_page().evaluate(_GREY, shot)
    desk.close()
    width, height = found["width"], found["height"]
    picture = memoryview(base64.b64decode(found["grey"])).cast("B", shape=[height, width])
    return [_seen(each, height) for each in zxingcpp.read_barcodes(picture)]


def _seen(found: Any, height: int) -> Seen:
    place = found.position
    tall = place.bottom_left.y - place.top_left.y
    return Seen(found.text, tall / height)
