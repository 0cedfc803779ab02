"""Who trains a course."""

import datetime as dt
import uuid

from sqlalchemy import delete
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import store, texts
from training.courses.service import get_course
from training.courses.tables import CourseTrainer
from training.kernel.access import Who
from training.kernel.refusal import Refusal

list_trainers = store.list_trainers


def set_trainers(
    session: Session,
    course_id: uuid.UUID,
    account_ids: frozenset[uuid.UUID],
    who: Who,
    now: dt.datetime,
) -> None:
    """Says who trains a course. Raises Refusal when that would be nobody."""
    course = get_course(session, course_id)
    if not account_ids:
        raise Refusal(texts.TRAINER_NEEDED, field="trainers")
    before = store.list_trainers(session, course.id)
    if account_ids == before:
        return
    session.execute(delete(CourseTrainer).where(CourseTrainer.course_id == course.id))
    session.add_all(
        CourseTrainer(course_id=course.id, account_id=each) for each in sorted(account_ids)
    )
    audit.record(
        session, who, now, "changed trainers of", "course", course.id, course_id=course.id,
        before={"trainers": sorted(map(str, before))},
        after={"trainers": sorted(map(str, account_ids))},
    )  # fmt: skip
