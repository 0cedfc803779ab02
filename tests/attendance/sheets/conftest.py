"""A sheet of the workshop's morning, and what entering it leaves."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance import service
from training.attendance.model import Mark
from training.courses import service as courses
from training.courses.model import HalfDay, SeatView

MORNING = "0.morning."
Client = ProofReadingClient


@pytest.fixture
def base(workshop: Workshop) -> str:
    """Where the sheets of the course are."""
    return f"/courses/{workshop.course_id}/attendance/sheets"


@pytest.fixture
def sheet(trainer: Client, base: str) -> str:
    """Sheet 1, of the morning: KEO Chantha in row 1, SUN Sopheap in row 2, two empty rows."""
    answer = trainer.post(base, data={"occasion": MORNING, "blanks": "២"})
    assert answer.location == f"{base}/1"
    return str(answer.location)


@pytest.fixture
def marks(database: Database, workshop: Workshop) -> Callable[[], dict[str, list[Mark]]]:
    """`marks()`: what holds for each person, by Latin name, in the order of the agenda."""

    def look() -> dict[str, list[Mark]]:
        with database.reading() as session:
            order = [each.id for each in courses.list_agenda(session, workshop.course_id)]
            held = service.list_current_marks(session, workshop.course_id)
            names = {each.seat_id: each.name.en for each in seats_of(database, workshop)}
        found: dict[str, list[Mark]] = {}
        for mark in sorted(held, key=lambda each: order.index(each.agenda_item_id)):
            found.setdefault(names[mark.seat_id], []).append(mark)
        return found

    return look


def seats_of(database: Database, workshop: Workshop) -> tuple[SeatView, ...]:
    with database.reading() as session:
        return courses.list_seats(session, workshop.course_id)


def morning_items(database: Database, workshop: Workshop) -> set[uuid.UUID | None]:
    with database.reading() as session:
        agenda = courses.list_agenda(session, workshop.course_id)
    return {each.id for each in agenda if each.counts and each.half_day is HalfDay.MORNING}


def look_at(client: Client, sheet: str, **sent: Any) -> Any:
    return client.post(f"{sheet}/entry", data={"submission_key": uuid.uuid4().hex, **sent})


def enter(client: Client, sheet: str, **sent: Any) -> Any:
    """Looks first, then records what was looked at."""
    key = str(sent.pop("submission_key", uuid.uuid4().hex))
    looked = look_at(client, sheet, submission_key=key, **sent)
    assert looked.status_code == 200, looked.text
    seen = looked.text.split('name="seen" value="')[1].split('"')[0]
    return look_at(client, sheet, submission_key=key, record="yes", seen=seen, **sent)
