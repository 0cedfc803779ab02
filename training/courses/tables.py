"""Courses, agenda items, trainers and seats."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from training.adapters.database import Base, Encoded
from training.courses.model import Asking, CertificateRule, Organiser, Signatory, WiFi
from training.kernel.locales import Bilingual


class Course(Base):
    """One training, of a day or of several in a row."""

    __tablename__ = "courses"
    __table_args__ = (Index(None, "date", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    title_km: Mapped[str]
    title_en: Mapped[str]
    date: Mapped[dt.date] = mapped_column(Date)
    """The first day."""
    province: Mapped[str]
    venue_km: Mapped[str]
    venue_en: Mapped[str]
    time_zone: Mapped[str]
    state: Mapped[str]
    join_code: Mapped[str] = mapped_column(unique=True)
    join_open: Mapped[bool]
    organisers: Mapped[tuple[Organiser, ...]] = mapped_column(Encoded(tuple[Organiser, ...]))
    signatories: Mapped[tuple[Signatory, ...]] = mapped_column(Encoded(tuple[Signatory, ...]))
    asked: Mapped[dict[str, Asking]] = mapped_column(Encoded(dict[str, Asking]))
    rule: Mapped[CertificateRule] = mapped_column(Encoded(CertificateRule))
    wifi: Mapped[WiFi] = mapped_column(Encoded(WiFi))
    seats_given: Mapped[int]
    """The highest seat number given so far; raised in the transaction that gives a seat."""
    submission_key: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    days: ClassVar[Mapped[int]]
    """How many days its agenda has, 1 at least; asked for where it is read."""

    @property
    def title(self) -> Bilingual:
        """The title in both languages."""
        return Bilingual(self.title_km, self.title_en)

    @property
    def venue(self) -> Bilingual:
        """The venue in both languages."""
        return Bilingual(self.venue_km, self.venue_en)


class CourseModule(Base):
    """The revision of a module that a course teaches; pinned, so that edits never reach it."""

    __tablename__ = "course_modules"

    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("module_revisions.id"), index=True)


class CourseTrainer(Base):
    """Who trains a course."""

    __tablename__ = "course_trainers"

    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("accounts.id"), primary_key=True, index=True
    )


class AgendaRow(Base):
    """One line of a course's day."""

    __tablename__ = "agenda_items"
    __table_args__ = (Index(None, "course_id", "day", "starts_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    day: Mapped[int] = mapped_column(default=0)
    """Days after the course's first day."""
    group: Mapped[str] = mapped_column("group_name", default="")
    """The parallel group that it is for; empty: everybody."""
    starts_at: Mapped[int]
    ends_at: Mapped[int]
    title_km: Mapped[str]
    title_en: Mapped[str]
    kind: Mapped[str]
    counts: Mapped[bool]


Course.days = column_property(
    select(func.coalesce(func.max(AgendaRow.day), 0) + 1)
    .where(AgendaRow.course_id == Course.id)
    .correlate(Course.__table__)
    .scalar_subquery(),
    deferred=True,
)


class Seat(Base):
    """One person's place in one course."""

    __tablename__ = "seats"
    __table_args__ = (
        UniqueConstraint("course_id", "number"),
        UniqueConstraint("course_id", "code"),
        UniqueConstraint("course_id", "submission_key"),
        UniqueConstraint("course_id", "person_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    number: Mapped[int]
    code: Mapped[str]
    without_phone: Mapped[bool]
    group: Mapped[str] = mapped_column("group_name", default="")
    """The parallel group that the person is in; empty: none."""
    is_expected: Mapped[bool] = mapped_column(default=False)
    """Put in from a list of participants, and not taken by a phone yet."""
    left_at: Mapped[dt.datetime | None]
    """When the person left the course; the seat stays in its records."""
    merged_into: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seats.id"), index=True)
    """The seat that the same person goes on with, where somebody had joined twice."""
    submission_key: Mapped[str]
    joined_at: Mapped[dt.datetime]


class CourseLogo(Base):
    """A picture that stands on the papers of a course: of an organiser, or of who pays for it."""

    __tablename__ = "course_logos"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(None, "course_id", "position"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    role: Mapped[str]
    """`organiser` or `funder`."""
    position: Mapped[int]
    words_km: Mapped[str]
    """Whose it is, for who does not see it."""
    words_en: Mapped[str]
    media_type: Mapped[str]
    content: Mapped[bytes]
    submission_key: Mapped[str]
    added_at: Mapped[dt.datetime]


class ListFile(Base):
    """A list of participants from its choosing until somebody said who of it is taken."""

    __tablename__ = "list_files"
    __table_args__ = (Index(None, "account_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    name: Mapped[str]
    content: Mapped[bytes]
    """Emptied once its people have seats."""
    seats_made: Mapped[int]
    """How many people of it were taken; 0 until then."""
    uploaded_at: Mapped[dt.datetime] = mapped_column(index=True)
