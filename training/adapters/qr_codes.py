"""QR codes (ISO/IEC 18004), the smallest for a text: as a path, or as lines of a terminal."""

import re
from typing import Any

import zxingcpp

_BORDER = 2
"""Modules around a code in a terminal, which is dark: the standard's four take too many lines."""
_HALVES = {(255, 255): "█", (255, 0): "▀", (0, 255): "▄", (0, 0): " "}
_SIDE_AND_PATH = re.compile(r'<rect x="0" y="0" width="(\d+)"[^>]*>\s*<path d="([^"]+)"')


def qr_path(text: str, error: str) -> tuple[int, str]:
    """The side with the quiet zone of four, in modules, and the dark modules as an SVG path.

    `error` is the correction level (l, m, q or h). Raises ValueError for what no code can hold.
    """
    drawn = _SIDE_AND_PATH.search(_code(text, error).to_svg())
    if drawn is None:
        raise ValueError("The QR code has no picture.")
    return int(drawn[1]), drawn[2]


def qr_lines(text: str) -> list[str]:
    """The code in light on dark, two rows of modules in a line of block characters."""
    image: Any = _code(text, "m").to_image(add_quiet_zones=False)
    rows: Any = memoryview(image).tolist()
    beside = [255] * _BORDER
    above = [[255] * (len(rows) + 2 * _BORDER)] * _BORDER
    light = [*above, *([*beside, *row, *beside] for row in rows), *above]
    light.append([0] * len(light))  # their number is odd; this one is the terminal's own dark
    return [
        "".join(_HALVES[halves] for halves in zip(upper, lower, strict=True))
        for upper, lower in zip(light[::2], light[1::2], strict=False)
    ]


def _code(text: str, error: str) -> zxingcpp.Barcode:
    # Plain letters need no word on how they are written; others are UTF-8, and say so.
    written_as = {} if text.isascii() else {"eci": "UTF8"}
    form = zxingcpp.BarcodeFormat.QRCode
    return zxingcpp.create_barcode(text, form, ec_level=error.upper(), **written_as)
