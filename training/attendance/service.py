"""Use cases of attendance: opening and closing the code, and what other rooms ask."""

import datetime as dt
import uuid
from collections.abc import Callable

from sqlalchemy.orm import Session

from training.attendance import claim_store, codes, rules, store, texts
from training.attendance.codes import Code
from training.attendance.model import Claim, Conflict, Mark, Opening
from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

opening_steps: list[Callable[[Session, uuid.UUID], object]] = []
"""Filled by the application: what rooms above do when marking by code opens or closes."""
followers: list[Callable[[Session, uuid.UUID], frozenset[uuid.UUID]]] = []
"""Filled by the application: whose phones ever followed the slides of a course, by seat."""


def open_attendance(
    session: Session,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Opening:
    """Opens an agenda item for marking by code, and closes what was open for the same people.

    Items of parallel groups are open together. An item that is open already stays as it is; the
    same key gives the same opening. Raises
    Refusal: 404 for an item that does not count, 409 unless the course is running.
    """
    made = store.find_opening_by_key(session, course_id, submission_key)
    if made is not None:
        return made
    _require_running_for_staff(session, course_id)
    item = get_item(session, course_id, item_id)
    for before in store.list_open(session, course_id):
        if before.agenda_item_id == item.id:
            return before
        if rules.are_rivals(item, get_item(session, course_id, before.agenda_item_id)):
            close_attendance(session, course_id, before.id, who, now)
    row = {
        "id": new_id(),
        "course_id": course_id,
        "agenda_item_id": item_id,
        "opened_at": now,
        "closed_at": None,
        "opened_by": who.id,
        "submission_key": submission_key,
    }
    store.add_opening(session, row)
    _note_opening(session, "opened", course_id, item_id, who, now)
    for opened in store.list_open(session, course_id):
        if opened.agenda_item_id == item.id:
            return opened
    raise Refusal(texts.NOTHING_OPEN, status=409)


def close_attendance(
    session: Session, course_id: uuid.UUID, opening_id: uuid.UUID, who: Who, now: dt.datetime
) -> None:
    """Closes this opening, if it is the one that is open; a later one stays."""
    for opening in store.list_open(session, course_id):
        if opening.id == opening_id and store.close(session, opening_id, now):
            _note_opening(session, "closed", course_id, opening.agenda_item_id, who, now)


def close_all(session: Session, course_id: uuid.UUID, who: Who, now: dt.datetime) -> None:
    """Closes what is open, for the end of a course."""
    for opening in store.list_open(session, course_id):
        close_attendance(session, course_id, opening.id, who, now)


def _note_opening(
    session: Session,
    action: str,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    who: Who,
    now: dt.datetime,
) -> None:
    audit.record(session, who, now, action, "attendance code", item_id, course_id=course_id)
    for step in opening_steps:
        step(session, course_id)


def _require_running_for_staff(session: Session, course_id: uuid.UUID) -> None:
    state = CourseState(courses.get_course(session, course_id).state)
    if state is CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    if state is CourseState.PLANNED:
        raise Refusal(texts.COURSE_PLANNED, status=409)


def get_item(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> AgendaItem:
    """An agenda item of this course that counts. Raises Refusal (404)."""
    item = courses.find_item(session, course_id, item_id)
    if item is None or not item.counts:
        raise Refusal(texts.UNKNOWN_ITEM, status=404)
    return item


def code_of(secret: str, course_id: uuid.UUID, opening: Opening, now: dt.datetime) -> Code:
    """What to show for this opening in the time window that is on."""
    return codes.code_of(secret, course_id, opening.agenda_item_id, codes.window_of(now))


def list_open(session: Session, course_id: uuid.UUID) -> tuple[Opening, ...]:
    """The openings of a running course, newest first; more than one where groups work in parallel.

    Raises Refusal (404) for a course that does not exist.
    """
    if courses.get_course(session, course_id).state != CourseState.RUNNING:
        return ()
    return store.list_open(session, course_id)


def find_open(session: Session, course_id: uuid.UUID) -> Opening | None:
    """The newest opening of a running course.

    Raises Refusal (404) for a course that does not exist.
    """
    return next(iter(list_open(session, course_id)), None)


def find_open_for(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> Opening | None:
    """The newest opening of a running course that is for this seat.

    Somebody without a parallel group can come to any. Raises Refusal (404) for a course that does
    not exist.
    """
    opened = list_open(session, course_id)
    if all(not each.group for each in opened):
        return next(iter(opened), None)
    seat = courses.find_seat(session, seat_id)
    group = seat.group if seat else ""
    return rules.opening_for(opened, group)


def find_conflict(session: Session, mark: Mark) -> Conflict | None:
    """What speaks against this mark, which holds, and is not settled yet."""
    claims = claim_store.list_claims_of(session, mark.agenda_item_id, mark.seat_id)
    return rules.conflict(mark, claims)


def list_conflicts(session: Session, course_id: uuid.UUID) -> tuple[Conflict, ...]:
    """All that a person has to settle in this course, in the order in which it came up.

    Of an agenda item that counts no more there is nothing to settle.
    """
    contested = claim_store.list_contested(session, course_id)
    if not contested:
        return ()
    counted = {item.id for item in rules.counted_items(courses.list_agenda(session, course_id))}
    pairs = frozenset(pair for pair in contested if pair[1] in counted)
    if not pairs:
        return ()
    said: dict[tuple[uuid.UUID, uuid.UUID], list[Claim]] = {}
    for claim in claim_store.list_claims_about(session, course_id, pairs):
        said.setdefault((claim.seat_id, claim.agenda_item_id), []).append(claim)
    marks = store.list_marks_about(session, course_id, pairs)
    found = (
        rules.conflict(mark, said.get((mark.seat_id, mark.agenda_item_id), ())) for mark in marks
    )
    return tuple(sorted((each for each in found if each), key=lambda each: each.claims[0].id))


# Looking things up needs no rule: the store's answers are this room's answers.
list_current_marks = store.list_current_marks
list_marks_by_key = store.list_marks_by_key
list_versions = store.list_versions
items_in_use = store.list_items_in_use
count_marked = store.count_marked
find_current_mark = store.find_current_mark
