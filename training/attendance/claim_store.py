"""Queries about claims: what phones and sheets said beside the marks that held."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.attendance import store
from training.attendance.model import IN_THE_ROOM, Claim, MarkSource, MarkStatus
from training.attendance.store import Pair
from training.attendance.tables import AttendanceClaim, AttendanceMark

_CLAIM = (
    AttendanceClaim.id,
    AttendanceClaim.agenda_item_id,
    AttendanceClaim.seat_id,
    AttendanceClaim.source,
    AttendanceClaim.status,
    AttendanceClaim.said_by,
    AttendanceClaim.said_at,
    AttendanceClaim.device,
)
# What the roll and the cockpit ask each time: built once.
_CONTESTED = (
    select(AttendanceClaim.seat_id, AttendanceClaim.agenda_item_id)
    .join(
        AttendanceMark,
        (AttendanceMark.seat_id == AttendanceClaim.seat_id)
        & (AttendanceMark.agenda_item_id == AttendanceClaim.agenda_item_id),
    )
    .where(
        AttendanceClaim.course_id == bindparam("course_id"),
        AttendanceClaim.seat_id.not_in(store.gone_seats(bindparam("course_id"))),
        AttendanceMark.status != MarkStatus.UNMARKED,
        AttendanceClaim.id > func.coalesce(AttendanceMark.restores, AttendanceMark.id),
        AttendanceClaim.status.in_(IN_THE_ROOM) != AttendanceMark.status.in_(IN_THE_ROOM),
        store.IS_NEWEST,
    )
)


def add_claims(session: Session, rows: Sequence[Mapping[str, object]]) -> None:
    """Adds what was said beside the marks; what is there already stays."""
    store.insert_unless_there(session, AttendanceClaim, rows)


def list_claims(session: Session, course_id: uuid.UUID) -> tuple[Claim, ...]:
    """What phones and sheets said beside the marks, in the order in which it was said."""
    own = AttendanceClaim.seat_id.not_in(store.gone_seats(course_id))
    return _claims(session, AttendanceClaim.course_id == course_id, own)


def list_claims_of(session: Session, item_id: uuid.UUID, seat_id: uuid.UUID) -> tuple[Claim, ...]:
    """The same for one person and one agenda item."""
    return _claims(
        session, AttendanceClaim.seat_id == seat_id, AttendanceClaim.agenda_item_id == item_id
    )


def list_claims_for(
    session: Session, course_id: uuid.UUID, item_id: uuid.UUID
) -> tuple[Claim, ...]:
    """The same for one agenda item."""
    return _claims(
        session, AttendanceClaim.course_id == course_id, AttendanceClaim.agenda_item_id == item_id
    )


def list_contested(session: Session, course_id: uuid.UUID) -> frozenset[Pair]:
    """Where any claim says otherwise than the mark that holds, and was made after its word."""
    rows = ask(session, _CONTESTED, {"course_id": course_id})
    return frozenset((seat_id, item_id) for seat_id, item_id in rows)


def list_claims_about(
    session: Session, course_id: uuid.UUID, pairs: Collection[Pair]
) -> tuple[Claim, ...]:
    """What was said beside the marks about these."""
    narrowed = store.narrowed(AttendanceClaim, pairs)
    found = _claims(session, AttendanceClaim.course_id == course_id, *narrowed)
    return tuple(each for each in found if (each.seat_id, each.agenda_item_id) in pairs)


def _claims(session: Session, *conditions: Any) -> tuple[Claim, ...]:
    asked = select(*_CLAIM).where(*conditions)
    return tuple(
        Claim(id_, item, seat, MarkSource(source), MarkStatus(status), by, at, device)
        for id_, item, seat, source, status, by, at, device in ask(
            session, asked.order_by(AttendanceClaim.id), {}
        )
    )
