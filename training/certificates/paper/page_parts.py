"""What a certificate's page is made of: texts in their size and lines, logos, ornaments.

All heights follow from the sizes, and all lines from widths that are never too small
(`adapters/text_widths.py`), so nothing can run over: what is long shrinks, and then wraps.
Sizes are in points.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

import msgspec

from training.adapters.text_widths import ems, lines

MM = 72 / 25.4
_EDGES = {"moul": (1.16, 0.58), "km": (1.06, 0.5), "en": (0.95, 0.3)}
"""How far a line reaches above and below its letters' foot, in ems: Khmer stacks do not touch.

`paper/formal.typ` has the same.
"""
LEAST = 0.7
"""A text may shrink by so much before it wraps."""
_WRAPPED = 0.8
"""The size of what wraps."""


class Run(msgspec.Struct, frozen=True):
    """Words of one language in one size, in lines, all centred."""

    style: str
    colour: str
    size: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        """In points."""
        return len(self.lines) * self.size * sum(_EDGES[self.style.partition("-")[0]])


class Row(msgspec.Struct, frozen=True):
    """What stands side by side; between it and the row above is `above`, in points."""

    runs: tuple[Run, ...]
    above: float = 0.0
    is_heading: bool = False
    gap: float = 0.0
    """Between the runs, in points."""

    @property
    def height(self) -> float:
        """In points, with what is above."""
        return self.above + max(run.height for run in self.runs)


class Columns(msgspec.Struct, frozen=True):
    """Organisers or signatories: rows under one another in each column."""

    columns: tuple[tuple[Row, ...], ...]
    width: float
    above: float = 0.0

    @property
    def height(self) -> float:
        """In points, with what is above."""
        return self.above + max(map(height_of, self.columns), default=0.0)


class Ornament(msgspec.Struct, frozen=True):
    """A line with a blossom."""

    ornament: str
    size: float
    above: float = 0.0

    @property
    def height(self) -> float:
        """In points, with what is above."""
        return self.above + self.size


class PlacedLogo(msgspec.Struct, frozen=True):
    """A logo and its size."""

    picture: str
    words: str
    width: float
    height: float


class Logos(msgspec.Struct, frozen=True):
    """Logos in a row, as large as each other to the eye; or beside the words that follow."""

    logos: tuple[PlacedLogo, ...]
    tallest: float
    above: float = 0.0
    side: str = "middle"
    beside: float = 0.0
    """How tall the words are that follow, where the logos stand left or right of them."""

    @property
    def height(self) -> float:
        """In points, with what is above; none where they stand beside something."""
        return self.above + self.tallest if self.side == "middle" else 0.0


Part = Row | Columns | Ornament | Logos


def height_of(parts: Sequence[Part]) -> float:
    """Of parts under one another, in points."""
    return sum(part.height for part in parts)


def row(words: str, style: str, colour: str, size: float) -> Row:
    """Words that are known to be short, on one line."""
    return Row((Run(style, colour, size, (words,)),))


def listed(
    titles: Sequence[str], style: str, colour: str, size: float, width: float, above: float
) -> tuple[Row, ...]:
    """Titles in running lines with dots between, each title whole."""
    written = [" ".join(title.split()) for title in titles if title.strip()]
    units = (*(f"{title} ·" for title in written[:-1]), *written[-1:])
    if not units:
        return ()
    found = tuple(line.removesuffix(" ·") for line in lines(units, width / size, style))
    return (Row((Run(style, colour, size, found),), above),)


def beside(
    first: tuple[Row, ...],
    second: tuple[Row, ...],
    most: float,
    *,
    gap: float = 0.9,
    least: float = math.inf,
) -> tuple[Row, ...]:
    """Two texts on one line of at most `most` points, or under one another.

    Between them are `gap` ems of the second. Both become smaller to fit, as long as the second is
    `least` points at least.
    """
    if not (first and second):
        return (*first, *second)
    left, right = first[0].runs[0], second[0].runs[0]
    if len(left.lines) == len(right.lines) == 1:
        smaller = min(1.0, most / (_width(left) + _width(right) + gap * right.size))
        if smaller == 1.0 or smaller * right.size >= least:
            runs = _scaled(left, smaller), _scaled(right, smaller)
            return (Row(runs, above=second[0].above, gap=gap * runs[1].size),)
    return (*first, *second)


def _scaled(run: Run, smaller: float) -> Run:
    return Run(run.style, run.colour, run.size * smaller, run.lines)


def _width(run: Run) -> float:
    return max(ems(line, run.style) for line in run.lines) * run.size


@lru_cache(maxsize=4096)
def text(
    words: str, style: str, colour: str, size: float, width: float, above: float = 0.0
) -> tuple[Row, ...]:
    """One text: on one line, smaller where it must be; wrapped where that would be too small.

    Signs that take no room alone, such as a mark without its letter, are no text.
    """
    units = tuple(words.split())
    line = " ".join(units)
    wide = ems(line, style)
    if not wide:
        return ()
    fitting = min(size, width / wide)
    if fitting >= LEAST * size:
        return (Row((Run(style, colour, fitting, (line,)),), above),)
    wrapped = size * _WRAPPED
    return (Row((Run(style, colour, wrapped, lines(units, width / wrapped, style)),), above),)
