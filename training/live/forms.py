"""What the trainer's windows and the trainee's page send, as clean values."""

import uuid
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from training.kernel.ids import as_id
from training.kernel.locales import Bilingual, digits_only
from training.kernel.refusal import Refusal
from training.live import texts
from training.live.model import (
    Choice,
    Driver,
    Given,
    NewQuestion,
    QuestionKind,
    Shows,
    SignalKind,
    Standing,
)
from training.live.rules import KEY_LENGTH
from training.web.forms import new_submission_key, tidy

Sent = MultiDict[str, str]
_LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a driver wants of the stage; `word` says which fields count."""

    word: str
    module: str = ""
    slide: str = ""
    part: int = 0
    parts: int = 1
    on: bool = False
    what: Shows = Shows.SLIDE


WORDS = frozenset({"go", "blank", "show", "fitted", "ranking", "minutes"})
WORDS_OF_REMOTE = frozenset({"go", "blank"})
WORDS_OF_SCREEN = frozenset({"fitted"})


def read_command(sent: Sent, allowed: frozenset[str]) -> Command:
    """A command with one of the allowed words. Raises Refusal (422)."""
    word = sent.get("word", "")
    if word not in allowed:
        raise Refusal(texts.UNREADABLE)
    try:
        what = Shows(sent.get("what", Shows.SLIDE.value))
    except ValueError as unknown:
        raise Refusal(texts.UNREADABLE) from unknown
    return Command(
        word,
        sent.get("module", ""),
        sent.get("slide", ""),
        _part(sent.get("part", "")),
        _part(sent.get("parts", "1")),
        sent.get("on", "") in {"1", "yes"},
        what,
    )


def _part(written: str) -> int:
    """A part of a slide, from 0; -1 is the last. Raises Refusal (422)."""
    if written in {"", "-1"}:
        return -1 if written else 0
    if not (written.isascii() and written.isdigit() and len(written) < 3):
        raise Refusal(texts.UNREADABLE)
    return int(written)


def read_driver(sent: Sent, name: str) -> Driver:
    """Who sends a command, by the random key of the page."""
    return Driver(sent.get("driver", "")[:KEY_LENGTH], name)


def read_key(sent: Sent) -> str:
    """The submission key; a new one for a form that has none."""
    return sent.get("submission_key", "")[:KEY_LENGTH] or new_submission_key()


def read_seconds(sent: Sent) -> int:
    """A time limit in seconds; 0 for none. Raises Refusal (422)."""
    typed = sent.get("seconds", "").strip()
    digits = digits_only(typed)
    if len(digits) != len(typed) or len(digits) > _LONGEST_NUMBER:
        raise Refusal(texts.UNREADABLE, field="seconds")
    return int(digits or 0)


def read_question_kind(sent: Sent) -> QuestionKind:
    """How a question is answered. Raises Refusal (422)."""
    try:
        return QuestionKind(sent.get("kind", ""))
    except ValueError as unknown:
        raise Refusal(texts.UNREADABLE) from unknown


def read_question(sent: Sent) -> NewQuestion:
    """A question made on the spot. Raises Refusal (422).

    Answers stand one a line, in one language or in both, line by line; a line that begins with `*`
    is right.
    """
    kind = read_question_kind(sent)
    words = Bilingual(tidy(sent.get("words_km")), tidy(sent.get("words_en")))
    km, en = _lines(sent.get("choices_km")), _lines(sent.get("choices_en"))
    if km and en and len(km) != len(en):
        raise Refusal(texts.UNEQUAL_CHOICES, field="choices_en")
    pairs = list(zip(km or [""] * len(en), en or [""] * len(km), strict=True))
    choices = tuple(
        Choice(str(place), Bilingual(*(each.lstrip("* ") for each in pair)))
        for place, pair in enumerate(pairs, 1)
    )
    starred = (
        str(place) for place, pair in enumerate(pairs, 1) if any(each[:1] == "*" for each in pair)
    )
    right = tuple(starred) if kind in {QuestionKind.SINGLE, QuestionKind.SEVERAL} else ()
    if kind is QuestionKind.TRUE_FALSE and sent.get("right") in {"true", "false"}:
        right = (sent["right"],)
    reason = Bilingual(tidy(sent.get("reason_km")), tidy(sent.get("reason_en")))
    return NewQuestion(kind, words, choices, right, reason, read_seconds(sent))


def _lines(typed: str | None) -> list[str]:
    return [each.strip() for each in tidy(typed).split("\n") if each.strip("* \t")]


def read_given(sent: Sent) -> Given:
    """An answer from a phone."""
    return Given(
        tuple(sent.getlist("choice")), sent.get("words", ""), sent.get("submission_key", "")
    )


def read_kind(sent: Sent) -> SignalKind:
    """Which signal. Raises Refusal (422)."""
    try:
        return SignalKind(sent.get("kind", ""))
    except ValueError as unknown:
        raise Refusal(texts.UNREADABLE) from unknown


def read_standing(sent: Sent) -> Standing:
    """What becomes of somebody's words. Raises Refusal (422)."""
    try:
        return Standing(sent.get("standing", ""))
    except ValueError as unknown:
        raise Refusal(texts.UNREADABLE) from unknown


def read_id(sent: Sent, name: str) -> uuid.UUID:
    """The id in a field. Raises Refusal (404)."""
    found = as_id(sent.get(name, ""))
    if found is None:
        raise Refusal(texts.NO_SUCH_QUESTION, status=404)
    return found
