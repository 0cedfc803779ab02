"""Questions of files turned into quiz items, with a reason for each that cannot be.

An item has whole marks and no shares of them for an answer: an answer that is partly right in the
file counts as wrong here, and a note says so. The way back is in `from_items`.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.modules.model import Item, ItemKind, Option, Pair
from training.quizzes.answers import MOST_WORDS
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    NotTaken,
    Picture,
    Question,
    Reading,
    Remark,
    plain,
)
from training.quizzes.scoring import folded

MOST_OPTIONS = 10
"""More cannot be read on a phone without losing one's place."""
MOST_PICTURES = 100
"""In one file; a pack has as many."""
USUAL_DIFFICULTY = 2
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?")
_PARTLY_RIGHT = say("Answers that are partly right in the file count as wrong here.")
_ALIKE = say("Its right answers count differently in the file and alike here.")
_ONE_REASON = say("Of what it says about its answers, one text was kept as the reason.")
_NO_LEFT = say("An answer that belongs to nothing on the left side was left out.")
_NOT_SEEN = say("Its picture has no words for those who do not see it.")
_ROUNDED = say("Its number was rounded to six decimals.")


@dataclass(frozen=True, slots=True)
class Taken:
    """What can be asked of a file's questions, what cannot and why, and what was lost.

    `pictures` are those of the items, by the names that these have for them.
    """

    questions: tuple[Question, ...]
    items: tuple[Item, ...]
    refused: tuple[Remark, ...]
    notes: tuple[Remark, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def take(reading: Reading) -> Taken:
    """Items of the questions of a file, in its order."""
    questions, items, refused, notes = [], [], list(reading.refused), []
    ids, pictures = set[str](), dict[str, bytes]()
    for question in reading.questions:
        lost = list(question.left_out)
        try:
            item = _as_item(question, _free_id(question.title, ids), lost)
            _take_picture(question.picture, pictures, lost)
        except NotTaken as fault:
            refused.append(Remark(question.line, fault.reason))
            continue
        ids.add(item.id)
        questions.append(question)
        items.append(item)
        notes += [Remark(question.line, text) for text in dict.fromkeys(lost)]
    refused.sort(key=lambda remark: remark.line)
    return Taken(tuple(questions), tuple(items), tuple(refused), tuple(notes), pictures)


def _take_picture(picture: Picture | None, pictures: dict[str, bytes], lost: list[Text]) -> None:
    if picture is None:
        return
    name = picture_name(picture)
    if name not in pictures and len(pictures) >= MOST_PICTURES:
        raise NotTaken(say("The file has more than %(most)s pictures.", most=MOST_PICTURES))
    pictures[name] = picture.content
    if picture.alt == NO_WORDS:
        lost.append(_NOT_SEEN)


def picture_name(picture: Picture) -> str:
    """The name that a picture is kept by: the same for the same picture, whatever file has it."""
    ending = picture.name.rpartition(".")[2].replace("jpeg", "jpg")
    return f"picture-{hashlib.sha256(picture.content).hexdigest()[:12]}.{ending}"


def _free_id(title: str, taken: set[str]) -> str:
    """An id from the Latin letters of a title, or `q`, with a number where it is taken."""
    name = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40].strip("-") or "q"
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _as_item(question: Question, item_id: str, lost: list[Text]) -> Item:
    return Item(
        id=item_id,
        kind=ItemKind(question.kind.value),
        objective="",
        difficulty=USUAL_DIFFICULTY,
        question=question.words,
        reason=_reason(question, lost),
        marks=question.marks,
        rubric=question.rubric if question.marks and question.kind is Kind.TEXT else NO_WORDS,
        picture=picture_name(question.picture) if question.picture else "",
        alt=question.picture.alt if question.picture else NO_WORDS,
        **_PARTS[question.kind](question.choices, lost),
    )


