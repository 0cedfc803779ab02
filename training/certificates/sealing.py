"""Facts become a certificate that vouches for itself: text of the QR code, pages, credential.

Setting and signing takes 40 ms for each, so it is done with no transaction open where there are
many: `begin` reserves in one, `seal` works in none, `keep` writes in another.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs
from sqlalchemy.orm import Session

from training.adapters.settings import Settings
from training.certificates import store
from training.certificates.claims import qr_text, statement_of, token_for
from training.certificates.model import Facts, Picture
from training.certificates.paper.pages import digest_of_pages
from training.certificates.paper.paper import render_certificate
from training.certificates.tables import CertificateCredential
from training.credentials import service as credentials
from training.credentials.model import Signer, StatusPlace, written_key_id

HOUSE = "R2P Training"
"""Who issues, where a course names no organiser."""


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
    place: StatusPlace
    document: str
    """The signed Open Badges credential."""


@dataclass(frozen=True, slots=True)
class Work:
    """A key at work and the places in its status lists that are reserved for so many."""

    signer: Signer
    places: tuple[StatusPlace, ...]
    public_url: str
    now: dt.datetime


def press_of(settings: Settings) -> Press:
    """The press of that installation."""
    return Press(settings.data_folder, settings.public_url)


def begin(
    session: Session, press: Press, many: Sequence[Facts], now: dt.datetime
) -> tuple[Work, dict[str, Picture]]:
    """Reserves places for them, and fetches the pictures that are printed on them.

    A key that has to be made for it is called after the first organiser: that name stands on public
    pages. A place that is not used stays empty for ever. Raises credentials.keys.KeyUnusable. The
    session must be one that writes.
    """
    name = issuer_name(many[0]) if many else HOUSE
    signer = credentials.our_signer(session, press.data_folder, press.public_url, name, now)
    places = credentials.reserve_places(session, signer.key.key_id, len(many))
    digests = {digest for facts in many for digest in facts.pictures}
    work = Work(signer, places, press.public_url, now)
    return work, store.list_pictures(session, digests)


def seal(work: Work, many: Sequence[Facts], pictures: Mapping[str, Picture]) -> list[Sealed]:
    """Each with its own place. `pictures` holds those that the facts name."""
    return [
        _sealed(work, place, facts, pictures)
        for place, facts in zip(work.places, many, strict=True)
    ]


def _sealed(
    work: Work, place: StatusPlace, facts: Facts, pictures: Mapping[str, Picture]
) -> Sealed:
    named = structs.replace(facts, key_fingerprint=written_key_id(place.key_id), verify_url="")
    token = token_for(work.signer, named, work.public_url)
    whole = structs.replace(named, verify_url=qr_text(work.public_url, named.number, token))
    digest = digest_of_pages(render_certificate(whole, pictures))
    said = statement_of(whole, place, work.public_url, issuer_name(whole), digest, work.now)
    return Sealed(whole, place, credentials.make_badge(work.signer, said))


def issuer_name(facts: Facts) -> str:
    """Who issues it, in words: the first organiser."""
    if not facts.organisers:
        return HOUSE
    first = facts.organisers[0]
    return " / ".join(each for each in (first.title_km, first.title_en) if each) or HOUSE


def seal_here(
    session: Session, press: Press, many: Sequence[Facts], now: dt.datetime
) -> list[Sealed]:
    """All of that in one transaction: for one certificate, or where nobody waits."""
    if not many:
        return []
    work, pictures = begin(session, press, many, now)
    return seal(work, many, pictures)


def keep(session: Session, certificate_id: uuid.UUID, sealed: Sealed) -> None:
    """Puts the credential beside the certificate, which is in the register."""
    made = CertificateCredential(certificate_id=certificate_id, document=sealed.document)
    session.add(made)
