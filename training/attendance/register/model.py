"""A register: who was there for how long, with all that stands beside it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from training.attendance.model import Mark, MarkSource, MarkStatus, Presence
from training.courses.model import AgendaItem, SeatedPerson, Slot
from training.kernel.locales import Bilingual

LETTERS = {
    MarkStatus.PRESENT: "P",
    MarkStatus.LATE: "L",
    MarkStatus.LEFT_EARLY: "E",
    MarkStatus.EXCUSED: "X",
    MarkStatus.ABSENT: "A",
}
"""The same in both languages, so that one register can be read by everybody; explained on it."""
SOURCE_LETTERS = {MarkSource.CODE: "c", MarkSource.HAND: "h", MarkSource.PAPER: "p"}
NO_MARK, OTHER_GROUP, CONFLICT = "·", "–", "!"


@dataclass(frozen=True, slots=True)
class Counted:
    """One agenda item that counts, numbered over the whole course from 1, and its head count."""

    number: int
    item: AgendaItem
    present: int
    """How many marks say that somebody was there, if for a part of the time."""
    head_count: int | None = None
    """How many the trainer counted last; None where nobody did."""


@dataclass(frozen=True, slots=True)
class Attended:
    """One person's part of the register."""

    person: SeatedPerson
    marks: Mapping[uuid.UUID, Mark]
    """The mark that holds, by agenda item."""
    open_conflicts: frozenset[uuid.UUID]
    """Agenda items for which somebody has to settle what is right."""
    presence: Presence
    """What the marks come to."""
    minutes_that_count: int
    """Of the agenda, for the person's group."""

    @property
    def percent(self) -> int:
        """Whole per cent of the minutes that count, rounded down: 99.9 is not all; 0 of none.

        Whoever was with other groups as well, at other hours, has no more than all.
        """
        if not self.minutes_that_count:
            return 0
        return min(100, 100 * self.presence.minutes // self.minutes_that_count)

    def may_come_to(self, item: AgendaItem) -> bool:
        """Whether the agenda item is for the person's group; whoever has none can come to any."""
        return item.may_come(self.person.group)

    def letters(self, item: AgendaItem) -> str:
        """What stands in the box of an agenda item, such as `P`, `L10`, `L10 E5`."""
        mark = self.marks.get(item.id) if item.id else None
        if mark is None:
            return NO_MARK if self.may_come_to(item) else OTHER_GROUP
        late = f"L{mark.minutes_late}" if mark.minutes_late else ""
        early = f"E{mark.minutes_early}" if mark.minutes_early else ""
        return f"{late} {early}".strip() or LETTERS[mark.status]

    def source_letter(self, item: AgendaItem) -> str:
        """How the mark came about, and a sign where somebody has to settle it."""
        mark = self.marks.get(item.id) if item.id else None
        source = SOURCE_LETTERS[mark.source] if mark else ""
        return source + (CONFLICT if item.id in self.open_conflicts else "")

    def minutes_of_day(self, day: int) -> int:
        """Minutes that count on that day of the course, 0 being the first."""
        by_slot = self.presence.minutes_of.items()
        return sum(minutes for slot, minutes in by_slot if slot.day == day)


@dataclass(frozen=True, slots=True)
class Register:
    """All of it, at one moment."""

    title: Bilingual
    venue: Bilingual
    first_day: dt.date
    made_at: dt.datetime
    time_zone: str
    items: tuple[Counted, ...]
    slots: tuple[Slot, ...]
    rows: tuple[Attended, ...]
    """In the Khmer order of names; who has left among them."""

    @property
    def days(self) -> tuple[int, ...]:
        """The days on which something counts."""
        return tuple(sorted({each.item.day for each in self.items}))

    @property
    def has_groups(self) -> bool:
        """Whether anybody is in a parallel group."""
        return any(row.person.group for row in self.rows)

    def date_of(self, day: int) -> dt.date:
        """The calendar's day."""
        return self.first_day + dt.timedelta(days=day)

    def items_of(self, day: int) -> tuple[Counted, ...]:
        """What counts on that day."""
        return tuple(each for each in self.items if each.item.day == day)