def _reason(question: Question, lost: list[Text]) -> Bilingual:
    """The general words of the file, else those for a right answer, else for a wrong one.

    Where each answer keeps its own words as `why`, those for the wrong ones are none of them.
    """
    keeps_why = question.kind in (Kind.SINGLE, Kind.SEVERAL)
    by_weight = sorted(question.choices, key=lambda choice: -choice.weight)
    told = [each.feedback for each in by_weight if not (keeps_why and each.weight < FULL)]
    found = [words for words in (question.reason, *told) if words != NO_WORDS]
    if len(set(found)) > 1:
        lost.append(_ONE_REASON)
    return found[0] if found else NO_WORDS


Parts = dict[str, Any]
"""The fields of an item that only its kind has."""


def _single(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:
    if any(NOTHING < choice.weight < FULL for choice in choices):
        lost.append(_PARTLY_RIGHT)
    return {"options": _options(choices, lambda choice: choice.weight == FULL)}


def _several(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:
    if len({choice.weight for choice in choices if choice.weight > 0}) > 1:
        lost.append(_ALIKE)
    return {"options": _options(choices, lambda choice: choice.weight > 0)}


def _ordering(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:  # noqa: ARG001 - as the others
    return {"options": _options(choices, lambda _: False)}


def _options(choices: tuple[Choice, ...], is_right: Callable[[Choice], bool]) -> tuple[Option, ...]:
    _require_few(choices)
    return tuple(
        Option(
            id=letter,
            words=choice.words,
            right=is_right(choice),
            why=NO_WORDS if is_right(choice) else choice.feedback,
        )
        for letter, choice in zip(LETTERS, choices, strict=False)
    )


def _require_few(choices: tuple[Choice, ...]) -> None:
    if len(choices) > MOST_OPTIONS:
        raise NotTaken(say("It has more than %(most)s answers.", most=MOST_OPTIONS))


def _truth(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:  # noqa: ARG001 - as the others
    return {"answer": choices[0].weight == FULL}


def _matching(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:
    joined = tuple(choice for choice in choices if choice.words != NO_WORDS)
    if len(joined) < len(choices):
        lost.append(_NO_LEFT)
    _require_few(joined)
    if len(joined) < 2:
        raise NotTaken(say("It has fewer than two pairs."))
    if len({choice.to for choice in joined}) < 2:
        raise NotTaken(say("All of its pairs have the same right side."))
    pairs = zip(LETTERS, joined, strict=False)
    return {"pairs": tuple(Pair(letter, each.words, each.to) for letter, each in pairs)}


def _short(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:
    spellings = [each.words.km or each.words.en for each in choices if each.weight == FULL]
    if len(spellings) < len(choices):
        lost.append(_PARTLY_RIGHT)
    if not spellings:
        raise NotTaken(say("None of its answers is fully right."))
    if any(len(each) > MOST_WORDS for each in spellings):
        raise NotTaken(say("An answer is longer than %(most)s signs.", most=MOST_WORDS))
    if not all(map(folded, spellings)):
        raise NotTaken(say("An answer has neither a letter nor a digit."))
    return {"accepted": tuple(dict.fromkeys(spellings))}


def _number(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:
    right = [each.number for each in choices if each.weight == FULL and each.number]
    if len(right) != 1:
        raise NotTaken(say("It has %(count)s right numbers and needs one.", count=len(right)))
    if len(choices) > 1:
        lost.append(_PARTLY_RIGHT)
    exact = (right[0].value, right[0].tolerance)
    value, tolerance = (round(each, 6) for each in exact)
    if (value, tolerance) != exact:
        lost.append(_ROUNDED)
    if not (_NUMBER.fullmatch(plain(value)) and _NUMBER.fullmatch(plain(tolerance))):
        raise NotTaken(say("Its number has more than twelve digits."))
    return {"value": plain(value), "tolerance": plain(tolerance)}


def _text(choices: tuple[Choice, ...], lost: list[Text]) -> Parts:  # noqa: ARG001 - as the others
    return {}


_PARTS: dict[Kind, Callable[[tuple[Choice, ...], list[Text]], Parts]] = {
    Kind.SINGLE: _single,
    Kind.SEVERAL: _several,
    Kind.TRUE_FALSE: _truth,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.SHORT: _short,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
}
