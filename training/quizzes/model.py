"""A quiz as plain values: how it stands, who answered what, what came of it."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

from training.courses.model import CourseState
from training.kernel.locales import Bilingual
from training.modules.model import Item


class Purpose(enum.StrEnum):
    """What an attempt is for. One module's items may serve several purposes."""

    MODULE = "module"


class Standing(enum.StrEnum):
    """How one module's quiz stands for one seat."""

    NOT_OPEN = "not-open"
    OPEN = "open"
    BEGUN = "begun"
    FINISHED = "finished"
    CLOSED = "closed"
    """Closed before this seat began it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given; `words` is None where the code itself is a known word."""

    code: str
    words: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """A time during which a quiz could be answered; still open while `closed_at` is None."""

    id: uuid.UUID
    revision_id: uuid.UUID
    opened_at: dt.datetime
    closed_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One seat's sheet of answers. `score` and `most` are set once it is finished."""

    id: uuid.UUID
    seat_id: uuid.UUID
    revision_id: uuid.UUID
    seed: int
    started_at: dt.datetime
    finished_at: dt.datetime | None
    score: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that decides what a seat can do with one quiz now."""

    revision_id: uuid.UUID
    course_state: CourseState
    time_zone: str
    opening: Opening | None
    """The latest one."""
    attempt: Attempt | None


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The little of an attempt that saving one answer needs."""

    attempt_id: uuid.UUID
    revision_id: uuid.UUID
    seed: int
    time_zone: str
    newest_answer_id: uuid.UUID | None
    """The id of the answer given last, which the next one must be greater than."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was sent: `written` in the places of this seat's sheet, see `answers`."""

    item_id: str
    written: str
    submission_key: str


@dataclass(frozen=True, slots=True)
class Saved:
    """An acknowledged answer, and the zone in which its time is shown."""

    item_id: str
    written: str
    at: dt.datetime
    time_zone: str


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer that counts for an item."""

    code: str
    at: dt.datetime


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
class OpenQuiz:
    """A quiz that can be answered now."""

    revision_id: uuid.UUID
    slug: str
    title: Bilingual
    items: int
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SeatQuiz:
    """How one quiz stands for one seat, for the trainee's day."""

    revision_id: uuid.UUID
    slug: str
    title: Bilingual
    items: int
    standing: Standing
    score: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A frozen score of one seat in one quiz."""

    revision_id: uuid.UUID
    score: int
    most: int
    finished_at: dt.datetime


@dataclass(frozen=True, slots=True)
class QuizReport:
    """One quiz of a course as the trainer sees it."""

    revision_id: uuid.UUID
    slug: str
    title: Bilingual
    items: int
    opening: Opening | None
    attempts: dict[uuid.UUID, Attempt]
    """By seat."""
    shares: tuple[ItemShare, ...]
    """Of finished sheets, the most misunderstood item first."""

    @property
    def began(self) -> int:
        """How many seats have begun, finished ones included."""
        return len(self.attempts)

    @property
    def finished(self) -> int:
        """How many seats have a score."""
        return sum(each.finished_at is not None for each in self.attempts.values())
