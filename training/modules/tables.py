"""Revisions: packs as they were read, never changed afterwards."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded
from training.modules.model import Module


class ModuleRevision(Base):
    """One state of one pack, known by its fingerprint."""

    __tablename__ = "module_revisions"
    __table_args__ = (Index(None, "slug", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    slug: Mapped[str]
    fingerprint: Mapped[str] = mapped_column(unique=True)
    content: Mapped[Module] = mapped_column(Encoded(Module))
    offered: Mapped[bool]
    """Whether this is what the folder holds now and courses may plan with it."""
    read_at: Mapped[dt.datetime]


class RevisionPicture(Base):
    """A picture of a revision."""

    __tablename__ = "revision_pictures"

    revision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("module_revisions.id"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]
