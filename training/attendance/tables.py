"""Openings of attendance, and marks. Rows of marks are added, never changed."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base

_STILL_OPEN = text("closed_at IS NULL")


class AttendanceOpening(Base):
    """A span of time in which trainees mark one agenda item by code."""

    __tablename__ = "attendance_openings"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(
            "uq_attendance_openings_open",
            "course_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]
    opened_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    submission_key: Mapped[str]


class AttendanceMark(Base):
    """One version of what is recorded about one person and one agenda item."""

    __tablename__ = "attendance_marks"
    __table_args__ = (
        UniqueConstraint("seat_id", "agenda_item_id", "version"),
        UniqueConstraint("seat_id", "agenda_item_id", "submission_key"),
        Index(None, "course_id", "agenda_item_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"))
    version: Mapped[int]
    status: Mapped[str]
    minutes_late: Mapped[int]
    minutes_early: Mapped[int]
    source: Mapped[str]
    marked_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    marked_at: Mapped[dt.datetime]
    submission_key: Mapped[str]
