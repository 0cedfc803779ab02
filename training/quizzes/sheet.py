"""A sheet of answers as its pages show it: plain values, without any hint of what is right.

Only `reviewed` knows the right answers; it is for finished sheets alone.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from training.kernel.locales import Bilingual
from training.modules.model import NO_WORDS, Item, ItemKind
from training.quizzes import answers, scoring
from training.quizzes.model import Choice, Correction, Given, KeptAnswer

NONE_CORRECTED: Mapping[str, Correction] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Row:
    """One choice at its place on the sheet, counted from 1.

    `chosen` is its position, from 1, where lines are put in order; else 1 for what was chosen. 0 is
    nothing.
    """

    place: int
    choice: Choice
    chosen: int


@dataclass(frozen=True, slots=True)
class Left:
    """A left side of a matching question, and the place of the row that it was joined to, or 0."""

    words: Bilingual
    joined: int


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its choices in the sheet's order; `saved_at` is None while unanswered."""

    number: int
    id: str
    kind: ItemKind
    words: Bilingual
    rows: tuple[Row, ...]
    lefts: tuple[Left, ...]
    typed: str
    """What was typed, of a question that is answered so."""
    saved_at: dt.datetime | None
    is_given: bool
    """Whether nothing is missing in the answer."""
    ends: tuple[Bilingual, ...]
    """What the first and the last step of a scale mean."""
    smileys: bool
    picture: str
    """The name of a picture of its module, or empty; `alt` says what it shows."""
    alt: Bilingual


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a given answer. `is_right` is None where it cannot be judged apart from the rest.

    `why` says of an option that was wrongly chosen why it is wrong, and may be empty.
    """

    choice: Choice
    is_right: bool | None
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One question of a finished sheet with the right answer and its reason.

    `right` is empty where nothing is right, or where `rubric` says what gives marks.
    """

    number: int
    id: str
    kind: ItemKind
    words: Bilingual
    own: tuple[Line, ...]
    right: tuple[Choice, ...]
    marks: int
    most: int
    reason: Bilingual
    rubric: Bilingual
    is_scored: bool
    is_waiting: bool
    """Whether the trainer has to mark it still."""
    picture: str
    alt: Bilingual
    correction: Correction | None
    """What is right by now, where that is not what the pack says."""

    @property
    def is_right(self) -> bool:
        """Whether the answer has all the marks that there are."""
        return self.is_scored and self.marks == self.most


def questions(
    items: Sequence[Item], seed: int, kept: Mapping[str, KeptAnswer]
) -> tuple[Question, ...]:
    """The sheet while it is being answered."""
    return tuple(
        _question(number, item, seed, kept.get(item.id)) for number, item in enumerate(items, 1)
    )


def as_sent(sheet: Sequence[Question], given: Given) -> tuple[Question, ...]:
    """The sheet with an answer in it as it was sent, though it could not be kept."""
    return tuple(_with(each, given.written) if each.id == given.item_id else each for each in sheet)


def _with(question: Question, written: str) -> Question:
    if question.kind in answers.TYPED:
        return replace(question, typed=written)
    places = {str(row.place): row.place for row in question.rows}
    sent = written.split(",")
    if question.kind is not ItemKind.ORDERING or len(sent) != len(question.rows):
        return question
    rows = zip(question.rows, sent, strict=True)
    return replace(
        question, rows=tuple(replace(row, chosen=places.get(place, 0)) for row, place in rows)
    )


def _question(number: int, item: Item, seed: int, kept: KeptAnswer | None) -> Question:
    code = kept.code if kept else ""
    shown = answers.choices_in_order(item, seed)
    given = answers.joined(item, code) if item.kind is ItemKind.MATCHING else {}
    places = {choice.code: place for place, choice in enumerate(shown, 1)}
    return Question(
        number=number,
        id=item.id,
        kind=item.kind,
        words=item.question,
        rows=tuple(
            Row(place, choice, _chosen(item, choice, code)) for place, choice in enumerate(shown, 1)
        ),
        lefts=tuple(Left(pair.left, places.get(given.get(pair.id, ""), 0)) for pair in item.pairs),
        typed=answers.typed_again(item, code) if item.kind in answers.TYPED else "",
        saved_at=kept.at if kept else None,
        is_given=answers.is_given(item, code),
        ends=item.ends,
        smileys=item.smileys,
        picture=item.picture,
        alt=item.alt,
    )


def _chosen(item: Item, choice: Choice, code: str) -> int:
    codes = code.split()
    if choice.code not in codes:
        return 0
    return codes.index(choice.code) + 1 if item.kind is ItemKind.ORDERING else 1


def reviewed(
    items: Sequence[Item],
    kept: Mapping[str, KeptAnswer],
    by_hand: Mapping[str, int] = scoring.NONE_GIVEN,
    corrections: Mapping[str, Correction] = NONE_CORRECTED,
) -> tuple[Reviewed, ...]:
    """The sheet once it is finished; `by_hand` and `corrections` as in a `Key`, by item id."""
    return tuple(
        _reviewed(number, item, kept.get(item.id), by_hand, corrections.get(item.id))
        for number, item in enumerate(items, 1)
    )


def _reviewed(
    number: int,
    item: Item,
    kept: KeptAnswer | None,
    by_hand: Mapping[str, int],
    correction: Correction | None,
) -> Reviewed:
    code = kept.code if kept else None
    return Reviewed(
        number=number,
        id=item.id,
        kind=item.kind,
        words=item.question,
        own=_lines(item, code or ""),
        right=answers.said_right(item),
        marks=scoring.marks_of(item, code, by_hand),
        most=item.marks if item.is_scored else 0,
        reason=item.reason,
        rubric=item.rubric,
        is_scored=item.is_scored,
        is_waiting=scoring.is_waiting(item, code, by_hand),
        picture=item.picture,
        alt=item.alt,
        correction=correction,
    )


def _lines(item: Item, code: str) -> tuple[Line, ...]:
    said = answers.said(item, code)
    if item.kind is ItemKind.MATCHING:
        right = answers.joined(item, code).items() & answers.right_sides(item).items()
        return tuple(Line(each, each.code in dict(right), NO_WORDS) for each in said)
    if item.kind not in {ItemKind.SINGLE, ItemKind.SEVERAL} or not item.is_scored:
        return tuple(Line(each, None, NO_WORDS) for each in said)
    options = {option.id: option for option in item.options}
    return tuple(Line(each, options[each.code].right, options[each.code].why) for each in said)


def question_shown(sheet: Sequence[Question], wanted: str) -> Question:
    """The question of that number, else the one where it was interrupted.

    That is the first open one after the answer that was given last, from the start again at the
    end; where none is open, the last.
    """
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:4]) <= len(sheet):
        return sheet[int(wanted[:4]) - 1]
    given = [(each.saved_at, each.number) for each in sheet if each.saved_at]
    place = max(given)[1] if given else 0
    ordered = (*sheet[place:], *sheet[:place])
    return next((each for each in ordered if not each.is_given), sheet[-1])
