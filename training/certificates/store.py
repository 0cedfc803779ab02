"""Queries of the certificates room."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certificates.model import Facts, Kind, Picture, State
from training.certificates.tables import (
    Certificate,
    CertificatePicture,
)
from training.courses.tables import Seat
from training.kernel.locales import Bilingual
from training.people.tables import Person


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as lists show it."""

    number: str
    """Ungrouped."""
    state: State
    exception: str
    """Why it was issued although the rule did not give it; empty: by the rule."""
    name: Bilingual
    """As it is printed."""


def _as_issued(row: Any) -> Issued:
    facts: Facts = row.facts
    name = Bilingual(facts.name_km or facts.name_en, facts.name_en or facts.name_km)
    return Issued(row.number, State(row.state), row.exception, name)


_ISSUED = select(
    Certificate.seat_id,
    Certificate.account_id,
    Certificate.kind,
    Certificate.number,
    Certificate.state,
    Certificate.exception,
    Certificate.facts,
).order_by(Certificate.edition)


def list_issued(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, dict[Kind, Issued]]:
    """The newest certificate of each kind of each seat."""
    found: dict[uuid.UUID, dict[Kind, Issued]] = {}
    asked = _ISSUED.where(Certificate.course_id == course_id, Certificate.seat_id.is_not(None))
    for row in session.execute(asked):
        found.setdefault(row.seat_id, {})[Kind(row.kind)] = _as_issued(row)
    return found


def list_issued_to_staff(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, Issued]:
    """The newest certificate of facilitation of each account."""
    asked = _ISSUED.where(Certificate.course_id == course_id, Certificate.account_id.is_not(None))
    return {row.account_id: _as_issued(row) for row in session.execute(asked)}


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


def list_of_seat(session: Session, seat_id: uuid.UUID) -> Sequence[Certificate]:
    """The newest certificate of each kind of a seat, attendance first."""
    asked = select(Certificate).where(Certificate.seat_id == seat_id)
    newest = {each.kind: each for each in session.scalars(asked.order_by(Certificate.edition))}
    return [newest[kind] for kind in Kind if kind in newest]


def find_by_seat(session: Session, seat_id: uuid.UUID) -> Certificate | None:
    """The first of them, or None."""
    return next(iter(list_of_seat(session, seat_id)), None)


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
