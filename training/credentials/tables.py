"""The public keys that this installation signs with or believes. Private keys are in no table."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base


class IssuerKey(Base):
    """An Ed25519 key of an issuer: our own, or one that an administrator has made known."""

    __tablename__ = "issuer_keys"

    key_id: Mapped[str] = mapped_column(primary_key=True)
    """`model.key_id_of` its public key: 16 hexadecimal digits."""
    public_key: Mapped[str]
    """As Multikey: base58btc with the prefix of Ed25519, such as `z6Mk…`."""
    issuer: Mapped[str]
    """The DID that this key signs for: `did:key:…`, or `did:web:…` where a domain is set."""
    name: Mapped[str]
    """Whose key it is, in words: of an office, or of a laptop."""
    is_own: Mapped[bool]
    """Whether the private key is in this installation's folder of keys."""
    next_index: Mapped[int] = mapped_column(default=0)
    """The first place in this key's status lists that no certificate has."""
    added_at: Mapped[dt.datetime]
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    retired_at: Mapped[dt.datetime | None]
    """Since when nothing is signed with it any more; what it signed before stays valid."""
    distrusted_at: Mapped[dt.datetime | None]
    """Since when it counts as stolen: only what this server's register holds is believed."""
    reason: Mapped[str] = mapped_column(default="")
    """Why it was retired or distrusted."""
