"""How wide a text is on paper at most, and its lines: known before it is set.

The sum of the letters' own advances is never less than what the typesetter makes of them: letters
below others, joined ones and kerned ones only take less. So what fits here fits on paper.
"""

import math
import re
import threading
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from fontTools.ttLib import TTFont

from training.adapters.line_breaks import pieces
from training.adapters.places import FONTS
from training.kernel.locales import kept_together

_MOUL, _KHMER, _BOLD = "Moul-Regular.ttf", "Battambang-Regular.ttf", "Battambang-Bold.ttf"
_LATIN, _ITALIC = "NotoSerif.ttf", "NotoSerif-Italic.ttf"
_FONTS = {
    "moul": (400, _MOUL, _LATIN, _KHMER),
    "km": (400, _KHMER, _LATIN, _MOUL),
    "km-bold": (700, _BOLD, _LATIN, _MOUL),
    "en": (400, _LATIN, _KHMER, _MOUL),
    "en-bold": (600, _LATIN, _BOLD, _MOUL),
    "en-italic": (400, _ITALIC, _KHMER, _MOUL),
}
"""The weight of a style, and its fonts in the order in which they are asked for a letter."""
_COENG = "\u17d2"
_BEFORE, _AROUND = "\u17c1", frozenset("\u17be\u17bf\u17c0\u17c4\u17c5")
"""A vowel that stands before its consonant, and those that stand on both sides with it."""
_JOINED = frozenset("\u17b6\u17c4\u17c5")
"""Joined to a consonant, this vowel is up to so many hundredths wider than alone."""
_NO_WIDTH = frozenset("\u200b\u200c\u200d\u2060" + _COENG)
_reading = threading.RLock()
"""fontTools reads a file bit by bit, as it is asked, and for one thread at a time."""
_CLUSTER = re.compile(
    r"[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200c\u200d])*"
    r"|.[\u0300-\u036f\u17b4-\u17d3\u17dd\u200b-\u200d\u2060]*",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def ems(text: str, style: str) -> float:
    """At most how many ems the text is wide in one of the house's styles."""
    widths = _Widths.of(style)
    return sum(map(widths.__getitem__, text))


@lru_cache(maxsize=1024)
def lines(units: tuple[str, ...], most: float, style: str) -> tuple[str, ...]:
    """The units in as few lines of at most `most` ems as it takes, all about equally long.

    A unit stays whole: a word in English, what stands between two spaces in Khmer. One that is
    longer than a line ends between words, and a word that is longer between letters.
    """

    def width(text: str) -> float:
        return ems(text, style)

    fewest = _filled(units, most, width)
    low, high = max(map(width, fewest), default=0.0) / 2, most
    for _ in range(6):
        middle = (low + high) / 2
        tried = _filled(units, middle, width)
        if len(tried) > len(fewest) or _breaks_more(tried, fewest, units):
            low = middle
        else:
            high, fewest = middle, tried
    return tuple(fewest)


def _breaks_more(tried: list[str], before: list[str], units: Sequence[str]) -> bool:
    """Whether a unit that was whole is in two parts now."""

    def whole(found: list[str]) -> int:
        return sum(any(unit in line for line in found) for unit in units)

    return whole(tried) < whole(before)


def _filled(units: Sequence[str], most: float, width: Callable[[str], float]) -> list[str]:
    found: list[str] = []
    line = ""
    for unit in units:
        if width(with_space := f"{line} {unit}" if line else unit) <= most:
            line = with_space
            continue
        if line:
            found.append(line)
        *full, line = _broken(unit, most, width)
        found += full
    return [*found, line] if line else found


def _broken(unit: str, most: float, width: Callable[[str], float]) -> list[str]:
    """One unit in lines: between words, and in a word that is too long between letters."""
    if width(unit) <= most:
        return [unit]
    parts = [
        part
        for word in _words(unit)
        for part in ([word] if width(word) <= most else _CLUSTER.findall(word))
    ]
    found, line = [], ""
    for part in parts:
        if line and width(line + part) > most:
            found.append(line)
            line = ""
        line += part
    return [*found, line]


@lru_cache(maxsize=1024)
def _words(unit: str) -> tuple[str, ...]:
    return tuple(pieces(kept_together(unit)))


class _Widths(dict[str, float]):
    """The advance of each letter in ems, looked up once."""

    def __init__(self, style: str) -> None:
        super().__init__(dict.fromkeys(_NO_WIDTH, 0.0))
        weight, *names = _FONTS[style]
        self._fonts = [_Font.of(str(name), int(weight)) for name in names]

    @staticmethod
    def of(style: str) -> "_Widths":
        with _reading:
            return _widths_of(style)

    def __missing__(self, sign: str) -> float:
        with _reading:
            self[sign] = width = self._looked_up(sign)
        return width

    def _looked_up(self, sign: str) -> float:
        widths = (font.width(ord(sign)) for font in self._fonts)
        width = next((width for width in widths if width is not None), 1.0)
        if sign in _AROUND:
            width += self[_BEFORE]
        return width + 0.06 if sign in _JOINED else width


@cache
def _widths_of(style: str) -> _Widths:
    return _Widths(style)


class _Font:
    """A font in one weight. An open one holds megabytes, so all styles share it."""

    def __init__(self, font: TTFont, weight: int) -> None:
        self._names = font.getBestCmap()
        self._glyphs = font.getGlyphSet(location={"wght": weight} if "fvar" in font else None)
        self._units = font["head"].unitsPerEm

    @staticmethod
    @cache
    def of(name: str, weight: int) -> "_Font":
        return _Font(_opened(name), weight)

    def width(self, code: int) -> float | None:
        name = self._names.get(code)
        return None if name is None else math.ceil(self._glyphs[name].width) / self._units


@cache
def _opened(name: str) -> TTFont:
    return TTFont(FONTS / name, lazy=True)
