"""The one-day agenda that a new course starts from, by the fact sheet (section 13).

Lunch begins at 11:15, because monks eat before noon.
"""

import hashlib
import uuid
from collections.abc import Sequence

from msgspec import structs

from training.courses.model import AgendaItem, ItemKind
from training.kernel.locales import Bilingual
from training.kernel.moments import clock, read_clock

_SESSION, _MODULE = ItemKind.SESSION, ItemKind.MODULE
_PAUSE, _CEREMONY = ItemKind.PAUSE, ItemKind.CEREMONY

_LINES: tuple[tuple[str, str, ItemKind, bool, str, str], ...] = (
    ("07:45", "08:15", _CEREMONY, False, "Registration and pre-test", "ការចុះឈ្មោះ និងតេស្តមុនវគ្គ"),
    ("08:15", "08:35", _CEREMONY, False, "Opening and aims of the day", "ពិធីបើក និងគោលបំណងនៃវគ្គ"),
    ("08:35", "09:00", _SESSION, False, "Introductions and ground rules", "ការណែនាំខ្លួន និងវិធានរួម"),
    ("09:00", "10:10", _MODULE, True, "Module 1, part A", "ម៉ូឌុលទី១ ផ្នែក ក"),
    ("10:10", "10:25", _PAUSE, False, "Break", "ពេលសម្រាក"),
    ("10:25", "11:15", _MODULE, True, "Module 1, part B, and quiz", "ម៉ូឌុលទី១ ផ្នែក ខ និងកម្រងសំណួរ"),
    (
        "11:15",
        "12:45",
        _PAUSE,
        False,
        "Lunch (monks are served first)",
        "អាហារថ្ងៃត្រង់ (ប្រគេនភត្តាហារព្រះសង្ឃជាមុន)",
    ),
    ("12:45", "13:00", _SESSION, False, "Recap by participants", "ការរំលឹកមេរៀនដោយអ្នកចូលរួម"),
    ("13:00", "14:15", _MODULE, True, "Module 2, part A", "ម៉ូឌុលទី២ ផ្នែក ក"),
    ("14:15", "14:30", _PAUSE, False, "Break", "ពេលសម្រាក"),
    ("14:30", "15:20", _MODULE, True, "Module 2, part B, and quiz", "ម៉ូឌុលទី២ ផ្នែក ខ និងកម្រងសំណួរ"),
    ("15:20", "16:20", _SESSION, True, "Teach-back in groups", "ការបង្រៀនសាកល្បងជាក្រុម"),
    ("16:20", "16:45", _SESSION, True, "My training plan", "ផែនការបណ្តុះបណ្តាលផ្ទាល់ខ្លួន"),
    ("16:45", "17:00", _SESSION, False, "Post-test and evaluation", "តេស្តក្រោយវគ្គ និងការវាយតម្លៃ"),
    ("17:00", "17:20", _CEREMONY, False, "Certificates and closing", "ការប្រគល់វិញ្ញាបនបត្រ និងពិធីបិទ"),
)


def one_day_template() -> tuple[AgendaItem, ...]:
    """Fresh agenda items, without ids."""
    return tuple(
        AgendaItem(
            None, read_clock(start) or 0, read_clock(end) or 0, Bilingual(km, en), kind, counts
        )
        for start, end, kind, counts, en, km in _LINES
    )


def with_ids(
    items: Sequence[AgendaItem], course_id: uuid.UUID, submission_key: str
) -> dict[int, AgendaItem]:
    """The new items by their place, with ids that the same submission key gives again."""
    return {
        place: structs.replace(item, id=uuid.uuid5(course_id, f"{submission_key} {place}"))
        for place, item in enumerate(items)
        if item.id is None
    }


def fingerprint(items: Sequence[AgendaItem]) -> str:
    """A short text that is another one when the day is another one."""
    return hashlib.sha256(repr(tuple(items)).encode()).hexdigest()[:16]


def lines_of(items: Sequence[AgendaItem]) -> list[str]:
    """The day as the trail keeps it."""
    return [
        f"{f'day {item.day + 1} ' if item.day else ''}"
        f"{clock(item.starts_at)}-{clock(item.ends_at)} "
        f"{f'group {item.group} ' if item.group else ''}{item.kind.value}"
        f"{' counts' if item.counts else ''} {item.title.en or item.title.km}"
        for item in items
    ]
