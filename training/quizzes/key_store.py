"""Queries of what is right by now: corrections of keys, and marks that were given by hand."""

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy import exists, func, select, text
from sqlalchemy.orm import Session

from training.adapters.database import ask, is_postgresql
from training.kernel.ids import new_id
from training.quizzes.model import Correction
from training.quizzes.statements import CORRECTIONS
from training.quizzes.store import insert_once
from training.quizzes.tables import (
    QuizAnswer,
    QuizAttempt,
    QuizCorrection,
    QuizGivenMarks,
    QuizOldResult,
)


def hold(session: Session) -> None:
    """Lets nobody score by the corrections until the commit, and waits for those who do now.

    So no sheet is scored by a key that is being replaced. In an SQLite file who writes is alone.
    """
    if is_postgresql(session):
        session.execute(text("LOCK TABLE quiz_corrections IN ACCESS EXCLUSIVE MODE"))


def list_corrections(session: Session, course_id: uuid.UUID) -> dict[tuple[str, str], Correction]:
    """The correction that counts, by the slug of the module and the id of the item."""
    rows = ask(session, CORRECTIONS, {"course_id": course_id})
    return {(module_slug, item_id): found for module_slug, item_id, found in rows}


def add_correction(
    session: Session,
    course_id: uuid.UUID,
    place: tuple[str, str],
    correction: Correction,
    submission_key: str,
    now: dt.datetime,
) -> bool:
    """Adds a correction of the item at that place; False when the key was used already."""
    ids = select(QuizCorrection.id).where(QuizCorrection.course_id == course_id)
    newest = session.scalar(ids.order_by(QuizCorrection.id.desc()).limit(1))
    return insert_once(
        session,
        QuizCorrection,
        id=new_id(newest),
        course_id=course_id,
        module_slug=place[0],
        item_id=place[1],
        correction=correction,
        submission_key=submission_key,
        made_at=now,
    )


def count_corrected(session: Session, course_id: uuid.UUID, submission_key: str) -> int | None:
    """How many results the correction with that key changed; None where there is none."""
    asked = select(QuizCorrection.made_at).where(
        QuizCorrection.course_id == course_id, QuizCorrection.submission_key == submission_key
    )
    made_at = session.scalar(asked)
    if made_at is None:
        return None
    changed = (
        select(func.count())
        .select_from(QuizOldResult)
        .join(QuizAttempt, QuizAttempt.id == QuizOldResult.attempt_id)
        .where(
            QuizAttempt.course_id == course_id,
            QuizOldResult.replaced_at == made_at,
            QuizOldResult.reason == "corrected",
        )
    )
    return session.scalar(changed) or 0


def given_marks(
    session: Session, attempt_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[str, int]]:
    """The marks that count, by sheet and item.

    Marks for an answer that another one took the place of later do not.
    """
    is_older = exists().where(
        QuizAnswer.attempt_id == QuizGivenMarks.attempt_id,
        QuizAnswer.item_id == QuizGivenMarks.item_id,
        QuizAnswer.id > QuizGivenMarks.id,
    )
    asked = select(QuizGivenMarks.attempt_id, QuizGivenMarks.item_id, QuizGivenMarks.marks).where(
        QuizGivenMarks.attempt_id.in_(list(attempt_ids)), ~is_older
    )
    found: dict[uuid.UUID, dict[str, int]] = {}
    for attempt_id, item_id, marks in session.execute(asked.order_by(QuizGivenMarks.id)):
        found.setdefault(attempt_id, {})[item_id] = marks
    return found


def add_marks(
    session: Session,
    attempt_id: uuid.UUID,
    item_id: str,
    marks: int,
    submission_key: str,
    now: dt.datetime,
) -> bool:
    """Adds the marks of one answer, after it; False when the key was used already."""
    newest = [
        session.scalar(
            select(table.id)
            .where(table.attempt_id == attempt_id)
            .order_by(table.id.desc())
            .limit(1)
        )
        for table in (QuizAnswer, QuizGivenMarks)
    ]
    return insert_once(
        session,
        QuizGivenMarks,
        id=new_id(max((each for each in newest if each), default=None)),
        attempt_id=attempt_id,
        item_id=item_id,
        marks=marks,
        submission_key=submission_key,
        given_at=now,
    )
