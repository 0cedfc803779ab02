"""A quiz as plain values: how it stands, who answered what, what came of it."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass, field

import msgspec

from training.courses.model import CourseState
from training.kernel.locales import Bilingual
from training.kernel.texts import Text


class Purpose(enum.StrEnum):
    """What a course asks its people a sheet of questions for."""

    MODULE = "module"
    PRACTICE = "practice"
    HOME = "home"
    PRE_TEST = "pre-test"
    POST_TEST = "post-test"
    EVALUATION = "evaluation"
    PLAN = "plan"

    @property
    def calls_the_room(self) -> bool:
        """Whether everybody does it at the same time; else each at their own time."""
        return self not in {Purpose.PRACTICE, Purpose.HOME}

    @property
    def is_test(self) -> bool:
        """Whether it is one of the two tests from matched forms."""
        return self in {Purpose.PRE_TEST, Purpose.POST_TEST}

    @property
    def is_scored(self) -> bool:
        """Whether something is right or wrong in it."""
        return self not in {Purpose.EVALUATION, Purpose.PLAN}


class Results(enum.StrEnum):
    """When a seat sees what was right and what its sheet is worth."""

    AT_ONCE = "at-once"
    AFTER_CLOSING = "after-closing"
    NEVER = "never"


class EndedBy(enum.StrEnum):
    """What ended a sheet: its owner, the trainer's closing, its own time, or who entered it.

    `STAFF` is for what was written on paper and entered by somebody of the staff.
    """

    SEAT = "seat"
    CLOSING = "closing"
    TIME = "time"
    STAFF = "staff"

    @property
    def is_for_good(self) -> bool:
        """Whether nothing that a phone still has can be added."""
        return self in {EndedBy.SEAT, EndedBy.STAFF}


class Terms(msgspec.Struct, frozen=True):
    """How an assessment is taken in one course."""

    tries: int = 1
    """How many sheets a seat may fill in; 0 is any number."""
    minutes: int = 0
    """Time for one sheet; 0 is no limit."""
    pass_percent: int = 0
    """From which share of the marks it is passed; 0 is no pass mark."""
    results: Results = Results.AT_ONCE
    closes_at: dt.datetime | None = None
    """The deadline."""
    one_page: bool = False
    """All questions on one page, else one a screen."""
    mixed: bool = False
    """Whether the questions too come in an order of each sheet's own, as their options do."""


class Correction(msgspec.Struct, frozen=True):
    """What is right in an item from now on, or that everybody has its marks."""

    right: tuple[str, ...] = ()
    """Ids of the options that are right, in their right order where that counts; `true` or `false`;
    the accepted words; or a number and its tolerance."""
    is_void: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a course can let its people answer; `slug` names it in addresses.

    `title` is that of its module, and empty where it is not one module's.
    """

    slug: str
    purpose: Purpose
    revision_id: uuid.UUID | None
    title: Bilingual
    items: int


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
    slug: str
    revision_id: uuid.UUID | None
    """Where its questions lie; None: in all modules of the course."""
    opened_at: dt.datetime
    closed_at: dt.datetime | None

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One seat's sheet of answers, or one without a name.

    `score` and `most` are set once it is finished. `form` is `a` or `b` in a test, else empty. From
    `due_at` on no answer is taken. `seen_at` is when its owner saw what was right.
    """

    id: uuid.UUID
    seat_id: uuid.UUID | None
    slug: str
    revision_id: uuid.UUID | None
    form: str
    number: int
    seed: int
    started_at: dt.datetime
    due_at: dt.datetime | None
    finished_at: dt.datetime | None
    finished_by: EndedBy | None
    seen_at: dt.datetime | None
    score: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Desk:
    """All that decides what a seat can do with one assessment now."""

    course_id: uuid.UUID
    slug: str
    purpose: Purpose
    revision_id: uuid.UUID | None
    course_state: CourseState
    time_zone: str
    opening: Opening | None
    """The latest one."""
    attempt: Attempt | None
    """The latest one."""
    terms: Terms = field(default_factory=Terms)
    may_be_corrected: bool = True
    """False where it is known that no key of the course was corrected."""


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """The little of an attempt that saving one answer needs."""

    attempt_id: uuid.UUID
    revision_id: uuid.UUID | None
    form: str
    seed: int
    due_at: dt.datetime | None
    time_zone: str
    newest_answer_id: uuid.UUID | None
    """The id of the answer given last, which the next one must be greater than."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was sent: `written` in the places of this seat's sheet, see `answers`.

    `tapped_at` is when the phone says that it was given, by the server's clock as the phone knows
    it; it counts only for an answer that arrives after the end.
    """

    item_id: str
    written: str
    submission_key: str
    tapped_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """An acknowledged answer, and the zone in which its time is shown."""

    item_id: str
    written: str
    at: dt.datetime
    time_zone: str
    due_at: dt.datetime | None
    """Until when the sheet takes answers, as it stands now."""
    is_late: bool = False
    """It came after the end, but was given before it."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer that counts for an item."""

    code: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class OpenQuiz:
    """An assessment that can be answered now."""

    slug: str
    purpose: Purpose
    revision_id: uuid.UUID | None
    title: Bilingual
    items: int
    opened_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SeatQuiz:
    """How one assessment stands for one seat, for the trainee's day.

    `score` and `most` are those of the try that counts, once the seat may see them.
    """

    slug: str
    purpose: Purpose
    title: Bilingual
    items: int
    standing: Standing
    closes_at: dt.datetime | None
    """The deadline."""
    may_try_again: bool = False
    score: int | None = None
    most: int | None = None
    is_passed: bool | None = None
    """None where there is no pass mark."""


@dataclass(frozen=True, slots=True)
class QuizLine:
    """One assessment of a course in the trainer's list: how it stands, and how many answer it."""

    slug: str
    purpose: Purpose
    revision_id: uuid.UUID | None
    title: Bilingual
    items: int
    opening: Opening | None
    terms: Terms
    began: int
    """How many seats have begun, those that have sent it included."""
    finished: int
    """How many have sent it, or were ended."""
    unfinished: int
    """How many are in the middle of it, also of a further try."""
    why_not: Text | None
    """Why it cannot be opened now; None for what is open or can be."""

    @property
    def is_open(self) -> bool:
        """Whether answers are taken."""
        return self.opening is not None and self.opening.is_open
