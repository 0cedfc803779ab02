"""What the room sees together, as plain values."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass

import msgspec

from training.kernel.locales import Bilingual


class Shows(enum.StrEnum):
    """What stands on the projector: the slide, or something in front of it."""

    SLIDE = "slide"
    JOIN = "join"
    ATTENDANCE = "attendance"
    QUESTION = "question"
    QUIZ = "quiz"
    RANKING = "ranking"


class QuestionKind(enum.StrEnum):
    """How a question to the room is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    TRUE_FALSE = "true-false"
    SCALE = "scale"
    WORDS = "words"


class Standing(enum.StrEnum):
    """Whether words from the room may be seen by the room."""

    WAITING = "waiting"
    SHOWN = "shown"
    HIDDEN = "hidden"


class SignalKind(enum.StrEnum):
    """What a trainee tells the trainer without speaking."""

    TOO_FAST = "too-fast"
    QUESTION = "question"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the room sees now. `sequence` rises with every change of it."""

    course_id: uuid.UUID
    sequence: int = 0
    revision_id: uuid.UUID | None = None
    """The module; None before the trainer began."""
    slide_id: str = ""
    part: int = 0
    """Which part of a slide that does not fit at once, from 0; -1 is the last."""
    parts: int = 1
    """How many parts the projector made of this slide."""
    is_blank: bool = False
    shows: Shows = Shows.SLIDE
    question_id: uuid.UUID | None = None
    driver_key: str = ""
    driver_name: str = ""
    driven_at: dt.datetime | None = None
    link_generation: int = 0
    has_ranking: bool = False


@dataclass(frozen=True, slots=True)
class Driver:
    """Who turns the slides: the random key of the page, and the name that others read."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A slide that came up. One without a slide begins the counting of minutes anew."""

    revision_id: uuid.UUID | None
    slide_id: str
    turned_at: dt.datetime


NO_WORDS = Bilingual("", "")


class Choice(msgspec.Struct, frozen=True):
    """One answer that can be given; without words its code speaks (true, false, a number)."""

    code: str
    words: Bilingual = NO_WORDS


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A question as somebody wants to ask it. `right` is empty where no answer is the right one."""

    kind: QuestionKind
    words: Bilingual
    choices: tuple[Choice, ...] = ()
    right: tuple[str, ...] = ()
    reason: Bilingual = NO_WORDS
    seconds: int = 0
    """The time limit; 0 for none."""
    revision_id: uuid.UUID | None = None
    item_id: str = ""
    slide_id: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was asked to the room."""

    id: uuid.UUID
    kind: QuestionKind
    words: Bilingual
    choices: tuple[Choice, ...]
    right: tuple[str, ...]
    reason: Bilingual
    opened_at: dt.datetime
    closes_at: dt.datetime | None
    closed_at: dt.datetime | None
    revealed_at: dt.datetime | None

    @property
    def is_revealed(self) -> bool:
        """Whether the room may see what was right."""
        return self.revealed_at is not None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was sent."""

    codes: tuple[str, ...]
    words: str
    submission_key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of a seat that counts."""

    id: uuid.UUID
    seat_id: uuid.UUID
    codes: tuple[str, ...]
    words: str
    standing: Standing
    given_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """How many chose this; `share` in whole per cent of those who answered."""

    choice: Choice
    count: int
    share: int
    is_right: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a question so far. `words` are those that the room may see."""

    question: Question
    answered: int
    bars: tuple[Bar, ...]
    words: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Signal:
    """Something a trainee told the trainer."""

    id: uuid.UUID
    seat_id: uuid.UUID
    kind: SignalKind
    words: str
    sent_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line of the ranking; equal numbers of right answers share a place."""

    place: int
    nickname: str
    right: int


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """A question and what one seat answered to it; None where it did not."""

    question: Question
    answer: Answer | None
    is_right: bool | None
    """None until it is revealed, and where nothing is right or wrong."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What phones are called to beside the slide."""

    course_id: uuid.UUID
    agenda_item: str
    """The id of the item whose attendance is open, else ""."""
    quizzes: tuple[str, ...]
    """The slugs of modules whose quiz is open."""
