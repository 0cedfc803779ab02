"""What a certificate counts for today: the newest of its changes, and what took its place."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.certificates.model import State
from training.certificates.tables import Certificate, CertificateChange


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether a certificate counts, since when not, and why."""

    state: State
    since: dt.datetime | None = None
    """None for one that was never changed."""
    reason: str = ""
    replaced_by: str = ""
    """The number of the corrected certificate, ungrouped; empty: there is none."""


def standing_of(session: Session, certificate: Certificate) -> Standing:
    """The standing of a certificate; one statement at most for one that was never changed."""
    newest = _newest_change(session, certificate.id)
    if newest is None:
        return Standing(State(certificate.state))
    replacement = ""
    if newest.state == State.REPLACED:
        asked = select(Certificate.number).where(Certificate.replaces == certificate.id)
        replacement = session.scalar(asked.order_by(Certificate.edition.desc()).limit(1)) or ""
    return Standing(State(newest.state), newest.changed_at, newest.reason, replacement)


def _newest_change(session: Session, certificate_id: uuid.UUID) -> CertificateChange | None:
    asked = select(CertificateChange).where(CertificateChange.certificate_id == certificate_id)
    return session.scalar(asked.order_by(CertificateChange.version.desc()).limit(1))
