"""Openings, marks, and what they add up to, as plain values."""

import datetime as dt
import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from training.courses.model import AgendaItem, SeatView, Slot
from training.kernel.texts import Text


class MarkStatus(enum.StrEnum):
    """What is recorded about one person and one agenda item."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    EXCUSED = "excused"
    ABSENT = "absent"
    UNMARKED = "unmarked"
    """What was recorded was taken back: nothing holds any more. No reader outside this room meets
    it."""


IN_THE_ROOM = frozenset({MarkStatus.PRESENT, MarkStatus.LATE, MarkStatus.LEFT_EARLY})
"""These count as present, with the missed minutes taken off."""
WITH_MINUTES = frozenset({MarkStatus.LATE, MarkStatus.LEFT_EARLY})


class MarkSource(enum.StrEnum):
    """How a mark came about."""

    CODE = "code"
    """By the person's own phone: the screen's code, scanned or typed."""
    HAND = "hand"
    """By the trainer's hand: called up, or settled."""
    PAPER = "paper"
    """By a signature on a sign-in sheet."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of time in which trainees could mark an agenda item by code."""

    id: uuid.UUID
    agenda_item_id: uuid.UUID
    opened_at: dt.datetime
    closed_at: dt.datetime | None
    group: str = ""
    """The parallel group of its agenda item; empty: everybody."""


class Mark(msgspec.Struct, frozen=True):
    """One version of one person's mark. The highest version is the one that holds."""

    id: uuid.UUID
    agenda_item_id: uuid.UUID
    seat_id: uuid.UUID
    version: int
    status: MarkStatus
    minutes_late: int
    minutes_early: int
    source: MarkSource
    marked_by: uuid.UUID | None
    """The account that marked by hand or entered a sheet; None for a mark by code."""
    marked_at: dt.datetime
    device: str = ""
    """Which browser marked by code: the same text for the same browser, and no key to anything."""
    restores: uuid.UUID | None = None
    """The version that this one says again, where what came after it was taken back."""

    @property
    def word_id(self) -> uuid.UUID:
        """The version in which this was first said: later claims are not settled by it."""
        return self.restores or self.id


@dataclass(frozen=True, slots=True)
class Claim:
    """What a phone or a sheet says of somebody for whom something is recorded already.

    It changes nothing by itself. Where it speaks against the mark that holds, and was made after
    it, a person has to settle it.
    """

    id: uuid.UUID
    agenda_item_id: uuid.UUID
    seat_id: uuid.UUID
    source: MarkSource
    status: MarkStatus
    said_by: uuid.UUID | None
    """The account that entered it; None for a phone."""
    said_at: dt.datetime
    device: str = ""
    """As in a mark."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A mark that holds, and the later claims that speak against it."""

    mark: Mark
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of somebody about whom a mark and later claims disagree."""

    mark_id: uuid.UUID
    """The mark that held when the person looked."""
    was_there: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Settled:
    """What a person's words came to."""

    settled: int
    kept: int
    """How many had been settled or changed since the person looked, and stay as they are."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a phone has seen of the code in time: judged then, and good for a while."""

    course_id: uuid.UUID
    agenda_item_id: uuid.UUID
    seen_at: dt.datetime
    """When the scan arrived, in whole seconds."""
    device: str
    """The mark of the browser that scanned; no other can use it."""


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """One of the seats of a phone: what holds for it, and what it can be marked for now."""

    seat: SeatView
    shown: tuple[AgendaItem, Mark] | None
    """The mark to confirm."""
    to_tap: AgendaItem | None
    """Scanned, and not marked yet: one tap is left to do."""
    to_type: AgendaItem | None
    """Open for this person, not marked, and not scanned."""
    hindrance: Text | None = None
    """Why what was scanned cannot be marked for this person."""


@dataclass(frozen=True, slots=True)
class HandMark:
    """What a trainer asks for; minutes are None where nothing was written."""

    agenda_item_id: uuid.UUID
    seat_id: uuid.UUID
    status: MarkStatus
    minutes_late: int | None = None
    minutes_early: int | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """What one tap, or one form, did about one person."""

    mark: Mark
    """What holds now."""
    key: str
    """By which it can be taken back; empty where it changed nothing."""
    time_zone: str
    """Of the course, in which the mark's hour is said."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an act back came to."""

    marks: tuple[Mark, ...]
    """What holds now for each person whose mark was taken back."""
    kept: int
    """For how many people something was recorded since, so that their marks stay."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people the trainer counted in the room, and how many were marked in it then."""

    counted: int
    marked: int
    counted_by: uuid.UUID | None
    counted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Surprise:
    """A mark by code at which somebody might look twice, and why. It is a hint, no fault."""

    seat_id: uuid.UUID
    never_followed: bool
    """This person's phone never showed the slides, while others' did."""
    same_phone: tuple[uuid.UUID, ...]
    """Other seats that the same phone marked."""


@dataclass(frozen=True, slots=True)
class Presence:
    """What one person's marks add up to over the course. No minute of the clock counts twice."""

    half_days: frozenset[Slot]
    """The half-days of the agenda items in which the person was for a minute at least."""
    minutes_of: Mapping[Slot, int]
    """Minutes by half-day; one spent in two parallel items is that of the item seen first."""

    @property
    def minutes(self) -> int:
        """Minutes in all: the length of the union of all times in which the person was there."""
        return sum(self.minutes_of.values())


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sign-in sheet that was printed: whom its rows name, so that row numbers can be entered."""

    id: uuid.UUID
    course_id: uuid.UUID
    number: int
    """The course's first sheet is 1; printed on it."""
    slot: Slot
    group: str
    """The parallel group that it is for; empty: everybody."""
    seat_ids: tuple[uuid.UUID, ...]
    """Row 1 names the first of these, and so on; the empty rows for walk-ins follow."""
    blanks: int
    """How many empty rows follow."""
    made_at: dt.datetime
