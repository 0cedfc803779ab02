"""Somebody who joined twice, and the marks of both seats."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from training.attendance import marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, Mark, MarkStatus
from training.courses import joining, merging, service
from training.courses.model import Pair
from training.courses.tables import Seat
from training.kernel.access import SYSTEM
from training.people.model import PersonDetails

MORNING, LATER, AFTERNOON = 3, 5, 8


@dataclass(frozen=True, slots=True)
class Twice:
    """SUN Sopheap joined again, from another phone."""

    course_id: uuid.UUID
    first: uuid.UUID
    second: uuid.UUID
    path: str
    """The page where the first seat is merged."""

    @property
    def pair(self) -> Pair:
        """The first seat stays."""
        return Pair(self.course_id, self.first, self.second)


@pytest.fixture
def twice(app: Flask, workshop: Workshop) -> Twice:
    with app.extensions["training.database"].writing() as session:
        course = service.get_course(session, workshop.course_id)
        details = PersonDetails("ស៊ុន សុភាព", "SUN Sophip")
        seat = joining.join(session, course, details, "again", NINE_THIRTY, any_glyph, True)
        session.commit()
        path = f"/courses/{workshop.course_id}/people/{workshop.seat_id}/merge"
        return Twice(workshop.course_id, workshop.seat_id, seat.id, path)


@pytest.fixture
def do(app: Flask) -> Callable[..., object]:
    """`do(verb, …)`: one committed change."""

    def run(verb: Callable[..., object], *given: object) -> object:
        with app.extensions["training.database"].writing() as session:
            found = verb(session, *given)
            session.commit()
            return found

    return run


def by_hand(
    workshop: Workshop, seat_id: uuid.UUID, place: int, status: MarkStatus, **minutes: int
) -> tuple[object, ...]:
    wanted = HandMark(workshop.item_ids[place], seat_id, status, **minutes)
    key = f"{seat_id}-{place}"
    return marking.mark_by_hand, workshop.course_id, wanted, key, SYSTEM, NINE_THIRTY


def marks_of(app: Flask, twice: Twice, seat_id: uuid.UUID) -> dict[uuid.UUID, Mark]:
    with app.extensions["training.database"].reading() as session:
        found = attendance.list_current_marks(session, twice.course_id, seat_id)
        return {mark.agenda_item_id: mark for mark in found}


def merge(session: Session, pair: Pair) -> Seat:
    return merging.merge(session, pair, SYSTEM, NINE_THIRTY)
