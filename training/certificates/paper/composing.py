"""Where the words of a certificate go: sizes and lines, settled before the page is set.

A page is A4 across; the words above who signs are as large as they fit. Sizes are in points.
"""

from collections.abc import Mapping, Sequence

import msgspec

from training.certificates.model import Facts, Logo, Signatory
from training.certificates.paper import formulas
from training.certificates.paper.page_parts import (
    LEAST,
    MM,
    Columns,
    Logos,
    Ornament,
    Part,
    PlacedLogo,
    Row,
    beside,
    height_of,
    listed,
    row,
    text,
)
from training.kernel.locales import Bilingual

WIDTH = 237 * MM
"""Of the words, between the margins; `formal.typ` has the same."""
HEIGHT = 166.5 * MM
MEASURE = 0.92 * WIDTH
"""Of the running words above who signs."""
SIDE = 40 * MM
"""Of the columns with the QR code and with the number, left and right of who signs."""
_SIGNATURE = 14.5 * MM
"""Above the line that is signed on."""
_SIGNATORY = {1: 64 * MM, 2: 56 * MM, 3: 45 * MM}
_TALLEST_FOOT = 64 * MM
_BETWEEN_LOGOS = 9 * MM
_AIR = 3.4 * MM
"""Between two groups at least."""
_LARGEST, _STEP = 1.12, 0.955
"""How much larger than its own size a text may be where there is room, and how it becomes less."""


class Composition(msgspec.Struct, frozen=True):
    """One page."""

    groups: tuple[tuple[Part, ...], ...]
    """From above to below, the air evenly between."""
    given: tuple[Row, ...]
    signatories: Columns
    beside_qr: tuple[Row, ...]
    number: tuple[Row, ...]
    foot: float
    """The height of what stands at the foot of the page, in points."""


def compose(facts: Facts, qr_side: float, shapes: Mapping[str, float]) -> Composition:
    """The page in the largest sizes that fit.

    `qr_side` is the side of the QR code in points, or 0; `shapes` says of each picture, by its
    digest, how many times it is as wide as high.
    """
    beside_qr, number = _beside_qr(facts), _number(facts)
    given, signatories = _signing(facts, WIDTH - 2 * SIDE)
    foot = max(
        height_of(given) + signatories.height,
        qr_side + height_of(beside_qr) if qr_side else 0.0,
        height_of(number),
    )
    groups = _largest(facts, HEIGHT - foot - _AIR, shapes)
    return Composition(groups, given, signatories, beside_qr, number, foot)


def _signing(facts: Facts, width: float) -> tuple[tuple[Row, ...], Columns]:
    """The day of issue and who signs, smaller where long offices would take too much room."""
    scale = 1.0
    while True:
        given, signatories = _given(facts, scale, width), _signatories(facts, scale)
        if height_of(given) + signatories.height <= _TALLEST_FOOT:
            return given, signatories
        scale *= _STEP


def _largest(
    facts: Facts, room: float, shapes: Mapping[str, float]
) -> tuple[tuple[Part, ...], ...]:
    scale = _LARGEST
    while True:
        groups = tuple(filter(None, _groups(facts, scale, shapes)))
        if sum(map(height_of, groups)) + _AIR * (len(groups) - 1) <= room:
            return groups
        scale *= _STEP


def _groups(facts: Facts, k: float, shapes: Mapping[str, float]) -> tuple[tuple[Part, ...], ...]:
    return (
        _head(facts, k, shapes),
        _titled(facts, k),
        (*_pair(formulas.certify(facts), 12 * k), *_person(facts, k)),
        (*_pair(formulas.deed(facts), 12 * k), *_course(facts, k)),
        (*_held(facts, k), *_modules(facts, k)),
    )


