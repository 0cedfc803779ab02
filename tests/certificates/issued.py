"""A course that has ended and certificates of it, for tests that begin after the issue."""

import uuid

from flask import Flask
from sqlalchemy import select

from tests.certificates.test_service import end, issue, mark
from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.forms import add_seats
from training.attendance import marking
from training.certificates.tables import Certificate
from training.courses import service as courses
from training.courses.model import CourseState
from training.credentials import service as credentials
from training.credentials.model import Verdict
from training.kernel.access import SYSTEM


def issue_one(app: Flask, workshop: Workshop) -> uuid.UUID:
    """SUN Sopheap's certificate of attendance: its id."""
    mark(app, workshop, workshop.seat_id, 3, 8)
    end(app, workshop)
    assert issue(app, workshop) == 1
    with app.extensions["training.database"].reading() as session:
        found: uuid.UUID = session.scalars(select(Certificate.id)).one()
    return found


def end_with(app: Flask, workshop: Workshop, people: int) -> None:
    """So many people were there all day, and the course has ended: nothing is issued yet."""
    course_id = workshop.course_id
    with app.extensions["training.database"].writing() as session:
        there = len(courses.list_seats(session, course_id))
        add_seats(session, workshop, people - there)
        for place in (3, 8):
            marking.mark_rest_present(
                session, course_id, workshop.item_ids[place], people, f"{place}",
                SYSTEM, NINE_THIRTY,
            )  # fmt: skip
        courses.set_state(session, course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()


def require_one_each(app: Flask, workshop: Workshop, people: int) -> None:
    """Everybody has exactly one certificate, whole, with a place of its own in the status list."""
    with app.extensions["training.database"].reading() as session:
        found = session.scalars(select(Certificate)).all()
        seats = {each.seat_id for each in courses.list_seats(session, workshop.course_id)}
        believed = credentials.issuers(session)
    assert len(found) == len(seats) == people
    assert {each.seat_id for each in found} == seats
    assert len({each.number for each in found}) == people
    assert len({(each.key_id, each.status_index) for each in found}) == people
    for each in found:
        token = each.facts.verify_url.rpartition("#")[2]
        assert credentials.check_token(token, believed).verdict is Verdict.GENUINE
