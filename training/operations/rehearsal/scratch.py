"""The scratch folder: a copy of the data with one more course in it, and its rows afterwards."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import Select, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from training.adapters.database import Database, open_database
from training.adapters.house_fonts import characters_without_glyph
from training.adapters.settings import Settings
from training.attendance.tables import AttendanceMark
from training.courses import service as courses
from training.courses.model import CoursePlan, CourseState
from training.courses.tables import Course, Seat
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.moments import PHNOM_PENH, local_date
from training.live.rehearsing import Kept
from training.live.tables import LiveAnswer, LiveQuestion
from training.modules import service as modules
from training.modules.model import Module
from training.operations import demo_people, demo_workshops
from training.operations.model import DATABASE_NAME, CannotBeDone
from training.operations.rehearsal.orders import ADDRESS, Order, Wanted
from training.operations.sqlite_files import copy_into_new, sqlite_file
from training.people import links
from training.people import service as people
from training.people.model import AccountRole, PersonDetails
from training.quizzes.tables import QuizAnswer, QuizAttempt

MODULES = 2
ROSTER = (*demo_people.IN_FINISHED, *demo_people.IN_RUNNING)
NO_PASSWORD = "no password fits a rehearsal"  # noqa: S105 - that is what it says
TITLE = Bilingual("វគ្គសាកល្បងមុនថ្ងៃ", "A rehearsal")


def environ_of(folder: Path, real: Settings) -> dict[str, str]:
    """The settings of a server on this machine alone, whose data are in that folder."""
    return {
        "TRAINING_DATA": str(folder),
        "TRAINING_MODULES": str(real.packs_folder),
        "TRAINING_SYNCHRONOUS": real.synchronous,
        "TRAINING_HOST": ADDRESS,
    }


def copy_data(real: Settings, folder: Path) -> str:
    """Copies the data where they are in a file here: `copy`; else there is nothing: `empty`.

    Raises CannotBeDone, sqlite3.Error, OSError.
    """
    if make_url(real.database_url).get_backend_name() != "sqlite":
        return "empty"
    source = sqlite_file(real.database_url)
    if not source.is_file():
        return "empty"
    copy_into_new(source, folder / DATABASE_NAME)
    return "copy"


def furnish(app: Flask, port: int, wanted: Wanted, now: dt.datetime) -> Order:
    """Adds the course and its trainer to a prepared database; what is to be played there.

    Raises CannotBeDone where there is nothing to teach.
    """
    database: Database = app.extensions["training.database"]
    with app.app_context(), database.writing() as session:
        taught = list(modules.list_offered(session))[:MODULES]
        slides = tuple(_slides(module for _, module in taught))
        quiz = next((module.slug for _, module in taught if module.items), "")
        if not slides or not quiz:
            raise CannotBeDone("There is no module with slides and a quiz to rehearse with.")
        account = people.add_account(
            session, demo_people.TRAINER, f"rehearsal.{uuid.uuid4().hex[:8]}", AccountRole.TRAINER,
            SYSTEM, now, characters_without_glyph, NO_PASSWORD,
        )  # fmt: skip
        session.flush()
        course = _open_course(session, account.id, [each for each, _ in taught], now)
        agenda = courses.list_agenda(session, course.id)
        order = Order(
            port=port,
            course_id=str(course.id),
            join_code=course.join_code,
            visit=f"/visit/{links.visit_token(account)}",
            names=tuple((each.name_km, each.name_latin) for each in _people(wanted.phones)),
            slides=slides,
            quiz=quiz,
            agenda_item=str(next(each.id for each in agenda if each.counts)),
            pace=wanted.pace,
        )
        session.commit()
    return order


def _slides(taught: Iterable[Module]) -> Iterator[tuple[str, str]]:
    for module in taught:
        for slide in module.slides:
            yield module.slug, slide.id


def _people(count: int) -> Iterator[PersonDetails]:
    return itertools.islice(itertools.cycle(ROSTER), count)


def _open_course(
    session: Session, trainer_id: uuid.UUID, revisions: list[uuid.UUID], now: dt.datetime
) -> Course:
    plan = CoursePlan(
        title=TITLE,
        date=local_date(now, PHNOM_PENH),
        province="12",
        venue=demo_workshops.VENUE,
        time_zone=PHNOM_PENH,
        organisers=demo_workshops.ORGANISERS,
        signatories=demo_workshops.SIGNATORIES,
        revision_ids=tuple(revisions),
    )
    key = uuid.uuid4().hex
    course = courses.plan_course(session, plan, trainer_id, key, SYSTEM, now)
    courses.set_state(session, course.id, CourseState.RUNNING, SYSTEM, now)
    return course


@dataclass(frozen=True, slots=True)
class Rows:
    """Of one kind: how many there are, and how many of those for the same thing twice."""

    there: int
    double: int


def count_kept(folder: Path, order: Order, sent: dict[str, int]) -> tuple[Kept, ...]:
    """What phones were told is saved, against the rows of the course.

    Raises sqlalchemy.exc.SQLAlchemyError.
    """
    course_id = uuid.UUID(order.course_id)
    database = open_database(f"sqlite:///{folder / DATABASE_NAME}")
    try:
        with database.reading() as session:
            rows = {
                "seats": _seats(session, course_id),
                "poll": _grouped(session, _poll_answers(course_id)),
                "quiz": _grouped(session, _quiz_answers(course_id)),
                "attendance": _grouped(session, _marks(course_id)),
            }
    finally:
        database.dispose()
    return tuple(
        Kept(name, told, max(0, told - rows[name].there), rows[name].double)
        for name, told in sent.items()
    )


def _seats(session: Session, course_id: uuid.UUID) -> Rows:
    there = session.scalar(select(func.count()).where(Seat.course_id == course_id))
    return Rows(there or 0, 0)


def _grouped(session: Session, asked: Select[int]) -> Rows:
    counts = list(session.scalars(asked))
    return Rows(len(counts), sum(counts) - len(counts))


def _poll_answers(course_id: uuid.UUID) -> Select[int]:
    asked = select(func.count()).join_from(
        LiveAnswer, LiveQuestion, LiveQuestion.id == LiveAnswer.question_id
    )
    asked = asked.where(LiveQuestion.course_id == course_id)
    return asked.group_by(LiveAnswer.question_id, LiveAnswer.seat_id)


def _quiz_answers(course_id: uuid.UUID) -> Select[int]:
    """On sheets that are finished: an answer on an unfinished one counts as lost."""
    asked = select(func.count()).join_from(
        QuizAnswer, QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id
    )
    asked = asked.where(QuizAttempt.course_id == course_id, QuizAttempt.finished_at.is_not(None))
    return asked.group_by(QuizAttempt.seat_id, QuizAnswer.item_id)


def _marks(course_id: uuid.UUID) -> Select[int]:
    asked = select(func.count()).where(AttendanceMark.course_id == course_id)
    return asked.group_by(AttendanceMark.seat_id, AttendanceMark.agenda_item_id)
