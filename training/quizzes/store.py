"""Queries of the quizzes room. Whatever is written once goes in with ON CONFLICT DO NOTHING."""

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import and_, case, delete, func, select, update
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.courses.model import CourseState
from training.courses.tables import Seat
from training.kernel.ids import new_id
from training.quizzes.assessments import Name, usual_terms
from training.quizzes.model import Attempt, Desk, EndedBy, Opening, OpenSheet, Terms
from training.quizzes.statements import (
    ATTEMPT,
    DESK,
    OPEN_SHEET,
    OPENING,
)
from training.quizzes.tables import (
    QuizAnswer,
    QuizAttempt,
    QuizCorrection,
    QuizGivenMarks,
    QuizOpening,
    QuizTerms,
)

Mapped = (
    type[QuizOpening]
    | type[QuizAttempt]
    | type[QuizAnswer]
    | type[QuizCorrection]
    | type[QuizGivenMarks]
)


def insert_once(session: Session, table: Mapped, **values: Any) -> bool:
    """Adds a row unless a unique constraint says that it is there; whether it was added."""
    statement = insert(session, table.__table__).on_conflict_do_nothing().returning(table.id)
    return ask(session, statement, values).first() is not None


def as_opening(row: Sequence[Any]) -> Opening | None:
    """An opening of the columns `OPENING`; None where there is none."""
    return Opening(*row) if row[0] else None


def as_attempt(row: Sequence[Any]) -> Attempt | None:
    """A sheet of the columns `ATTEMPT`; None where there is none."""
    if not row[0]:
        return None
    found = Attempt(*row)
    return replace(found, finished_by=EndedBy(found.finished_by)) if found.finished_by else found


def find_open_attempt(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    slug: str,
    states: Sequence[CourseState],
) -> OpenSheet | None:
    """The sheet that takes answers now, held until the commit.

    The shared lock keeps a closing of the quiz waiting, so that it scores this answer too. Whether
    its time is up is for the caller to look at.
    """
    asked = {"course_id": course_id, "seat_id": seat_id, "slug": slug}
    row = ask(session, OPEN_SHEET, {**asked, "states": [each.value for each in states]}).first()
    return None if row is None else OpenSheet(*row)


def find_desk(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID | None, slug: str, name: Name
) -> Desk | None:
    """How that assessment stands, for the seat if one is given; None without such a course."""
    asked = {"course_id": course_id, "seat_id": seat_id, "slug": slug}
    row = ask(session, DESK, {**asked, "module_slug": name.module_slug}).first()
    if row is None:
        return None
    revision_id, state, time_zone, terms, is_corrected, *rest = row
    return Desk(
        course_id,
        slug,
        name.purpose,
        revision_id,
        CourseState(state),
        time_zone,
        as_opening(rest[: len(OPENING)]),
        as_attempt(rest[len(OPENING) :]),
        terms or usual_terms(name.purpose),
        is_corrected,
    )


def latest_openings(session: Session, course_id: uuid.UUID) -> dict[str, Opening]:
    """The latest opening of each assessment of the course, by slug."""
    asked = select(*OPENING).where(QuizOpening.course_id == course_id).order_by(QuizOpening.id)
    return {row.slug: Opening(*row) for row in session.execute(asked)}


def openings_with_terms(
    session: Session, course_id: uuid.UUID
) -> tuple[dict[str, Opening], dict[str, Terms]]:
    """The latest opening of each assessment, and of those the terms that the course has changed."""
    asked = (
        select(*OPENING, QuizTerms.terms)
        .outerjoin(
            QuizTerms,
            and_(QuizTerms.course_id == QuizOpening.course_id, QuizTerms.slug == QuizOpening.slug),
        )
        .where(QuizOpening.course_id == course_id)
        .order_by(QuizOpening.id)
    )
    rows = session.execute(asked).all()
    found = {row.slug: as_opening(row[: len(OPENING)]) for row in rows}
    openings = {slug: opening for slug, opening in found.items() if opening}
    return openings, {row.slug: row.terms for row in rows if row.terms is not None}


