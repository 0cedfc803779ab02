"""A room of 60 people, a course that has ended, one that fills while measured, and crowds."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from training import preparation
from training.adapters import clock
from training.adapters.database import Database
from training.adapters.house_fonts import characters_without_glyph
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.attendance import codes, marking
from training.attendance import service as attendance
from training.certificates import service as certificates
from training.certificates.sealing import Press, press_of
from training.courses import joining, seat_cookie
from training.courses import service as courses
from training.courses.model import ASKABLE, Asking, CoursePlan, CourseState
from training.courses.tables import Course
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.moments import PHNOM_PENH, local_date
from training.modules import service as modules
from training.modules.model import Module
from training.operations import demo_people, demo_workshops
from training.people import service as people
from training.people.model import AccountRole, PersonDetails
from training.people.passwords import hash_password
from training.quizzes import service as quizzes
from training.quizzes import taking

PEOPLE = 60
AWARDED = 40
"""People of the course that has ended, all with a certificate."""
CROWD = 500
ROSTER = (*demo_people.IN_FINISHED, *demo_people.IN_RUNNING)
PUBLIC_URL = "https://r2p.example.org"


PASSWORD = "a password of the bench"


@dataclass(frozen=True, slots=True)
class Crowd:
    """A running course of 500 people who have begun the quiz and have no mark yet."""

    course_id: uuid.UUID
    seat_ids: tuple[uuid.UUID, ...]
    open_item_id: uuid.UUID
    """The agenda item that can be marked by code."""
    marked_item_id: uuid.UUID
    """One that everybody is marked in."""
    join_code: str

    def attendance_code(self, secret: str) -> str:
        """The six digits of this half minute."""
        return self._code(secret).digits

    def scan_path(self, secret: str) -> str:
        """Where the QR of this half minute leads."""
        return f"/a/{self.join_code}/{self._code(secret).token}"

    def _code(self, secret: str) -> codes.Code:
        window = codes.window_of(clock.now())
        return codes.code_of(secret, self.course_id, self.open_item_id, window)


@dataclass(frozen=True, slots=True)
class Room:
    """Ids and codes of what was made."""

    administrator_id: uuid.UUID
    trainer_id: uuid.UUID
    running_id: uuid.UUID
    ended_id: uuid.UUID
    join_code: str
    """Of the course that fills while joining is measured."""
    slug: str
    item_ids: tuple[str, ...]
    """Of the quiz."""
    seat_ids: tuple[uuid.UUID, ...]
    """In the course that runs; the first one has begun the quiz."""
    awarded_seat_ids: tuple[uuid.UUID, ...]
    """In the course that has ended."""
    number: str
    """Of one certificate of the course that has ended."""
    crowd: Crowd


def settings_for(folder: Path, more: Mapping[str, str] | None = None) -> Settings:
    """Settings of an installation of its own."""
    own = {"TRAINING_DATA": str(folder), "TRAINING_PUBLIC_URL": PUBLIC_URL}
    return load_settings({**own, **(more or {})})


def prepared(settings: Settings) -> Flask:
    """The application with its tables and packs."""
    app = create_app(settings)
    preparation.prepare(app)
    return app


def furnish(settings: Settings) -> tuple[Flask, Room]:
    """The application with its room. Takes a few seconds."""
    app = prepared(settings)
    database: Database = app.extensions["training.database"]
    with app.app_context(), database.writing() as session:
        room = _fill(session, press_of(settings), clock.now())
        session.commit()
    return app, room


def gather(app: Flask, *keys: str) -> list[Crowd]:
    """Crowds of 500 in courses of their own."""
    now, database = clock.now(), app.extensions["training.database"]
    with app.app_context(), database.writing() as session:
        crowds = [_crowd(session, _course(session, None, key, now), now) for key in keys]
        session.commit()
    return crowds


def _crowd(session: Session, course: Course, now: dt.datetime) -> Crowd:
    seats = _seat_all(session, course, CROWD, now)
    _quiz(session, course, seats, now)
    marked, opened = _attendance(session, course, now)
    return Crowd(course.id, tuple(seats), opened, marked, course.join_code)


def seated(
    session: Session, key: str, count: int, now: dt.datetime
) -> tuple[Course, tuple[uuid.UUID, ...]]:
    """A running course with so many people."""
    course = _course(session, None, key, now)
    return course, tuple(_seat_all(session, course, count, now))


def _account(session: Session, role: AccountRole, now: dt.datetime) -> uuid.UUID:
    """An account that signs in with the role's name."""
    account = people.add_account(
        session, demo_people.TRAINER, role.value, role, SYSTEM, now,
        characters_without_glyph, hash_password(PASSWORD),
    )  # fmt: skip
    session.flush()
    return account.id


