"""Queries of the end of a sheet: holding it, its result, and the results that were replaced."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.adapters.database import ask, is_postgresql
from training.kernel.ids import new_id
from training.quizzes.model import Attempt, EndedBy
from training.quizzes.outcomes import OldResult
from training.quizzes.statements import ATTEMPT, FINISH, UNFINISHED
from training.quizzes.store import as_attempt
from training.quizzes.tables import QuizAttempt, QuizOldResult


def finish_attempt(
    session: Session, attempt_id: uuid.UUID, score: int, most: int, by: EndedBy, now: dt.datetime
) -> bool:
    """Freezes score and most; False when they were frozen already."""
    given = {
        "attempt_id": attempt_id, "now": now, "by": by.value, "its_score": score, "its_most": most,
    }  # fmt: skip
    return ask(session, FINISH, given).first() is not None


def replace_result(
    session: Session, sheet: Attempt, score: int, most: int, reason: str, now: dt.datetime
) -> None:
    """Gives a finished sheet another result, and keeps the old one beside it."""
    session.add(
        QuizOldResult(
            id=new_id(),
            attempt_id=sheet.id,
            score=sheet.score or 0,
            most=sheet.most or 0,
            replaced_at=now,
            reason=reason,
        )
    )
    change = update(QuizAttempt).where(QuizAttempt.id == sheet.id)
    session.execute(change.values(score=score, most=most))


def end_by(session: Session, attempt_id: uuid.UUID, by: EndedBy) -> None:
    """Writes down who had the last word on a finished sheet."""
    change = update(QuizAttempt).where(QuizAttempt.id == attempt_id)
    session.execute(change.values(finished_by=by.value))


def list_old_results(
    session: Session, attempt_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[OldResult]]:
    """The results that were replaced, by sheet, the oldest first."""
    asked = select(
        QuizOldResult.attempt_id,
        QuizOldResult.score,
        QuizOldResult.most,
        QuizOldResult.replaced_at,
        QuizOldResult.reason,
    ).where(QuizOldResult.attempt_id.in_(list(attempt_ids)))
    found: dict[uuid.UUID, list[OldResult]] = {}
    for attempt_id, score, most, at, reason in session.execute(asked.order_by(QuizOldResult.id)):
        found.setdefault(attempt_id, []).append(OldResult(score, most, at, reason))
    return found


def hold_finished(session: Session, attempt_ids: Iterable[uuid.UUID]) -> Sequence[Attempt]:
    """These sheets, as far as they are finished, so that nobody else scores them meanwhile."""
    asked = select(*ATTEMPT).where(
        QuizAttempt.id.in_(list(attempt_ids)), QuizAttempt.finished_at.is_not(None)
    )
    rows = session.execute(asked.order_by(QuizAttempt.id).with_for_update())
    return [found for row in rows if (found := as_attempt(row))]


def hold_unfinished(session: Session, course_id: uuid.UUID, slug: str) -> Sequence[Attempt]:
    """The sheets of an assessment that have no score yet, held until the commit.

    So what is read of them after that is all that there will be.
    """
    asked = select(*ATTEMPT).where(
        QuizAttempt.course_id == course_id,
        QuizAttempt.slug == slug,
        QuizAttempt.finished_at.is_(None),
    )
    rows = session.execute(asked.order_by(QuizAttempt.id).with_for_update())
    return [found for row in rows if (found := as_attempt(row))]


def note_seen(session: Session, attempt_id: uuid.UUID, now: dt.datetime) -> None:
    """The owner of the sheet has seen what was right."""
    change = update(QuizAttempt).where(QuizAttempt.id == attempt_id, QuizAttempt.seen_at.is_(None))
    session.execute(change.values(seen_at=now))


def lock_attempt(session: Session, attempt_id: uuid.UUID) -> None:
    """Keeps everybody else who changes the sheet waiting until the commit."""
    session.execute(select(QuizAttempt.id).where(QuizAttempt.id == attempt_id).with_for_update())


def hold_attempt(session: Session, attempt_id: uuid.UUID) -> bool:
    """Whether the sheet, which had no score a moment ago in this transaction, still has none.

    Waits until answers that are being saved are there. Keeps new ones, and every other sending and
    closing, waiting until the commit.
    """
    if not is_postgresql(session):
        return True
    return ask(session, UNFINISHED, {"attempt_id": attempt_id}).first() is not None


def hold_overdue(session: Session, attempt_id: uuid.UUID, now: dt.datetime) -> bool:
    """The same, of a sheet that was given no more time meanwhile."""
    asked = UNFINISHED.where(QuizAttempt.due_at <= now)
    return ask(session, asked, {"attempt_id": attempt_id}).first() is not None
