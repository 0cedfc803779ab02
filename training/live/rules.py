"""What may be asked and what is taken as an answer: facts in, decisions out."""

import datetime as dt
import unicodedata
from dataclasses import replace

from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.live import texts
from training.live.model import Choice, Given, NewQuestion, Question, QuestionKind, SignalKind
from training.modules.model import Use

GRACE = dt.timedelta(seconds=5)
"""So long after the time limit an answer is still taken: a slow phone sent it in time."""
SCALE = tuple(Choice(str(number)) for number in range(1, 6))
TRUE_FALSE = (Choice("true"), Choice("false"))
MOST_CHOICES = 8
MOST_WORDS = 80
MOST_OF_QUESTION = 500
MOST_OF_CHOICE = 200
MOST_OF_SIGNAL = 300
LONGEST_LIMIT_SECONDS = 3600
KEY_LENGTH = 64
MOST_UNSETTLED = 5
"""Questions of one seat that wait for the trainer at once."""


def require_drivable(state: CourseState) -> None:
    """Raises Refusal (409) for a course that has ended."""
    if state is CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)


FORMS = frozenset({Use.FORM_A, Use.FORM_B})


def require_askable(state: CourseState, use: Use | None, is_in_open_quiz: bool) -> None:
    """Raises Refusal (409) where a question would come too early, or give something away.

    `use` is set for an item that is kept for something: those of the two forms wait until the test
    after the course is over.
    """
    if state is not CourseState.RUNNING:
        raise Refusal(texts.NOT_RUNNING, status=409)
    if use in FORMS:
        raise Refusal(texts.IN_A_TEST, status=409)
    if is_in_open_quiz:
        raise Refusal(texts.IN_OPEN_QUIZ, status=409)


def check_question(asked: NewQuestion) -> NewQuestion:
    """The question with the answers that belong to its kind. Raises Refusal (422)."""
    if not (asked.words.km or asked.words.en):
        raise Refusal(texts.NEEDS_WORDS, field="words_km")
    if max(len(asked.words.km), len(asked.words.en)) > MOST_OF_QUESTION:
        raise Refusal(texts.TOO_LONG, field="words_km")
    if not 0 <= asked.seconds <= LONGEST_LIMIT_SECONDS:
        raise Refusal(texts.UNREADABLE)
    choices = choices_of(asked)
    codes = {each.code for each in choices}
    if len(codes) != len(choices) or not set(asked.right) <= codes:
        raise Refusal(texts.UNREADABLE)
    return replace(asked, choices=choices)


def choices_of(asked: NewQuestion) -> tuple[Choice, ...]:
    """The answers that can be given. Raises Refusal (422) where they are missing or too many."""
    if asked.kind is QuestionKind.TRUE_FALSE:
        return TRUE_FALSE
    if asked.kind is QuestionKind.SCALE:
        return SCALE
    if asked.kind is QuestionKind.WORDS:
        return ()
    if len(asked.choices) < 2:
        raise Refusal(texts.NEEDS_CHOICES, field="choices_km")
    if len(asked.choices) > MOST_CHOICES:
        raise Refusal(texts.TOO_MANY_CHOICES, field="choices_km")
    longest = max(max(len(each.words.km), len(each.words.en)) for each in asked.choices)
    if longest > MOST_OF_CHOICE:
        raise Refusal(texts.TOO_LONG, field="choices_km")
    return asked.choices


def is_taking(question: Question, now: dt.datetime) -> bool:
    """Whether an answer that arrives now is taken, the grace for slow phones included."""
    if question.closed_at is not None:
        return False
    return question.closes_at is None or now <= question.closes_at + GRACE


def read_answer(question: Question, given: Given) -> Given:
    """The answer as it is kept. Raises Refusal (422) for one that cannot be given."""
    check_key(given.submission_key)
    if question.kind is QuestionKind.WORDS:
        return Given((), _words(given.words, MOST_WORDS, texts.WRITE_WORDS), given.submission_key)
    if not given.codes:
        raise Refusal(texts.CHOOSE_ONE)
    known = [each.code for each in question.choices]
    chosen = set(given.codes)
    most = len(known) if question.kind is QuestionKind.SEVERAL else 1
    if not chosen <= set(known) or len(given.codes) > most or len(chosen) != len(given.codes):
        raise Refusal(texts.UNREADABLE_ANSWER)
    return Given(tuple(code for code in known if code in chosen), "", given.submission_key)


def check_key(submission_key: str) -> None:
    """Raises Refusal (422) for a key that cannot be kept."""
    if not 0 < len(submission_key) <= KEY_LENGTH or not submission_key.isprintable():
        raise Refusal(texts.UNREADABLE)


def read_signal(kind: SignalKind, typed: str) -> str:
    """The words of a signal; only a question has some. Raises Refusal (422)."""
    if kind is not SignalKind.QUESTION:
        return ""
    return _words(typed, MOST_OF_SIGNAL, texts.WRITE_QUESTION)


def read_nickname(typed: str) -> str:
    """A nickname, or "" for none. Raises Refusal (422)."""
    tidy = _tidy(typed)
    if tidy and not 2 <= len(tidy) <= 20:
        raise Refusal(texts.NICKNAME_WRONG, field="nickname")
    return tidy


def _words(typed: str, most: int, missing: Text) -> str:
    tidy = _tidy(typed)
    if not tidy:
        raise Refusal(missing)
    if len(tidy) > most:
        raise Refusal(texts.TOO_LONG)
    return tidy


def _tidy(typed: str) -> str:
    """One line of text. Raises Refusal (422) where it holds control characters."""
    tidy = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(sign) == "Cc" for sign in tidy):
        raise Refusal(texts.UNREADABLE_ANSWER)
    return tidy
