"""The register of certificates, what became of them, and what they are made from."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded
from training.certificates.model import Design, Facts
from training.kernel.ids import new_id
from training.people.rules import search_key

_NOT_VALID = text("state <> 'valid'")
NOT_VALID = text("certificates.state <> 'valid'")
HELD_BACK = "held-back"
"""The submission key of the change that suspends a doubtful correction from another register."""
ByCodePoint = String().with_variant(String(collation="C"), "postgresql")
"""Text in the order of its code points on both databases, so that an index finds beginnings."""


def _km_key(row: Any) -> str:
    return search_key(row.get_current_parameters()["facts"].name_km)


def _latin_key(row: Any) -> str:
    return search_key(row.get_current_parameters()["facts"].name_en)


class Certificate(Base):
    """One issued certificate with its frozen facts. The PDF is made from them whenever asked."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("seat_id", "kind", "edition"),
        UniqueConstraint("course_id", "account_id", "kind", "edition"),
        UniqueConstraint("key_id", "status_index"),
        Index(None, "course_id", "id"),
        Index(None, "name_km_key", "id"),
        Index(None, "name_latin_key", "id"),
        Index(
            "ix_certificates_not_valid", "key_id", "status_index",
            sqlite_where=_NOT_VALID, postgresql_where=_NOT_VALID,
        ),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    course_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("courses.id"))
    """None where the certificate came with another installation's register, without its course."""
    seat_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seats.id"))
    """Whose it is; None for staff (`account_id`), and as above."""
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    """The trainer whose facilitation it certifies."""
    kind: Mapped[str]
    edition: Mapped[int]
    """1 for the first; a correction is the next edition."""
    facts: Mapped[Facts] = mapped_column(Encoded(Facts))
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[uuid.UUID | None]
    exception: Mapped[str] = mapped_column(default="")
    """Why it was issued although the rule did not give it; empty: by the rule."""
    state: Mapped[str] = mapped_column(default="valid")
    """What its newest change says (`model.State`)."""
    replaces: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("certificates.id"), index=True)
    """The certificate that this one corrects."""
    key_id: Mapped[str | None]
    """The key that signed it; None: issued before certificates were signed."""
    status_index: Mapped[int | None]
    """Its place in the status lists of that key."""
    name_km_key: Mapped[str] = mapped_column(ByCodePoint, default=_km_key)
    """The printed Khmer name as it is looked for (`people.rules.search_key`)."""
    name_latin_key: Mapped[str] = mapped_column(ByCodePoint, default=_latin_key)
    """The same of the Latin name."""
    design_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("certificate_designs.id"), index=True
    )
    """The version of the design that was printed; None: the house's own, or issued elsewhere."""


class CertificateCredential(Base):
    """The signed Open Badges document of a certificate, as it was made at the issue."""

    __tablename__ = "certificate_credentials"

    certificate_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("certificates.id"), primary_key=True
    )
    document: Mapped[str]


class CertificateChange(Base):
    """A change of whether a certificate counts. Added only; the highest version holds."""

    __tablename__ = "certificate_changes"
    __table_args__ = (
        UniqueConstraint("certificate_id", "version"),
        UniqueConstraint("certificate_id", "submission_key"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    certificate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("certificates.id"))
    version: Mapped[int]
    state: Mapped[str]
    reason: Mapped[str]
    """For everybody who checks the certificate to read."""
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[uuid.UUID | None]
    seconded_by: Mapped[uuid.UUID | None]
    """The second person, where two are asked for."""
    submission_key: Mapped[str] = mapped_column(default=lambda: new_id().hex)


class CertificateProposal(Base):
    """A change that waits for a second person, where the rule of two persons is on."""

    __tablename__ = "certificate_proposals"
    __table_args__ = (
        UniqueConstraint("certificate_id", "submission_key"),
        Index(None, "decided_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    certificate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("certificates.id"))
    state: Mapped[str]
    reason: Mapped[str]
    proposed_at: Mapped[dt.datetime]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[uuid.UUID | None]
    is_accepted: Mapped[bool] = mapped_column(default=False)
    submission_key: Mapped[str]


class CertificatePicture(Base):
    """A logo or a signature, by the hash of its bytes; never changed, so a paper never changes."""

    __tablename__ = "certificate_pictures"

    digest: Mapped[str] = mapped_column(primary_key=True)
    media_type: Mapped[str]
    content: Mapped[bytes]
    added_at: Mapped[dt.datetime]
    added_by: Mapped[uuid.UUID | None]


class CertificateDesign(Base):
    """A version of a template; once a certificate was issued with it, it is never changed."""

    __tablename__ = "certificate_designs"
    __table_args__ = (UniqueConstraint("family", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    family: Mapped[uuid.UUID]
    """The same for all versions of one template."""
    version: Mapped[int]
    kind: Mapped[str]
    name: Mapped[str]
    design: Mapped[Design] = mapped_column(Encoded(Design))
    used_at: Mapped[dt.datetime | None]
    """When the first certificate was issued with it; from then on it is frozen."""
    made_at: Mapped[dt.datetime]
    made_by: Mapped[uuid.UUID | None]
    submission_key: Mapped[str] = mapped_column(unique=True)


class NameCheck(Base):
    """What somebody said of the own certificate before it was issued. Added only."""

    __tablename__ = "name_checks"
    __table_args__ = (
        UniqueConstraint("seat_id", "version"),
        UniqueConstraint("seat_id", "submission_key"),
        Index(None, "course_id", "seat_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"))
    version: Mapped[int]
    is_right: Mapped[bool]
    name_km: Mapped[str]
    """The name that was shown."""
    name_latin: Mapped[str]
    wanted_km: Mapped[str]
    """How it should be, where the person said so; may be empty."""
    wanted_latin: Mapped[str]
    note: Mapped[str]
    said_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]
    settled_by: Mapped[uuid.UUID | None]
    submission_key: Mapped[str]


class Letter(Base):
    """A certificate on its way by e-mail: waiting, sent, or given up."""

    __tablename__ = "certificate_letters"
    __table_args__ = (
        UniqueConstraint("certificate_id", "submission_key"),
        Index(None, "state", "next_try_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    certificate_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("certificates.id"))
    address: Mapped[str]
    language: Mapped[str]
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[dt.datetime]
    last_fault: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[dt.datetime]
    asked_by: Mapped[uuid.UUID | None]
    """None where the trainee asked for it."""
    sent_at: Mapped[dt.datetime | None]
    submission_key: Mapped[str]
