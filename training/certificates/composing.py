"""Where the words of a certificate go: sizes and lines, settled before the page is set.

All heights follow from the sizes, and all lines from widths that are never too small
(`adapters/text_widths.py`), so nothing can run over: what is long shrinks, and then wraps.
Sizes are in points, a page is 297 by 210 mm.
"""

from collections.abc import Sequence
from itertools import count

import msgspec

from training.adapters.text_widths import ems, lines
from training.certificates import formulas
from training.certificates.model import Facts, Signatory
from training.kernel.locales import Bilingual

MM = 72 / 25.4
WIDTH = 237 * MM
"""Of the words, between the margins; `formal.typ` has the same."""
HEIGHT = 163 * MM
SIDE = 40 * MM
"""Of the columns with the QR code and with the number, left and right of who signs."""
_SIGNATURE = 15 * MM
"""Above the line that is signed on."""
_SIGNATORY = {1: 64 * MM, 2: 56 * MM, 3: 47 * MM}
_BETWEEN_SIGNATORIES = {1: 0.0, 2: 18 * MM, 3: 6 * MM}
_TALLEST_FOOT = 64 * MM
_AIR = 3.4 * MM
"""Between two groups at least."""
_EDGES = {"moul": (1.16, 0.58), "km": (1.06, 0.5), "en": (0.95, 0.3)}
"""How far a line reaches above and below its letters' foot, in ems: Khmer stacks do not touch."""
_LEAST = 0.62
"""A text may shrink by so much before it wraps."""
_SCALES = (1.12, 1.06, 1.0, *(0.96**step for step in range(1, 40)))


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


class Space(msgspec.Struct, frozen=True):
    """Room for what is drawn: logos, the divider."""

    drawing: str
    height: float
    above: float = 0.0


Part = Row | Columns | Space


class Composition(msgspec.Struct, frozen=True):
    """One page."""

    scale: float
    groups: tuple[tuple[Part, ...], ...]
    """From above to below, the air evenly between."""
    given: tuple[Row, ...]
    signatories: Columns
    beside_qr: tuple[Row, ...]
    number: tuple[Row, ...]
    foot: float
    """The height of what stands at the foot of the page, in points."""


def height_of(parts: Sequence[Part]) -> float:
    """Of parts under one another, in points."""
    return sum(part.height for part in parts)


def compose(facts: Facts, qr_side: float) -> Composition:
    """The page in the largest sizes that fit. `qr_side` is that of the QR code in points, or 0."""
    middle = WIDTH - 2 * SIDE if qr_side else WIDTH
    beside_qr, number = _beside_qr(facts), _number(facts)
    side = qr_side + height_of(beside_qr) if qr_side else 0.0
    for scale in (0.96**step for step in count()):
        given, signatories = _given(facts, scale, middle), _signatories(facts, scale)
        foot = height_of(given) + signatories.height
        if foot <= _TALLEST_FOOT:
            break
    foot = max(foot, side, height_of(number))
    room = HEIGHT - foot - _AIR
    for scale in _SCALES:
        groups = tuple(filter(None, _groups(facts, scale)))
        if sum(map(height_of, groups)) + _AIR * (len(groups) - 1) <= room:
            break
    return Composition(scale, groups, given, signatories, beside_qr, number, foot)


def _groups(facts: Facts, k: float) -> tuple[tuple[Part, ...], ...]:
    return (
        _head(facts, k),
        _titled(facts, k),
        (*_pair(formulas.certify(facts), 12 * k), *_person(facts, k)),
        (*_pair(formulas.deed(facts), 12 * k), *_course(facts, k)),
        (*_held(facts, k), *_modules(facts, k)),
    )


def _head(facts: Facts, k: float) -> tuple[Part, ...]:
    parts: list[Part] = []
    if facts.kingdom_header:
        parts += [
            _row("ព្រះរាជាណាចក្រកម្ពុជា", "moul", "deep", 14 * k),
            _row("ជាតិ សាសនា ព្រះមហាក្សត្រ", "moul", "deep", 11 * k),
            _row("Kingdom of Cambodia · Nation, Religion, King", "en", "quiet", 8.5 * k),
            Space("flourish", 3.2 * MM * k, above=0.8 * MM * k),
        ]
    if facts.logos:
        parts.append(Space("logos", 15 * MM * k, above=1.5 * MM * k if parts else 0.0))
    if facts.organisers:
        most = (WIDTH - 12 * MM * (len(facts.organisers) - 1)) / len(facts.organisers)
        columns = tuple(
            (
                *_text(it.title_km, "moul", "deep", 11 * k, most),
                *_text(it.title_en, "en", "quiet", 10 * k, most),
            )
            for it in facts.organisers
        )
        parts.append(Columns(columns, most, above=1.5 * MM * k if parts else 0.0))
    return tuple(parts)


def _titled(facts: Facts, k: float) -> tuple[Part, ...]:
    words = formulas.heading(facts)
    rows = (
        *_text(words.km, "moul", "deep", 31 * k, WIDTH),
        *_text(words.en, "en", "gold", 17 * k, WIDTH),
    )
    named = [msgspec.structs.replace(row, is_heading=True) for row in rows]
    return (*named, Space("divider", 4 * MM * k, above=1.6 * MM * k))


def _person(facts: Facts, k: float) -> tuple[Part, ...]:
    return (
        *_named(facts.title_km, facts.name_km, ("km", 17 * k), ("moul", 29 * k), 1 * MM * k),
        *_named(facts.title_en, facts.name_en, ("en", 15 * k), ("en-bold", 17.5 * k), 0),
    )


