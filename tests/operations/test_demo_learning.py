"""The demonstration with the packs that are taught: what was learned is a page for a donor."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import ClientMaker
from tests.printed import text_of
from training.adapters.settings import load_settings
from training.application import create_app
from training.courses import service as courses
from training.courses.model import CourseState
from training.operations import demo_people, demonstration
from training.people.tables import Account
from training.preparation import prepare

MODULES = Path(__file__).resolve().parents[2] / "modules"
NOON = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """The demonstration, on a folder of its own."""
    given = {"TRAINING_DATA": str(tmp_path), "TRAINING_MODULES": str(MODULES)}
    app = create_app(load_settings(given), testing=True, keep_secret=False)
    prepare(app)
    demonstration.fill(app, NOON)
    yield app
    app.extensions["training.database"].dispose()


@pytest.mark.parametrize("language", ["en", "km"])
def test_what_the_demo_course_learned_can_be_shown_to_a_donor(
    app: Flask, client_for: ClientMaker, language: str
) -> None:
    with app.extensions["training.database"].reading() as session:
        found = courses.list_courses(session, None, None)
        (course_id,) = (each.id for each in found if each.state == CourseState.ENDED)
        account_id = session.scalars(select(Account.id)).first()
    staff = client_for(account_id=account_id, language=language)
    page = staff.get(f"/courses/{course_id}/quiz/course.learning").text
    shown, closed, _ = page.partition('<details class="report-names">')
    assert closed
    before, after = (int(each) for each in _percents(shown)[:2])
    assert before + 10 < after, "the invented people learned something"
    assert shown.count('class="chart"') >= 4
    paper = text_of(staff.get(f"/courses/{course_id}/quiz/course.learning.pdf").data)
    names = {person.name_latin for person in demo_people.IN_FINISHED}
    assert len(names) == 40
    assert not [name for name in names if name in shown or name in paper]


def _percents(page: str) -> list[str]:
    headline = re.search(r'class="report-headline">([^<]*)', page)
    assert headline is not None
    return re.findall(r"(\d+)%", headline[1])
