"""Queries of the attendance room."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Executable, Select, bindparam, exists, func, select, tuple_, union, update
from sqlalchemy.orm import Session, aliased

from training.adapters.database import ask, insert, insert_into, is_postgresql
from training.attendance.model import Mark, MarkSource, MarkStatus, Opening
from training.attendance.tables import (
    AttendanceMark,
    AttendanceOpening,
    HeadCount,
)
from training.courses.tables import AgendaRow, Seat

Pair = tuple[uuid.UUID, uuid.UUID]
"""A seat and an agenda item."""
MOST_PAIRS = 500
"""As many are asked for by name. PostgreSQL gives up on some thousands in one statement."""
_STATUSES = {each.value: each for each in MarkStatus}
_SOURCES = {each.value: each for each in MarkSource}
OPENING_COLUMNS = (
    AttendanceOpening.id,
    AttendanceOpening.agenda_item_id,
    AttendanceOpening.opened_at,
    AttendanceOpening.closed_at,
    AgendaRow.group,
)
MARK_COLUMNS = (
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
    AttendanceMark.device,
    AttendanceMark.restores,
)
_LATER = aliased(AttendanceMark)
IS_NEWEST = ~exists().where(
    _LATER.seat_id == AttendanceMark.seat_id,
    _LATER.agenda_item_id == AttendanceMark.agenda_item_id,
    _LATER.version > AttendanceMark.version,
)
"""Of each person and agenda item the highest version."""
# What a tap asks: built once, filled in each time.
_OF_PAIR = (
    select(*MARK_COLUMNS, AttendanceMark.submission_key)
    .where(
        AttendanceMark.seat_id == bindparam("seat_id"),
        AttendanceMark.agenda_item_id == bindparam("item_id"),
    )
    .order_by(AttendanceMark.version.desc())
)


def gone_seats(course_id: Any) -> Select[uuid.UUID]:
    """The seats of a course that were merged into others: their marks were said again of those.

    Whoever asks about the whole course leaves them out, so that nobody counts twice.
    """
    return select(Seat.id).where(Seat.course_id == course_id, Seat.merged_into.is_not(None))


def _openings(session: Session, course_id: uuid.UUID, *more: Any) -> tuple[Opening, ...]:
    asked = select(*OPENING_COLUMNS).join(
        AgendaRow, AgendaRow.id == AttendanceOpening.agenda_item_id
    )
    asked = asked.where(AttendanceOpening.course_id == course_id, *more)
    rows = ask(session, asked.order_by(AttendanceOpening.id.desc()), {})
    return tuple(Opening(*row) for row in rows)


def list_open(session: Session, course_id: uuid.UUID) -> tuple[Opening, ...]:
    """The openings of this course that have not been closed, newest first."""
    return _openings(session, course_id, AttendanceOpening.closed_at.is_(None))


def find_opening_by_key(session: Session, course_id: uuid.UUID, key: str) -> Opening | None:
    """The opening that this form made already, when it is sent twice."""
    found = _openings(session, course_id, AttendanceOpening.submission_key == key)
    return next(iter(found), None)


def add_opening(session: Session, row: Mapping[str, object]) -> None:
    """Adds an opening, unless another one opened in the same moment."""
    insert_unless_there(session, AttendanceOpening, [row])


def close(session: Session, opening_id: uuid.UUID, now: dt.datetime) -> bool:
    """Closes an opening; False when it was closed before."""
    asked = update(AttendanceOpening).where(
        AttendanceOpening.id == opening_id, AttendanceOpening.closed_at.is_(None)
    )
    closed = session.scalars(asked.values(closed_at=now).returning(AttendanceOpening.id)).all()
    return bool(closed)


def as_mark(row: Any) -> Mark:
    """A row of MARK_COLUMNS as a value."""
    id_, item, seat, version, status, late, early, source, by, at, device, restores = row
    return Mark(
        id_, item, seat, version, _STATUSES[status], late, early, _SOURCES[source], by, at,
        device, restores,
    )  # fmt: skip


def _marks(session: Session, asked: Executable) -> tuple[Mark, ...]:
    return tuple(map(as_mark, ask(session, asked, {})))


def list_keyed(
    session: Session, item_id: uuid.UUID, seat_id: uuid.UUID
) -> tuple[tuple[str, Mark], ...]:
    """Every version of one person's mark with the key that it was sent under, newest first."""
    rows = ask(session, _OF_PAIR, {"seat_id": seat_id, "item_id": item_id})
    return tuple((key, as_mark(row)) for *row, key in rows)