def add_opening(
    session: Session,
    desk: Desk,
    submission_key: str,
    now: dt.datetime,
) -> uuid.UUID | None:
    """The id of a new opening, which follows the one before.

    None when the quiz is open or the key was used already.
    """
    made = new_id(desk.opening.id if desk.opening else None)
    added = insert_once(
        session,
        QuizOpening,
        id=made,
        course_id=desk.course_id,
        slug=desk.slug,
        revision_id=desk.revision_id,
        submission_key=submission_key,
        opened_at=now,
        closed_at=None,
    )
    return made if added else None


def close_opening(session: Session, opening_id: uuid.UUID, now: dt.datetime) -> bool:
    """Closes it; False when it was closed already. Waits for answers that are being saved."""
    change = update(QuizOpening).values(closed_at=now)
    change = change.where(QuizOpening.id == opening_id, QuizOpening.closed_at.is_(None))
    return session.execute(change.returning(QuizOpening.id)).first() is not None


def hold_opening(session: Session, opening_id: uuid.UUID) -> bool:
    """Whether it is still open; keeps a closing waiting until the commit."""
    asked = select(QuizOpening.id).where(
        QuizOpening.id == opening_id, QuizOpening.closed_at.is_(None)
    )
    return session.scalar(asked.with_for_update(read=True)) is not None


def add_attempt(
    session: Session,
    desk: Desk,
    seat_id: uuid.UUID,
    form: str,
    due_at: dt.datetime | None,
    now: dt.datetime,
) -> uuid.UUID | None:
    """The id of the next sheet of this seat; None where it has that one."""
    made = new_id()
    added = insert_once(
        session,
        QuizAttempt,
        id=made,
        course_id=desk.course_id,
        seat_id=seat_id,
        slug=desk.slug,
        revision_id=desk.revision_id,
        form=form,
        number=desk.attempt.number + 1 if desk.attempt else 1,
        seed=secrets.randbits(31),
        started_at=now,
        due_at=due_at,
        finished_at=None,
        finished_by=None,
        seen_at=None,
        score=None,
        most=None,
    )
    return made if added else None


def add_nameless(session: Session, desk: Desk, now: dt.datetime) -> uuid.UUID:
    """The id of a new sheet that belongs to nobody, finished now."""
    made = new_id()
    sheet = {
        "id": made, "course_id": desk.course_id, "seat_id": None, "slug": desk.slug,
        "revision_id": desk.revision_id, "form": "", "number": 1, "seed": 0, "started_at": now,
        "due_at": None, "finished_at": now, "finished_by": EndedBy.CLOSING.value, "seen_at": None,
        "score": 0, "most": 0,
    }  # fmt: skip
    insert_once(session, QuizAttempt, **sheet)
    return made


def forget_attempts(session: Session, attempt_ids: Sequence[uuid.UUID]) -> None:
    """Takes these sheets away, which have no answers any more."""
    session.execute(delete(QuizAttempt).where(QuizAttempt.id.in_(attempt_ids)))


def find_form(session: Session, seat_id: uuid.UUID, slug: str) -> str | None:
    """The form that the seat had in that test."""
    asked = select(QuizAttempt.form).where(QuizAttempt.seat_id == seat_id, QuizAttempt.slug == slug)
    return session.scalar(asked.limit(1))


