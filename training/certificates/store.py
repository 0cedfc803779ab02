"""Queries of the certificates room."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from training.certificates.model import Facts, Kind, Picture, State
from training.certificates.tables import (
    NOT_VALID,
    Certificate,
    CertificateChange,
    CertificateCredential,
    CertificatePicture,
    NameCheck,
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


def find_last_correction(session: Session, certificate: Certificate) -> Certificate:
    """What took its place, and the place of that, as far as it is here; itself where nothing did.

    A correction need not belong to the same seat: it may have come with another register.
    """
    asked = select(Certificate).where(Certificate.replaces == certificate.id)
    newer = session.scalar(asked.order_by(Certificate.edition.desc()).limit(1))
    is_replaced = certificate.state == State.REPLACED and newer is not None
    return find_last_correction(session, newer) if is_replaced and newer else certificate


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


def find_credential(session: Session, certificate_id: uuid.UUID) -> str:
    """The signed document of a certificate; empty for one that was issued without."""
    found = session.get(CertificateCredential, certificate_id)
    return found.document if found else ""


def find_newest_name_check(session: Session, seat_id: uuid.UUID) -> NameCheck | None:
    """What the owner of a seat said last of the own name."""
    return session.scalar(_newest_name_check(seat_id))


def hold_newest_name_check(session: Session, seat_id: uuid.UUID) -> NameCheck | None:
    """The same, locked until the transaction ends."""
    asked = _newest_name_check(seat_id).with_for_update()
    return session.scalar(asked.execution_options(populate_existing=True))


def _newest_name_check(seat_id: uuid.UUID) -> Select[NameCheck]:
    asked = select(NameCheck).where(NameCheck.seat_id == seat_id)
    return asked.order_by(NameCheck.version.desc()).limit(1)


def find_name_check(session: Session, seat_id: uuid.UUID, submission_key: str) -> NameCheck | None:
    """What this form said already, when it is sent again."""
    asked = select(NameCheck).where(NameCheck.seat_id == seat_id)
    return session.scalar(asked.where(NameCheck.submission_key == submission_key))


def list_name_checks(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, NameCheck]:
    """What everybody in a course said last, by seat."""
    asked = select(NameCheck).where(NameCheck.course_id == course_id)
    return {row.seat_id: row for row in session.scalars(asked.order_by(NameCheck.version))}


def count_open_name_checks(session: Session, course_id: uuid.UUID) -> int:
    """How many in a course wait for an answer to their request; of one seat only one can."""
    asked = select(func.count()).select_from(NameCheck).join(Seat, Seat.id == NameCheck.seat_id)
    asked = asked.where(NameCheck.course_id == course_id, NameCheck.settled_at.is_(None))
    return session.scalar(asked.where(Seat.merged_into.is_(None))) or 0
