"""What came of a quiz, as plain values: results that were replaced, and what the trainer reads."""

import datetime as dt
import uuid
from dataclasses import dataclass

from training.modules.model import Item
from training.quizzes.model import Attempt, Choice, QuizLine


@dataclass(frozen=True, slots=True)
class OldResult:
    """A result that another one took the place of.

    `reason` is marked, corrected, entered or late.
    """

    score: int
    most: int
    replaced_at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class NewResult:
    """What a finished sheet is worth by now, where that is not what it was worth before."""

    sheet: Attempt
    score: int
    most: int


@dataclass(frozen=True, slots=True)
class Change:
    """A result that a correction changes; whether it is passed is None without a pass mark."""

    new: NewResult
    passed_before: bool | None
    passed_now: bool | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a correction would change, and how many results would stay as they are."""

    changes: tuple[Change, ...]
    stay: int


@dataclass(frozen=True, slots=True)
class Written:
    """An open text on a finished sheet; `marks` is None until it was marked."""

    sheet: Attempt
    words: str
    at: dt.datetime
    marks: int | None


@dataclass(frozen=True, slots=True)
class ItemShare:
    """How many of `of` finished sheets have an item right, and what was chosen most instead."""

    item: Item
    right: int
    of: int
    instead: tuple[Choice, ...]
    """Empty where nobody was wrong."""
    instead_count: int


@dataclass(frozen=True, slots=True)
class QuizReport:
    """One assessment of a course as its own page shows it to the trainer."""

    line: QuizLine
    attempts: dict[uuid.UUID, Attempt]
    """By seat: the one that counts, which is the best finished one, else the latest."""
    tries: dict[uuid.UUID, int]
    """By seat: how many sheets it has begun."""
    beside: dict[uuid.UUID, list[tuple[int, Attempt]]]
    """By seat: sheets of the same person that do not count, from a seat that was merged into this
    one, with the number that it had."""
    extra: dict[uuid.UUID, int]
    """By seat: how much longer than others it may take, in per cent."""
    late: dict[uuid.UUID, int]
    """By attempt: how many of its answers came after its end and were taken nevertheless."""
    old: dict[uuid.UUID, list[OldResult]]
    """By attempt: the results that another one took the place of, the oldest first."""
    shares: tuple[ItemShare, ...]
    """Of the finished sheets that count, the most misunderstood item first."""
    gives_away: bool
    """Whether its questions are not for the screen in the room now."""
