"""The register in words and figures, for files: one row for each person, one for each session."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from training.attendance import texts
from training.attendance.model import MarkSource, MarkStatus
from training.attendance.register.model import (
    CONFLICT,
    LETTERS,
    NO_MARK,
    OTHER_GROUP,
    SOURCE_LETTERS,
    Attended,
    Counted,
    Register,
)
from training.courses.model import HalfDay, Slot
from training.kernel.locales import Bilingual, Language
from training.kernel.moments import clock
from training.kernel.texts import N_, Text, say
from training.people.model import GENDERS, PROVINCES, SECTORS, title_words

Cell = str | int | dt.date
Table = tuple[tuple[Cell, ...], ...]
"""The heads, then the rows. Figures are numbers in Western digits, days are days: programs read
them."""

LEGEND = (
    (LETTERS[MarkStatus.PRESENT], N_("present")),
    (LETTERS[MarkStatus.LATE], N_("late, with the minutes")),
    (LETTERS[MarkStatus.LEFT_EARLY], N_("left early, with the minutes")),
    (LETTERS[MarkStatus.EXCUSED], N_("excused")),
    (LETTERS[MarkStatus.ABSENT], N_("absent")),
    (NO_MARK, N_("nothing recorded")),
    (OTHER_GROUP, N_("for another group")),
    (SOURCE_LETTERS[MarkSource.CODE], N_("by code")),
    (SOURCE_LETTERS[MarkSource.HAND], N_("by hand")),
    (SOURCE_LETTERS[MarkSource.PAPER], N_("on paper")),
    (CONFLICT, N_("two sources disagree: not settled yet")),
)
"""What the letters and signs of the register mean."""
_HALF_DAYS = {HalfDay.MORNING: N_("Morning"), HalfDay.AFTERNOON: N_("Afternoon")}
_PERSON = (
    N_("Seat"),
    N_("Khmer name"),
    N_("Latin name"),
    N_("Title"),
    N_("Gender"),
    N_("Institution or organisation"),
    N_("Sector"),
    N_("Province or capital"),
    N_("Group"),
    N_("Has left"),
)


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks one language. `translate` says a text in it."""

    language: Language
    translate: Callable[[Text | str], str]

    def say(self, msgid: str, /, **params: object) -> str:
        """A sentence with named blanks; numbers in Western digits."""
        return self.translate(say(msgid, **{name: str(it) for name, it in params.items()}))

    def spoken(self, words: Bilingual) -> str:
        """Bilingual words, in the other language where this one has none."""
        return words.best(self.language)[0]


def people_table(register: Register, voice: Voice) -> Table:
    """One row for each person: four cells for each session, then what it adds up to."""
    heads = [voice.translate(each) for each in _PERSON]
    for each in register.items:
        where = f"{each.number}. {_when(register, each)} {voice.spoken(each.item.title)}"
        parts = (N_("Attendance"), N_("Minutes late"), N_("Minutes early"), N_("Source"))
        heads += [f"{where}: {voice.translate(part)}" for part in parts]
    heads += [_minutes_of(register, slot, voice) for slot in register.slots]
    heads += [
        voice.translate(each)
        for each in (N_("Minutes in all"), N_("Minutes that count"), N_("Per cent"),
                     N_("Not settled yet"))
    ]  # fmt: skip
    return tuple(heads), *(tuple(_row(register, row, voice)) for row in register.rows)


def _when(register: Register, counted: Counted) -> str:
    day = register.date_of(counted.item.day).isoformat()
    return f"{day} {clock(counted.item.starts_at)}"


def _minutes_of(register: Register, slot: Slot, voice: Voice) -> str:
    half = voice.translate(_HALF_DAYS[slot.half])
    day = register.date_of(slot.day).isoformat()
    return voice.say(N_("Minutes, %(day)s, %(half)s"), day=day, half=half)


def _row(register: Register, row: Attended, voice: Voice) -> Iterator[Cell]:
    person, details = row.person, row.person.details
    yield from (person.number, details.name_km, details.name_latin)
    yield voice.spoken(title_words(details.title))
    for lists, code in ((GENDERS, details.gender), (None, details.organisation),
                        (SECTORS, details.sector), (PROVINCES, details.province)):  # fmt: skip
        yield voice.spoken((lists or {}).get(code, Bilingual(code, code)))
    yield person.group
    yield voice.translate(N_("yes")) if person.has_left else ""
    for each in register.items:
        yield from _box(row, each, voice)
    yield from (row.presence.minutes_of.get(slot, 0) for slot in register.slots)
    yield from (row.presence.minutes, row.minutes_that_count, row.percent, len(row.open_conflicts))


def _box(row: Attended, counted: Counted, voice: Voice) -> Iterator[Cell]:
    mark = row.marks.get(counted.item.id) if counted.item.id else None
    if mark is None:
        is_for = row.may_come_to(counted.item)
        yield from ("" if is_for else voice.translate(N_("for another group")), "", "", "")
        return
    yield voice.translate(texts.STATUSES[mark.status])
    yield from (mark.minutes_late or "", mark.minutes_early or "")
    yield voice.translate(texts.SOURCES[mark.source])


def sessions_table(register: Register, voice: Voice) -> Table:
    """One row for each session: when, what, how many marks say present, how many were counted."""
    heads = (N_("Number"), N_("Date"), N_("From"), N_("Until"), N_("Session"), N_("Group"),
             N_("Minutes"), N_("Present"), N_("Heads counted"))  # fmt: skip
    return tuple(voice.translate(each) for each in heads), *(
        (
            each.number,
            register.date_of(each.item.day),
            clock(each.item.starts_at),
            clock(each.item.ends_at),
            voice.spoken(each.item.title),
            each.item.group,
            each.item.minutes,
            each.present,
            "" if each.head_count is None else each.head_count,
        )
        for each in register.items
    )


def legend(voice: Voice) -> tuple[tuple[str, str], ...]:
    """The letters and signs, each with what it means."""
    return tuple((letter, voice.translate(words)) for letter, words in LEGEND)
