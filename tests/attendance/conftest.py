"""Attendance opened for Module 1, part A, and a door to the database."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from training.adapters.database import Database
from training.attendance import service
from training.attendance.model import Mark
from training.courses import joining
from training.courses import service as courses
from training.kernel.access import ActorKind, Who
from training.people.model import PersonDetails


@dataclass(frozen=True, slots=True)
class Open:
    """What a trainee sees on the screen."""

    code: str
    opening_id: uuid.UUID
    item_id: uuid.UUID


Marks = Callable[[], tuple[Mark, ...]]
Opener = Callable[[uuid.UUID, str], Open]


@pytest.fixture
def bopha(workshop: Workshop) -> Who:
    """The trainer, as the audit trail knows her."""
    return Who(ActorKind.ACCOUNT, workshop.trainer_id, "SOK Bopha")


@pytest.fixture
def database(app: Flask) -> Database:
    """The application's database."""
    found: Database = app.extensions["training.database"]
    return found


@pytest.fixture
def opener(app: Flask, database: Database, workshop: Workshop, bopha: Who) -> Opener:
    """`opener(item_id, key)` opens an agenda item."""

    def open_now(item_id: uuid.UUID, key: str) -> Open:
        with database.writing() as session:
            made = service.open_attendance(
                session, workshop.course_id, item_id, key, bopha, NINE_THIRTY
            )
            session.commit()
        secret = app.config["SECRET_KEY"]
        code = service.code_of(secret, workshop.course_id, made, NINE_THIRTY).digits
        return Open(code, made.id, item_id)

    return open_now


@pytest.fixture
def opened(opener: Opener, workshop: Workshop) -> Open:
    """Module 1, part A is open."""
    return opener(workshop.item_ids[3], "open-1")


@pytest.fixture
def marks(database: Database, workshop: Workshop) -> Callable[[], tuple[Mark, ...]]:
    """`marks()` gives the marks that hold in the course."""

    def read() -> tuple[Mark, ...]:
        with database.reading() as session:
            return service.list_current_marks(session, workshop.course_id)

    return read


@pytest.fixture
def add_people(database: Database, workshop: Workshop) -> Callable[[int], None]:
    """`add_people(28)` lets that many more join."""

    def add(count: int) -> None:
        with database.writing() as session:
            course = courses.get_course(session, workshop.course_id)
            for number in range(count):
                details = PersonDetails(f"សុខ ដារ៉ា {number}", f"SOK Dara {number}")
                joining.join(session, course, details, f"more-{number}", NINE_THIRTY, any_glyph)
            session.commit()

    return add


def hand(workshop: Workshop, status: str, **more: str) -> dict[str, str]:
    return {
        "item": str(workshop.item_ids[3]),
        "seat": "1",
        "status": status,
        "submission_key": "page-1",
        **more,
    }
