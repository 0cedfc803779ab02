"""The page to proofread one's name, the name desk, and the spellings that are said there."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Workshop
from training.certificates.names import checks as name_checks
from training.certificates.names.rules import Spelling
from training.certificates.tables import NameCheck
from training.courses import service as courses
from training.people import service as people

TODAY = Spelling("ស៊ុន សុភាព", "SUN Sopheap")
RIGHT = Spelling("ស៊ុន សុភា", "SUN Sophea")
Sent = dict[str, str]


def form(key: str, wanted: Spelling | None = None, **more: str) -> Sent:
    sent = {"submission_key": key, "seen": TODAY.mark, **more}
    return sent | ({"name_km": wanted.km, "name_latin": wanted.latin} if wanted else {})


@pytest.fixture
def own(workshop: Workshop) -> str:
    """The page on which SUN Sopheap proofreads."""
    return f"/c/{workshop.course_id}/certificate/name"


@pytest.fixture
def desk(workshop: Workshop) -> str:
    """The name desk."""
    return f"/courses/{workshop.course_id}/certificates/names"


@pytest.fixture
def reading(app: Flask, workshop: Workshop) -> Iterator[Callable[[], Session]]:
    """A session that sees what is there at this moment."""
    opened: list[Session] = []

    def read() -> Session:
        opened.append(app.extensions["training.database"].reading())
        return opened[-1]

    yield read
    for session in opened:
        session.close()


def said_by(session: Session, workshop: Workshop) -> list[tuple[int, bool, str, bool]]:
    asked = select(NameCheck).where(NameCheck.seat_id == workshop.seat_id)
    rows = session.scalars(asked.order_by(NameCheck.version))
    return [(row.version, row.is_right, row.wanted_latin, bool(row.settled_at)) for row in rows]


def name_of(session: Session, workshop: Workshop) -> Spelling:
    seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
    return name_checks.spelling_of(people.get_details(session, seat.person_id))