def list_all_keyed(
    session: Session, course_id: uuid.UUID, item_id: uuid.UUID
) -> dict[uuid.UUID, list[tuple[str, Mark]]]:
    """The same of everybody, by seat, oldest first."""
    asked = select(*MARK_COLUMNS, AttendanceMark.submission_key).where(
        AttendanceMark.course_id == course_id,
        AttendanceMark.agenda_item_id == item_id,
        AttendanceMark.seat_id.not_in(gone_seats(course_id)),
    )
    found: dict[uuid.UUID, list[tuple[str, Mark]]] = {}
    for *row, key in ask(session, asked.order_by(AttendanceMark.version), {}):
        mark = as_mark(row)
        found.setdefault(mark.seat_id, []).append((key, mark))
    return found


def list_current_marks(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID | None = None,
    item_id: uuid.UUID | None = None,
) -> tuple[Mark, ...]:
    """The marks that hold: the highest version per person and agenda item, unless taken back."""
    newest = _list_newest(session, course_id, seat_id, item_id)
    return tuple(mark for mark in newest if mark.status is not MarkStatus.UNMARKED)


def list_marks_about(
    session: Session, course_id: uuid.UUID, pairs: Collection[Pair]
) -> tuple[Mark, ...]:
    """The same for these people and agenda items."""
    asked = _newest_where(
        AttendanceMark.course_id == course_id,
        AttendanceMark.seat_id.not_in(gone_seats(course_id)),
        *narrowed(AttendanceMark, pairs),
    )
    return tuple(
        mark
        for mark in _marks(session, asked)
        if mark.status is not MarkStatus.UNMARKED and (mark.seat_id, mark.agenda_item_id) in pairs
    )


def narrowed(table: Any, pairs: Collection[Pair]) -> list[Any]:
    """What narrows a question to few pairs. So many that no statement holds them narrow nothing."""
    if len(pairs) > MOST_PAIRS:
        return []
    return [tuple_(table.seat_id, table.agenda_item_id).in_(pairs)]


def list_newest_marks(session: Session, course_id: uuid.UUID) -> tuple[Mark, ...]:
    """The highest version per person and agenda item, though it may take a mark back."""
    return _list_newest(session, course_id)


def list_taken_back(
    session: Session, course_id: uuid.UUID, item_id: uuid.UUID
) -> dict[uuid.UUID, Mark]:
    """The newest versions that took a mark back, by seat: nothing holds for these."""
    newest = _list_newest(session, course_id, item_id=item_id)
    return {mark.seat_id: mark for mark in newest if mark.status is MarkStatus.UNMARKED}


def _list_newest(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID | None = None,
    item_id: uuid.UUID | None = None,
) -> tuple[Mark, ...]:
    asked = _newest(of_seat=seat_id is not None, of_item=item_id is not None)
    given = {"course_id": course_id, "seat_id": seat_id, "item_id": item_id}
    return tuple(map(as_mark, ask(session, asked, given).all()))


@cache
def _newest(*, of_seat: bool, of_item: bool) -> Any:
    """The newest versions in a course, built once for each way of asking."""
    conditions = [AttendanceMark.agenda_item_id == bindparam("item_id")] if of_item else []
    if of_seat:
        conditions.append(AttendanceMark.seat_id == bindparam("seat_id"))
    else:
        conditions.append(AttendanceMark.seat_id.not_in(gone_seats(bindparam("course_id"))))
    return _newest_where(AttendanceMark.course_id == bindparam("course_id"), *conditions)


def _newest_where(*conditions: Any) -> Any:
    return select(*MARK_COLUMNS).where(*conditions, IS_NEWEST)


def find_current_mark(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID) -> Mark | None:
    """The mark that holds for one person and one agenda item."""
    newest = find_newest(session, item_id, seat_id)
    return None if newest is None or newest.status is MarkStatus.UNMARKED else newest


def find_newest(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID) -> Mark | None:
    """The newest version for one person and one agenda item, though it may take a mark back."""
    return next(iter(list_versions(session, item_id, seat_id)), None)


