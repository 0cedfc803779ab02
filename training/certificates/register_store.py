"""Queries of the register: a page of certificates, by name or newest first; their changes."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from training.certificates.model import Facts
from training.certificates.tables import Certificate, CertificateChange, CertificateProposal

PAGE = 50
_LAST_SIGN = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Row:
    """One certificate of the list."""

    id: uuid.UUID
    number: str
    kind: str
    state: str
    is_exception: bool
    facts: Facts


_ROW = select(
    Certificate.id,
    Certificate.number,
    Certificate.kind,
    Certificate.state,
    Certificate.exception != "",
    Certificate.facts,
)


def list_newest(session: Session, before: uuid.UUID | None) -> Sequence[Row]:
    """A page of the register, newest first, and one more if there is any."""
    asked = _ROW.order_by(Certificate.id.desc()).limit(PAGE + 1)
    if before is not None:
        asked = asked.where(Certificate.id < before)
    return [Row(*row) for row in session.execute(asked)]


def list_by_name(session: Session, key: str, after: Certificate | None) -> Sequence[Row]:
    """A page of those whose printed name begins so (`people.rules.search_key`), and one more.

    A key in ASCII is looked for among the Latin names, any other among the Khmer ones.
    """
    column = name_column(key)
    asked = _ROW.where(_begins_with(column, key)).order_by(column, Certificate.id)
    if after is not None:
        there = tuple_(getattr(after, column.key), after.id)
        asked = asked.where(tuple_(column, Certificate.id) > there)
    return [Row(*row) for row in session.execute(asked.limit(PAGE + 1))]


def name_column(key: str) -> InstrumentedAttribute[str]:
    """The column in which such a name is looked for."""
    return Certificate.name_latin_key if key.isascii() else Certificate.name_km_key


def _begins_with(column: InstrumentedAttribute[str], key: str) -> ColumnElement[bool]:
    """As two comparisons by code points, so that the index answers on both databases."""
    return (column >= key) & (column < key + _LAST_SIGN)


def list_changes(session: Session, certificate_id: uuid.UUID) -> Sequence[CertificateChange]:
    """All that became of a certificate, oldest first."""
    asked = select(CertificateChange).where(CertificateChange.certificate_id == certificate_id)
    return session.scalars(asked.order_by(CertificateChange.version)).all()


def list_waiting(session: Session) -> Sequence[tuple[CertificateProposal, Certificate]]:
    """The oldest changes that wait for a second person, with their certificates."""
    asked = (
        select(CertificateProposal, Certificate)
        .join(Certificate, Certificate.id == CertificateProposal.certificate_id)
        .where(CertificateProposal.decided_at.is_(None))
        .order_by(CertificateProposal.id)
        .limit(PAGE)
    )
    return [(row[0], row[1]) for row in session.execute(asked)]


def list_waiting_for(session: Session, certificate_id: uuid.UUID) -> Sequence[CertificateProposal]:
    """What waits for a second person about one certificate, oldest first."""
    asked = select(CertificateProposal).where(
        CertificateProposal.certificate_id == certificate_id,
        CertificateProposal.decided_at.is_(None),
    )
    return session.scalars(asked.order_by(CertificateProposal.id)).all()


def list_turned_down(session: Session, certificate_id: uuid.UUID) -> Sequence[CertificateProposal]:
    """What was proposed about one certificate and taken back or turned down, oldest first."""
    asked = select(CertificateProposal).where(
        CertificateProposal.certificate_id == certificate_id,
        CertificateProposal.decided_by.is_not(None),
        CertificateProposal.is_accepted.is_(False),
    )
    return session.scalars(asked.order_by(CertificateProposal.decided_at)).all()


def forget_waiting(
    session: Session, certificate_ids: Collection[uuid.UUID], now: dt.datetime
) -> None:
    """What still waits about these was proposed about another state than they have now."""
    waiting = update(CertificateProposal).where(
        CertificateProposal.certificate_id.in_(certificate_ids),
        CertificateProposal.decided_at.is_(None),
    )
    session.execute(waiting.values(decided_at=now))


def list_edition_numbers(session: Session, certificate: Certificate) -> tuple[str, str]:
    """The numbers of the certificate that this one corrects, and of the one that corrects it."""
    older = select(Certificate.number).where(Certificate.id == certificate.replaces)
    newer = select(Certificate.number).where(Certificate.replaces == certificate.id)
    newer = newer.order_by(Certificate.edition.desc()).limit(1)
    before = session.scalar(older) if certificate.replaces else None
    return before or "", session.scalar(newer) or ""
