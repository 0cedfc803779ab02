"""The statements of every answer and of every page of a quiz: built once, filled in each time."""

from typing import cast

from sqlalchemy import Table, and_, bindparam, select, update

from training.courses.model import CourseState
from training.courses.tables import Course, CourseModule
from training.modules.tables import ModuleRevision
from training.quizzes.tables import QuizAnswer, QuizAttempt, QuizOpening

_SHEETS = cast(Table, QuizAttempt.__table__)
OPENING = (QuizOpening.id, QuizOpening.revision_id, QuizOpening.opened_at, QuizOpening.closed_at)
ATTEMPT = (
    QuizAttempt.id,
    QuizAttempt.seat_id,
    QuizAttempt.revision_id,
    QuizAttempt.seed,
    QuizAttempt.started_at,
    QuizAttempt.finished_at,
    QuizAttempt.score,
    QuizAttempt.most,
)

_OPENING_OF_ATTEMPT = and_(
    QuizOpening.course_id == QuizAttempt.course_id,
    QuizOpening.revision_id == QuizAttempt.revision_id,
    QuizOpening.purpose == QuizAttempt.purpose,
    QuizOpening.closed_at.is_(None),
)
_NEWEST_OF_ATTEMPT = (
    select(QuizAnswer.id)
    .where(QuizAnswer.attempt_id == QuizAttempt.id)
    .order_by(QuizAnswer.id.desc())
    .limit(1)
    .scalar_subquery()
)
_OPEN_SHEET = (QuizAttempt.id, QuizAttempt.revision_id, QuizAttempt.seed, Course.time_zone)
OPEN_SHEET = (
    select(*_OPEN_SHEET, _NEWEST_OF_ATTEMPT)
    .join(ModuleRevision, ModuleRevision.id == QuizAttempt.revision_id)
    .join(Course, Course.id == QuizAttempt.course_id)
    .join(QuizOpening, _OPENING_OF_ATTEMPT)
    .where(
        QuizAttempt.seat_id == bindparam("seat_id"),
        QuizAttempt.course_id == bindparam("course_id"),
        QuizAttempt.purpose == bindparam("purpose"),
        QuizAttempt.finished_at.is_(None),
        ModuleRevision.slug == bindparam("slug"),
        Course.state == CourseState.RUNNING.value,
    )
    .with_for_update(read=True, of=(QuizAttempt, QuizOpening))
)
"""The query behind `find_open_attempt`."""
DESK = (
    select(CourseModule.revision_id, Course.state, Course.time_zone, *OPENING, *ATTEMPT)
    .join(Course, Course.id == CourseModule.course_id)
    .join(ModuleRevision, ModuleRevision.id == CourseModule.revision_id)
    .outerjoin(
        QuizOpening,
        and_(
            QuizOpening.course_id == CourseModule.course_id,
            QuizOpening.revision_id == CourseModule.revision_id,
            QuizOpening.purpose == bindparam("purpose"),
        ),
    )
    .outerjoin(
        QuizAttempt,
        and_(
            QuizAttempt.seat_id == bindparam("seat_id"),
            QuizAttempt.revision_id == CourseModule.revision_id,
            QuizAttempt.purpose == bindparam("purpose"),
        ),
    )
    .where(
        CourseModule.course_id == bindparam("course_id"), ModuleRevision.slug == bindparam("slug")
    )
    .order_by(CourseModule.position, QuizOpening.id.desc(), QuizAttempt.number.desc())
    .limit(1)
)
UNFINISHED = (
    select(QuizAttempt.id)
    .where(QuizAttempt.id == bindparam("attempt_id"), QuizAttempt.finished_at.is_(None))
    .with_for_update()
)
FINISH = (
    update(_SHEETS)
    .where(_SHEETS.c.id == bindparam("attempt_id"), _SHEETS.c.finished_at.is_(None))
    .values(finished_at=bindparam("now"), score=bindparam("its_score"), most=bindparam("its_most"))
    .returning(_SHEETS.c.id)
)
NEWEST_ANSWER = (
    select(QuizAnswer.id)
    .where(QuizAnswer.attempt_id == bindparam("attempt_id"))
    .order_by(QuizAnswer.id.desc())
    .limit(1)
)
KEPT = (
    select(QuizAnswer.attempt_id, QuizAnswer.item_id, QuizAnswer.choice, QuizAnswer.given_at)
    .where(QuizAnswer.attempt_id.in_(bindparam("attempt_ids", expanding=True)))
    .order_by(QuizAnswer.id)
)
CODES = (
    select(QuizAnswer.item_id, QuizAnswer.choice)
    .where(QuizAnswer.attempt_id == bindparam("attempt_id"))
    .order_by(QuizAnswer.id)
)
