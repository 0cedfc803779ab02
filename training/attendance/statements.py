"""What a phone that marks itself needs to know: one question about its seat, one about the course.

Five hundred may ask in the same second, so these are built once and filled in each time.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.attendance.model import Mark, Opening
from training.attendance.store import MARK_COLUMNS, OPENING_COLUMNS, as_mark
from training.attendance.tables import AttendanceMark, AttendanceOpening
from training.courses.model import CourseState
from training.courses.tables import AgendaRow, Course, Seat

_SEAT = (
    select(Seat.group, Seat.left_at, Seat.merged_into, AttendanceMark.submission_key)
    .add_columns(*MARK_COLUMNS)
    .select_from(Seat)
    .outerjoin(AttendanceMark, AttendanceMark.seat_id == Seat.id)
    .where(Seat.id == bindparam("seat_id"), Seat.course_id == bindparam("course_id"))
    .order_by(AttendanceMark.version.desc())
)
_BEFORE_MARK = 4
_COURSE = (
    select(Course.state, *OPENING_COLUMNS)
    .select_from(Course)
    .outerjoin(AttendanceOpening, AttendanceOpening.course_id == Course.id)
    .outerjoin(AgendaRow, AgendaRow.id == AttendanceOpening.agenda_item_id)
    .where(Course.id == bindparam("course_id"))
    .order_by(AttendanceOpening.id.desc())
)


@dataclass(frozen=True, slots=True)
class PhoneSeat:
    """A seat with every version of its marks, the highest versions first."""

    id: uuid.UUID
    group: str
    left_at: dt.datetime | None
    marks: tuple[tuple[Mark, str], ...]
    """Each with the submission key that made it."""

    def made_by(self, key: str, item_id: uuid.UUID | None = None) -> Mark | None:
        """The mark that this form or scan made already; for one agenda item, if it is given."""
        found = (mark for mark, own in self.marks if own == key)
        return next((each for each in found if item_id in {None, each.agenda_item_id}), None)

    def newest(self, item_id: uuid.UUID) -> Mark | None:
        """The newest version for an agenda item, though it may take a mark back."""
        return next((mark for mark, _ in self.marks if mark.agenda_item_id == item_id), None)


def find_seat(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> PhoneSeat | None:
    """The seat of that course; for one that was merged into another, that one."""
    rows = ask(session, _SEAT, {"seat_id": seat_id, "course_id": course_id}).all()
    if not rows:
        return None
    group, left_at, merged_into, _ = rows[0][:_BEFORE_MARK]
    if merged_into is not None:
        return find_seat(session, course_id, merged_into)
    marks = [(as_mark(row[_BEFORE_MARK:]), row.submission_key) for row in rows if row.id]
    return PhoneSeat(seat_id, group, left_at, tuple(marks))


def find_openings(
    session: Session, course_id: uuid.UUID
) -> tuple[CourseState, tuple[Opening, ...]] | None:
    """The state of a course and its openings: those that are open first, newest first."""
    rows = ask(session, _COURSE, {"course_id": course_id}).all()
    if not rows:
        return None
    found = [Opening(*row[1:]) for row in rows if row.id]
    ordered = sorted(found, key=lambda each: each.closed_at is not None)
    return CourseState(rows[0].state), tuple(ordered)
