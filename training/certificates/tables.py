"""The register of certificates."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded
from training.certificates.model import Facts


class Certificate(Base):
    """One issued certificate with its frozen facts. The PDF is made from them whenever asked."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("seat_id", "kind", "edition"),
        Index(None, "course_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"))
    kind: Mapped[str]
    edition: Mapped[int]
    """1 for the first; a correction will be the next edition."""
    facts: Mapped[Facts] = mapped_column(Encoded(Facts))
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[uuid.UUID | None]
