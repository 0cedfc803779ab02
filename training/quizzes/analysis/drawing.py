"""The strokes that charts are made of, as SVG that pages take as it is, and paper without words.

Nothing in it is styled in place (a strict CSP refuses that): colours stand in presentation
attributes, which paper uses, and classes, by which a page changes them for dark screens. What a
colour says is also said by form: hollow is before, filled is after or right.

Words are strokes of their own. The typesetter sets those of a drawing itself: inside an SVG it
tears Khmer letters apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

WIDTH = 360
"""Units. On a phone of that width one unit is about a pixel."""
SIZE, LINE, KHMER_LINE = 13.5, 19, 24
INK, SOFT, RULE, DEEP, PALE = "#1f1b16", "#514a40", "#b9ae99", "#17405c", "#fffdf8"


@dataclass(frozen=True, slots=True)
class Words:
    """Words broken into lines, since SVG breaks none; `is_khmer` gives them the room they need."""

    lines: tuple[str, ...]
    is_khmer: bool = False

    @property
    def line(self) -> float:
        """The height of a line, in units."""
        return KHMER_LINE if self.is_khmer else LINE

    @property
    def height(self) -> float:
        """The height of all lines, in units."""
        return self.line * len(self.lines)


@dataclass(frozen=True, slots=True)
class Written:
    """One line of words in a drawing; `y` is its base line."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    """`start`, `middle` or `end`: what of the words is at x."""
    is_strong: bool = False
    is_soft: bool = False

    def as_svg(self) -> str:
        """For a page."""
        kind, ink = ("chart-soft", SOFT) if self.is_soft else ("chart-words", INK)
        weight = ' font-weight="700"' if self.is_strong else ""
        return (
            f'<text class="{kind}" fill="{ink}" x="{_n(self.x)}" y="{_n(self.y)}" '
            f'text-anchor="{self.anchor}" font-size="{SIZE}"{weight}>{escape(self.words)}</text>'
        )


Stroke = str | Written


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart. `key` makes its ids the only ones on a page."""

    key: str
    title: str
    description: str
    height: float
    """In units, with WIDTH units of width."""
    strokes: tuple[Stroke, ...]

    @property
    def svg(self) -> str:
        """All of it, for a page."""
        strokes = (each if isinstance(each, str) else each.as_svg() for each in self.strokes)
        return self._svg(
            f'role="img" aria-labelledby="{self.key}-title" aria-describedby="{self.key}-desc">'
            f'<title id="{self.key}-title">{escape(self.title)}</title>'
            f'<desc id="{self.key}-desc">{escape(self.description)}</desc>',
            strokes,
        )

    @property
    def bare_svg(self) -> str:
        """What is left without the words."""
        return self._svg(">", (each for each in self.strokes if isinstance(each, str)))

    @property
    def words(self) -> tuple[Written, ...]:
        """The words alone."""
        return tuple(each for each in self.strokes if isinstance(each, Written))

    def _svg(self, head: str, strokes: Iterable[str]) -> str:
        box = f"0 0 {WIDTH} {_n(self.height)}"
        namespace = "http://www.w3.org/2000/svg"
        return (
            f'<svg xmlns="{namespace}" class="chart" viewBox="{box}" {head}{"".join(strokes)}</svg>'
        )


def label(x: float, top: float, words: Words) -> list[Stroke]:
    """Lines of words from `top` down."""
    return [
        Written(x, top + words.line * place + 14, line) for place, line in enumerate(words.lines)
    ]


def value(x: float, y: float, words: str, anchor: str = "middle") -> Written:
    """A value that counts."""
    return Written(x, y, words, anchor, is_strong=True)


def note(x: float, y: float, words: str, anchor: str = "middle") -> Written:
    """A value or a name beside it."""
    return Written(x, y, words, anchor, is_soft=True)


def bar(x: float, y: float, width: float, height: float, *, filled: bool = True) -> str:
    """A bar: filled, or an outline."""
    if filled:
        look = f'class="chart-filled" fill="{DEEP}" stroke="{DEEP}"'
    else:
        look = f'class="chart-hollow" fill="{PALE}" stroke="{DEEP}"'
    return (
        f'<rect {look} x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        'stroke-width="1.5"/>'
    )


def dot(x: float, y: float, *, filled: bool = True) -> str:
    """A dot, or a ring in which a dot can be seen."""
    if filled:
        look = f'class="chart-filled" fill="{DEEP}" stroke="{DEEP}" r="4"'
    else:
        look = f'class="chart-hollow" fill="{PALE}" stroke="{DEEP}" r="7"'
    return f'<circle {look} cx="{_n(x)}" cy="{_n(y)}" stroke-width="1.5"/>'


def tick(x: float, y: float) -> str:
    """The sign for what is right, 11 units wide, on a base line at `y`."""
    return (
        f'<path class="chart-stroke" d="M{_n(x)} {_n(y - 4)}l4 4l7 -10" fill="none" '
        f'stroke="{DEEP}" stroke-width="2.5"/>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, strong: bool = False) -> str:
    """A line: a thin one of the ground, or a strong one."""
    if strong:
        look = f'class="chart-stroke" stroke="{DEEP}" stroke-width="3"'
    else:
        look = f'class="chart-rule" stroke="{RULE}" stroke-width="1"'
    return f'<line {look} x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def _n(value: float) -> str:
    """A number of units, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
