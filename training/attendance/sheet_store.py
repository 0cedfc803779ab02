"""Queries about sign-in sheets, what was entered from them, and their photographs."""

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.attendance.model import Sheet
from training.attendance.tables import AttendanceSheet, SheetEntry, SheetPhoto
from training.courses.model import HalfDay, Slot


def _as_sheet(row: AttendanceSheet) -> Sheet:
    slot = Slot(row.day, HalfDay(row.half))
    return Sheet(
        row.id, row.course_id, row.number, slot, row.group, tuple(row.seat_ids), row.blanks,
        row.made_at,
    )  # fmt: skip


def list_sheets(session: Session, course_id: uuid.UUID) -> tuple[Sheet, ...]:
    """The course's sheets, the newest first."""
    asked = select(AttendanceSheet).where(AttendanceSheet.course_id == course_id)
    return tuple(map(_as_sheet, session.scalars(asked.order_by(AttendanceSheet.number.desc()))))


def find_sheet(session: Session, course_id: uuid.UUID, number: int) -> Sheet | None:
    """The sheet of that number, or None."""
    asked = select(AttendanceSheet).where(
        AttendanceSheet.course_id == course_id, AttendanceSheet.number == number
    )
    row = session.scalar(asked)
    return _as_sheet(row) if row is not None else None


def find_sheet_by_key(session: Session, course_id: uuid.UUID, key: str) -> Sheet | None:
    """The sheet that this form made already, when it is sent twice."""
    asked = select(AttendanceSheet).where(
        AttendanceSheet.course_id == course_id, AttendanceSheet.submission_key == key
    )
    row = session.scalar(asked)
    return _as_sheet(row) if row is not None else None


def highest_number(session: Session, course_id: uuid.UUID) -> int:
    """The number of the course's last sheet; 0 where there is none."""
    asked = select(func.max(AttendanceSheet.number)).where(AttendanceSheet.course_id == course_id)
    return session.scalar(asked) or 0


def add_sheet(session: Session, row: Mapping[str, object]) -> None:
    """Adds a sheet."""
    session.add(AttendanceSheet(**row))
    session.flush()


def list_entries(session: Session, sheet_id: uuid.UUID) -> tuple[SheetEntry, ...]:
    """What was entered from a sheet, the newest first."""
    asked = select(SheetEntry).where(SheetEntry.sheet_id == sheet_id)
    return tuple(session.scalars(asked.order_by(SheetEntry.id.desc())))


def list_entries_of_course(
    session: Session, course_id: uuid.UUID
) -> dict[uuid.UUID, tuple[SheetEntry, ...]]:
    """All entries of the course by sheet, the newest first."""
    own = select(AttendanceSheet.id).where(AttendanceSheet.course_id == course_id)
    asked = select(SheetEntry).where(SheetEntry.sheet_id.in_(own)).order_by(SheetEntry.id.desc())
    found: dict[uuid.UUID, tuple[SheetEntry, ...]] = {}
    for entry in session.scalars(asked):
        found[entry.sheet_id] = (*found.get(entry.sheet_id, ()), entry)
    return found


def find_entry_by_key(session: Session, sheet_id: uuid.UUID, key: str) -> SheetEntry | None:
    """What this form entered already, when it is sent twice."""
    asked = select(SheetEntry).where(
        SheetEntry.sheet_id == sheet_id, SheetEntry.submission_key == key
    )
    return session.scalar(asked)


def list_photos(session: Session, sheet_id: uuid.UUID) -> tuple[SheetPhoto, ...]:
    """The photographs of a sheet without their pictures, in the order in which they came."""
    asked = select(SheetPhoto).where(SheetPhoto.sheet_id == sheet_id)
    return tuple(session.scalars(asked.order_by(SheetPhoto.id)))


def find_photo(session: Session, sheet_id: uuid.UUID, photo_id: uuid.UUID) -> SheetPhoto | None:
    """A photograph of that sheet, or None."""
    photo = session.get(SheetPhoto, photo_id)
    return photo if photo is not None and photo.sheet_id == sheet_id else None


def list_photo_keys(session: Session, sheet_id: uuid.UUID) -> frozenset[str]:
    """The submission keys under which photographs of that sheet came."""
    asked = select(SheetPhoto.submission_key).where(SheetPhoto.sheet_id == sheet_id)
    return frozenset(session.scalars(asked))


def add_entry(session: Session, row: Mapping[str, object]) -> None:
    """Adds what was entered from a sheet."""
    session.add(SheetEntry(**row))
    session.flush()


def add_photo(session: Session, row: Mapping[str, object]) -> None:
    """Adds a photograph of a sheet."""
    session.add(SheetPhoto(**row))
    session.flush()