def _named(
    title: str, name: str, lesser: tuple[str, float], greater: tuple[str, float], above: float
) -> tuple[Row, ...]:
    """The title before the name on one line, or above it where the line is too short for both."""
    named, titled = _text(name, greater[0], "ink", greater[1], WIDTH, above), ()
    if title and named:
        titled = _text(title, lesser[0], "ink", lesser[1], WIDTH, above)
    return _beside(titled, named)


def _beside(first: tuple[Row, ...], second: tuple[Row, ...]) -> tuple[Row, ...]:
    if not (first and second):
        return (*first, *second)
    left, right = first[0].runs[0], second[0].runs[0]
    if len(left.lines) == len(right.lines) == 1:
        room = _width(left) + _width(right) + 0.7 * right.size
        if room <= WIDTH:
            return (Row((left, right), above=second[0].above),)
    return (*first, *second)


def _width(run: Run) -> float:
    return max(ems(line, run.style) for line in run.lines) * run.size


def _pair(words: Bilingual, size: float) -> tuple[Row, ...]:
    """A formula, both languages on one line where that is long enough."""
    return _beside(
        _text(words.km, "km", "quiet", size, WIDTH),
        _text(words.en, "en-italic", "quiet", size * 0.95, WIDTH),
    )


def _course(facts: Facts, k: float) -> tuple[Row, ...]:
    return (
        *_text(facts.course_title_km, "km-bold", "deep", 18 * k, WIDTH, 1 * MM * k),
        *_text(facts.course_title_en, "en-italic", "deep", 15 * k, WIDTH),
    )


def _held(facts: Facts, k: float) -> tuple[Row, ...]:
    words = formulas.held(facts)
    return (
        *_text(words.km, "km", "ink", 12 * k, WIDTH),
        *_text(words.en, "en", "ink", 11 * k, WIDTH, 0.4 * MM * k),
    )


def _modules(facts: Facts, k: float) -> tuple[Row, ...]:
    may = formulas.may_deliver(facts)
    colour, size = ("deep", 11.5 * k) if may else ("quiet", 10 * k)
    above = 2 * MM * k
    before = _pair(may, 12 * k) if may else ()
    if before:
        before = (msgspec.structs.replace(before[0], above=above), *before[1:])
        above = 0.6 * MM * k
    most = 0.9 * WIDTH
    return (
        *before,
        *_listed([it.title_km for it in facts.modules], "km", colour, size, most, above),
        *_listed([it.title_en for it in facts.modules], "en", colour, size * 0.93, most, above / 3),
    )


def _given(facts: Facts, k: float, width: float) -> tuple[Row, ...]:
    words = formulas.given(facts)
    pair = _beside(
        _text(words.km, "km", "ink", 10.5 * k, width),
        _text(words.en, "en", "ink", 10 * k, width),
    )
    return (*_text(facts.lunar_date_km, "km", "ink", 10.5 * k, width), *pair)


def _signatories(facts: Facts, k: float) -> Columns:
    if not facts.signatories:
        return Columns((), 0.0)
    width = _SIGNATORY[len(facts.signatories)]
    return Columns(
        tuple(_signatory(it, k, width) for it in facts.signatories), width, above=_SIGNATURE
    )


def _signatory(it: Signatory, k: float, width: float) -> tuple[Row, ...]:
    return (
        *_text(it.name_km, "km-bold", "ink", 11 * k, width, 0.8 * MM),
        *_text(it.name_en, "en-bold", "ink", 10 * k, width),
        *_text(it.title_km, "km", "quiet", 9.5 * k, width),
        *_text(it.title_en, "en", "quiet", 9 * k, width),
    )


def _beside_qr(facts: Facts) -> tuple[Row, ...]:
    address = formulas.address_to_type(facts.verify_url)
    before, _, number = address.rpartition("/")
    return (
        *_text("ផ្ទៀងផ្ទាត់ · Verify", "km", "quiet", 8.5, SIDE),
        *_text(f"{before}/" if before else "", "en", "quiet", 6.5, SIDE),
        *_text(number, "en", "quiet", 6.5, SIDE),
    )


def _number(facts: Facts) -> tuple[Row, ...]:
    number = formulas.number_in_groups(facts.number)
    key = (
        *_text("កូនសោ · Key", "km", "quiet", 8, SIDE, 1.4 * MM),
        *_text(facts.key_fingerprint, "en", "quiet", 7.5, SIDE),
    )
    return (
        *_text("លេខវិញ្ញាបនបត្រ · Number", "km", "quiet", 8.5, SIDE),
        *_text(number, "en-bold", "ink", 11, SIDE),
        *(key if facts.key_fingerprint else ()),
    )


def _row(words: str, style: str, colour: str, size: float) -> Row:
    return Row((Run(style, colour, size, (words,)),))


def _listed(
    titles: Sequence[str], style: str, colour: str, size: float, width: float, above: float
) -> tuple[Row, ...]:
    """Titles in running lines with dots between, each title whole."""
    written = [" ".join(title.split()) for title in titles if title.strip()]
    units = (*(f"{title} ·" for title in written[:-1]), *written[-1:])
    if not units:
        return ()
    return (Row((Run(style, colour, size, lines(units, width / size, style)),), above),)


def _text(
    words: str, style: str, colour: str, size: float, width: float, above: float = 0.0
) -> tuple[Row, ...]:
    """One text: on one line, smaller where it must be; wrapped where that would be too small."""
    units = tuple(words.split())
    if not units:
        return ()
    line = " ".join(units)
    fitting = min(size, width / ems(line, style))
    if fitting >= _LEAST * size:
        return (Row((Run(style, colour, fitting, (line,)),), above),)
    wrapped = size * 0.8
    return (Row((Run(style, colour, wrapped, lines(units, width / wrapped, style)),), above),)
