"""Queries of the analysis: all finished sheets of a course's assessments, with what they hold."""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.quizzes.analysis.timing import Tap
from training.quizzes.tables import QuizAnswer, QuizAttempt

_OF_COURSE = (
    QuizAttempt.course_id == bindparam("course_id"),
    QuizAttempt.slug.in_(bindparam("slugs", expanding=True)),
    QuizAttempt.finished_at.is_not(None),
)
ANSWERS = (
    select(
        QuizAnswer.attempt_id,
        QuizAnswer.item_id,
        QuizAnswer.choice,
        QuizAnswer.given_at,
        QuizAnswer.arrived_at.is_not(None),
    )
    .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
    .where(*_OF_COURSE)
    .order_by(QuizAnswer.id)
)


@dataclass(slots=True)
class Held:
    """What one sheet holds: the codes that count, and every tap in order."""

    codes: dict[str, str] = field(default_factory=dict)
    taps: list[Tap] = field(default_factory=list)


def list_held(
    session: Session, course_id: uuid.UUID, slugs: Collection[str]
) -> dict[uuid.UUID, Held]:
    """What the finished sheets of these assessments hold, by sheet; empty ones are left out."""
    asked = {"course_id": course_id, "slugs": list(slugs)}
    found: dict[uuid.UUID, Held] = {}
    at: dt.datetime
    for attempt_id, item_id, code, at, is_late in ask(session, ANSWERS, asked):
        held = found.get(attempt_id)
        if held is None:
            held = found[attempt_id] = Held()
        held.codes[item_id] = code
        held.taps.append(Tap(item_id, at, bool(is_late)))
    return found