def _head(facts: Facts, k: float, shapes: Mapping[str, float]) -> tuple[Part, ...]:
    kingdom: tuple[Part, ...] = _kingdom(k) if facts.kingdom_header else ()
    logos = [logo for logo in facts.logos if logo.picture]
    # A lone one stands at the left, as on the letters of a ministry.
    flanking = bool(kingdom) and (len(logos) == 1 or len(logos) % 2 == 0)
    parts = list(kingdom)
    if logos and flanking:
        half, tall = (len(logos) + 1) // 2, height_of(kingdom)
        parts[:0] = [
            _logos(some, shapes, 19 * MM * k, 78 * MM, side=side, beside=tall)
            for side, some in (("left", logos[:half]), ("right", logos[half:]))
            if some
        ]
    elif logos:
        above = 3 * MM * k if kingdom else 0.0
        parts.append(_logos(logos, shapes, 17 * MM * k, WIDTH, above=above))
    if facts.organisers:
        parts.append(_organisers(facts, k, above=2.2 * MM * k if parts else 0.0))
    return tuple(parts)


def _kingdom(k: float) -> tuple[Part, ...]:
    return (
        row("ព្រះរាជាណាចក្រកម្ពុជា", "moul", "deep", 15 * k),
        row("ជាតិ សាសនា ព្រះមហាក្សត្រ", "moul", "deep", 11.5 * k),
        row("Kingdom of Cambodia · Nation, Religion, King", "en", "quiet", 8.5 * k),
        Ornament("flourish", 3.2 * MM * k, above=1.2 * MM * k),
    )


def _logos(
    logos: Sequence[Logo],
    shapes: Mapping[str, float],
    tallest: float,
    most: float,
    *,
    above: float = 0.0,
    side: str = "middle",
    beside: float = 0.0,
) -> Logos:
    """Logos of about the same area, as wide together as there is room at most."""
    # A square is as high as the row; the longer a logo is, the lower.
    heights = [tallest / max(1.0, shapes[logo.picture]) ** 0.45 for logo in logos]
    widths = [high * shapes[logo.picture] for high, logo in zip(heights, logos, strict=True)]
    room = (most - _BETWEEN_LOGOS * (len(logos) - 1)) / sum(widths)
    smaller = min(1.0, room)
    placed = tuple(
        PlacedLogo(
            logo.picture,
            " / ".join(part for part in (logo.words_km, logo.words_en) if part) or "Logo",
            wide * smaller,
            high * smaller,
        )
        for logo, wide, high in zip(logos, widths, heights, strict=True)
    )
    return Logos(placed, max(it.height for it in placed), above, side, beside)


def _organisers(facts: Facts, k: float, above: float) -> Columns:
    count = len(facts.organisers)
    most = (WIDTH - 12 * MM * (count - 1)) / count
    columns = tuple(
        (
            *text(it.title_km, "moul", "deep", 11 * k, most),
            *text(it.title_en, "en", "quiet", 10 * k, most),
        )
        for it in facts.organisers
    )
    return Columns(columns, most, above)


def _titled(facts: Facts, k: float) -> tuple[Part, ...]:
    words = formulas.heading(facts)
    rows = (
        *text(words.km, "moul", "deep", 31 * k, MEASURE),
        *text(words.en, "en", "gold", 17 * k, MEASURE),
    )
    named = [msgspec.structs.replace(row, is_heading=True) for row in rows]
    return (*named, Ornament("divider", 3.8 * MM * k, above=1.8 * MM * k))


def _person(facts: Facts, k: float) -> tuple[Part, ...]:
    latin = (17.5 if facts.name_km else 25) * k
    return (
        *_named(facts.title_km, facts.name_km, ("km", 17 * k), ("moul", 29 * k), 1 * MM * k),
        *_named(facts.title_en, facts.name_en, ("en", 0.85 * latin), ("en-bold", latin), 0),
    )


def _named(
    title: str, name: str, lesser: tuple[str, float], greater: tuple[str, float], above: float
) -> tuple[Row, ...]:
    """The title before the name on one line, both smaller where they must be, or above it."""
    named = text(name, greater[0], "ink", greater[1], MEASURE, above)
    size = lesser[1] * named[0].runs[0].size / greater[1] if named else lesser[1]
    titled = text(title if named else "", lesser[0], "ink", size, MEASURE, above)
    least = 0.9 * LEAST * greater[1]  # a short title finds room beside what just fits alone
    return beside(titled, named, MEASURE, gap=0.5, least=least)


