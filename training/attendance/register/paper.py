"""The register on paper: A4 across, both languages, a table for each day."""

from collections.abc import Callable
from pathlib import Path

from training.adapters.typesetting import typeset
from training.attendance.register.model import Attended, Counted, Register
from training.attendance.register.saying import LEGEND
from training.kernel.locales import LANGUAGES, Bilingual, Language, khmer_digits
from training.kernel.moments import clock, local_date, minutes_of
from training.kernel.texts import N_, Text, say
from training.kernel.written import written_date
from training.people.model import GENDERS

_TEMPLATE = Path(__file__).resolve().parents[1] / "paper" / "register.typ"
Translate = Callable[[Text | str, str], str]
"""Says a text in the language that is named."""
Words = dict[str, str]
_HEADS = {
    "title": N_("Register of attendance"),
    "seat": N_("Seat"),
    "name": N_("Name"),
    "gender": N_("Gender"),
    "organisation": N_("Institution or organisation"),
    "group": N_("Group"),
    "of_day": N_("Minutes this day"),
    "in_all": N_("Minutes in all"),
    "percent": N_("Per cent"),
    "left": N_("Has left"),
    "sessions": N_("Sessions"),
    "signs": N_("What the signs mean"),
}


_SHOWN_GENDERS = {code: both for code, both in GENDERS.items() if code != "not-said"}


def as_pdf(register: Register, translate: Translate) -> bytes:
    """The PDF. Raises TypesettingError for a text that cannot be printed."""
    return typeset(_TEMPLATE, paper_words(register, translate))


def paper_words(register: Register, translate: Translate) -> dict[str, object]:
    """The register as the template reads it."""

    def both(text: Text | str) -> Words:
        return {each: translate(text, each) for each in LANGUAGES}

    return {
        "title": _words(register.title),
        "venue": _words(register.venue),
        "has_groups": register.has_groups,
        "heads": {name: both(text) for name, text in _HEADS.items()},
        "printed": {each: translate(_printed(register, each), each) for each in LANGUAGES},
        "signs": [{"sign": sign, "means": both(text)} for sign, text in LEGEND],
        "days": [
            {
                "date": {each: written_date(register.date_of(day), each) for each in LANGUAGES},
                "sessions": [_session(each, both) for each in register.items_of(day)],
                "rows": [_row(row, register, day) for row in register.rows],
            }
            for day in register.days
        ],
    }


def _printed(register: Register, language: Language) -> Text:
    made, zone = register.made_at, register.time_zone
    hour = clock(minutes_of(made, zone))
    return say(
        "Printed %(day)s, %(hour)s",
        day=written_date(local_date(made, zone), language),
        hour=khmer_digits(hour) if language == "km" else hour,
    )


def _words(words: Bilingual) -> Words:
    return {"km": words.km or words.en, "en": words.en or words.km}


def _session(counted: Counted, both: Callable[[Text | str], Words]) -> dict[str, object]:
    item, heads = counted.item, counted.head_count
    said = say("%(present)s present", present=counted.present)
    if heads is not None:
        said = say("%(present)s present, %(heads)s counted", present=counted.present, heads=heads)
    return {
        "number": counted.number,
        "when": f"{clock(item.starts_at)}–{clock(item.ends_at)}",
        "what": _words(item.title),
        "group": item.group,
        "present": both(said),
    }


def _row(row: Attended, register: Register, day: int) -> dict[str, object]:
    details = row.person.details
    return {
        "seat": row.person.number,
        "km": details.name_km,
        "latin": details.name_latin,
        "gender": _words(_SHOWN_GENDERS.get(details.gender, Bilingual("", ""))),
        "organisation": details.organisation,
        "group": row.person.group,
        "has_left": row.person.has_left,
        "boxes": [
            [row.letters(each.item), row.source_letter(each.item)]
            for each in register.items_of(day)
        ],
        "of_day": row.minutes_of_day(day),
        "in_all": row.presence.minutes,
        "percent": row.percent,
    }
