"""Queries of the certificates room."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certificates.model import Facts, Picture, State
from training.certificates.tables import (
    Certificate,
    CertificatePicture,
)
from training.courses.tables import Seat
from training.people.tables import Person


def list_issued(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, tuple[str, Facts]]:
    """The number and the frozen facts of each seat's newest certificate."""
    asked = select(Certificate.seat_id, Certificate.number, Certificate.facts)
    asked = asked.where(Certificate.course_id == course_id).order_by(Certificate.edition)
    rows = session.execute(asked)
    return {seat_id: (number, facts) for seat_id, number, facts in rows if seat_id}


def list_valid(session: Session, course_id: uuid.UUID) -> Sequence[Certificate]:
    """The certificates of a course that count, in the Khmer order of names, staff's last."""
    asked = (
        select(Certificate)
        .outerjoin(Seat, Seat.id == Certificate.seat_id)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Certificate.course_id == course_id, Certificate.state == State.VALID)
        .order_by(Person.sort_key.is_(None), Person.sort_key, Seat.number, Certificate.id)
    )
    return session.scalars(asked).all()


def find_by_seat(session: Session, seat_id: uuid.UUID) -> Certificate | None:
    """The newest certificate of a seat."""
    asked = select(Certificate).where(Certificate.seat_id == seat_id)
    return session.scalar(asked.order_by(Certificate.edition.desc()).limit(1))


def find_by_number(session: Session, number: str) -> Certificate | None:
    """The certificate with that number."""
    return session.scalar(select(Certificate).where(Certificate.number == number))


def list_pictures(session: Session, digests: Collection[str]) -> dict[str, Picture]:
    """The pictures of those digests, as far as they are here."""
    if not digests:
        return {}
    asked = select(CertificatePicture).where(CertificatePicture.digest.in_(digests))
    rows = session.scalars(asked)
    return {row.digest: Picture(row.media_type, row.content) for row in rows}
