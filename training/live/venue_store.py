"""Rows of the venue check: few, and none for longer than a day."""

import dataclasses
import datetime as dt
import uuid

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from training.adapters.database import insert
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal
from training.live import venue_texts
from training.live.tables import VenueCheck
from training.live.venue import Check, Measured

MOST_CHECKS = 30
"""Of one course; a further one replaces the oldest."""
KEPT = dt.timedelta(days=1)


def begin(
    session: Session, course_id: uuid.UUID, check_key: str, device: str, now: dt.datetime
) -> int:
    """The phone's number; the same key has the same one."""
    _sweep(session, course_id, now)
    newest = select(func.max(VenueCheck.number)).where(VenueCheck.course_id == course_id)
    row = {
        "id": new_id(), "course_id": course_id, "check_key": check_key, "device": device,
        "number": (session.scalar(newest) or 0) + 1, "began_at": now, "ended_at": None,
        "sent": 0, "lost": 0, "median_ms": 0, "worst_ms": 0, "gap_ms": 0, "addresses": 0,
    }  # fmt: skip
    made = insert(session, VenueCheck.__table__).values(row)
    session.execute(made.on_conflict_do_nothing(index_elements=["course_id", "check_key"]))
    own = select(VenueCheck.number).where(
        VenueCheck.course_id == course_id, VenueCheck.check_key == check_key
    )
    return session.scalars(own).one()


def _sweep(session: Session, course_id: uuid.UUID, now: dt.datetime) -> None:
    """Makes room for one more, and takes what is older than a day, of every course."""
    session.execute(delete(VenueCheck).where(VenueCheck.began_at < now - KEPT))
    ids = select(VenueCheck.id).where(VenueCheck.course_id == course_id)
    too_many = session.scalars(ids.order_by(VenueCheck.id.desc()).offset(MOST_CHECKS - 1)).all()
    session.execute(delete(VenueCheck).where(VenueCheck.id.in_(too_many)))


def end(
    session: Session, course_id: uuid.UUID, check_key: str, measured: Measured, now: dt.datetime
) -> None:
    """Keeps a result, the first one of a check. Raises Refusal (404) where none was begun."""
    own = (VenueCheck.course_id == course_id, VenueCheck.check_key == check_key)
    values = dataclasses.asdict(measured)
    session.execute(
        update(VenueCheck).where(*own, VenueCheck.ended_at.is_(None)).values(**values, ended_at=now)
    )
    if session.scalar(select(VenueCheck.number).where(*own)) is None:
        raise Refusal(venue_texts.UNREADABLE, status=404)


def list_checks(session: Session, course_id: uuid.UUID, now: dt.datetime) -> tuple[Check, ...]:
    """The checks of the last day, by number."""
    asked = select(VenueCheck).where(
        VenueCheck.course_id == course_id, VenueCheck.began_at >= now - KEPT
    )
    return tuple(map(_check, session.scalars(asked.order_by(VenueCheck.number))))


def _check(row: VenueCheck) -> Check:
    names = [each.name for each in dataclasses.fields(Measured)]
    measured = Measured(**{name: getattr(row, name) for name in names}) if row.ended_at else None
    return Check(row.number, row.device, row.began_at, measured)


def forget(session: Session, course_id: uuid.UUID) -> None:
    """Takes away all checks of a course."""
    session.execute(delete(VenueCheck).where(VenueCheck.course_id == course_id))
