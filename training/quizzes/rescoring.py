"""Correcting the key of a question: whose result would change, and then doing it."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import structs
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.modules.model import Item
from training.quizzes import (
    assessments,
    correcting,
    desk,
    freezing,
    key_store,
    results,
    rules,
    store,
    terms_store,
    texts,
)
from training.quizzes.correcting import Corrections
from training.quizzes.model import Attempt, Correction, Terms
from training.quizzes.outcomes import Change, NewResult, Preview

Place = tuple[str, str]


class Asked(NamedTuple):
    """A question of an assessment, where it lies, and what is right in it by now."""

    place: Place
    item: Item
    """As in the pack."""
    now: Item
    correction: Correction | None
    """The one that counts; None where what is right is what the pack says."""


def list_asked(session: Session, course_id: uuid.UUID, slug: str) -> tuple[Asked, ...]:
    """The questions of that assessment, of a test in both forms, without those for opinions.

    Raises Refusal (404) where nothing is right or wrong.
    """
    found = desk.get_desk(session, course_id, None, slug)
    if not found.purpose.is_scored:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    items = [
        item
        for item in desk.all_questions(session, course_id, slug, found.revision_id)
        if item.is_scored
    ]
    key = correcting.key_of(slug, items, key_store.list_corrections(session, course_id))
    return tuple(
        Asked(correcting.place_of(slug, item.id), item, now, key.corrections.get(item.id))
        for item, now in zip(items, key.items, strict=True)
    )


def get_asked(session: Session, course_id: uuid.UUID, slug: str, item_id: str) -> Asked:
    """One of those questions. Raises Refusal (404)."""
    asked = list_asked(session, course_id, slug)
    found = next((each for each in asked if each.item.id == item_id), None)
    if found is None:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    return found


def _require_change(asked: Asked, correction: Correction) -> None:
    """Raises Refusal (422) for a correction that says what holds already."""
    is_void = asked.correction is not None and asked.correction.is_void
    then = correcting.with_correction(asked.item, correction)
    if correction.is_void == is_void and (is_void or then == asked.now):
        raise Refusal(texts.HOLDS_ALREADY)


def preview(
    session: Session, course_id: uuid.UUID, asked: Asked, correction: Correction
) -> Preview:
    """What the correction would change; nothing is saved.

    Raises Refusal (422) for one that says what holds already.
    """
    _require_change(asked, correction)
    corrections = key_store.list_corrections(session, course_id)
    sheets = _sheets_with(session, course_id, asked.place, corrections)
    corrections[asked.place] = correction
    new = freezing.new_results(session, course_id, sheets, corrections)
    changed = terms_store.list_terms(session, course_id)
    changes = [_change(each, changed) for each in new]
    return Preview(tuple(changes), len(sheets) - len(changes))


def _change(new: NewResult, changed: Mapping[str, Terms]) -> Change:
    name = assessments.read_slug(new.sheet.slug)
    usual = assessments.usual_terms(name.purpose) if name else Terms()
    terms = changed.get(new.sheet.slug, usual)
    before = results.passed(terms, new.sheet.score or 0, new.sheet.most or 0)
    return Change(new, before, results.passed(terms, new.score, new.most))


def _sheets_with(
    session: Session, course_id: uuid.UUID, place: Place, corrections: Corrections
) -> list[Attempt]:
    """The finished sheets of the course that ask this question, whatever for."""
    finished = [
        sheet
        for sheet in store.list_attempts(session, course_id)
        if sheet.finished_at is not None and not freezing.is_questionnaire(sheet.slug)
    ]
    keys = desk.keys_of_sheets(session, course_id, finished, corrections)
    return [
        sheet
        for sheet, key in zip(finished, keys, strict=True)
        if any(correcting.place_of(sheet.slug, item.id) == place for item in key.items)
    ]


def correct(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    item_id: str,
    correction: Correction,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> int:
    """From now on this is right; how many results became others.

    All finished sheets of the course with this question are scored again, with those that were sent
    since the preview. Sent again, it is answered as at first. Raises Refusal: 404 for no such
    question, 422 for a correction that says what holds already.
    """
    rules.check_key(submission_key)
    key_store.hold(session)
    done = key_store.count_corrected(session, course_id, submission_key)
    if done is not None:
        return done
    asked = get_asked(session, course_id, slug, item_id)
    _require_change(asked, correction)
    key_store.add_correction(session, course_id, asked.place, correction, submission_key, now)
    audit.record(
        session, who, now, "corrected", "quiz item", course_id, course_id=course_id,
        before=_in_trail(asked, asked.correction), after=_in_trail(asked, correction),
    )  # fmt: skip
    corrections = key_store.list_corrections(session, course_id)
    sheets = _sheets_with(session, course_id, asked.place, corrections)
    ids = [sheet.id for sheet in sheets]
    return len(freezing.score_all_again(session, course_id, ids, "corrected", who, now))


def _in_trail(asked: Asked, correction: Correction | None) -> dict[str, object]:
    holds = correction or Correction(correcting.key_in(asked.item))
    return {"module": asked.place[0], "item": asked.place[1], **structs.asdict(holds)}
