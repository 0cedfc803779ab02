"""A question as files carry it, and what came of reading or writing them."""

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from training.kernel.locales import Bilingual, western_digits
from training.kernel.texts import Text

NO_WORDS = Bilingual(km="", en="")
NOTHING, FULL = Decimal(0), Decimal(100)
MOST_SIGNS = 5_000
"""In one text; a pack's quiz has the same bound."""
MOST_TITLE_SIGNS = 255
MOST_CHOICES = 26
"""As many as there are letters to name them with."""
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,15}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE][+-]?[0-9])?")


class Format(enum.StrEnum):
    """How a file of questions is written."""

    GIFT = "gift"
    MOODLE_XML = "moodle-xml"
    AIKEN = "aiken"
    CSV = "csv"
    XLSX = "xlsx"


class Kind(enum.StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    TRUE_FALSE = "true-false"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORT = "short"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how far an answer may lie from it, both ends included."""

    value: Decimal
    tolerance: Decimal = NOTHING

    def __str__(self) -> str:
        return (
            f"{plain(self.value)}:{plain(self.tolerance)}" if self.tolerance else plain(self.value)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a question; `weight` is what it is worth, in per cent, from -100 to 100.

    A matching question has the left side in `words` and the right one in `to`; a question that asks
    for a number has `number`. `feedback` is said to those who chose it.
    """

    words: Bilingual = NO_WORDS
    weight: Decimal = NOTHING
    feedback: Bilingual = NO_WORDS
    to: Bilingual = NO_WORDS
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was checked; `alt` says what it shows, for those who do not see it."""

    name: str
    content: bytes
    alt: Bilingual = NO_WORDS


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `line` counts from 1: where the file has it.

    Choices stand in the order of the file; ordering: in the right order; true-false: first true,
    then false. `reason` is said to everybody afterwards, `rubric` is for whoever marks a text.
    """

    line: int
    kind: Kind
    title: str
    words: Bilingual
    choices: tuple[Choice, ...] = ()
    reason: Bilingual = NO_WORDS
    rubric: Bilingual = NO_WORDS
    category: str = ""
    picture: Picture | None = None
    marks: int = 1
    left_out: tuple[Text, ...] = ()
    """What the file had and the question has not."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell about the question at that line: why it was refused, or what it lost."""

    line: int
    reason: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file, in its order."""

    questions: tuple[Question, ...] = ()
    refused: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Writing:
    """What came of writing a file: its bytes, and remarks with the place in the list from 1."""

    content: bytes
    refused: tuple[Remark, ...] = ()
    left_out: tuple[Remark, ...] = ()


Progress = Callable[[int], None]
"""Told how many questions were read or refused until now."""


class NotTaken(Exception):
    """Raised while one question is read or written: why it cannot be taken, and where."""

    def __init__(self, reason: Text, line: int = 0) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.line = line


def read_decimal(written: str) -> Decimal | None:
    """The number that is written there, in Western or Khmer digits; None where there is none."""
    found = western_digits(written.strip())
    return Decimal(found) if _DECIMAL.fullmatch(found) else None


def plain(number: Decimal) -> str:
    """A number without an exponent and without noughts at its end."""
    written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return "0" if written in ("-0", "") else written
