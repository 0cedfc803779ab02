"""Who is in which parallel group, who has left and who is back."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import rules, store, texts
from training.courses.grouping import put_in_group
from training.courses.model import CourseState, SeatView
from training.courses.service import get_seat, lock_course
from training.kernel.access import Who
from training.kernel.refusal import Refusal


def groups_to_choose(session: Session, course_id: uuid.UUID) -> tuple[str, ...]:
    """The parallel groups of the agenda, in their order."""
    return rules.groups_of(store.list_agenda(session, course_id))


def divide(seats: Iterable[SeatView], groups: tuple[str, ...]) -> dict[uuid.UUID, str]:
    """A proposal: everybody who has not left, dealt to the groups one by one, by seat number.

    No group has more than one person more than another.
    """
    here = sorted((seat for seat in seats if not seat.has_left), key=lambda seat: seat.number)
    return {seat.seat_id: groups[place % len(groups)] for place, seat in enumerate(here)}


def set_groups(
    session: Session,
    course_id: uuid.UUID,
    wanted: Mapping[uuid.UUID, str],
    who: Who,
    now: dt.datetime,
) -> int:
    """Puts people into parallel groups, or into none (""): how many were moved.

    Seats that are not of the course are left alone. Raises Refusal: 422 for a group that the agenda
    does not name, 409 for a course that has ended.
    """
    course = lock_course(session, course_id)
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    known = {"", *groups_to_choose(session, course_id)}
    moved = 0
    for view in store.list_seats(session, course_id):
        group = wanted.get(view.seat_id, view.group)
        if group == view.group:
            continue
        if group not in known:
            raise Refusal(texts.UNKNOWN_GROUP, field="group")
        put_in_group(session, get_seat(session, course_id, view.seat_id), group, who, now)
        moved += 1
    return moved


def set_left(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    has_left: bool,
    reason: str,
    who: Who,
    now: dt.datetime,
) -> bool:
    """Notes that somebody has left the course, or is back. False where that was known.

    Whoever has left stays in every list and record, and is expected nowhere: not counted among the
    people of the course, not called to attendance, not among those who have not finished. What the
    person has earned by then stays: leaving by itself speaks against no certificate. Raises Refusal
    (409) for a course that has ended.
    """
    course = lock_course(session, course_id)
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    seat = get_seat(session, course_id, seat_id)
    if (seat.left_at is not None) is has_left:
        return False
    seat.left_at = now if has_left else None
    audit.record(
        session, who, now, "left" if has_left else "came back", "seat", seat.id,
        course_id=course_id, after={"reason": reason} if reason else {},
    )  # fmt: skip
    return True
