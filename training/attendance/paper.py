"""The sign-in sheet as a PDF for print: the words around the names, and the call to set them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.adapters import rasters
from training.adapters.house_fonts import characters_without_glyph
from training.adapters.line_breaks import width
from training.adapters.typesetting import typeset
from training.attendance.model import Sheet
from training.attendance.sheets import Row
from training.courses.model import AgendaItem, HalfDay, Logo, LogoRole, Organiser
from training.kernel.locales import KEPT_TOGETHER, Bilingual, khmer_digits
from training.kernel.moments import clock
from training.kernel.written import written_date
from training.people.model import title_words

_TEMPLATE = Path(__file__).resolve().parent / "paper" / "sheet.typ"
HALVES = {
    HalfDay.MORNING: Bilingual("ពេលព្រឹក", "Morning"),
    HalfDay.AFTERNOON: Bilingual("ពេលរសៀល", "Afternoon"),
}
HEADS = (
    Bilingual("ល.រ", "No."),
    Bilingual("កន្លែង", "Seat"),
    Bilingual("គោត្តនាម និងនាម", "Name in Khmer"),
    Bilingual("អក្សរឡាតាំង", "Name in Latin letters"),
    Bilingual("ស្ថាប័ន ឬអង្គការ", "Organisation"),
    Bilingual("ហត្ថលេខា", "Signature"),
    Bilingual("ស្នាមមេដៃ", "Thumbprint"),
)
SIGN_HERE = Bilingual(
    "សូមចុះហត្ថលេខា ឬផ្តិតស្នាមមេដៃក្នុងជួរដែលមានឈ្មោះរបស់ខ្លួន។",
    "Please sign, or give your thumbprint, in the row with your name.",
)
NOT_LISTED = Bilingual(
    "អ្នកដែលគ្មានឈ្មោះខាងលើ សូមសរសេរឈ្មោះជាអក្សរខ្មែរ និងអក្សរឡាតាំង ព្រមទាំងស្ថាប័ន រួចចុះហត្ថលេខា។",
    "Not listed above? Please write your name in both scripts and your organisation, then sign.",
)
PRIVACY = Bilingual(
    "ឈ្មោះ ស្ថាប័ន និងហត្ថលេខាក្នុងបញ្ជីនេះ បញ្ជាក់ថាអ្នកណាបានចូលរួមវគ្គបណ្តុះបណ្តាល ហើយប្រើសម្រាប់ចេញវិញ្ញាបនបត្រ។"
    " មានតែគ្រូបណ្តុះបណ្តាល ស្ថាប័នរៀបចំ និងម្ចាស់ជំនួយប៉ុណ្ណោះដែលមើលបញ្ជីនេះ។ បើមានអ្វីត្រូវកែតម្រូវ សូមប្រាប់គ្រូបណ្តុះបណ្តាល។",
    "The names, organisations and signatures on this sheet show who took part in the training, and"
    " are used for the certificates. Only the trainers, the organisers and the funders see it. If"
    " something has to be corrected, please tell the trainer.",
)
TRAINER = Bilingual("គ្រូបណ្តុះបណ្តាល", "Trainer")
NAME, SIGNATURE, DATE = (
    Bilingual("ឈ្មោះ", "Name"),
    Bilingual("ហត្ថលេខា", "Signature"),
    Bilingual("កាលបរិច្ឆេទ", "Date"),
)
BEHIND = {
    LogoRole.ORGANISER: Bilingual("រៀបចំដោយ", "Organised by"),
    LogoRole.FUNDER: Bilingual("ឧបត្ថម្ភដោយ", "Supported by"),
}
_KHMER_POINTS, _LATIN_POINTS = 106, 94
"""The width of a column of names, in points; widths of Latin letters are told a little short."""
_LARGEST_KHMER, _LARGEST_LATIN, _SMALLEST = 11.0, 10.0, 7.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """All that stands on a sheet."""

    sheet: Sheet
    title: Bilingual
    first_day: dt.date
    """Of the course."""
    place: Bilingual
    organisers: tuple[Organiser, ...]
    logos: tuple[Logo, ...]
    items: tuple[AgendaItem, ...]
    rows: Sequence[Row]
    """Those that are printed, from row 1 on."""


def sheet_pdf(paper: SheetPaper) -> bytes:
    """The sheet, A4 upright; the same sheet gives the same bytes.

    Raises TypesettingError with a sentence that says which text cannot be printed.
    """
    return typeset(_TEMPLATE, sheet_words(paper))


def sheet_words(paper: SheetPaper) -> dict[str, object]:
    """The sheet as the template reads it."""
    sheet = paper.sheet
    day = paper.first_day + dt.timedelta(days=sheet.slot.day)
    named = _named(sheet.number)
    return {
        "title": f"{named.km} / {named.en}: {paper.title.km} / {paper.title.en}",
        "issued": {"year": day.year, "month": day.month, "day": day.day},
        "kept": KEPT_TOGETHER,
        "number": _both(named),
        "name": {"km": "បញ្ជីវត្តមាន", "en": "Sign-in sheet"},
        "course": _both(paper.title),
        "when": _both(_when(sheet, day)),
        "place": _both(paper.place),
        "organisers": [
            _both(Bilingual(each.name_km, each.name_en)) for each in paper.organisers
        ],
        "behind": [_logos(role, words, paper.logos) for role, words in BEHIND.items()],
        "items": [_item(item, sheet) for item in paper.items],
        "sign_here": _both(SIGN_HERE),
        "not_listed": _both(NOT_LISTED),
        "heads": [_both(each) for each in HEADS],
        "rows": _rows(paper.rows),
        "blanks": [
            _number(number)
            for number in range(len(sheet.seat_ids) + 1, len(sheet.seat_ids) + sheet.blanks + 1)
        ],
        "privacy": _both(PRIVACY),
        "trainer": [_both(each) for each in (TRAINER, NAME, SIGNATURE, DATE)],
    }  # fmt: skip


def _named(number: int) -> Bilingual:
    return Bilingual(f"បញ្ជីលេខ {khmer_digits(number)}", f"Sheet {number}")


def _when(sheet: Sheet, day: dt.date) -> Bilingual:
    half = HALVES[sheet.slot.half]
    km, en = f"{written_date(day, 'km')} {half.km}", f"{written_date(day, 'en')}, {half.en}"
    if sheet.group:
        km, en = f"{km} ក្រុម {sheet.group}", f"{en}, group {sheet.group}"
    return Bilingual(km, en)


def _both(words: Bilingual) -> dict[str, str]:
    """Khmer and English; words that have one language only stand once."""
    return {"km": words.km, "en": words.en if words.en != words.km else ""}


def _number(number: int) -> dict[str, str]:
    return {"km": khmer_digits(number), "en": str(number)}


def _logos(role: LogoRole, words: Bilingual, logos: Sequence[Logo]) -> dict[str, object]:
    own = [logo for logo in logos if logo.role is role]
    return {
        "words": _both(words),
        "pictures": [
            {
                "logo_svg": rasters.as_svg(logo.media_type, logo.content),
                "alt": logo.words.en or logo.words.km or words.en,
            }
            for logo in own
        ],
    }


def _item(item: AgendaItem, sheet: Sheet) -> dict[str, object]:
    times = f"{clock(item.starts_at)}–{clock(item.ends_at)}"
    shown = item.title
    if item.group and not sheet.group:
        shown = Bilingual(
            f"{shown.km} (ក្រុម {item.group})" if shown.km else "",
            f"{shown.en} (group {item.group})" if shown.en else "",
        )
    return {"km": khmer_digits(times), "en": times, "words": _both(shown)}


def _rows(rows: Sequence[Row]) -> list[dict[str, object]]:
    """Names were held against the fonts when they came; what stands beside them was not."""
    typed = "".join(row.details.organisation + row.details.title for row in rows)
    strange = dict.fromkeys(map(ord, characters_without_glyph(typed)))
    return [_row(row, strange) for row in rows]


def _row(row: Row, strange: Mapping[int, None]) -> dict[str, object]:
    told = row.details
    title = title_words(told.title.translate(strange))
    km = " ".join(part for part in (title.km if told.title else "", told.name_km) if part)
    en = " ".join(part for part in (title.en if told.title else "", told.name_latin) if part)
    return {
        "number": _number(row.number),
        "seat": str(row.seat_number),
        "km": km if told.name_km else "",
        "km_size": _size(km, _KHMER_POINTS, _LARGEST_KHMER),
        "en": en if told.name_latin else "",
        "en_size": _size(en, _LATIN_POINTS, _LARGEST_LATIN),
        "organisation": told.organisation.translate(strange),
    }


def _size(words: str, points: float, largest: float) -> float:
    """Points in which a name fits its column on one line, else the smallest that is read well."""
    ems = width(words) or 1.0
    return round(max(_SMALLEST, min(largest, points / ems)), 1)