def _fill(session: Session, press: Press, now: dt.datetime) -> Room:
    trainer_id = _account(session, AccountRole.TRAINER, now)
    running, ended, joined, crowded = (_course(session, trainer_id, key, now) for key in "redc")
    seats = _seat_all(session, running, PEOPLE, now)
    awarded = _seat_all(session, ended, AWARDED, now)
    module = _quiz(session, running, seats[:1], now)
    _attendance(session, running, now)
    _issue(session, ended, press, now)
    return Room(
        administrator_id=_account(session, AccountRole.ADMINISTRATOR, now),
        trainer_id=trainer_id,
        running_id=running.id,
        ended_id=ended.id,
        join_code=joined.join_code,
        slug=module.slug,
        item_ids=tuple(item.id for item in module.items),
        seat_ids=tuple(seats),
        awarded_seat_ids=tuple(awarded),
        number=certificates.get_of_seat(session, awarded[0]).facts.number,
        crowd=_crowd(session, crowded, now),
    )


def _course(session: Session, trainer_id: uuid.UUID | None, key: str, now: dt.datetime) -> Course:
    plan = CoursePlan(
        title=Bilingual("វគ្គបណ្តុះបណ្តាលគ្រូបង្គោល", "Training of trainers"),
        date=local_date(now, PHNOM_PENH),
        province="12",
        venue=demo_workshops.VENUE,
        time_zone=PHNOM_PENH,
        organisers=demo_workshops.ORGANISERS,
        signatories=demo_workshops.SIGNATORIES,
        revision_ids=tuple(each for each, _ in modules.list_offered(session)[:1]),
        asked=dict.fromkeys(ASKABLE, Asking.OPTIONAL),
    )
    course = courses.plan_course(session, plan, trainer_id, key, SYSTEM, now)
    courses.set_state(session, course.id, CourseState.RUNNING, SYSTEM, now)
    return course


def _seat_all(session: Session, course: Course, count: int, now: dt.datetime) -> list[uuid.UUID]:
    return [
        joining.join(
            session, course, _person(number), f"{number}", now,
            characters_without_glyph, another_person=True,
        ).id
        for number in range(count)
    ]  # fmt: skip


def _person(number: int) -> PersonDetails:
    """Somebody of the roster; after its end, family names with the given names of others."""
    again, place = divmod(number, len(ROSTER))
    family, given = ROSTER[place], ROSTER[(place + 7 * again) % len(ROSTER)]
    names = {
        field: f"{getattr(family, field).split()[0]} {getattr(given, field).split(maxsplit=1)[1]}"
        for field in ("name_km", "name_latin")
    }
    return replace(given, **names)


def _quiz(session: Session, course: Course, seats: list[uuid.UUID], now: dt.datetime) -> Module:
    ((_, module), *_) = quizzes.quizzes_of(session, course.id)
    quizzes.open_quiz(session, course.id, module.slug, "open", SYSTEM, now)
    for seat_id in seats:
        taking.begin(session, course.id, seat_id, module.slug, now)
    return module


def _attendance(session: Session, course: Course, now: dt.datetime) -> tuple[uuid.UUID, uuid.UUID]:
    """The first counted item is marked for all, the second is open: their ids."""
    first, second, *_ = (each.id for each in courses.list_agenda(session, course.id) if each.counts)
    if first is None or second is None:
        raise LookupError("an agenda item without an id")
    marking.mark_rest_present(session, course.id, first, CROWD, "rest", SYSTEM, now)
    attendance.open_attendance(session, course.id, second, "open", SYSTEM, now)
    return first, second


def _issue(session: Session, course: Course, press: Press, now: dt.datetime) -> None:
    for item in courses.list_agenda(session, course.id):
        if item.counts and item.id is not None:
            key = str(item.id)
            marking.mark_rest_present(session, course.id, item.id, PEOPLE, key, SYSTEM, now)
    courses.set_state(session, course.id, CourseState.ENDED, SYSTEM, now)
    certificates.issue_all(session, course.id, press, SYSTEM, now)


def phone_cookie(secret: str, seat_id: uuid.UUID) -> tuple[str, str]:
    """Name and value of the cookie of a phone that holds the seat."""
    return seat_cookie.cookie_name(secret), seat_cookie.signed(secret, [seat_id])
