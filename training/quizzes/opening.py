"""Use cases of the trainer: opening and closing, terms, and more time for a person."""

import datetime as dt
import uuid
from collections.abc import Callable

from msgspec import structs
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import service as courses
from training.kernel.access import SYSTEM, Who
from training.kernel.refusal import Refusal
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
from training.quizzes.anonymous import take_names_off
from training.quizzes.desk import asked_beside, get_desk
from training.quizzes.freezing import freeze, settle
from training.quizzes.model import Desk, EndedBy, Opening, Purpose, Terms

NO_TERMS = Terms()
opening_steps: list[Callable[[Session, uuid.UUID], object]] = []
"""Filled by the application: what rooms above do when a quiz opens or closes."""


def open_quiz(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Lets the course answer. An open quiz stays as it is; so does one opened with this key.

    Raises Refusal: 404 for no such quiz, 409 where it would come too early or too late.
    """
    rules.check_key(submission_key)
    desk = get_desk(session, course_id, None, slug)
    if desk.opening is None or not desk.opening.is_open:
        openings = store.latest_openings(session, course_id)
        rules.require_openable(desk, openings, asked_beside(session, desk), now)
    made = store.add_opening(session, desk, submission_key, now)
    if made is not None:
        audit.record(
            session, who, now, "opened", "quiz", made, course_id=course_id, after={"module": slug}
        )
        _tell_rooms_above(session, course_id)


def _tell_rooms_above(session: Session, course_id: uuid.UUID) -> None:
    for step in opening_steps:
        step(session, course_id)


def close_quiz(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    opening_id: uuid.UUID | None,
    who: Who,
    now: dt.datetime,
) -> int:
    """Ends this opening and scores every unfinished sheet; how many were scored.

    An opening that is closed already stays as it is. Raises Refusal (404) for no such quiz.
    """
    desk = get_desk(session, course_id, None, slug)
    if desk.opening is None or desk.opening.id != opening_id:
        return 0
    return _close(session, desk, desk.opening, who, now)


def close_all(session: Session, course_id: uuid.UUID, who: Who, now: dt.datetime) -> int:
    """Closes all that is open in the room, for the end of a course; how many sheets were scored.

    What is done at home stays open until its deadline.
    """
    scored = 0
    for slug, opening in store.latest_openings(session, course_id).items():
        name = assessments.read_slug(slug)
        if opening.is_open and name and name.purpose.calls_the_room:
            desk = get_desk(session, course_id, None, slug)
            scored += _close(session, desk, opening, who, now)
    return scored


def _close(session: Session, desk: Desk, opening: Opening, who: Who, now: dt.datetime) -> int:
    if not store.close_opening(session, opening.id, now):
        return 0
    corrections = key_store.list_corrections(session, desk.course_id)  # before sheets are held
    unfinished = result_store.hold_unfinished(session, desk.course_id, desk.slug)
    kept = answer_store.kept_answers(session, [sheet.id for sheet in unfinished])
    for sheet in unfinished:
        if settle(session, desk.course_id, sheet, now):
            continue
        given = {item_id: answer.code for item_id, answer in kept.get(sheet.id, {}).items()}
        freeze(session, desk.course_id, sheet, given, EndedBy.CLOSING, who, now, corrections)
    audit.record(
        session, who, now, "closed", "quiz", opening.id,
        course_id=desk.course_id, after={"module": desk.slug, "scored": len(unfinished)},
    )  # fmt: skip
    if desk.purpose is Purpose.EVALUATION:
        take_names_off(session, desk, now)
    _tell_rooms_above(session, desk.course_id)
    return len(unfinished)


def has_due(session: Session, course_id: uuid.UUID, now: dt.datetime) -> bool:
    """Whether something has come to its own end by now that `settle_all` has to end."""
    return bool(_over(session, course_id, now) or store.list_due(session, course_id, now))


def settle_all(session: Session, course_id: uuid.UUID, now: dt.datetime) -> None:
    """Ends what has come to its own end by now: deadlines, and sheets with a time limit."""
    for opening, closes_at in _over(session, course_id, now):
        desk = get_desk(session, course_id, None, opening.slug)
        _close(session, desk, opening, SYSTEM, closes_at)
    for sheet in store.list_due(session, course_id, now):
        settle(session, course_id, sheet, now)


def _over(
    session: Session, course_id: uuid.UUID, now: dt.datetime
) -> list[tuple[Opening, dt.datetime]]:
    """What is open though its deadline is over, and when that was."""
    openings, changed = store.openings_with_terms(session, course_id)
    return [
        (opening, closes_at)
        for slug, opening in openings.items()
        if opening.is_open and (closes_at := changed.get(slug, NO_TERMS).closes_at)
        if closes_at <= now
    ]


def change_terms(
    session: Session, course_id: uuid.UUID, slug: str, terms: Terms, who: Who, now: dt.datetime
) -> None:
    """From now on the assessment is taken like this; sheets in the middle of it get the new end.

    Raises Refusal: 404 for no such quiz, 409 and 422 for terms that cannot be.
    """
    desk = get_desk(session, course_id, None, slug)
    if terms == desk.terms:
        return
    begun = store.list_attempts(session, course_id, slug=slug)
    limits.check_terms(desk, terms, now, has_begun=bool(begun))
    terms_store.keep_terms(session, course_id, slug, terms)
    audit.record(
        session, who, now, "changed terms of", "quiz", course_id, course_id=course_id,
        before={"module": slug, **structs.asdict(desk.terms)}, after=structs.asdict(terms),
    )  # fmt: skip
    more = terms_store.list_extra_percent(session, course_id)
    for sheet in begun:
        if sheet.finished_at is None and sheet.seat_id:
            due_at = limits.due_at(terms, more.get(sheet.seat_id, 0), sheet.started_at)
            store.change_due(session, sheet.id, due_at)


MOST_EXTRA_PERCENT = 300


def give_extra_time(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    percent: int,
    who: Who,
    now: dt.datetime,
) -> None:
    """The seat may take so much longer than others, also on a sheet that it is in the middle of.

    Raises Refusal: 404 for no such seat, 422 for a number below 0 or above 300.
    """
    courses.get_seat(session, course_id, seat_id)
    if not 0 <= percent <= MOST_EXTRA_PERCENT:
        raise Refusal(texts.EXTRA_TIME_WRONG, field="percent")
    before = terms_store.find_extra_percent(session, seat_id)
    if before == percent:
        return
    terms_store.keep_extra_percent(session, seat_id, percent)
    audit.record(
        session, who, now, "gave more time to", "seat", seat_id, course_id=course_id,
        before={"percent": before}, after={"percent": percent},
    )  # fmt: skip
    for sheet in store.list_attempts(session, course_id, seat_id=seat_id):
        if sheet.finished_at is None:
            terms = get_desk(session, course_id, seat_id, sheet.slug).terms
            store.change_due(session, sheet.id, limits.due_at(terms, percent, sheet.started_at))
