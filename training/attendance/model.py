"""Openings, marks, and what they add up to, as plain values."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

from training.courses.model import HalfDay


class MarkStatus(enum.StrEnum):
    """What is recorded about one person and one agenda item."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left-early"
    EXCUSED = "excused"
    ABSENT = "absent"


IN_THE_ROOM = frozenset({MarkStatus.PRESENT, MarkStatus.LATE, MarkStatus.LEFT_EARLY})
"""These count as present, with the missed minutes taken off."""
WITH_MINUTES = frozenset({MarkStatus.LATE, MarkStatus.LEFT_EARLY})


class MarkSource(enum.StrEnum):
    """How a mark came about."""

    CODE = "code"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Opening:
    """One span of time in which trainees could mark an agenda item by code."""

    id: uuid.UUID
    agenda_item_id: uuid.UUID
    opened_at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Mark:
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
    """The account that marked by hand; None for a mark by code."""
    marked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class HandMark:
    """What a trainer asks for; minutes are None where nothing was written."""

    agenda_item_id: uuid.UUID
    seat_id: uuid.UUID
    status: MarkStatus
    minutes_late: int | None = None
    minutes_early: int | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """What one person's marks add up to over the day."""

    half_days: frozenset[HalfDay]
    """The halves of the day in which at least one minute counts."""
    minutes: int
