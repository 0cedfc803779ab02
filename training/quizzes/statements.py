"""The statements of every answer and of every page of a quiz: built once, filled in each time."""

from functools import cache
from typing import Any, cast

from sqlalchemy import BindParameter, Table, and_, bindparam, exists, select, text, update
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import aliased

from training.adapters.database import insert_into, texts_in_json
from training.courses.tables import Course, CourseModule, Seat
from training.modules.tables import ModuleRevision
from training.people.tables import Person
from training.quizzes.assessments import PLAN
from training.quizzes.tables import (
    QuizAnswer,
    QuizAttempt,
    QuizCorrection,
    QuizExtraTime,
    QuizOpening,
    QuizTerms,
)

_SHEETS = cast(Table, QuizAttempt.__table__)
_SLUG: BindParameter[str] = bindparam("slug")
OPENING = (
    QuizOpening.id,
    QuizOpening.slug,
    QuizOpening.revision_id,
    QuizOpening.opened_at,
    QuizOpening.closed_at,
)
ATTEMPT = (
    QuizAttempt.id,
    QuizAttempt.seat_id,
    QuizAttempt.slug,
    QuizAttempt.revision_id,
    QuizAttempt.form,
    QuizAttempt.number,
    QuizAttempt.seed,
    QuizAttempt.started_at,
    QuizAttempt.due_at,
    QuizAttempt.finished_at,
    QuizAttempt.finished_by,
    QuizAttempt.seen_at,
    QuizAttempt.score,
    QuizAttempt.most,
)

_OPENING_OF_ATTEMPT = and_(
    QuizOpening.course_id == QuizAttempt.course_id,
    QuizOpening.slug == QuizAttempt.slug,
    QuizOpening.closed_at.is_(None),
)
_NEWEST_OF_ATTEMPT = (
    select(QuizAnswer.id)
    .where(QuizAnswer.attempt_id == QuizAttempt.id)
    .order_by(QuizAnswer.id.desc())
    .limit(1)
    .scalar_subquery()
)
OPEN_SHEET = (
    select(
        QuizAttempt.id,
        QuizAttempt.revision_id,
        QuizAttempt.form,
        QuizAttempt.seed,
        QuizAttempt.due_at,
        Course.time_zone,
        _NEWEST_OF_ATTEMPT,
    )
    .join(Course, Course.id == QuizAttempt.course_id)
    .join(QuizOpening, _OPENING_OF_ATTEMPT)
    .where(
        QuizAttempt.seat_id == bindparam("seat_id"),
        QuizAttempt.course_id == bindparam("course_id"),
        QuizAttempt.slug == bindparam("slug"),
        QuizAttempt.finished_at.is_(None),
        Course.state.in_(bindparam("states", expanding=True)),
    )
    .with_for_update(read=True, of=(QuizOpening, QuizAttempt))
)
"""The query behind `find_open_attempt`. It locks the opening first, as a closing does."""


_TAUGHT = (
    select(CourseModule.revision_id)
    .join(ModuleRevision, ModuleRevision.id == CourseModule.revision_id)
    .where(CourseModule.course_id == Course.id, ModuleRevision.slug == bindparam("module_slug"))
    .order_by(CourseModule.position)
    .limit(1)
    .scalar_subquery()
)
_CORRECTED = exists().where(QuizCorrection.course_id == Course.id)
DESK = (
    select(_TAUGHT, Course.state, Course.time_zone, QuizTerms.terms, _CORRECTED)
    .add_columns(*OPENING, *ATTEMPT)
    .select_from(Course)
    .outerjoin(QuizTerms, and_(QuizTerms.course_id == Course.id, QuizTerms.slug == _SLUG))
    .outerjoin(QuizOpening, and_(QuizOpening.course_id == Course.id, QuizOpening.slug == _SLUG))
    .outerjoin(
        QuizAttempt,
        and_(QuizAttempt.seat_id == bindparam("seat_id"), QuizAttempt.slug == QuizOpening.slug),
    )
    .where(Course.id == bindparam("course_id"))
    .order_by(QuizOpening.id.desc(), QuizAttempt.number.desc())
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
    .values(
        finished_at=bindparam("now"),
        finished_by=bindparam("by"),
        score=bindparam("its_score"),
        most=bindparam("its_most"),
    )
    .returning(_SHEETS.c.id)
)
ANSWERS = (
    select(QuizAnswer.id, QuizAnswer.item_id, QuizAnswer.choice, QuizAnswer.submission_key)
    .where(QuizAnswer.attempt_id == bindparam("attempt_id"))
    .order_by(QuizAnswer.id)
)
OF_EACH = ("id", "item_id", "choice", "choice_mark", "submission_key")
OF_ALL = ("attempt_id", "given_at", "arrived_at")


@cache
def adding_answers(*, for_postgresql: bool) -> Any:
    """Adds answers that are not there. `rows` holds what is `OF_EACH`, see `texts_in_json`."""
    columns = QuizAnswer.__table__.c
    answer_id, *texts = texts_in_json(len(OF_EACH), for_postgresql=for_postgresql)
    same = [bindparam(name, type_=columns[name].type) for name in OF_ALL]
    sent = select(sql_cast(answer_id, columns.id.type), *texts, *same)
    # Without a condition SQLite would take the ON of ON CONFLICT for that of a join.
    made = insert_into(QuizAnswer.__table__, for_postgresql=for_postgresql).from_select(
        [*OF_EACH, *OF_ALL], sent.where(text("1 = 1"))
    )
    return made.on_conflict_do_nothing()


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
CORRECTIONS = (
    select(QuizCorrection.module_slug, QuizCorrection.item_id, QuizCorrection.correction)
    .where(QuizCorrection.course_id == bindparam("course_id"))
    .order_by(QuizCorrection.id)
)
EXTRA_TIME = (
    select(QuizExtraTime.seat_id, QuizExtraTime.percent)
    .join(Seat, Seat.id == QuizExtraTime.seat_id)
    .where(Seat.course_id == bindparam("course_id"))
)

_NEWER = aliased(QuizAttempt)
_PLANS = (
    select(
        QuizAttempt.id,
        QuizAttempt.revision_id,
        Person.name_km,
        Person.name_latin,
        Course.id.label("course_id"),
        Course.title_km,
        Course.title_en,
        Course.date,
    )
    .join(Seat, Seat.id == QuizAttempt.seat_id)
    .join(Person, Person.id == Seat.person_id)
    .join(Course, Course.id == QuizAttempt.course_id)
    .where(
        QuizAttempt.slug == PLAN,
        Seat.merged_into.is_(None),
        exists().where(QuizAnswer.attempt_id == QuizAttempt.id),
        ~exists().where(
            _NEWER.seat_id == QuizAttempt.seat_id,
            _NEWER.slug == QuizAttempt.slug,
            _NEWER.number > QuizAttempt.number,
        ),
    )
)
"""Training plans: of each seat the newest, if it has an answer."""
PLANS_OF_COURSE = _PLANS.where(QuizAttempt.course_id == bindparam("course_id")).order_by(
    Person.sort_key, Seat.number
)
NEWEST_PLANS = _PLANS.order_by(QuizAttempt.id.desc()).limit(bindparam("most"))
OLDER_PLANS = NEWEST_PLANS.where(QuizAttempt.id < bindparam("before"))
