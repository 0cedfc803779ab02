"""Giving a sheet its result for good, and another one where there is a reason."""

import datetime as dt
import uuid
from collections.abc import Mapping

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.kernel.access import SYSTEM, Who
from training.quizzes import answer_store, assessments, rules, store
from training.quizzes.desk import items_of_sheet
from training.quizzes.model import Attempt, EndedBy


def freeze(
    session: Session,
    course_id: uuid.UUID,
    sheet: Attempt,
    given: Mapping[str, str],
    by: EndedBy,
    who: Who,
    now: dt.datetime,
) -> None:
    """Gives a sheet its score for good and writes it into the trail; a second time is nothing.

    `given` holds the codes that count, by item id.
    """
    items = items_of_sheet(session, course_id, sheet)
    score, most = rules.score(items, given), rules.most_of(items)
    is_new = store.finish_attempt(session, sheet.id, score, most, by, now)
    if is_new and not is_questionnaire(sheet.slug):
        audit.record(
            session, who, now, "scored", "quiz attempt", sheet.id,
            course_id=course_id, after={"score": score, "most": most},
        )  # fmt: skip


def is_questionnaire(slug: str) -> bool:
    """Whether nothing is right or wrong in it, so that there is no result."""
    name = assessments.read_slug(slug)
    return name is not None and not name.purpose.is_scored


def score_again(
    session: Session,
    course_id: uuid.UUID,
    sheet: Attempt,
    reason: str,
    who: Who,
    now: dt.datetime,
) -> bool:
    """Scores a finished sheet anew; whether its result is another one than before.

    The old result stays readable and is in the trail.
    """
    items = items_of_sheet(session, course_id, sheet)
    score, most = (
        rules.score(items, answer_store.kept_codes(session, sheet.id)),
        rules.most_of(items),
    )
    if (score, most) == (sheet.score, sheet.most):
        return False
    store.replace_result(session, sheet, score, most, reason, now)
    audit.record(
        session, who, now, "scored again", "quiz attempt", sheet.id, course_id=course_id,
        before={"score": sheet.score, "most": sheet.most},
        after={"score": score, "most": most, "reason": reason},
    )  # fmt: skip
    return True


def settle(session: Session, course_id: uuid.UUID, sheet: Attempt | None, now: dt.datetime) -> bool:
    """Scores a sheet whose time is up, as of the end of its time; whether it was scored now."""
    if not sheet or sheet.finished_at or sheet.due_at is None or now < sheet.due_at:
        return False
    if not store.hold_attempt(session, sheet.id):
        return False
    given = answer_store.kept_codes(session, sheet.id)
    freeze(session, course_id, sheet, given, EndedBy.TIME, SYSTEM, sheet.due_at)
    return True
