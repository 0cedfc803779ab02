"""The trail's one table. Rows are added, never changed."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded


class AuditEntry(Base):
    """One change: who did what to which thing, and how it read before and after."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "course_id", "id"), Index(None, "subject_id", "id"))

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[uuid.UUID | None]
    actor_name: Mapped[str]
    course_id: Mapped[uuid.UUID | None]
    subject: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    action: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(Encoded(dict[str, Any]))
    after: Mapped[dict[str, Any]] = mapped_column(Encoded(dict[str, Any]))
