"""A sheet of answers as its pages show it: plain values, without any hint of what is right.

Only `reviewed` knows the right answers; it is for finished sheets alone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.kernel.locales import Bilingual
from training.modules.model import Item
from training.quizzes import rules
from training.quizzes.model import Choice, KeptAnswer


@dataclass(frozen=True, slots=True)
class Row:
    """One choice at its place on the sheet, counted from 1."""

    place: int
    choice: Choice
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices in the sheet's order; `saved_at` is None while unanswered."""

    number: int
    id: str
    words: Bilingual
    rows: tuple[Row, ...]
    saved_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One question of a finished sheet with the right answer and its reason."""

    number: int
    words: Bilingual
    own: Choice | None
    right: Choice
    is_right: bool
    reason: Bilingual


def questions(
    items: Sequence[Item], seed: int, kept: Mapping[str, KeptAnswer]
) -> tuple[Question, ...]:
    """The sheet while it is being answered."""
    return tuple(
        _question(number, item, seed, kept.get(item.id)) for number, item in enumerate(items, 1)
    )


def _question(number: int, item: Item, seed: int, kept: KeptAnswer | None) -> Question:
    choices = rules.choices_in_order(item, seed)
    rows = tuple(
        Row(place, choice, kept is not None and kept.code == choice.code)
        for place, choice in enumerate(choices, 1)
    )
    return Question(number, item.id, item.question, rows, kept.at if kept else None)


def reviewed(items: Sequence[Item], kept: Mapping[str, KeptAnswer]) -> tuple[Reviewed, ...]:
    """The sheet once it is finished."""
    return tuple(_reviewed(number, item, kept.get(item.id)) for number, item in enumerate(items, 1))


def _reviewed(number: int, item: Item, kept: KeptAnswer | None) -> Reviewed:
    code = kept.code if kept else None
    return Reviewed(
        number=number,
        words=item.question,
        own=rules.find_choice(item, code),
        right=rules.right_choice(item),
        is_right=rules.is_right(item, code),
        reason=item.reason,
    )


def question_shown(sheet: Sequence[Question], wanted: str) -> Question:
    """The question of that number, else the first unanswered one, else the last."""
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:4]) <= len(sheet):
        return sheet[int(wanted[:4]) - 1]
    return next((each for each in sheet if each.saved_at is None), sheet[-1])
