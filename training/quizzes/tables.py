"""Openings, attempts and answers. Answers are only ever added."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base

_STILL_OPEN = text("closed_at IS NULL")


class QuizOpening(Base):
    """A time during which a course could answer a module's quiz; at most one is open."""

    __tablename__ = "quiz_openings"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(
            "ix_quiz_openings_open",
            "course_id",
            "revision_id",
            "purpose",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    revision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("module_revisions.id"))
    purpose: Mapped[str]
    submission_key: Mapped[str]
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]


class QuizAttempt(Base):
    """One seat's sheet; score and most are frozen when it is finished."""

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        UniqueConstraint("seat_id", "revision_id", "purpose", "number"),
        Index(None, "course_id", "revision_id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"))
    revision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("module_revisions.id"))
    purpose: Mapped[str]
    number: Mapped[int]
    """Counts the attempts of a seat with one purpose, from 1."""
    seed: Mapped[int]
    """Decides the order of options; the same in both languages."""
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    score: Mapped[int | None]
    most: Mapped[int | None]


class QuizAnswer(Base):
    """One acknowledged tap. The latest of an item counts; ids rise in the order of giving."""

    __tablename__ = "quiz_answers"
    __table_args__ = (UniqueConstraint("attempt_id", "item_id", "choice", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quiz_attempts.id"))
    item_id: Mapped[str]
    choice: Mapped[str]
    submission_key: Mapped[str]
    given_at: Mapped[dt.datetime]
