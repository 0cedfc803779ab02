"""Queries about questions to the room, their answers, and signals."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.courses.model import CourseState
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.live.model import (
    Answer,
    Given,
    NewQuestion,
    Question,
    QuestionKind,
    Signal,
    SignalKind,
    Standing,
)
from training.live.statements import ANSWERABLE, QUESTION
from training.live.tables import LiveAnswer, LiveQuestion, LiveSignal

_ANSWER = (
    LiveAnswer.id,
    LiveAnswer.seat_id,
    LiveAnswer.codes,
    LiveAnswer.words,
    LiveAnswer.standing,
    LiveAnswer.given_at,
)
_SIGNAL = (
    LiveSignal.id,
    LiveSignal.seat_id,
    LiveSignal.kind,
    LiveSignal.words,
    LiveSignal.sent_at,
)


def _question(row: Any) -> Question:
    id_, kind, km, en, choices, right, reason_km, reason_en, *times = tuple(row)[: len(QUESTION)]
    return Question(
        id_, QuestionKind(kind), Bilingual(km, en), choices, right,
        Bilingual(reason_km, reason_en), *times,
    )  # fmt: skip


def _answer(row: Any) -> Answer:
    id_, seat_id, codes, words, standing, at = row
    return Answer(id_, seat_id, codes, words, Standing(standing), at)


def add_question(
    session: Session,
    course_id: uuid.UUID,
    asked: NewQuestion,
    submission_key: str,
    now: dt.datetime,
) -> uuid.UUID:
    """The id of a new question."""
    newest = select(LiveQuestion.id).where(LiveQuestion.course_id == course_id)
    newest = newest.order_by(LiveQuestion.id.desc()).limit(1)
    limit = now + dt.timedelta(seconds=asked.seconds) if asked.seconds else None
    made = new_id(session.scalar(newest))
    row = {
        "id": made,
        "course_id": course_id,
        "kind": asked.kind.value,
        "revision_id": asked.revision_id,
        "item_id": asked.item_id,
        "slide_id": asked.slide_id,
        "words_km": asked.words.km,
        "words_en": asked.words.en,
        "choices": asked.choices,
        "right_codes": asked.right,
        "reason_km": asked.reason.km,
        "reason_en": asked.reason.en,
        "opened_at": now,
        "closes_at": limit,
        "closed_at": None,
        "revealed_at": None,
        "submission_key": submission_key,
    }
    ask(session, insert(session, LiveQuestion.__table__), row)
    return made


def find_question(
    session: Session, course_id: uuid.UUID, question_id: uuid.UUID
) -> Question | None:
    """The question of that course, or None."""
    asked = select(*QUESTION).where(
        LiveQuestion.id == question_id, LiveQuestion.course_id == course_id
    )
    row = session.execute(asked).first()
    return None if row is None else _question(row)


def find_question_by_key(session: Session, course_id: uuid.UUID, key: str) -> uuid.UUID | None:
    """The question that this form asked already."""
    return session.scalar(
        select(LiveQuestion.id).where(
            LiveQuestion.course_id == course_id, LiveQuestion.submission_key == key
        )
    )


def list_questions(session: Session, course_id: uuid.UUID) -> tuple[Question, ...]:
    """Every question of the course, in the order of asking."""
    asked = select(*QUESTION).where(LiveQuestion.course_id == course_id)
    return tuple(map(_question, session.execute(asked.order_by(LiveQuestion.id))))


def close_question(session: Session, question_id: uuid.UUID, now: dt.datetime) -> bool:
    """Closes it; False when it was closed. Waits for answers that are being saved."""
    change = update(LiveQuestion).values(closed_at=now)
    change = change.where(LiveQuestion.id == question_id, LiveQuestion.closed_at.is_(None))
    return session.execute(change.returning(LiveQuestion.id)).first() is not None


def reveal_question(session: Session, question_id: uuid.UUID, now: dt.datetime) -> bool:
    """Lets the room see what was right; False when it could already."""
    change = update(LiveQuestion).values(revealed_at=now)
    change = change.where(LiveQuestion.id == question_id, LiveQuestion.revealed_at.is_(None))
    return session.execute(change.returning(LiveQuestion.id)).first() is not None


def find_answerable(
    session: Session, course_id: uuid.UUID, question_id: uuid.UUID, seat_id: uuid.UUID
) -> tuple[Question, CourseState, uuid.UUID | None] | None:
    """The question, the course's state, and the seat's newest answer; held until the commit.

    The shared lock keeps a closing waiting, so that it counts this answer too.
    """
    given = {"course_id": course_id, "question_id": question_id, "seat_id": seat_id}
    row = ask(session, ANSWERABLE, given).first()
    return None if row is None else (_question(row), CourseState(row.state), row.newest)


def add_answer(
    session: Session,
    question_id: uuid.UUID,
    seat_id: uuid.UUID,
    given: Given,
    newest: uuid.UUID | None,
    now: dt.datetime,
) -> bool:
    """Adds an answer; False when this very answer is there already."""
    row = {
        "id": new_id(newest),
        "question_id": question_id,
        "seat_id": seat_id,
        "codes": given.codes,
        "words": given.words,
        "standing": Standing.WAITING.value,
        "submission_key": given.submission_key,
        "given_at": now,
    }
    statement = insert(session, LiveAnswer.__table__).on_conflict_do_nothing()
    return ask(session, statement.returning(LiveAnswer.id), row).first() is not None


def has_answer(
    session: Session, question_id: uuid.UUID, seat_id: uuid.UUID, submission_key: str
) -> bool:
    """Whether an answer with this key was saved."""
    asked = select(LiveAnswer.id).where(
        LiveAnswer.question_id == question_id,
        LiveAnswer.seat_id == seat_id,
        LiveAnswer.submission_key == submission_key,
    )
    return session.scalar(asked) is not None


def answers_of(
    session: Session, question_ids: Collection[uuid.UUID], seat_id: uuid.UUID | None = None
) -> Mapping[uuid.UUID, Sequence[Answer]]:
    """The answers that count, by question, in the order of giving; of one seat, if given."""
    asked = select(LiveAnswer.question_id, *_ANSWER).where(LiveAnswer.question_id.in_(question_ids))
    if seat_id is not None:
        asked = asked.where(LiveAnswer.seat_id == seat_id)
    found: dict[uuid.UUID, dict[uuid.UUID, Answer]] = {}
    for question_id, *row in session.execute(asked.order_by(LiveAnswer.id)):
        answer = _answer(row)
        of_question = found.setdefault(question_id, {})
        of_question.pop(answer.seat_id, None)
        of_question[answer.seat_id] = answer
    return {question_id: tuple(each.values()) for question_id, each in found.items()}


def set_standing(
    session: Session, course_id: uuid.UUID, answer_id: uuid.UUID, standing: Standing
) -> bool:
    """Lets the room see these words, or not; False for no such answer in the course."""
    of_course = select(LiveQuestion.id).where(LiveQuestion.course_id == course_id)
    change = update(LiveAnswer).values(standing=standing.value)
    change = change.where(LiveAnswer.id == answer_id, LiveAnswer.question_id.in_(of_course))
    changed = session.execute(
        change.returning(LiveAnswer.id), execution_options={"synchronize_session": False}
    )
    return changed.first() is not None


def add_signal(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    kind: SignalKind,
    words: str,
    submission_key: str,
    now: dt.datetime,
) -> None:
    """Adds a signal, unless this form has sent it already."""
    row = {
        "id": new_id(),
        "course_id": course_id,
        "seat_id": seat_id,
        "kind": kind.value,
        "words": words,
        "sent_at": now,
        "settled_at": None,
        "submission_key": submission_key,
    }
    ask(session, insert(session, LiveSignal.__table__).on_conflict_do_nothing(), row)


def has_signal(session: Session, seat_id: uuid.UUID, submission_key: str) -> bool:
    """Whether this form has sent its signal already."""
    asked = select(LiveSignal.id).where(
        LiveSignal.seat_id == seat_id, LiveSignal.submission_key == submission_key
    )
    return session.scalar(asked) is not None


def _to_give(going: uuid.UUID, staying: uuid.UUID) -> tuple[Any, ...]:
    """The answers of one seat to questions that the other has not answered."""
    own = select(LiveAnswer.question_id).where(LiveAnswer.seat_id == staying)
    return LiveAnswer.seat_id == going, LiveAnswer.question_id.not_in(own)


def count_answers_to_give(session: Session, going: uuid.UUID, staying: uuid.UUID) -> int:
    """To how many questions the one seat has answered and the other has not."""
    asked = select(func.count(LiveAnswer.question_id.distinct()))
    return session.scalar(asked.where(*_to_give(going, staying))) or 0


def give_answers(session: Session, going: uuid.UUID, staying: uuid.UUID) -> None:
    """These answers belong to the other seat from now on."""
    change = update(LiveAnswer).where(*_to_give(going, staying)).values(seat_id=staying)
    session.execute(change, execution_options={"synchronize_session": False})


def give_signals(session: Session, going: uuid.UUID, staying: uuid.UUID) -> None:
    """The signals of the one seat belong to the other, but those that it has sent itself."""
    own = select(LiveSignal.submission_key).where(LiveSignal.seat_id == staying)
    change = update(LiveSignal).where(
        LiveSignal.seat_id == going, LiveSignal.submission_key.not_in(own)
    )
    session.execute(
        change.values(seat_id=staying), execution_options={"synchronize_session": False}
    )


def list_signals(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID | None = None
) -> tuple[Signal, ...]:
    """The signals that nobody has seen to, the oldest first; of one seat, if given."""
    asked = select(*_SIGNAL).where(
        LiveSignal.course_id == course_id, LiveSignal.settled_at.is_(None)
    )
    if seat_id is not None:
        asked = asked.where(LiveSignal.seat_id == seat_id)
    rows = session.execute(asked.order_by(LiveSignal.id))
    return tuple(
        Signal(id_, seat, SignalKind(kind), words, at) for id_, seat, kind, words, at in rows
    )


def settle_signals(
    session: Session,
    course_id: uuid.UUID,
    now: dt.datetime,
    *,
    signal_id: uuid.UUID | None = None,
    seat_id: uuid.UUID | None = None,
    kind: SignalKind | None = None,
) -> None:
    """Sees to the signals that fit all that is given."""
    change = update(LiveSignal).values(settled_at=now)
    change = change.where(LiveSignal.course_id == course_id, LiveSignal.settled_at.is_(None))
    wanted = ((LiveSignal.id, signal_id), (LiveSignal.seat_id, seat_id), (LiveSignal.kind, kind))
    for column, value in wanted:
        if value is not None:
            change = change.where(column == value)
    session.execute(change, execution_options={"synchronize_session": False})
