"""Queries of the certificates room."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certificates.model import Facts, Picture, State
from training.certificates.tables import (
    NOT_VALID,
    Certificate,
    CertificateChange,
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


def list_not_valid(session: Session, key_ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """Number and state of every certificate of those keys that does not count at present."""
    asked = select(Certificate.number, Certificate.state)
    asked = asked.where(Certificate.key_id.in_(key_ids), NOT_VALID)
    rows = session.execute(asked.execution_options(yield_per=1000))
    return ((number, state) for number, state in rows)


@dataclass(frozen=True, slots=True)
class Standing:
    """A certificate of a list, and what became of it."""

    facts: Facts
    key_id: str
    state: State
    since: dt.datetime | None = None
    reason: str = ""
    replaced_by: str = ""


def list_standings(session: Session, numbers: Collection[str]) -> dict[str, Standing]:
    """The certificates with those numbers, by number."""
    found = session.scalars(select(Certificate).where(Certificate.number.in_(numbers))).all()
    ids = [each.id for each in found if each.state != State.VALID]
    asked = select(CertificateChange).where(CertificateChange.certificate_id.in_(ids))
    ordered = asked.order_by(CertificateChange.version)
    newest = {each.certificate_id: each for each in session.scalars(ordered)}
    replacing = select(Certificate.replaces, Certificate.number)
    replacing = replacing.where(Certificate.replaces.in_(ids)).order_by(Certificate.edition)
    places = {replaced: number for replaced, number in session.execute(replacing) if replaced}
    return {each.number: _standing(each, newest.get(each.id), places) for each in found}


def _standing(
    found: Certificate, change: CertificateChange | None, places: Mapping[uuid.UUID, str]
) -> Standing:
    state, key_id = State(found.state), found.key_id or ""
    if change is None:
        return Standing(found.facts, key_id, state)
    place = places.get(found.id, "") if state is State.REPLACED else ""
    return Standing(found.facts, key_id, state, change.changed_at, change.reason, place)


def list_pictures(session: Session, digests: Collection[str]) -> dict[str, Picture]:
    """The pictures of those digests, as far as they are here."""
    if not digests:
        return {}
    asked = select(CertificatePicture).where(CertificatePicture.digest.in_(digests))
    rows = session.scalars(asked)
    return {row.digest: Picture(row.media_type, row.content) for row in rows}
