"""Use cases of the trainee: beginning a sheet, giving answers, sending them."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.kernel.access import SYSTEM, Who
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.quizzes import (
    answer_store,
    assessments,
    key_store,
    limits,
    result_store,
    rules,
    store,
    terms_store,
    texts,
)
from training.quizzes.correcting import NO_CORRECTIONS
from training.quizzes.desk import get_desk, items_of, questions
from training.quizzes.freezing import freeze, score_again, settle
from training.quizzes.model import Attempt, Desk, EndedBy, Given, OpenSheet, Purpose, Saved

AS_BEFORE = "as before"
"""The submission key of answers that a new plan begins with."""


def begin(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, slug: str, now: dt.datetime
) -> None:
    """A sheet for this seat, or the next one where it may try again.

    Who changes a plan finds it as it was. Beginning twice is beginning once. Raises Refusal: 404
    for no such quiz, 409 unless course and quiz are open.
    """
    desk = get_desk(session, course_id, seat_id, slug)
    if desk.attempt is not None and not rules.may_try_again(desk, now):
        return
    rules.require_open(desk, now)
    if desk.opening is None or not store.hold_opening(session, desk.opening.id):
        raise Refusal(texts.NOT_OPEN, status=409)
    more = terms_store.find_extra_percent(session, seat_id) if desk.terms.minutes else 0
    due_at = limits.due_at(desk.terms, more, now)
    form = _form(session, desk, seat_id)
    made = store.add_attempt(session, desk, seat_id, form, due_at, now)
    if made is not None and desk.attempt is not None and desk.purpose is Purpose.PLAN:
        before = answer_store.kept_codes(session, desk.attempt.id)
        answer_store.add_codes(session, made, before, AS_BEFORE, now)


def _form(session: Session, desk: Desk, seat_id: uuid.UUID) -> str:
    """The form of a test that this seat gets; after the course it is the other one."""
    if not desk.purpose.is_test:
        return ""
    number = courses.get_seat(session, desk.course_id, seat_id).number
    before = store.find_form(session, seat_id, assessments.PRE_TEST)
    return assessments.form_of_seat(desk.course_id, desk.purpose, number, before)


def answer(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    slug: str,
    given: Given,
    now: dt.datetime,
    *,
    sheet_id: uuid.UUID | None = None,
) -> Saved:
    """Saves one answer with one query and one insert; sent again, it is answered as at first.

    With `sheet_id` it is meant for that sheet, and for no later try.

    Raises Refusal: 404 for no such quiz, 409 when no answer is taken now, 422 for nonsense.
    """
    rules.check_key(given.submission_key)
    name = assessments.read_slug(slug)
    states = rules.states_of(name.purpose) if name else ()
    found = store.find_open_attempt(session, course_id, seat_id, slug, states)
    if found is None or (found.due_at is not None and found.due_at <= now):
        desk = get_desk(session, course_id, seat_id, slug)
        _require_sheet(desk.attempt.id if desk.attempt else None, sheet_id)
        return _answer_after(session, desk, given, now)
    _require_sheet(found.attempt_id, sheet_id)
    code = _read(session, course_id, slug, found, given)
    key = given.submission_key
    if name and name.purpose is Purpose.PRACTICE:
        _require_unseen(session, found.attempt_id, given, code)
    at: dt.datetime | None = now
    if not answer_store.add_answer(session, found, given.item_id, code, key, now):
        at = answer_store.find_answer_time(session, found.attempt_id, given.item_id, code, key)
    return Saved(given.item_id, given.written, at or now, found.time_zone, found.due_at)


def _require_sheet(newest_id: uuid.UUID | None, sheet_id: uuid.UUID | None) -> None:
    """Raises Refusal (409) for what was meant for another sheet than the newest of its seat."""
    if sheet_id is not None and newest_id is not None and sheet_id != newest_id:
        raise Refusal(texts.OTHER_SHEET, status=409)


def _require_unseen(session: Session, attempt_id: uuid.UUID, given: Given, code: str) -> None:
    """Raises Refusal (409) where practice has shown already what is right in that question.

    The very same answer may come again; another one from the same form, gone back to, may not.
    """
    kept = answer_store.kept_codes(session, attempt_id).get(given.item_id)
    key = given.submission_key
    if kept and not answer_store.find_answer_time(session, attempt_id, given.item_id, code, key):
        raise Refusal(texts.ALREADY_SHOWN, status=409)


def _read(
    session: Session, course_id: uuid.UUID, slug: str, sheet: OpenSheet | Attempt, given: Given
) -> str:
    items = questions(session, course_id, slug, sheet.revision_id, sheet.form)
    (code,) = rules.read_answers(items, sheet.seed, (given,))
    return code


def _answer_after(session: Session, desk: Desk, given: Given, now: dt.datetime) -> Saved:
    """The reply to an answer that was saved or given before the end, else the refusal."""
    sheet = desk.attempt
    if sheet is None:
        rules.require_answerable(desk, now)
        raise Refusal(texts.NOT_OPEN, status=409)
    try:
        code = _read(session, desk.course_id, desk.slug, sheet, given)
    except Refusal:
        rules.require_answerable(desk, now)
        raise
    at = answer_store.find_answer_time(session, sheet.id, given.item_id, code, given.submission_key)
    is_late = at is None and _add_late(session, desk, sheet, [given], now)
    at = given.tapped_at if is_late else at
    if at is not None:
        return Saved(given.item_id, given.written, at, desk.time_zone, sheet.due_at, is_late)
    rules.require_answerable(desk, now)
    raise Refusal(texts.NOT_OPEN, status=409)


def _add_late(
    session: Session, desk: Desk, sheet: Attempt, given: Sequence[Given], now: dt.datetime
) -> bool:
    """Adds those answers that were given before the end, flagged; whether there was any.

    Whoever ends the sheet at this moment has it first: it is held, and looked at again.
    """
    desk, sheet = _held(session, desk, sheet)
    known = answer_store.newest_answer_time(session, sheet.id) or sheet.started_at
    fair = []
    for each in given:
        if rules.is_fair(desk, each.tapped_at, known, now):
            fair.append(each)
            known = each.tapped_at or known
    codes = rules.read_answers(items_of(session, desk), sheet.seed, fair)
    for each, code in zip(fair, codes, strict=True):
        answer_store.add_answers(session, sheet.id, [(each, code)], each.tapped_at or now, now)
    if fair and sheet.finished_at is not None:
        score_again(session, desk.course_id, sheet, "late", SYSTEM, now)
    return bool(fair)


def _held(session: Session, desk: Desk, sheet: Attempt) -> tuple[Desk, Attempt]:
    """How the sheet stands now, held until the commit; after the corrections, see `freezing`."""
    key_store.list_corrections(session, desk.course_id)
    result_store.lock_attempt(session, sheet.id)
    desk = get_desk(session, desk.course_id, sheet.seat_id, desk.slug)
    return desk, desk.attempt or sheet


def finish(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    slug: str,
    given: Sequence[Given],
    who: Who,
    now: dt.datetime,
    *,
    by_its_time: bool = False,
    sheet_id: uuid.UUID | None = None,
) -> tuple[str, ...]:
    """Freezes the score, after saving the answers that come along; the keys of those that stand.

    With `by_its_time` the phone, and not its owner, says that the end has come: a sheet that has
    more time by now goes on. With `sheet_id` that sheet is meant, and no later try.

    `given` is in the order of giving: an answer that had arrived before stays where it was, a new
    one is younger than all that were saved. Finishing twice changes nothing, so an answer that
    comes with the second is kept only if it stood there, or was given before an end that its owner
    did not make. It may be done after the course too.

    Raises Refusal: 404 for no such quiz, 409 for a quiz that this seat has not begun or, with
    answers, that takes none now, 422 for nonsense; then nothing is saved.
    """
    desk = get_desk(session, course_id, seat_id, slug)
    if settle(session, course_id, desk.attempt, now):
        desk = get_desk(session, course_id, seat_id, slug)
    sheet = desk.attempt
    if sheet is None:
        rules.require_open(desk, now)
        raise Refusal(texts.NOT_BEGUN, status=409)
    _require_sheet(sheet.id, sheet_id)
    if sheet.finished_at is not None or not result_store.hold_attempt(session, sheet.id):
        return _standing(session, desk, sheet, given, now)
    if given:
        rules.require_open(desk, now)
    codes = rules.read_answers(items_of(session, desk), sheet.seed, given)
    kept = answer_store.add_answers(session, sheet.id, zip(given, codes, strict=True), now)
    if not by_its_time:
        corrections = None if desk.may_be_corrected else NO_CORRECTIONS
        freeze(session, course_id, sheet, kept, EndedBy.SEAT, who, now, corrections)
    return tuple(each.submission_key for each in given)


def why_not_all(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    slug: str,
    given: Sequence[Given],
    kept: Sequence[str],
    now: dt.datetime,
) -> Text | None:
    """Why some of the answers that came with the finishing do not stand; None where all do."""
    if len(kept) == len(given):
        return None
    try:
        rules.require_answerable(get_desk(session, course_id, seat_id, slug), now)
    except Refusal as refusal:
        return refusal.reason
    return texts.NOT_OPEN


def _standing(
    session: Session, desk: Desk, sheet: Attempt, given: Sequence[Given], now: dt.datetime
) -> tuple[str, ...]:
    """The keys of the answers that are on a finished sheet, late ones included."""
    if not given:
        return ()
    keys = answer_store.list_keys(session, sheet.id)
    missing = [each for each in given if each.submission_key not in keys]
    if missing and _add_late(session, desk, sheet, missing, now):
        keys = answer_store.list_keys(session, sheet.id)
    return tuple(each.submission_key for each in given if each.submission_key in keys)
