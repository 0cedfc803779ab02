"""The small parts of a question that several formats write alike: numbers, weights, spellings."""

import re
from decimal import Decimal

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.quizzes.exchange.html_words import Form
from training.quizzes.exchange.markup import read_markup
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    NotTaken,
    Number,
    read_decimal,
)
from training.quizzes.exchange.wording import tidy_line

MOST_MARKS = 20
OTHER = say("What it says about any other answer was left out.")
_CONTEXT = re.compile(r"^\$[A-Za-z0-9]+\$(?:/|$)|^top(?:/|$)")


def read_category(written: str) -> str:
    """A path of categories without the context that Moodle puts before it."""
    found = tidy_line(written)
    for _ in ("$course$", "top"):
        found = _CONTEXT.sub("", found, count=1)
    return found


def read_number(written: str) -> Number:
    """`3`, `3:0.5` (the number and how far from it) or `2.5..3.5`. Raises NotTaken."""
    low, dots, high = written.partition("..")
    value, _, tolerance = written.partition(":")
    first = read_decimal(low if dots else value)
    second = read_decimal(high if dots else tolerance or "0")
    if first is None or second is None:
        raise NotTaken(say('"%(written)s" is no number.', written=tidy_line(written)[:40]))
    if not dots:
        return Number(first, abs(second))
    return Number((first + second) / 2, abs(second - first) / 2)


def read_weight(written: str) -> Decimal:
    """A weight in per cent. Raises NotTaken."""
    found = read_decimal(written.replace(",", "."))
    if found is None or not -FULL <= found <= FULL:
        reason = say('The weight "%(written)s" is none from -100 to 100.', written=written[:40])
        raise NotTaken(reason)
    return found


def read_marks(written: str, kind: Kind) -> tuple[int, list[Text]]:
    """Whole marks, 1 where nothing else is written, and what was left out.

    A text may be asked for without marks.
    """
    found = read_decimal(written or "1")
    fewest = 0 if kind is Kind.TEXT else 1
    if found is not None and found == int(found) and fewest <= found <= MOST_MARKS:
        return int(found), []
    return 1, [
        say(
            "Its marks (%(marks)s) are not a whole number from 1 to 20; it counts 1.",
            marks=written[:20],
        )
    ]


def read_spelling(written: str) -> Bilingual:
    """An accepted spelling. Raises NotTaken where Moodle's * stands for anything."""
    if re.search(r"(?<!\\)\*", written):
        raise NotTaken(say("It accepts any words at a *, which cannot be done here."))
    found = read_markup(written.replace("\\*", "*"), Form.PLAIN).words
    return Bilingual(km=tidy_line(found.km), en=tidy_line(found.en))


def truths(
    is_true: bool, of_true: Bilingual = NO_WORDS, of_false: Bilingual = NO_WORDS
) -> tuple[Choice, ...]:
    """The two choices of a question that asks whether something is true."""
    weights = (FULL, NOTHING) if is_true else (NOTHING, FULL)
    words = (Bilingual(km="", en="true"), Bilingual(km="", en="false"))
    return tuple(Choice(*each) for each in zip(words, weights, (of_true, of_false), strict=True))
