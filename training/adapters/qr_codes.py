"""QR codes (ISO/IEC 18004), the smallest for a text: as a path, or as lines of a terminal."""

import re
from typing import Any

import zxingcpp

QUIET_ZONE = 4
"""Modules left white around a printed code."""
_BORDER = 2
"""The same in a terminal, which is dark: the standard's four take too many lines."""
_HALVES = {(255, 255): "█", (255, 0): "▀", (0, 255): "▄", (0, 0): " "}
_RUN = re.compile(rb"(\xff*)(\0+)")
"""Light modules, and the dark ones after them."""
_LONG = 200
"""Characters; so long is a text with a signature in it."""
_PATTERN = 3
"""The one of the standard's eight patterns that is laid over a long text.

The standard would try all and take the most even, which takes 1.0 of 1.1 ms. A signature is even
by itself: blurred and noisy pictures of such codes were read as often with this one (50 of 60
against 52, then 5 of 120 against 1).
"""


def qr_path(text: str, error: str) -> tuple[int, str]:
    """The side with its quiet zone, in modules, and the dark modules as an SVG path of lines.

    The lines are one module broad, along the middle of each row: half as long as rectangles.
    `error` is the correction level (l, m, q or h). Raises ValueError for what no code can hold.
    """
    rows = _rows(text, error)
    path = "".join(
        f"M{QUIET_ZONE} {y}.5"
        + "".join([f"m{len(light)} 0h{len(dark)}" for light, dark in _RUN.findall(row)])
        for y, row in enumerate(rows, QUIET_ZONE)
    )
    return len(rows) + 2 * QUIET_ZONE, path


def qr_lines(text: str) -> list[str]:
    """The code in light on dark, two rows of modules in a line of block characters."""
    rows = _rows(text, "m")
    beside = b"\xff" * _BORDER
    above = [b"\xff" * (len(rows) + 2 * _BORDER)] * _BORDER
    light = [*above, *(beside + row + beside for row in rows), *above]
    light.append(bytes(len(above[0])))  # their number is odd; this one is the terminal's own dark
    return [
        "".join(_HALVES[halves] for halves in zip(upper, lower, strict=True))
        for upper, lower in zip(light[::2], light[1::2], strict=True)
    ]


def _rows(text: str, error: str) -> list[bytes]:
    """The code without a border, a byte a module: 0 is dark, 255 light."""
    # Plain letters need no word on how they are written; others are UTF-8, and say so.
    written_as: dict[str, Any] = {} if text.isascii() else {"eci": "UTF8"}
    if len(text) > _LONG:
        written_as["dataMask"] = _PATTERN
    form = zxingcpp.BarcodeFormat.QRCode
    code = zxingcpp.create_barcode(text, form, ec_level=error.upper(), **written_as)
    image: Any = code.to_image(add_quiet_zones=False)
    side, modules = image.shape[0], memoryview(image).tobytes()
    return [modules[at : at + side] for at in range(0, side * side, side)]
