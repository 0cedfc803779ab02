"""What a question needs, whatever file it comes from."""

from collections.abc import Iterator

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.quizzes.exchange.model import (
    FULL,
    MOST_CHOICES,
    MOST_SIGNS,
    NO_WORDS,
    Choice,
    Kind,
    Question,
)

_CHOSEN = (Kind.SINGLE, Kind.SEVERAL)
_FEWEST = {Kind.TEXT: 0, Kind.SHORT: 1, Kind.NUMBER: 1}


def find_fault(question: Question) -> Text | None:
    """Why the question cannot be asked; None where it can."""
    return next(_faults(question), None)


def _faults(question: Question) -> Iterator[Text]:
    if question.words == NO_WORDS:
        yield say("It has no words that ask something.")
    if any(len(text) > MOST_SIGNS for text in _texts(question)):
        yield say("One of its texts is longer than %(most)s signs.", most=MOST_SIGNS)
    yield from _choice_faults(question.kind, question.choices)


def _choice_faults(kind: Kind, choices: tuple[Choice, ...]) -> Iterator[Text]:
    fewest = _FEWEST.get(kind, 2)
    if len(choices) < fewest == 1:
        yield say("It has no answer.")
    if len(choices) < fewest:
        yield say("It needs at least %(fewest)s answers.", fewest=fewest)
    if len(choices) > MOST_CHOICES:
        yield say(
            "It has %(count)s answers; %(most)s are the most.",
            count=len(choices),
            most=MOST_CHOICES,
        )
    if any(not abs(choice.weight) <= FULL for choice in choices):
        yield say("A weight is none from -100 to 100.")
    if kind is Kind.MATCHING:
        if any(choice.to == NO_WORDS for choice in choices):
            yield say("One of its pairs has nothing on the right side.")
    elif kind is not Kind.NUMBER and any(choice.words == NO_WORDS for choice in choices):
        yield say("One of its answers is empty.")
    if (kind is Kind.SINGLE and all(choice.weight < FULL for choice in choices)) or (
        kind is not Kind.TEXT and all(choice.weight <= 0 for choice in choices)
    ):
        yield say("None of its answers is marked as right.")


def _texts(question: Question) -> Iterator[str]:
    alt = question.picture.alt if question.picture else NO_WORDS
    for words in (question.words, question.reason, question.rubric, alt):
        yield from _both(words)
    for choice in question.choices:
        for words in (choice.words, choice.feedback, choice.to):
            yield from _both(words)


def _both(words: Bilingual) -> Iterator[str]:
    yield words.km
    yield words.en
