"""Openings of attendance, and marks. Rows of marks are added, never changed."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded

_STILL_OPEN = text("closed_at IS NULL")


class AttendanceOpening(Base):
    """A span of time in which trainees mark one agenda item by code."""

    __tablename__ = "attendance_openings"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(
            "uq_attendance_openings_open",
            "course_id",
            "agenda_item_id",
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
    device: Mapped[str] = mapped_column(default="")
    restores: Mapped[uuid.UUID | None] = mapped_column(default=None)
    """The version that this one says again; see `Mark.restores`."""
    submission_key: Mapped[str]


class AttendanceClaim(Base):
    """What a phone or a sheet said of somebody who had a mark already. Added, never changed."""

    __tablename__ = "attendance_claims"
    __table_args__ = (
        UniqueConstraint("seat_id", "agenda_item_id", "submission_key"),
        Index(None, "course_id", "agenda_item_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"))
    source: Mapped[str]
    status: Mapped[str]
    said_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    said_at: Mapped[dt.datetime]
    device: Mapped[str] = mapped_column(default="")
    submission_key: Mapped[str]


class HeadCount(Base):
    """How many people the trainer counted in the room, and how many were marked in it then."""

    __tablename__ = "attendance_head_counts"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(None, "course_id", "agenda_item_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agenda_items.id"), index=True)
    counted: Mapped[int]
    marked: Mapped[int]
    counted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    counted_at: Mapped[dt.datetime]
    submission_key: Mapped[str]


class AttendanceSheet(Base):
    """A sign-in sheet that was printed, with the seats that its rows name."""

    __tablename__ = "attendance_sheets"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        UniqueConstraint("course_id", "submission_key"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    number: Mapped[int]
    day: Mapped[int]
    half: Mapped[str]
    group: Mapped[str] = mapped_column("group_name")
    seat_ids: Mapped[tuple[uuid.UUID, ...]] = mapped_column(Encoded(tuple[uuid.UUID, ...]))
    blanks: Mapped[int]
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[dt.datetime]
    submission_key: Mapped[str]


class SheetEntry(Base):
    """One time that a sheet was entered: which rows were signed. Added, never changed."""

    __tablename__ = "attendance_sheet_entries"
    __table_args__ = (UniqueConstraint("sheet_id", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attendance_sheets.id"))
    rows: Mapped[tuple[int, ...]] = mapped_column(Encoded(tuple[int, ...]))
    """Row numbers, from 1."""
    walk_ins: Mapped[dict[str, uuid.UUID]] = mapped_column(Encoded(dict[str, uuid.UUID]))
    """Who signed in an empty row: row number to seat."""
    entered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    entered_at: Mapped[dt.datetime]
    submission_key: Mapped[str]


class SheetPhoto(Base):
    """A photograph of a signed sheet, kept as evidence."""

    __tablename__ = "attendance_sheet_photos"
    __table_args__ = (UniqueConstraint("sheet_id", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    sheet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attendance_sheets.id"))
    content: Mapped[bytes] = mapped_column(deferred=True)
    """A JPEG without any data beside the picture."""
    added_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("accounts.id"))
    added_at: Mapped[dt.datetime]
    submission_key: Mapped[str]
