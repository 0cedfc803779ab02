"""Queries of how a course takes its assessments: terms, and more time for a person."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.quizzes.model import Terms
from training.quizzes.statements import EXTRA_TIME
from training.quizzes.tables import QuizExtraTime, QuizTerms


def list_terms(session: Session, course_id: uuid.UUID) -> dict[str, Terms]:
    """The terms that the course has changed, by slug."""
    asked = select(QuizTerms.slug, QuizTerms.terms).where(QuizTerms.course_id == course_id)
    return {row.slug: row.terms for row in session.execute(asked)}


def keep_terms(session: Session, course_id: uuid.UUID, slug: str, terms: Terms) -> None:
    """From now on the assessment is taken like this."""
    session.merge(QuizTerms(course_id=course_id, slug=slug, terms=terms))


def find_extra_percent(session: Session, seat_id: uuid.UUID) -> int:
    """How much longer than others the seat may take, in per cent."""
    asked = select(QuizExtraTime.percent).where(QuizExtraTime.seat_id == seat_id)
    return session.scalar(asked) or 0


def list_extra_percent(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """The seats of a course that may take longer, and by how much, in per cent."""
    rows = ask(session, EXTRA_TIME, {"course_id": course_id})
    return {seat_id: percent for seat_id, percent in rows if percent}


def keep_extra_percent(session: Session, seat_id: uuid.UUID, percent: int) -> None:
    """From now on the seat may take so much longer."""
    session.merge(QuizExtraTime(seat_id=seat_id, percent=percent))
