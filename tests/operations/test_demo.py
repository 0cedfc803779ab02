"""`demo`: two workshops of invented people, only ever in an empty database."""

import datetime as dt
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.operations.terminal import Run
from training.adapters.house_fonts import characters_without_glyph
from training.attendance import service as attendance
from training.certificates import service as certificates
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import Course
from training.operations import demo_people, demonstration
from training.people.model import MONK_TITLES, PROVINCES, SECTORS, TITLES
from training.quizzes import plans
from training.quizzes import service as quizzes
from training.quizzes.evaluation import get_evaluation

ROSTERS = (demo_people.IN_FINISHED, demo_people.IN_RUNNING)
EVERYBODY = [person for roster in ROSTERS for person in roster]
NOON = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)
"""12:00 on a Monday in Phnom Penh."""


@pytest.fixture
def filled(app: Flask) -> demonstration.Demonstration:
    return demonstration.fill(app, NOON)


def course_of(session: Session, state: CourseState) -> Course:
    found = courses.list_courses(session, None, None)
    return next(course for course in found if course.state == state)


@pytest.mark.usefixtures("filled")
def test_some_of_the_finished_workshop_are_entitled_and_some_are_not(app: Flask) -> None:
    with app.extensions["training.database"].reading() as session:
        course = course_of(session, CourseState.ENDED)
        cases = certificates.review(session, course.id, NOON)
        report = quizzes.report(session, course.id, "small", NOON)
    assert len(cases) == 40
    assert sum(case.decision.entitled for case in cases) == 32
    assert all(bool(case.number) == case.decision.entitled for case in cases)
    assert 25 <= report.line.finished < 40
    assert len({sheet.score for sheet in report.attempts.values()}) > 2
    assert course.date == dt.date(2026, 11, 14)


@pytest.mark.usefixtures("filled")
def test_the_workshop_of_today_is_under_way(app: Flask) -> None:
    with app.extensions["training.database"].reading() as session:
        course = course_of(session, CourseState.RUNNING)
        marked = {mark.seat_id for mark in attendance.list_current_marks(session, course.id)}
        assert course.date == dt.date(2026, 11, 23)
        assert 0 < len(marked) < len(courses.list_seats(session, course.id)) == 24
        assert quizzes.list_open(session, course.id)
        assert quizzes.count_unfinished(session, course.id) > 0
        assert attendance.list_open(session, course.id)


@pytest.mark.usefixtures("filled")
def test_the_finished_workshop_was_evaluated_by_31_and_nine_have_a_plan(app: Flask) -> None:
    with app.extensions["training.database"].reading() as session:
        course = course_of(session, CourseState.ENDED)
        found = get_evaluation(session, course.id)
        assert (found.sent, found.shown, found.waiting) == (31, 31, 0)
        assert all(each.answered == 31 for each in found.said if each.tallies)
        assert len(plans.list_plans(session, course.id)) == 9


@pytest.mark.parametrize("hour", [0, 3, 17])
def test_nothing_is_dated_after_now_whatever_the_hour(app: Flask, hour: int) -> None:
    now = NOON.replace(hour=hour)
    demonstration.fill(app, now)
    with app.extensions["training.database"].reading() as session:
        latest = session.scalar(text("SELECT max(at) FROM audit_entries"))
        joined = session.scalar(text("SELECT max(joined_at) FROM seats"))
    limit = now.strftime("%Y-%m-%d %H:%M:%S.%f")
    assert latest <= limit
    assert joined <= limit


def test_no_password_fits_and_no_first_administrator_is_asked_for(
    app: Flask, filled: demonstration.Demonstration
) -> None:
    assert filled.administrator != filled.trainer
    with app.extensions["training.database"].reading() as session:
        hashes = set(session.scalars(text("SELECT password_hash FROM accounts")))
    assert hashes == {demonstration.NO_PASSWORD}


def test_the_command_prints_json(run: Run) -> None:
    result = run("demo", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["administrator"].startswith("http://localhost:8000/visit/")
    assert told["trainer"].startswith("http://localhost:8000/visit/")
    assert re.fullmatch(r"\d{6}", told["join_code"])
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", told["seat_code"])


def test_the_command_makes_the_database_and_prints_every_link(run_before_start: Run) -> None:
    result = run_before_start("demo")
    assert result.exit_code == 0
    assert result.stdout.count("http://localhost:8000/") == 5
    assert "join code" in result.stdout


def test_the_links_lead_in(app: Flask, run: Run) -> None:
    told = json.loads(run("demo", "--json").stdout)
    client = app.test_client()
    for role in ("administrator", "trainer"):
        answer = client.get(told[role].removeprefix("http://localhost:8000"))
        assert answer.status_code == 302
    app.config["WTF_CSRF_ENABLED"] = False
    for join, code in (("join_code", "seat_code"), ("finished_join_code", "finished_seat_code")):
        phone = app.test_client()
        form = {"code": told[join], "seat_code": told[code]}
        assert phone.post("/continue", data=form).status_code == 302


def test_a_database_with_anybody_in_it_is_refused(run: Run, app: Flask) -> None:
    assert run("demo").exit_code == 0
    database = app.extensions["training.database"]
    with database.reading() as session:
        before = session.scalar(text("SELECT count(*) FROM audit_entries"))
    result = run("demo")
    assert result.exit_code == 1
    assert "not empty" in result.stderr
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM audit_entries")) == before


def test_wrong_tries_do_not_make_a_database_anything_but_empty(app: Flask, run: Run) -> None:
    with app.extensions["training.database"].writing() as session:
        session.execute(text("INSERT INTO wrong_tries VALUES ('join', 1, 1)"))
        session.commit()
    assert run("demo").exit_code == 0


def test_without_a_module_it_says_where_to_look(
    app: Flask, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.modules.service.list_offered", lambda _session: [])
    result = run("demo")
    assert result.exit_code == 1
    assert "modules check" in result.stderr.replace("\n", " ")


def test_there_are_40_and_24_invented_people_with_printable_names() -> None:
    assert [len(roster) for roster in ROSTERS] == [40, 24]
    assert len({person.name_km for person in EVERYBODY}) == 64
    assert len({person.name_latin for person in EVERYBODY}) == 64
    assert sum(person.title in MONK_TITLES for person in demo_people.IN_FINISHED) == 4
    women = sum(person.gender == "female" for person in demo_people.IN_FINISHED)
    assert 18 <= women <= 22
    for person in EVERYBODY:
        assert person.title in TITLES
        assert person.sector in SECTORS
        assert person.province in PROVINCES
        assert not characters_without_glyph(person.name_km + person.name_latin)


def test_one_khmer_spelling_has_one_latin_spelling() -> None:
    spelled: dict[str, set[str]] = defaultdict(set)
    for person in (*EVERYBODY, demo_people.ADMINISTRATOR, demo_people.TRAINER):
        for khmer, latin in zip(person.name_km.split(), person.name_latin.split(), strict=True):
            spelled[khmer].add(latin)
    assert {khmer: each for khmer, each in spelled.items() if len(each) > 1} == {}


def test_nobody_has_the_name_of_a_person_in_the_facts() -> None:
    facts = (Path(__file__).parents[2] / "modules" / "facts.toml").read_text(encoding="utf-8")
    for person in EVERYBODY:
        family, given = person.name_latin.split()
        assert f"{family.title()} {given}" not in facts
        assert person.name_km not in facts
