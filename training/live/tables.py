"""The stage of a course, questions to the room, answers, signals, and who is connected."""

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from training.adapters.database import Base, Encoded
from training.live.model import Choice


class LiveStage(Base):
    """What the room sees: one row a course."""

    __tablename__ = "live_stages"

    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"), primary_key=True)
    sequence: Mapped[int]
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("module_revisions.id"))
    slide_id: Mapped[str]
    part: Mapped[int]
    parts: Mapped[int]
    is_blank: Mapped[bool]
    shows: Mapped[str]
    question_id: Mapped[uuid.UUID | None]
    driver_key: Mapped[str]
    driver_name: Mapped[str]
    driven_at: Mapped[dt.datetime | None]
    link_generation: Mapped[int]
    has_ranking: Mapped[bool]


class LiveTurn(Base):
    """A slide that came up; only ever added."""

    __tablename__ = "live_turns"
    __table_args__ = (Index(None, "course_id", "id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("module_revisions.id"))
    slide_id: Mapped[str]
    turned_at: Mapped[dt.datetime]


class LiveQuestion(Base):
    """A question to the room, with its words as they were when it was asked."""

    __tablename__ = "live_questions"
    __table_args__ = (
        UniqueConstraint("course_id", "submission_key"),
        Index(None, "course_id", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    kind: Mapped[str]
    revision_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("module_revisions.id"))
    item_id: Mapped[str]
    slide_id: Mapped[str]
    words_km: Mapped[str]
    words_en: Mapped[str]
    choices: Mapped[tuple[Choice, ...]] = mapped_column(Encoded(tuple[Choice, ...]))
    right_codes: Mapped[tuple[str, ...]] = mapped_column(Encoded(tuple[str, ...]))
    reason_km: Mapped[str]
    reason_en: Mapped[str]
    opened_at: Mapped[dt.datetime]
    closes_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    revealed_at: Mapped[dt.datetime | None]
    submission_key: Mapped[str]


class LiveAnswer(Base):
    """One acknowledged answer; only ever added. The latest of a seat counts."""

    __tablename__ = "live_answers"
    __table_args__ = (UniqueConstraint("question_id", "seat_id", "submission_key"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("live_questions.id"))
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"), index=True)
    codes: Mapped[tuple[str, ...]] = mapped_column(Encoded(tuple[str, ...]))
    words: Mapped[str]
    standing: Mapped[str]
    """Of words only: whether the room may see them. The one thing that changes."""
    submission_key: Mapped[str]
    given_at: Mapped[dt.datetime]


class LiveSignal(Base):
    """What a trainee told the trainer; settled when the trainer has seen to it."""

    __tablename__ = "live_signals"
    __table_args__ = (
        UniqueConstraint("seat_id", "submission_key"),
        Index(None, "course_id", "settled_at"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"))
    kind: Mapped[str]
    words: Mapped[str]
    sent_at: Mapped[dt.datetime]
    settled_at: Mapped[dt.datetime | None]
    submission_key: Mapped[str]


class LiveNickname(Base):
    """The name under which a seat stands in the ranking; without one it does not stand there."""

    __tablename__ = "live_nicknames"
    __table_args__ = (UniqueConstraint("course_id", "folded"),)

    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    nickname: Mapped[str]
    folded: Mapped[str]


class LivePresence(Base):
    """When a seat's phone was last connected."""

    __tablename__ = "live_presence"
    __table_args__ = (Index(None, "course_id"),)

    seat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    seen_at: Mapped[dt.datetime]
    gone_at: Mapped[dt.datetime | None]


class VenueCheck(Base):
    """What one phone met with at the venue: measured on the phone, thrown away after a day."""

    __tablename__ = "venue_checks"
    __table_args__ = (
        UniqueConstraint("course_id", "check_key"),
        Index(None, "course_id", "number"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    course_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("courses.id"))
    check_key: Mapped[str]
    number: Mapped[int]
    device: Mapped[str]
    began_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    sent: Mapped[int]
    lost: Mapped[int]
    median_ms: Mapped[int]
    worst_ms: Mapped[int]
    gap_ms: Mapped[int]
    addresses: Mapped[int]