def _pair(words: Bilingual, size: float) -> tuple[Row, ...]:
    """A formula, both languages on one line where that is long enough."""
    return beside(
        text(words.km, "km", "quiet", size, MEASURE),
        text(words.en, "en-italic", "quiet", size * 0.95, MEASURE),
        0.55 * MEASURE,
    )


def _course(facts: Facts, k: float) -> tuple[Row, ...]:
    return (
        *text(facts.course_title_km, "km-bold", "deep", 18 * k, MEASURE, 1 * MM * k),
        *text(facts.course_title_en, "en-italic", "deep", 15 * k, MEASURE),
    )


def _held(facts: Facts, k: float) -> tuple[Row, ...]:
    words = formulas.held(facts)
    return (
        *text(words.km, "km", "ink", 12 * k, MEASURE),
        *text(words.en, "en", "ink", 11 * k, MEASURE, 0.4 * MM * k),
    )


def _modules(facts: Facts, k: float) -> tuple[Row, ...]:
    may = formulas.may_deliver(facts)
    colour, size = ("deep", 11.5 * k) if may else ("quiet", 10 * k)
    above = 2 * MM * k
    before = _pair(may, 12 * k) if may else ()
    if before:
        before = (msgspec.structs.replace(before[0], above=above), *before[1:])
        above = 0.6 * MM * k
    return (
        *before,
        *listed([it.title_km for it in facts.modules], "km", colour, size, MEASURE, above),
        *listed(
            [it.title_en for it in facts.modules], "en", colour, size * 0.93, MEASURE, above / 3
        ),
    )


def _given(facts: Facts, k: float, width: float) -> tuple[Row, ...]:
    words = formulas.given(facts)
    pair = beside(
        text(words.km, "km", "ink", 10 * k, width),
        text(words.en, "en", "ink", 9.5 * k, width),
        width,
    )
    return (*text(facts.lunar_date_km, "km", "ink", 10 * k, width), *pair)


def _signatories(facts: Facts, k: float) -> Columns:
    if not facts.signatories:
        return Columns((), 0.0)
    width = _SIGNATORY[len(facts.signatories)]
    return Columns(
        tuple(_signatory(it, k, width) for it in facts.signatories), width, above=_SIGNATURE
    )


def _signatory(it: Signatory, k: float, width: float) -> tuple[Row, ...]:
    return (
        *text(it.name_km, "km-bold", "ink", 10.5 * k, width, 0.8 * MM),
        *text(it.name_en, "en-bold", "ink", 9.5 * k, width),
        *text(it.title_km, "km", "quiet", 9 * k, width),
        *text(it.title_en, "en", "quiet", 8.5 * k, width),
    )


def _beside_qr(facts: Facts) -> tuple[Row, ...]:
    address = formulas.address_to_type(facts.verify_url)
    before, _, number = address.rpartition("/")
    return (
        *text("ផ្ទៀងផ្ទាត់ · Verify", "km", "quiet", 8.5, SIDE),
        *text(f"{before}/" if before else "", "en", "quiet", 6.5, SIDE),
        *text(number, "en", "quiet", 6.5, SIDE),
    )


def _number(facts: Facts) -> tuple[Row, ...]:
    number = formulas.number_in_groups(facts.number)
    key = (
        *text("កូនសោ · Key", "km", "quiet", 8, SIDE, 1.4 * MM),
        *text(facts.key_fingerprint, "en", "quiet", 7.5, SIDE),
    )
    return (
        *text("លេខវិញ្ញាបនបត្រ · Number", "km", "quiet", 8.5, SIDE),
        *text(number, "en-bold", "ink", 10.5, SIDE),
        *(key if facts.key_fingerprint else ()),
    )
