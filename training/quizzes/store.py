"""Queries of the quizzes room. Whatever is written once goes in with ON CONFLICT DO NOTHING."""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.courses.model import CourseState
from training.kernel.ids import new_id
from training.quizzes.model import Attempt, Desk, Given, KeptAnswer, Opening, OpenSheet, Purpose
from training.quizzes.statements import (
    ATTEMPT,
    CODES,
    DESK,
    FINISH,
    KEPT,
    NEWEST_ANSWER,
    OPEN_SHEET,
    OPENING,
    UNFINISHED,
)
from training.quizzes.tables import QuizAnswer, QuizAttempt, QuizOpening

FIRST = 1
Mapped = type[QuizOpening] | type[QuizAttempt] | type[QuizAnswer]


def _insert_once(session: Session, table: Mapped, **values: Any) -> bool:
    """Adds a row unless a unique constraint says that it is there; whether it was added."""
    statement = insert(session, table.__table__).on_conflict_do_nothing().returning(table.id)
    return ask(session, statement, values).first() is not None


def find_open_attempt(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, slug: str, purpose: Purpose
) -> OpenSheet | None:
    """The sheet that takes answers now, held until the commit.

    The shared lock keeps a closing of the quiz waiting, so that it scores this answer too.
    """
    asked = {"course_id": course_id, "seat_id": seat_id, "slug": slug, "purpose": purpose.value}
    row = ask(session, OPEN_SHEET, asked).first()
    return None if row is None else OpenSheet(*row)


def add_answer(
    session: Session,
    sheet: OpenSheet,
    item_id: str,
    code: str,
    submission_key: str,
    now: dt.datetime,
) -> bool:
    """Adds an answer; False when this very answer is there already."""
    return _insert_once(
        session,
        QuizAnswer,
        id=new_id(sheet.newest_answer_id),
        attempt_id=sheet.attempt_id,
        item_id=item_id,
        choice=code,
        submission_key=submission_key,
        given_at=now,
    )


def add_answers(
    session: Session,
    attempt_id: uuid.UUID,
    answers: Iterable[tuple[Given, str]],
    now: dt.datetime,
) -> None:
    """Adds answers, each with the code of its choice, in the order of giving.

    What is there already stays as it is: its id, and so its place in that order.
    """
    newest_id = ask(session, NEWEST_ANSWER, {"attempt_id": attempt_id}).scalar()
    rows = [
        {
            "id": new_id(newest_id),
            "attempt_id": attempt_id,
            "item_id": given.item_id,
            "choice": code,
            "submission_key": given.submission_key,
            "given_at": now,
        }
        for given, code in answers
    ]
    ask(session, insert(session, QuizAnswer.__table__).on_conflict_do_nothing(), rows)


def list_keys(session: Session, attempt_id: uuid.UUID) -> frozenset[str]:
    """The submission keys of every answer on the sheet."""
    asked = select(QuizAnswer.submission_key).where(QuizAnswer.attempt_id == attempt_id)
    return frozenset(session.scalars(asked))


def find_answer_time(
    session: Session, attempt_id: uuid.UUID, item_id: str, code: str, submission_key: str
) -> dt.datetime | None:
    """When this very answer was saved."""
    return session.scalar(
        select(QuizAnswer.given_at).where(
            QuizAnswer.attempt_id == attempt_id,
            QuizAnswer.item_id == item_id,
            QuizAnswer.choice == code,
            QuizAnswer.submission_key == submission_key,
        )
    )


def kept_answers(
    session: Session, attempt_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[str, KeptAnswer]]:
    """The answers that count, by sheet and item id."""
    found: dict[uuid.UUID, dict[str, KeptAnswer]] = {}
    rows = ask(session, KEPT, {"attempt_ids": list(attempt_ids)})
    for attempt_id, item_id, code, at in rows:
        found.setdefault(attempt_id, {})[item_id] = KeptAnswer(code, at)
    return found


def kept_codes(session: Session, attempt_id: uuid.UUID) -> dict[str, str]:
    """The codes that count on one sheet, by item id: all that its score needs."""
    return {row.item_id: row.choice for row in ask(session, CODES, {"attempt_id": attempt_id})}


