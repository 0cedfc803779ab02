"""Openings, attempts and answers. Answers are only ever added, see decisions 0003 and 0010."""

import datetime as dt
import hashlib
import uuid
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded
from training.quizzes.model import Correction, Terms

_STILL_OPEN = text("closed_at IS NULL")

LONGEST_MARK = 200
"""Signs; no more than that has any answer but an open text."""


class QuizOpening(Base):
    """A time during which a course could answer an assessment; at most one is open."""

    __tablename__ = "quiz_openings"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(
            "ix_quiz_openings_open",
            "course_id",
            "slug",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    slug: Mapped[str]
    """Names the assessment, see `assessments`."""
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("module_revisions.id"))
    submission_key: Mapped[str]
    opened_at: Mapped[dt.datetime]
    closed_at: Mapped[dt.datetime | None]


class QuizAttempt(Base):
    """One seat's sheet; score and most are frozen when it is finished.

    A sheet without a seat is one of an anonymous assessment after its closing.
    """

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        UniqueConstraint("seat_id", "slug", "number"),
        Index(None, "course_id", "slug"),
        Index(None, "slug", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    seat_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("seats.id"))
    slug: Mapped[str]
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("module_revisions.id"))
    form: Mapped[str]
    number: Mapped[int]
    """Counts the attempts of a seat at one assessment, from 1."""
    seed: Mapped[int]
    """Decides the order of options; the same in both languages."""
    started_at: Mapped[dt.datetime]
    due_at: Mapped[dt.datetime | None]
    finished_at: Mapped[dt.datetime | None]
    finished_by: Mapped[str | None]
    seen_at: Mapped[dt.datetime | None]
    score: Mapped[int | None]
    most: Mapped[int | None]


def mark_of(choice: str) -> str:
    """What stands for a choice in an index: itself, or its SHA-256 where it is long."""
    return choice if len(choice) <= LONGEST_MARK else hashlib.sha256(choice.encode()).hexdigest()


def _mark_of_row(row: Any) -> str:
    return mark_of(row.get_current_parameters()["choice"])


class QuizAnswer(Base):
    """One acknowledged tap. The latest of an item counts; ids rise in the order of giving."""

    __tablename__ = "quiz_answers"
    __table_args__ = (UniqueConstraint("attempt_id", "item_id", "choice_mark", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quiz_attempts.id"))
    item_id: Mapped[str]
    choice: Mapped[str]
    choice_mark: Mapped[str] = mapped_column(default=_mark_of_row)
    """By which answers are told apart; no index of PostgreSQL takes a text of 2,000 signs."""
    submission_key: Mapped[str]
    given_at: Mapped[dt.datetime]
    arrived_at: Mapped[dt.datetime | None]
    """Set where it came after the end; `given_at` is then what the phone says."""


class QuizTerms(Base):
    """How an assessment is taken in a course, where it differs from what is usual."""

    __tablename__ = "quiz_terms"

    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    slug: Mapped[str] = mapped_column(primary_key=True)
    terms: Mapped[Terms] = mapped_column(Encoded(Terms))


class QuizExtraTime(Base):
    """How much longer than others a seat may take, in per cent of the time of a sheet."""

    __tablename__ = "quiz_extra_time"

    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    percent: Mapped[int]


class QuizCorrection(Base):
    """A corrected key of one item in one course; the newest of an item counts."""

    __tablename__ = "quiz_corrections"
    __table_args__ = (UniqueConstraint("course_id", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    module_slug: Mapped[str]
    item_id: Mapped[str]
    correction: Mapped[Correction] = mapped_column(Encoded(Correction))
    submission_key: Mapped[str]
    made_at: Mapped[dt.datetime]


class QuizGivenMarks(Base):
    """Marks that a person gave for an answer in words; the newest of an item counts."""

    __tablename__ = "quiz_given_marks"
    __table_args__ = (UniqueConstraint("attempt_id", "item_id", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quiz_attempts.id"))
    item_id: Mapped[str]
    marks: Mapped[int]
    submission_key: Mapped[str]
    given_at: Mapped[dt.datetime]


class QuizOldResult(Base):
    """A result that another one took the place of: it stays readable."""

    __tablename__ = "quiz_old_results"
    __table_args__ = (Index(None, "attempt_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    attempt_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quiz_attempts.id"))
    score: Mapped[int]
    most: Mapped[int]
    replaced_at: Mapped[dt.datetime]
    reason: Mapped[str]
    """`marked`, `corrected`, `entered` or `late`."""


class QuestionFile(Base):
    """A file of questions from its choosing until somebody confirmed what becomes of it."""

    __tablename__ = "question_files"
    __table_args__ = (Index(None, "account_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str]
    format: Mapped[str]
    content: Mapped[bytes]
    """Emptied once the questions are kept."""
    becomes: Mapped[str]
    """The slug of the set whose next version this will be; empty for a new set."""
    kept_as: Mapped[str]
    """The slug of the set that it became; empty until then."""
    uploaded_at: Mapped[dt.datetime] = mapped_column(index=True)
