"""The watch that spares the fuzz run from taking every row after every request."""

from flask import Flask

from tests.conftest import NINE_THIRTY, Workshop
from tests.fuzz import shelf
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM


def test_a_commit_is_seen_once_and_looking_is_none(
    app: Flask, workshop: Workshop, watch: shelf.Watch
) -> None:
    before = shelf.take(app)
    assert not watch.saw_a_commit()
    with app.extensions["training.database"].writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    assert watch.saw_a_commit()
    assert not watch.saw_a_commit()
    assert shelf.take(app) != before
    shelf.put_back(app, before)
    assert watch.saw_a_commit()
    assert shelf.take(app) == before
    assert not watch.saw_a_commit()
