"""What is signed, with which key, and what a check of it found; as plain values."""

import datetime as dt
import enum
import hashlib
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

KEY_ID_DIGITS = 16
LIST_SIZE = 1 << 20
"""Places in one status list: 1,048,576."""


class Verdict(enum.StrEnum):
    """What a signature alone says."""

    GENUINE = "genuine"
    """Signed by a key that is known, and unchanged since."""
    FORGED = "forged"
    """Signed by nobody, or changed after it was signed, or not written as we write."""
    UNKNOWN_ISSUER = "unknown-issuer"
    """Well written, but nobody here knows the key as its issuer's: it may be anybody's. Never
    valid."""
    DISTRUSTED = "distrusted"
    """Signed with a key that counts as stolen."""


def key_id_of(public_key: bytes) -> str:
    """The name of a key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public_key).hexdigest()[:KEY_ID_DIGITS]


def written_key_id(key_id: str) -> str:
    """As it is printed and read aloud: `3F9A 01C2 77B0 E4D5`."""
    return " ".join(key_id[at : at + 4] for at in range(0, len(key_id), 4)).upper()


class Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the QR code of a certificate says by itself, or a hash of all facts instead."""

    number: str
    """As it is printed: `R2P-7KQ4M-2XAB9`."""
    kind: str
    name_km: str = ""
    name_latin: str = ""
    course: str = ""
    """The English title of the course."""
    date: dt.date
    days: int = 1
    minutes: int
    issued_on: dt.date
    facts_digest: bytes = b""
    """SHA-256 of the facts (`certificates.model.digest_of_facts`), 32 bytes, where the names are
    too long for a QR code; names and course are empty then."""


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A public key that is believed."""

    key_id: str
    public_key: bytes
    """32 bytes, Ed25519."""
    issuer: str
    """The DID that it signs for."""
    name: str = ""
    retired_at: dt.datetime | None = None
    distrusted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Issuers:
    """All the keys that a check may believe, by key id."""

    keys: dict[str, KnownKey] = field(default_factory=dict)


class Signer(Protocol):
    """A private key at work; nothing else can see it."""

    @property
    def key(self) -> KnownKey:
        """The public half, and whose it is."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature (RFC 8032), 64 bytes."""
        ...


@dataclass(frozen=True, slots=True)
class StatusPlace:
    """Where a certificate stands in the status lists of its key."""

    key_id: str
    index: int
    """Counted over all lists of the key, from 0."""

    @property
    def list_number(self) -> int:
        """Which list, from 0."""
        return self.index // LIST_SIZE

    @property
    def list_index(self) -> int:
        """The place in that list."""
        return self.index % LIST_SIZE


class Achievement(msgspec.Struct, frozen=True, kw_only=True):
    """What a credential is for, in the words that wallets show: `ខ្មែរ / English`."""

    id: str
    """A URI, the same for all certificates of one kind in one course."""
    type: str
    """An AchievementType of Open Badges 3.0, such as `Certificate`."""
    name: str
    description: str
    criteria: str


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """All that an Open Badges credential says, before it is signed."""

    number: str
    issuer_name: str
    recipient_name: str
    """Khmer and Latin, ` / ` between."""
    achievement: Achievement
    began_on: dt.date
    ended_on: dt.date
    awarded_at: dt.datetime
    """In UTC, whole seconds; also the moment of the signature, so that the same gives the same."""
    place: StatusPlace
    public_url: str = ""
    """Where the status lists and the check are; empty: the credential has no status."""
    facts: str
    """The frozen facts as deterministic JSON: carried whole, under the signature."""
    pages_digest: str = ""
    """SHA-256 of the pages of its PDF (`certificates.paper.pages`), hexadecimal, and which engine
    set them: `typst-0.15.0:3f9a…`."""


@dataclass(frozen=True, slots=True)
class CheckedToken:
    """What the text of a QR code turned out to be."""

    verdict: Verdict
    claims: Claims | None
    """What it says; None where it could not be read at all."""
    key_id: str = ""
    issuer: KnownKey | None = None


@dataclass(frozen=True, slots=True)
class CheckedBadge:
    """What an Open Badges document turned out to be."""

    verdict: Verdict
    number: str = ""
    facts: str = ""
    """The facts' JSON as it was signed; empty where it is forged beyond reading."""
    pages_digest: str = ""
    key_id: str = ""
    issuer: KnownKey | None = None
    named_issuer: str = ""
    """The DID that it says it comes from; proven only where `issuer` is there."""
