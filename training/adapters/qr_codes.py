"""QR codes (ISO/IEC 18004), the smallest for a text: as a path, or as lines of a terminal."""

from typing import Any

import zxingcpp

QUIET_ZONE = 4
"""Modules left white around a printed code."""
_BORDER = 2
"""The same in a terminal, which is dark: the standard's four take too many lines."""
_HALVES = {(255, 255): "█", (255, 0): "▀", (0, 255): "▄", (0, 0): " "}
_ACROSS = [f"h{length}v1h-{length}z" for length in range(178)]
"""A run of dark modules as a rectangle, by its length; no code has more than 177 in a row."""
_LIGHT = b"\xff"


def qr_path(text: str, error: str) -> tuple[int, str]:
    """The side with its quiet zone, in modules, and the dark modules as an SVG path.

    `error` is the correction level (l, m, q or h). Raises ValueError for what no code can hold.
    """
    rows = _rows(text, error)
    path: list[str] = []
    for y, row in enumerate(rows, QUIET_ZONE):
        x, down = QUIET_ZONE, str(y)
        for dark in row.split(_LIGHT):
            if dark:
                path += f"M{x} ", down, _ACROSS[len(dark)]
            x += len(dark) + 1
    return len(rows) + 2 * QUIET_ZONE, "".join(path)


def qr_lines(text: str) -> list[str]:
    """The code in light on dark, two rows of modules in a line of block characters."""
    rows = _rows(text, "m")
    beside = _LIGHT * _BORDER
    above = [_LIGHT * (len(rows) + 2 * _BORDER)] * _BORDER
    light = [*above, *(beside + row + beside for row in rows), *above]
    light.append(bytes(len(above[0])))  # their number is odd; this one is the terminal's own dark
    return [
        "".join(_HALVES[halves] for halves in zip(upper, lower, strict=True))
        for upper, lower in zip(light[::2], light[1::2], strict=True)
    ]


def _rows(text: str, error: str) -> list[bytes]:
    """The code without a border, a byte a module: 0 is dark, 255 light."""
    # Plain letters need no word on how they are written; others are UTF-8, and say so.
    written_as = {} if text.isascii() else {"eci": "UTF8"}
    form = zxingcpp.BarcodeFormat.QRCode
    code = zxingcpp.create_barcode(text, form, ec_level=error.upper(), **written_as)
    image: Any = code.to_image(add_quiet_zones=False)
    side, modules = image.shape[0], memoryview(image).tobytes()
    return [modules[at : at + side] for at in range(0, side * side, side)]
