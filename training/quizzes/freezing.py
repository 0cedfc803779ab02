"""Giving a sheet its result for good, and another one where there is a reason."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.kernel.access import SYSTEM, Who
from training.quizzes import answer_store, assessments, key_store, result_store, rules
from training.quizzes.correcting import NO_CORRECTIONS, Corrections
from training.quizzes.desk import key_of_sheet, keys_of_sheets
from training.quizzes.model import Attempt, EndedBy
from training.quizzes.outcomes import NewResult


def freeze(
    session: Session,
    course_id: uuid.UUID,
    sheet: Attempt,
    given: Mapping[str, str],
    by: EndedBy,
    who: Who,
    now: dt.datetime,
    corrections: Corrections | None = None,
) -> None:
    """Gives a sheet its score for good and writes it into the trail; a second time is nothing.

    `given` holds the codes that count, by item id. Whoever freezes many sheets looks up the
    `corrections` once.
    """
    is_asked_only = is_questionnaire(sheet.slug)
    known = NO_CORRECTIONS if is_asked_only else corrections
    key = key_of_sheet(session, course_id, sheet, known)
    score, most = key.score(given), key.most
    is_new = result_store.finish_attempt(session, sheet.id, score, most, by, now)
    if is_new and not is_asked_only:
        audit.record(
            session, who, now, "scored", "quiz attempt", sheet.id,
            course_id=course_id, after={"score": score, "most": most},
        )  # fmt: skip


def is_questionnaire(slug: str) -> bool:
    """Whether nothing is right or wrong in it, so that there is no result."""
    name = assessments.read_slug(slug)
    return name is not None and not name.purpose.is_scored


def new_results(
    session: Session, course_id: uuid.UUID, sheets: Sequence[Attempt], corrections: Corrections
) -> list[NewResult]:
    """Those of these finished sheets that are worth something else by now than they were."""
    ids = [sheet.id for sheet in sheets]
    kept = answer_store.kept_answers(session, ids)
    marks = key_store.given_marks(session, ids)
    keys = keys_of_sheets(session, course_id, sheets, corrections)
    found = []
    for sheet, key in zip(sheets, keys, strict=True):
        codes = {item_id: answer.code for item_id, answer in kept.get(sheet.id, {}).items()}
        score, most = key.score(codes, marks.get(sheet.id, {})), key.most
        if (score, most) != (sheet.score, sheet.most):
            found.append(NewResult(sheet, score, most))
    return found


def score_all_again(
    session: Session,
    course_id: uuid.UUID,
    sheet_ids: Collection[uuid.UUID],
    reason: str,
    who: Who,
    now: dt.datetime,
) -> list[NewResult]:
    """Scores finished sheets anew; those whose result is another one than before.

    An old result stays readable and is in the trail. The corrections are asked for before the
    sheets are held: who corrects a key holds the corrections first too, see `key_store.hold`.
    """
    corrections = key_store.list_corrections(session, course_id)
    sheets = result_store.hold_finished(session, sheet_ids)
    found = new_results(session, course_id, sheets, corrections)
    for new in found:
        sheet = new.sheet
        result_store.replace_result(session, sheet, new.score, new.most, reason, now)
        audit.record(
            session, who, now, "scored again", "quiz attempt", sheet.id, course_id=course_id,
            before={"score": sheet.score, "most": sheet.most},
            after={"score": new.score, "most": new.most, "reason": reason},
        )  # fmt: skip
    return found


def score_again(
    session: Session,
    course_id: uuid.UUID,
    sheet: Attempt,
    reason: str,
    who: Who,
    now: dt.datetime,
) -> bool:
    """Scores one finished sheet anew; whether its result is another one than before."""
    return bool(score_all_again(session, course_id, [sheet.id], reason, who, now))


def settle(session: Session, course_id: uuid.UUID, sheet: Attempt | None, now: dt.datetime) -> bool:
    """Scores a sheet whose time is up, as of the end of its time; whether it was scored now."""
    if sheet is None or sheet.due_at is None or not rules.is_overdue(sheet, now):
        return False
    if not result_store.hold_overdue(session, sheet.id, now):
        return False
    given = answer_store.kept_codes(session, sheet.id)
    freeze(session, course_id, sheet, given, EndedBy.TIME, SYSTEM, sheet.due_at)
    return True
