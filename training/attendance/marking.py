"""Marking by the trainer's hand."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.orm import Session

from training.attendance import recording, rules, store, texts
from training.attendance.model import Act, HandMark, Mark, MarkSource, MarkStatus
from training.attendance.service import find_conflict, get_item
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import CourseDay, CourseState, SeatView
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

_TRIES = 5


def mark_by_hand(
    session: Session,
    course_id: uuid.UUID,
    wanted: HandMark,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Mark:
    """The trainer's word, as the next version; the same form and button twice are one mark.

    It settles what phones and sheets said otherwise.

    Raises Refusal: 404 for an item or seat that is not this course's, 409 unless the course is
    running or planned for today, 422 for minutes that cannot be.
    """
    if not courses.has_seat(session, course_id, wanted.seat_id):
        raise Refusal(texts.UNKNOWN_SEAT, status=404)
    return act_by_hand(session, course_id, wanted, submission_key, who, now).mark


def act_by_hand(
    session: Session,
    course_id: uuid.UUID,
    wanted: HandMark,
    submission_key: str,
    who: Who,
    now: dt.datetime,
    reason: str = "",
) -> Act:
    """As `mark_by_hand`, with the key to take it back by, for a seat that was found in the course.

    `reason` is kept in the audit trail.
    """
    day = require_open_for_hand(session, course_id, now)
    item = get_item(session, course_id, wanted.agenda_item_id)
    minute_now = course_rules.minute_of_course(day.date, day.time_zone, now)
    wanted = replace(wanted, seat_id=courses.go_on_with(session, wanted.seat_id))
    key = f"{submission_key}.{wanted.status}.{wanted.minutes_late}.{wanted.minutes_early}"
    for _ in range(_TRIES):
        versions = store.list_keyed(session, wanted.agenda_item_id, wanted.seat_id)
        made = next((mark for sent, mark in versions if sent == key), None)
        if made is not None:
            return Act(made, key, day.time_zone)
        late, early = rules.missed_minutes(wanted, item, minute_now)
        current = versions[0][1] if versions else None
        if (
            current is not None
            and rules.says_the_same(current, wanted.status, late, early)
            and find_conflict(session, current) is None
        ):
            return Act(current, "", day.time_zone)
        mark = _by_hand(wanted, current, (late, early), who, now)
        if store.add_mark(session, recording.as_row(course_id, mark, key)):
            recording.note_mark(session, course_id, current, mark, who, now, reason)
            return Act(mark, key, day.time_zone)
    raise Refusal(texts.UNKNOWN_STATUS, status=409)


def require_open_for_hand(session: Session, course_id: uuid.UUID, now: dt.datetime) -> CourseDay:
    """The day of the course. Raises Refusal (409) unless it is running, or planned for today."""
    day = courses.get_day(session, course_id)
    days = 1  # a tap in a running one asks no more
    if day.state is CourseState.PLANNED:
        days = courses.get_course(session, course_id).days
    rules.require_open_for_hand(day.state, day.date, day.time_zone, now, days)
    return day


def _by_hand(
    wanted: HandMark, current: Mark | None, missed: tuple[int, int], who: Who, now: dt.datetime
) -> Mark:
    return Mark(
        id=new_id(),
        agenda_item_id=wanted.agenda_item_id,
        seat_id=wanted.seat_id,
        version=current.version + 1 if current else 1,
        status=wanted.status,
        minutes_late=missed[0],
        minutes_early=missed[1],
        source=MarkSource.HAND,
        marked_by=who.id,
        marked_at=now,
    )


def mark_rest_present(
    session: Session,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    highest_number: int,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> int:
    """Marks everybody without a mark as present by hand, and says how many that were.

    Whoever only stands on the organiser's list, and was not seen in the course yet, is left alone:
    nobody has said that this person came.
    `highest_number` is the highest seat number on the trainer's page: whoever joined after the page
    was drawn is left alone. Raises Refusal (404, 409) as `mark_by_hand`.
    """
    require_open_for_hand(session, course_id, now)
    done = store.count_marks_by_key(session, course_id, item_id, submission_key)
    if done:
        return done
    marked = {mark.seat_id for mark in store.list_current_marks(session, course_id, None, item_id)}
    item = get_item(session, course_id, item_id)
    taken_back = store.list_taken_back(session, course_id, item_id)
    seats = courses.list_seats(session, course_id)
    unseen = _unseen(session, course_id, seats)
    marks = [
        _by_hand(
            HandMark(item_id, seat.seat_id, MarkStatus.PRESENT),
            taken_back.get(seat.seat_id),
            (0, 0),
            who,
            now,
        )
        for seat in seats
        if seat.number <= highest_number and seat.seat_id not in marked | unseen
        if not seat.has_left and item.is_for(seat.group)
    ]
    rows = [recording.as_row(course_id, mark, submission_key) for mark in marks]
    added = store.add_marks(session, rows)
    for mark in marks:
        if mark.id in added:
            recording.note_mark(session, course_id, taken_back.get(mark.seat_id), mark, who, now)
    return len(added)


def _unseen(
    session: Session, course_id: uuid.UUID, seats: Iterable[SeatView]
) -> frozenset[uuid.UUID]:
    """Who stands on the list of participants, and has never been in the room."""
    listed = {seat.seat_id for seat in seats if seat.is_listed}
    if not listed:
        return frozenset()
    held = store.list_current_marks(session, course_id)
    return frozenset(listed - {mark.seat_id for mark in held if rules.is_here(mark.status)})
