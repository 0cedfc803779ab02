"""Use cases of signals back: too fast, a question, a hand; and nicknames for the ranking."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.live import question_store, reckoning, rules, store, texts
from training.live.model import Signal, SignalKind


@dataclass(frozen=True, slots=True)
class Queue:
    """What the trainer sees of the signals. Questions come without a name."""

    too_fast: int
    hands: tuple[Signal, ...]
    questions: tuple[Signal, ...]


def send(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    kind: SignalKind,
    typed: str,
    submission_key: str,
    now: dt.datetime,
) -> None:
    """Tells the trainer. A hand that is up stays up; too fast counts anew from now.

    Raises Refusal: 409 unless the course is running, 422 for a question without words, 429 for
    more questions than the trainer can have seen to.
    """
    courses.require_running(session, course_id)
    rules.check_key(submission_key)
    words = rules.read_signal(kind, typed)
    mine = question_store.list_signals(session, course_id, seat_id)
    same = [each for each in mine if each.kind is kind]
    if kind is SignalKind.QUESTION and len(same) >= rules.MOST_UNSETTLED:
        if question_store.has_signal(session, seat_id, submission_key):
            return
        raise Refusal(texts.TOO_MANY_QUESTIONS, status=429)
    if kind is SignalKind.HAND and same:
        return
    if kind is SignalKind.TOO_FAST:
        question_store.settle_signals(session, course_id, now, seat_id=seat_id, kind=kind)
    question_store.add_signal(session, course_id, seat_id, kind, words, submission_key, now)


def withdraw(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, kind: SignalKind, now: dt.datetime
) -> None:
    """Takes the hand down again, or says that it is not too fast any more."""
    question_store.settle_signals(session, course_id, now, seat_id=seat_id, kind=kind)


def settle(session: Session, course_id: uuid.UUID, signal_id: uuid.UUID, now: dt.datetime) -> None:
    """The trainer has seen to it. An unknown one is as good as settled."""
    question_store.settle_signals(session, course_id, now, signal_id=signal_id)


def settle_all(session: Session, course_id: uuid.UUID, kind: SignalKind, now: dt.datetime) -> None:
    """The trainer has seen to all of a kind."""
    question_store.settle_signals(session, course_id, now, kind=kind)


def queue(session: Session, course_id: uuid.UUID, now: dt.datetime) -> Queue:
    """All that waits for the trainer, the oldest first."""
    signals = question_store.list_signals(session, course_id)
    return Queue(
        reckoning.count_too_fast(signals, now),
        tuple(each for each in signals if each.kind is SignalKind.HAND),
        tuple(each for each in signals if each.kind is SignalKind.QUESTION),
    )


def has_hand_up(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> bool:
    """Whether this seat's hand is up."""
    mine = question_store.list_signals(session, course_id, seat_id)
    return any(each.kind is SignalKind.HAND for each in mine)


def name_for_ranking(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, typed: str
) -> None:
    """Takes a nickname; an empty one gives it back. Raises Refusal (409, 422)."""
    courses.require_running(session, course_id)
    nickname = rules.read_nickname(typed)
    if not nickname:
        store.drop_nickname(session, seat_id)
    elif not store.set_nickname(session, course_id, seat_id, nickname, nickname.casefold()):
        raise Refusal(texts.NICKNAME_TAKEN, status=409, field="nickname")


find_nickname = store.find_nickname
