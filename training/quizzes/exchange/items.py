"""Questions of files turned into quiz items, and back, with a reason for each that cannot be.

An item has whole marks and no shares of them for an answer: an answer that is partly right in the
file counts as wrong here, and a note says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.modules.model import Item, ItemKind, Option
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    NotTaken,
    Question,
    Reading,
    Remark,
)
from training.quizzes.exchange.parts import truths

MOST_OPTIONS = 6
USUAL_DIFFICULTY = 2
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_PARTLY_RIGHT = say("Answers that are partly right in the file count as wrong here.")
_ONE_REASON = say("Of what it says about its answers, one text was kept as the reason.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What can be asked of a file's questions, what cannot and why, and what was lost."""

    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    refused: tuple[Remark, ...]
    notes: tuple[Remark, ...]


def take(reading: Reading) -> Taken:
    """Items of the questions of a file, in its order."""
    questions, items, refused, notes = [], [], list(reading.refused), []
    ids = set[str]()
    for question in reading.questions:
        lost = list(question.left_out)
        try:
            item = _as_item(question, _free_id(question.title, ids), lost)
        except NotTaken as fault:
            refused.append(Remark(question.line, fault.reason))
            continue
        ids.add(item.id)
        questions.append(question)
        items.append(item)
        notes += [Remark(question.line, text) for text in dict.fromkeys(lost)]
    refused.sort(key=lambda remark: remark.line)
    return Taken(tuple(questions), tuple(items), tuple(refused), tuple(notes))


def _free_id(title: str, taken: set[str]) -> str:
    """An id from the Latin letters of a title, or `q`, with a number where it is taken."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "q"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _as_item(question: Question, item_id: str, lost: list[Text]) -> Item:
    if question.kind not in _KINDS:
        reason = say("Questions of the kind %(kind)s cannot be asked yet.", kind=question.kind)
        raise NotTaken(reason)
    if question.picture:
        raise NotTaken(say("A question with a picture cannot be asked yet."))
    kind = _KINDS[question.kind]
    return Item(
        id=item_id,
        kind=kind,
        objective="",
        difficulty=USUAL_DIFFICULTY,
        question=question.words,
        reason=_reason(question, lost),
        options=_options(question, lost) if kind is ItemKind.SINGLE else (),
        answer=question.choices[0].weight == FULL if kind is ItemKind.TRUE_FALSE else None,
    )


_KINDS = {Kind.SINGLE: ItemKind.SINGLE, Kind.TRUE_FALSE: ItemKind.TRUE_FALSE}


def _reason(question: Question, lost: list[Text]) -> Bilingual:
    """The general words of the file, else those for the right answer, else for a wrong one."""
    is_told_apart = question.kind is Kind.SINGLE
    by_weight = sorted(question.choices, key=lambda choice: -choice.weight)
    told = [each.feedback for each in by_weight if each.weight == FULL or not is_told_apart]
    found = [words for words in (question.reason, *told) if words != NO_WORDS]
    if len(set(found)) > 1:
        lost.append(_ONE_REASON)
    return found[0] if found else NO_WORDS


def _options(question: Question, lost: list[Text]) -> tuple[Option, ...]:
    choices = question.choices
    if len(choices) > MOST_OPTIONS:
        raise NotTaken(say("It has more than %(most)s answers.", most=MOST_OPTIONS))
    if sum(choice.weight == FULL for choice in choices) != 1:
        raise NotTaken(say("Several of its answers are right, and only one can be chosen."))
    if any(NOTHING < choice.weight < FULL for choice in choices):
        lost.append(_PARTLY_RIGHT)
    return tuple(
        Option(
            id=letter,
            words=choice.words,
            right=choice.weight == FULL,
            why=NO_WORDS if choice.weight == FULL else choice.feedback,
        )
        for letter, choice in zip(_LETTERS, choices, strict=False)
    )


def as_questions(items: Sequence[Item], category: str) -> tuple[Question, ...]:
    """Items as files carry them; the title is the id, the line the place in the list from 1."""
    return tuple(
        Question(
            line=place,
            kind=Kind(item.kind.value),
            title=item.id,
            words=item.question,
            choices=tuple(_choices(item)),
            reason=item.reason,
            category=category,
        )
        for place, item in enumerate(items, 1)
    )


def _choices(item: Item) -> Iterator[Choice]:
    if item.kind is ItemKind.TRUE_FALSE:
        yield from truths(bool(item.answer))
    for option in item.options:
        weight: Decimal = FULL if option.right else NOTHING
        yield Choice(option.words, weight, option.why)
