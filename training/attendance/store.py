"""Queries of the attendance room."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, func, select, union, update
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.attendance.model import Mark, MarkSource, MarkStatus, Opening
from training.attendance.tables import AttendanceMark, AttendanceOpening

_OPENING = (
    AttendanceOpening.id,
    AttendanceOpening.agenda_item_id,
    AttendanceOpening.opened_at,
    AttendanceOpening.closed_at,
)
_MARK = (
    AttendanceMark.id,
    AttendanceMark.agenda_item_id,
    AttendanceMark.seat_id,
    AttendanceMark.version,
    AttendanceMark.status,
    AttendanceMark.minutes_late,
    AttendanceMark.minutes_early,
    AttendanceMark.source,
    AttendanceMark.marked_by,
    AttendanceMark.marked_at,
)


def _openings(session: Session, course_id: uuid.UUID, *more: Any) -> tuple[Opening, ...]:
    asked = select(*_OPENING).where(AttendanceOpening.course_id == course_id, *more)
    rows = session.execute(asked.order_by(AttendanceOpening.id.desc()))
    return tuple(Opening(*row) for row in rows)


def find_open(session: Session, course_id: uuid.UUID) -> Opening | None:
    """The opening of this course that has not been closed."""
    return next(iter(_openings(session, course_id, AttendanceOpening.closed_at.is_(None))), None)


def find_opening_by_key(session: Session, course_id: uuid.UUID, key: str) -> Opening | None:
    """The opening that this form made already, when it is sent twice."""
    found = _openings(session, course_id, AttendanceOpening.submission_key == key)
    return next(iter(found), None)


def list_closed(session: Session, course_id: uuid.UUID) -> tuple[Opening, ...]:
    """The openings that are over, newest first."""
    return _openings(session, course_id, AttendanceOpening.closed_at.is_not(None))


def add_opening(session: Session, row: Mapping[str, object]) -> None:
    """Adds an opening, unless another one opened in the same moment."""
    _insert_unless_there(session, AttendanceOpening, [row])


def close(session: Session, opening_id: uuid.UUID, now: dt.datetime) -> bool:
    """Closes an opening; False when it was closed before."""
    asked = update(AttendanceOpening).where(
        AttendanceOpening.id == opening_id, AttendanceOpening.closed_at.is_(None)
    )
    closed = session.scalars(asked.values(closed_at=now).returning(AttendanceOpening.id)).all()
    return bool(closed)


def _marks(session: Session, asked: Executable) -> tuple[Mark, ...]:
    return tuple(
        Mark(id_, item, seat, version, MarkStatus(status), late, early, MarkSource(source), by, at)
        for id_, item, seat, version, status, late, early, source, by, at in ask(session, asked, {})
    )


def list_current_marks(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID | None = None,
    item_id: uuid.UUID | None = None,
) -> tuple[Mark, ...]:
    """The marks that hold: the highest version per person and agenda item."""
    conditions = [AttendanceMark.course_id == course_id]
    if seat_id is not None:
        conditions.append(AttendanceMark.seat_id == seat_id)
    if item_id is not None:
        conditions.append(AttendanceMark.agenda_item_id == item_id)
    pair = (AttendanceMark.seat_id, AttendanceMark.agenda_item_id)
    top = select(*pair, func.max(AttendanceMark.version).label("version")).where(*conditions)
    highest = top.group_by(*pair).subquery()
    asked = select(*_MARK).join(
        highest,
        (AttendanceMark.seat_id == highest.c.seat_id)
        & (AttendanceMark.agenda_item_id == highest.c.agenda_item_id)
        & (AttendanceMark.version == highest.c.version),
    )
    return _marks(session, asked)


def find_current_mark(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID) -> Mark | None:
    """The mark that holds for one person and one agenda item."""
    return next(iter(list_versions(session, item_id, seat_id)), None)


def list_versions(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID) -> tuple[Mark, ...]:
    """Every version of one person's mark, newest first."""
    asked = select(*_MARK).where(
        AttendanceMark.seat_id == seat_id, AttendanceMark.agenda_item_id == item_id
    )
    return _marks(session, asked.order_by(AttendanceMark.version.desc()))


def find_mark_by_key(
    session: Session, seat_id: uuid.UUID, key: str, item_id: uuid.UUID | None = None
) -> Mark | None:
    """The mark that this form made already, when it is sent twice; for one item, if it is given."""
    asked = select(*_MARK).where(
        AttendanceMark.seat_id == seat_id, AttendanceMark.submission_key == key
    )
    if item_id is not None:
        asked = asked.where(AttendanceMark.agenda_item_id == item_id)
    return next(iter(_marks(session, asked.limit(1))), None)


def count_marks_by_key(session: Session, course_id: uuid.UUID, item_id: uuid.UUID, key: str) -> int:
    """How many people this form marked already."""
    asked = select(func.count()).where(
        AttendanceMark.course_id == course_id,
        AttendanceMark.agenda_item_id == item_id,
        AttendanceMark.submission_key == key,
    )
    return session.scalar(asked) or 0


def add_marks(session: Session, rows: Sequence[Mapping[str, object]]) -> frozenset[uuid.UUID]:
    """Adds marks and gives the ids of those added: a version or key that is there already stays."""
    if not rows:
        return frozenset()
    _insert_unless_there(session, AttendanceMark, rows)
    ids = [row["id"] for row in rows]
    found: set[uuid.UUID] = set()
    for start in range(0, len(ids), 500):
        asked = select(AttendanceMark.id).where(AttendanceMark.id.in_(ids[start : start + 500]))
        found.update(session.scalars(asked))
    return frozenset(found)


def _insert_unless_there(
    session: Session, table: Any, rows: Sequence[Mapping[str, object]]
) -> None:
    asked = insert(session, table.__table__).on_conflict_do_nothing()
    session.connection().execute(asked, [dict(row) for row in rows])


def list_items_in_use(session: Session, course_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Agenda items that a mark or an opening refers to."""
    asked = union(
        select(AttendanceMark.agenda_item_id).where(AttendanceMark.course_id == course_id),
        select(AttendanceOpening.agenda_item_id).where(AttendanceOpening.course_id == course_id),
    )
    return frozenset(session.scalars(asked))


def count_marked(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> int:
    """How many people have a mark for this agenda item, whatever it says."""
    asked = select(func.count(AttendanceMark.seat_id.distinct())).where(
        AttendanceMark.course_id == course_id, AttendanceMark.agenda_item_id == item_id
    )
    return session.scalar(asked) or 0