def find_desk(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID | None, slug: str, purpose: Purpose
) -> Desk | None:
    """How the quiz of that module stands, for the seat if one is given; None without a module."""
    asked = {"course_id": course_id, "seat_id": seat_id, "slug": slug, "purpose": purpose.value}
    row = ask(session, DESK, asked).first()
    if row is None:
        return None
    revision_id, state, time_zone, *rest = row
    opening, attempt = rest[: len(OPENING)], rest[len(OPENING) :]
    return Desk(
        revision_id,
        CourseState(state),
        time_zone,
        Opening(*opening) if opening[0] else None,
        Attempt(*attempt) if attempt[0] else None,
    )


def latest_openings(
    session: Session, course_id: uuid.UUID, purpose: Purpose
) -> dict[uuid.UUID, Opening]:
    """The latest opening of each quiz of the course, by revision."""
    asked = select(*OPENING).where(
        QuizOpening.course_id == course_id, QuizOpening.purpose == purpose.value
    )
    rows = session.execute(asked.order_by(QuizOpening.id))
    return {row.revision_id: Opening(*row) for row in rows}


def add_opening(
    session: Session,
    course_id: uuid.UUID,
    revision_id: uuid.UUID,
    purpose: Purpose,
    submission_key: str,
    now: dt.datetime,
    before: Opening | None,
) -> uuid.UUID | None:
    """The id of a new opening, which follows the one `before`.

    None when the quiz is open or the key was used already.
    """
    made = new_id(before.id if before else None)
    added = _insert_once(
        session,
        QuizOpening,
        id=made,
        course_id=course_id,
        revision_id=revision_id,
        purpose=purpose.value,
        submission_key=submission_key,
        opened_at=now,
        closed_at=None,
    )
    return made if added else None


def close_opening(session: Session, opening_id: uuid.UUID, now: dt.datetime) -> bool:
    """Closes it; False when it was closed already. Waits for answers that are being saved."""
    change = update(QuizOpening).values(closed_at=now)
    change = change.where(QuizOpening.id == opening_id, QuizOpening.closed_at.is_(None))
    return session.execute(change.returning(QuizOpening.id)).first() is not None


def hold_opening(session: Session, opening_id: uuid.UUID) -> bool:
    """Whether it is still open; keeps a closing waiting until the commit."""
    asked = select(QuizOpening.id).where(
        QuizOpening.id == opening_id, QuizOpening.closed_at.is_(None)
    )
    return session.scalar(asked.with_for_update(read=True)) is not None


def add_attempt(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    revision_id: uuid.UUID,
    purpose: Purpose,
    now: dt.datetime,
) -> None:
    """A sheet for this seat, unless it has one."""
    _insert_once(
        session,
        QuizAttempt,
        id=new_id(),
        course_id=course_id,
        seat_id=seat_id,
        revision_id=revision_id,
        purpose=purpose.value,
        number=FIRST,
        seed=secrets.randbits(31),
        started_at=now,
        finished_at=None,
        score=None,
        most=None,
    )


def list_attempts(
    session: Session,
    course_id: uuid.UUID,
    purpose: Purpose,
    *,
    revision_id: uuid.UUID | None = None,
    seat_id: uuid.UUID | None = None,
) -> Sequence[Attempt]:
    """The sheets of a course, oldest first; of one quiz or one seat, where one is given."""
    asked = select(*ATTEMPT).where(
        QuizAttempt.course_id == course_id, QuizAttempt.purpose == purpose.value
    )
    if revision_id is not None:
        asked = asked.where(QuizAttempt.revision_id == revision_id)
    if seat_id is not None:
        asked = asked.where(QuizAttempt.seat_id == seat_id)
    return [Attempt(*row) for row in session.execute(asked.order_by(QuizAttempt.number))]


def finish_attempt(
    session: Session, attempt_id: uuid.UUID, score: int, most: int, now: dt.datetime
) -> bool:
    """Freezes score and most; False when they were frozen already."""
    given = {"attempt_id": attempt_id, "now": now, "its_score": score, "its_most": most}
    return ask(session, FINISH, given).first() is not None


def hold_attempt(session: Session, attempt_id: uuid.UUID) -> bool:
    """Whether the sheet has no score yet, once answers that are being saved are there.

    Keeps new ones, and every other sending and closing, waiting until the commit.
    """
    return ask(session, UNFINISHED, {"attempt_id": attempt_id}).first() is not None