def list_versions(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID) -> tuple[Mark, ...]:
    """Every version of one person's mark, newest first."""
    asked = select(*MARK_COLUMNS).where(
        AttendanceMark.seat_id == seat_id, AttendanceMark.agenda_item_id == item_id
    )
    return _marks(session, asked.order_by(AttendanceMark.version.desc()))


def find_mark_by_key(
    session: Session, seat_id: uuid.UUID, key: str, item_id: uuid.UUID | None = None
) -> Mark | None:
    """The mark that this form made already, when it is sent twice; for one item, if it is given."""
    asked = select(*MARK_COLUMNS).where(
        AttendanceMark.seat_id == seat_id, AttendanceMark.submission_key == key
    )
    if item_id is not None:
        asked = asked.where(AttendanceMark.agenda_item_id == item_id)
    return next(iter(_marks(session, asked.limit(1))), None)


def list_marks_by_key(
    session: Session, course_id: uuid.UUID, item_id: uuid.UUID, key: str
) -> tuple[Mark, ...]:
    """All that this form, or this tap, marked."""
    return _marks(
        session,
        select(*MARK_COLUMNS).where(
            AttendanceMark.course_id == course_id,
            AttendanceMark.agenda_item_id == item_id,
            AttendanceMark.submission_key == key,
        ),
    )


def count_marks_by_key(session: Session, course_id: uuid.UUID, item_id: uuid.UUID, key: str) -> int:
    """How many people this form marked already."""
    asked = select(func.count()).where(
        AttendanceMark.course_id == course_id,
        AttendanceMark.agenda_item_id == item_id,
        AttendanceMark.submission_key == key,
    )
    return session.scalar(asked) or 0


def has_key(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID, key: str) -> bool:
    """Whether this form or scan has become a mark of any version."""
    return find_mark_by_key(session, seat_id, key, item_id) is not None


def add_mark(session: Session, row: Mapping[str, object]) -> bool:
    """Adds one mark; False where its version or key is there already."""
    asked = _adding_a_mark(for_postgresql=is_postgresql(session))
    return ask(session, asked, dict(row)).first() is not None


@cache
def _adding_a_mark(*, for_postgresql: bool) -> Any:
    made = insert_into(AttendanceMark.__table__, for_postgresql=for_postgresql)
    return made.on_conflict_do_nothing().returning(AttendanceMark.id)


def add_marks(session: Session, rows: Sequence[Mapping[str, object]]) -> frozenset[uuid.UUID]:
    """Adds marks and gives the ids of those added: a version or key that is there already stays."""
    if not rows:
        return frozenset()
    insert_unless_there(session, AttendanceMark, rows)
    ids = [row["id"] for row in rows]
    found: set[uuid.UUID] = set()
    for start in range(0, len(ids), 500):
        asked = select(AttendanceMark.id).where(AttendanceMark.id.in_(ids[start : start + 500]))
        found.update(session.scalars(asked))
    return frozenset(found)


def insert_unless_there(session: Session, table: Any, rows: Sequence[Mapping[str, object]]) -> None:
    """Adds rows to the table; one whose keys are there already stays as it is."""
    asked = insert(session, table.__table__).on_conflict_do_nothing()
    session.connection().execute(asked, [dict(row) for row in rows])


def list_items_in_use(session: Session, course_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Agenda items that a mark, a claim, a head count or an opening refers to."""
    asked = union(
        select(AttendanceMark.agenda_item_id).where(AttendanceMark.course_id == course_id),
        select(AttendanceOpening.agenda_item_id).where(AttendanceOpening.course_id == course_id),
        select(HeadCount.agenda_item_id).where(HeadCount.course_id == course_id),
    )
    return frozenset(session.scalars(asked))


def count_marked(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> int:
    """How many people have a mark for this agenda item, whatever it says."""
    asked = select(func.count()).where(
        AttendanceMark.course_id == course_id,
        AttendanceMark.agenda_item_id == item_id,
        AttendanceMark.status != MarkStatus.UNMARKED,
        AttendanceMark.seat_id.not_in(gone_seats(course_id)),
        IS_NEWEST,
    )
    return session.scalar(asked) or 0


def list_head_counts(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many people were counted last in the room, by agenda item."""
    asked = select(HeadCount.agenda_item_id, HeadCount.counted)
    asked = asked.where(HeadCount.course_id == course_id).order_by(HeadCount.id)
    return dict(session.execute(asked).all())
