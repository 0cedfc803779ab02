"""What a carried certificate may belong to here, and which corrections wait."""

import uuid
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from training.certificates.tables import HELD_BACK, NOT_VALID, Certificate, CertificateChange
from training.courses.tables import Course, Seat
from training.people.tables import Account

MOST_HELD_BACK = 50
"""In a list; who has decided about these sees the next."""


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


def list_held_back(
    session: Session, key_ids: Collection[str]
) -> Sequence[tuple[CertificateChange, Certificate]]:
    """Corrections that wait for an administrator, of those keys: the newest, each with the reason.

    Whatever an administrator does with one, it waits no more.
    """
    later = aliased(CertificateChange)
    is_decided = exists().where(
        later.certificate_id == CertificateChange.certificate_id,
        later.version > CertificateChange.version,
    )
    asked = (
        select(CertificateChange, Certificate)
        .join(Certificate, Certificate.id == CertificateChange.certificate_id)
        .where(Certificate.key_id.in_(key_ids), NOT_VALID)
        .where(CertificateChange.submission_key == HELD_BACK, ~is_decided)
        .order_by(CertificateChange.changed_at.desc(), Certificate.number)
        .limit(MOST_HELD_BACK)
    )
    return [(row[0], row[1]) for row in session.execute(asked)]