def list_attempts(
    session: Session,
    course_id: uuid.UUID,
    *,
    slug: str | None = None,
    seat_id: uuid.UUID | None = None,
    also_merged: bool = False,
) -> Sequence[Attempt]:
    """The sheets of a course, oldest first; of one assessment or one seat, where one is given.

    Sheets that stayed with a seat that was merged into another count nowhere, and are only among
    them where `also_merged` says so. Those of people who have left are: what they did was done.
    """
    asked = select(*ATTEMPT).where(QuizAttempt.course_id == course_id)
    if seat_id is None and not also_merged:
        asked = asked.outerjoin(Seat, Seat.id == QuizAttempt.seat_id)
        asked = asked.where(Seat.merged_into.is_(None))
    if slug is not None:
        asked = asked.where(QuizAttempt.slug == slug)
    if seat_id is not None:
        asked = asked.where(QuizAttempt.seat_id == seat_id)
    rows = session.execute(asked.order_by(QuizAttempt.number))
    return [found for row in rows if (found := as_attempt(row))]


def list_merged_sheets(
    session: Session, course_id: uuid.UUID, slug: str
) -> Sequence[tuple[uuid.UUID, int, Attempt]]:
    """The sheets that stayed with merged seats: whose seat it is now, the old number, the sheet."""
    asked = select(Seat.merged_into, Seat.number, *ATTEMPT)
    asked = asked.join(Seat, Seat.id == QuizAttempt.seat_id).where(
        QuizAttempt.course_id == course_id,
        QuizAttempt.slug == slug,
        Seat.merged_into.is_not(None),
    )
    rows = session.execute(asked.order_by(Seat.number, QuizAttempt.number))
    return [
        (staying, number, found)
        for staying, number, *row in rows
        if staying is not None and (found := as_attempt(row))
    ]


def give_to_seat(
    session: Session, going: uuid.UUID, staying: uuid.UUID, slugs: Collection[str]
) -> None:
    """The sheets of these assessments belong to the other seat from now on, which has none."""
    change = update(QuizAttempt).where(QuizAttempt.seat_id == going, QuizAttempt.slug.in_(slugs))
    session.execute(change.values(seat_id=staying))


class SheetCount(NamedTuple):
    """How many have begun an assessment, how many are done, how many are in the middle of it."""

    began: int
    finished: int
    unfinished: int


NO_SHEETS = SheetCount(0, 0, 0)


def count_sheets(session: Session, course_id: uuid.UUID) -> dict[str, SheetCount]:
    """How many people answer each assessment of the course, by slug.

    Sheets whose names were taken away count as one person each. Who has left is not among them, nor
    is a seat that was merged into another.
    """
    is_done = QuizAttempt.finished_at.is_not(None)
    asked = select(
        QuizAttempt.slug,
        func.count(QuizAttempt.seat_id.distinct()),
        func.count(case((is_done, QuizAttempt.seat_id)).distinct()),
        func.count(case((~is_done, QuizAttempt.id))),
        func.count(case((QuizAttempt.seat_id.is_(None), QuizAttempt.id))),
    ).outerjoin(Seat, Seat.id == QuizAttempt.seat_id)
    asked = asked.where(
        QuizAttempt.course_id == course_id, Seat.merged_into.is_(None), Seat.left_at.is_(None)
    )
    return {
        slug: SheetCount(max(began, nameless), max(finished, nameless), unfinished)
        for slug, began, finished, unfinished, nameless in session.execute(
            asked.group_by(QuizAttempt.slug)
        )
    }


def list_due(session: Session, course_id: uuid.UUID, now: dt.datetime) -> Sequence[Attempt]:
    """The unfinished sheets of a course whose time is up."""
    asked = select(*ATTEMPT).where(
        QuizAttempt.course_id == course_id,
        QuizAttempt.finished_at.is_(None),
        QuizAttempt.due_at <= now,
    )
    return [found for row in session.execute(asked) if (found := as_attempt(row))]


def change_due(session: Session, attempt_id: uuid.UUID, due_at: dt.datetime | None) -> None:
    """From now on the sheet takes answers until then, unless it is finished."""
    change = update(QuizAttempt).where(
        QuizAttempt.id == attempt_id, QuizAttempt.finished_at.is_(None)
    )
    session.execute(change.values(due_at=due_at))
