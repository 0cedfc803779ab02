"""Use cases of attendance: opening and closing the code, and what other rooms ask."""

import datetime as dt
import uuid
from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

from training.attendance import rules, store, texts
from training.attendance.model import Mark, MarkSource, Opening
from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

_MOST_ENTRIES = 300

opening_steps: list[Callable[[Session, uuid.UUID], object]] = []
"""Filled by the application: what rooms above do when marking by code opens or closes."""


def open_attendance(
    session: Session,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Opening:
    """Opens an agenda item for marking by code, and closes the one that was open.

    An item that is open already keeps its code; the same key gives the same opening. Raises
    Refusal: 404 for an item that does not count, 409 unless the course is running.
    """
    made = store.find_opening_by_key(session, course_id, submission_key)
    if made is not None:
        return made
    _require_running_for_staff(session, course_id)
    item = get_item(session, course_id, item_id)
    before = store.find_open(session, course_id)
    if before is not None and before.agenda_item_id == item.id:
        return before
    if before is not None:
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
    opened = store.find_open(session, course_id)
    if opened is None:
        raise Refusal(texts.NOTHING_OPEN, status=409)
    return opened


def close_attendance(
    session: Session, course_id: uuid.UUID, opening_id: uuid.UUID, who: Who, now: dt.datetime
) -> None:
    """Closes this opening, if it is the one that is open; a later one stays."""
    opening = store.find_open(session, course_id)
    if opening is not None and opening.id == opening_id and store.close(session, opening_id, now):
        _note_opening(session, "closed", course_id, opening.agenda_item_id, who, now)


def close_all(session: Session, course_id: uuid.UUID, who: Who, now: dt.datetime) -> None:
    """Closes what is open, for the end of a course."""
    opening = store.find_open(session, course_id)
    if opening is not None:
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
    for item in rules.counted_items(courses.list_agenda(session, course_id)):
        if item.id == item_id:
            return item
    raise Refusal(texts.UNKNOWN_ITEM, status=404)


def code_of(secret: str, course_id: uuid.UUID, opening: Opening) -> str:
    """The six digits to show for this opening."""
    return rules.attendance_code(secret, course_id, opening.agenda_item_id, opening.id)


def open_item(session: Session, course_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The agenda item and the opening that trainees can mark by code now; None where there is none.

    Raises Refusal (404) for a course that does not exist.
    """
    opening = find_open(session, course_id)
    return None if opening is None else (opening.agenda_item_id, opening.id)


def find_open(session: Session, course_id: uuid.UUID) -> Opening | None:
    """The opening of a running course. Raises Refusal (404) for a course that does not exist."""
    if courses.get_course(session, course_id).state != CourseState.RUNNING:
        return None
    return store.find_open(session, course_id)


def list_markers(
    session: Session, item_id: uuid.UUID, seat_id: uuid.UUID, versions: Collection[Mark]
) -> dict[int, str]:
    """Who marked each version by hand: version to the name that the audit trail keeps."""
    wanted = {mark.version for mark in versions if mark.source is MarkSource.HAND}
    return {
        entry.after["version"]: entry.actor_name
        for entry in audit.list_entries(session, seat_id, _MOST_ENTRIES)
        if entry.subject == "attendance"
        and entry.after.get("agenda_item_id") == str(item_id)
        and entry.after.get("version") in wanted
    }


# Looking things up needs no rule: the store's answers are this room's answers.
list_current_marks = store.list_current_marks
list_versions = store.list_versions
items_in_use = store.list_items_in_use
count_marked = store.count_marked
