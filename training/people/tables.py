"""Persons and accounts."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base


class Person(Base):
    """One human. Names are kept as typed; keys for sorting and finding stand beside them."""

    __tablename__ = "persons"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name_km: Mapped[str]
    name_latin: Mapped[str]
    sort_key: Mapped[bytes] = mapped_column(index=True)
    search_key: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    gender: Mapped[str]
    organisation: Mapped[str]
    sector: Mapped[str]
    province: Mapped[str]
    created_at: Mapped[dt.datetime]


class Account(Base):
    """A member of staff who signs in with a password."""

    __tablename__ = "accounts"
    __table_args__ = (Index(None, "sort_key", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    sort_key: Mapped[bytes]
    """That of the person: staff are listed without looking at everybody who ever joined."""
    sign_in_name: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    """Empty until the owner has chosen a password."""
    role: Mapped[str] = mapped_column(index=True)
    active: Mapped[bool]
    epoch: Mapped[int]
    """Part of every session; raised to end them all."""
    created_at: Mapped[dt.datetime]
