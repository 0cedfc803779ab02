"""Aiken: a question on its own line, lettered answers, and the letter of the right one.

Read as Moodle reads it (docs.moodle.org, "Aiken format"), with Khmer letters and lower case too,
and with a question that goes over several lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from training.kernel.locales import Bilingual
from training.kernel.texts import say
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    NotTaken,
    Question,
    Remark,
)
from training.quizzes.exchange.wording import (
    default_title,
    in_its_language,
    speaks_for_itself,
    tidy_line,
)

_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_KHMER = "កខគឃងចឆជឈញដឋឌឍណ"
_CHOICE = re.compile(rf"([A-Za-z{_KHMER}])(?:\)|\.\)?)\s*(.*)")
_RIGHT = re.compile(r"(?:ANSWER|ចម្លើយ)\s*[:៖]\s*(.*)", re.IGNORECASE)
NOT_BEGUN = say("An answer stands here without a question before it.")


@dataclass(slots=True)
class _Draft:
    line: int
    words: list[str]
    letters: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    is_over: bool = False


def read(text: str) -> Iterator[Question | Remark]:
    """Every question of the file in its order, or why it cannot be taken."""
    draft: _Draft | None = None
    for number, line in enumerate(text.split("\n"), 1):
        written = line.strip()
        choice, right = _CHOICE.fullmatch(written), _RIGHT.fullmatch(written)
        if not written:
            if draft:
                draft.is_over = True
        elif (choice or right) and draft is None:
            yield Remark(number, NOT_BEGUN)
        elif right and draft:
            yield _finished(draft, right[1])
            draft = None
        elif choice and draft:
            draft.letters.append(_letter(choice[1]))
            draft.answers.append(choice[2])
        elif draft and not draft.letters and not draft.is_over:
            draft.words.append(written)
        else:
            yield from _unfinished(draft)
            draft = _Draft(number, [written])
    yield from _unfinished(draft)


def _unfinished(draft: _Draft | None) -> Iterator[Remark]:
    if draft:
        yield Remark(draft.line, say("It has no line ANSWER: with the letter of the right answer."))


def _letter(written: str) -> str:
    return _LATIN[_KHMER.index(written)] if written in _KHMER else written.upper()


def _finished(draft: _Draft, right: str) -> Question | Remark:
    letter = right.strip().rstrip(").")
    if len(letter) != 1 or letter not in _LATIN + _LATIN.lower() + _KHMER:
        reason = say('"%(written)s" is not the letter of one answer.', written=letter[:40])
        return Remark(draft.line, reason)
    letter = _letter(letter)
    if draft.letters.count(letter) != 1:
        reason = say(
            "The right answer is %(letter)s, and not one answer has this letter.", letter=letter
        )
        return Remark(draft.line, reason)
    words = in_its_language(tidy_line(" ".join(draft.words)))
    choices = tuple(
        Choice(in_its_language(tidy_line(answer)), FULL if each == letter else NOTHING)
        for each, answer in zip(draft.letters, draft.answers, strict=True)
    )
    return Question(draft.line, Kind.SINGLE, default_title(words), words, choices)


def write(question: Question) -> str:
    """The question in Aiken. Raises NotTaken for what Aiken cannot hold."""
    if question.kind is not Kind.SINGLE or question.picture:
        raise NotTaken(say("Aiken holds questions with one right answer only, without pictures."))
    right = [at for at, choice in enumerate(question.choices) if choice.weight == FULL]
    if len(right) != 1 or any(choice.weight not in (FULL, NOTHING) for choice in question.choices):
        raise NotTaken(say("Aiken has no place for weights of answers."))
    lines = [_line(question.words)]
    if _CHOICE.fullmatch(lines[0]) or _RIGHT.fullmatch(lines[0]):
        raise NotTaken(say("Aiken would read its words as an answer."))
    lines += [
        f"{letter}) {_line(each.words)}"
        for letter, each in zip(_LATIN, question.choices, strict=False)
    ]
    return "\n".join((*lines, f"ANSWER: {_LATIN[right[0]]}\n"))


def lost(question: Question) -> bool:
    """Whether the question says something about answers, which Aiken has no place for."""
    told = (question.reason, *(choice.feedback for choice in question.choices))
    return any(words != NO_WORDS for words in told)


def _line(words: Bilingual) -> str:
    if not speaks_for_itself(words):
        raise NotTaken(say("Aiken holds one language. Choose Khmer or English."))
    text = words.km or words.en
    return text.replace("\n", " ")
