"""What a carried certificate may belong to here."""

import uuid
from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.courses.tables import Course, Seat
from training.people.tables import Account


def list_courses_here(session: Session, ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these courses are here."""
    return frozenset(session.scalars(select(Course.id).where(Course.id.in_(ids))))


def list_courses_of_seats(
    session: Session, seat_ids: Collection[uuid.UUID]
) -> Mapping[uuid.UUID, uuid.UUID]:
    """The course of each of these seats that is here."""
    asked = select(Seat.id, Seat.course_id).where(Seat.id.in_(seat_ids))
    return dict(session.execute(asked).all())


def list_accounts_here(session: Session, ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Which of these accounts are here."""
    return frozenset(session.scalars(select(Account.id).where(Account.id.in_(ids))))
