"""A page asks the database as often for 30 people as for 3."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.hearing import heard
from tests.live.test_views import Room
from tests.proofreading import ProofReadingClient
from tests.quizzes import forms
from tests.quizzes.openings import let
from training.attendance import marking
from training.attendance import service as attendance
from training.certificates import service as certificates
from training.courses import joining
from training.courses import service as courses
from training.courses.model import CertificateRule, CourseState
from training.kernel.access import SYSTEM
from training.people.model import PersonDetails
from training.quizzes import plans, taking
from training.quizzes import service as quizzes
from training.quizzes.assessments import PLAN
from training.quizzes.model import Terms
from training.quizzes.opening import change_terms

Fill = Callable[[int], None]
Page = Callable[[], object]
FEW, MANY = 3, 30


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """Every statement from now on."""
    sent: list[str] = []
    with heard(app.extensions["training.database"], lambda *given: sent.append(str(given[2]))):
        yield sent


@pytest.fixture
def fill(app: Flask, workshop: Workshop) -> Fill:
    """`fill(30)` lets people join, take the quiz and be marked until there are 30."""
    with app.extensions["training.database"].writing() as session:
        quizzes.open_quiz(session, workshop.course_id, "small", "open", SYSTEM, NINE_THIRTY)
        item = workshop.item_ids[3]
        attendance.open_attendance(session, workshop.course_id, item, "open", SYSTEM, NINE_THIRTY)
        session.commit()

    def until(people: int) -> None:
        with app.extensions["training.database"].writing() as session:
            course = courses.get_course(session, workshop.course_id)
            for number in range(len(courses.list_seats(session, course.id)), people):
                details = PersonDetails(f"សុខ ដារ៉ា {number}", f"SOK Dara {number}")
                seat = joining.join(
                    session, course, details, f"more-{number}", NINE_THIRTY, any_glyph
                )
                taking.begin(session, course.id, seat.id, "small", NINE_THIRTY)
            for place in (3, 8):
                marking.mark_rest_present(
                    session, course.id, workshop.item_ids[place], people,
                    f"{place}-{people}", SYSTEM, NINE_THIRTY,
                )  # fmt: skip
            session.commit()

    return until


def spent(statements: list[str], fill: Fill, page: Page) -> list[list[str]]:
    """What a warm page asks with few people and with many."""
    found = []
    for people in (FEW, MANY):
        fill(people)
        page()
        statements.clear()
        page()
        found.append(list(statements))
    return found


def opened(client: ProofReadingClient, path: str) -> Page:
    def page() -> None:
        assert client.get(path).status_code == 200

    return page


@pytest.mark.parametrize(("path", "most"), [("", 13), ("/attendance", 6), ("/certificate", 8)])
def test_a_phones_page(
    trainee: ProofReadingClient,
    workshop: Workshop,
    statements: list[str],
    fill: Fill,
    path: str,
    most: int,
) -> None:
    few, many = spent(statements, fill, opened(trainee, f"/c/{workshop.course_id}{path}"))
    assert few == many
    assert len(many) <= most


@pytest.mark.parametrize(("path", "most"), [("", 14), ("/state", 9), ("/answers", 4)])
def test_a_phone_that_follows_the_room(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    statements: list[str],
    fill: Fill,
    path: str,
    most: int,
) -> None:
    room = Room(app, workshop, client_for)
    room.go("second")
    room.answer(room.ask(kind="single", words_en="Tea?", choices_en="*Yes\nNo"), choice="1")
    few, many = spent(statements, fill, opened(room.phone, room.day + path))
    assert few == many
    assert len(many) <= most


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/certificates",
        "/people",
        "/quiz",
        "/quiz/small",
        "/quiz/small/correct",
        "/quiz/small/mark",
        "/quiz/small/analysis",
        "/attendance",
    ],
)
def test_a_trainers_page(
    trainer: ProofReadingClient, workshop: Workshop, statements: list[str], fill: Fill, path: str
) -> None:
    few, many = spent(statements, fill, opened(trainer, f"/courses/{workshop.course_id}{path}"))
    assert len(few) == len(many)


@pytest.mark.parametrize(
    ("who", "path", "most"),
    [("trainer", "", 23), ("trainer", "/certificates", 20), ("trainee", "", 18)],
)
def test_a_rule_that_asks_for_everything(
    request: pytest.FixtureRequest,
    app: Flask,
    workshop: Workshop,
    statements: list[str],
    fill: Fill,
    who: str,
    path: str,
    most: int,
) -> None:
    rule = CertificateRule(2, 100, 75, quiz="small", is_passed=True, evaluation=True)
    with app.extensions["training.database"].writing() as session:
        courses.get_course(session, workshop.course_id).rule = rule
        terms = Terms(pass_percent=60)
        change_terms(session, workshop.course_id, "small", terms, SYSTEM, NINE_THIRTY)
        session.commit()
    client: ProofReadingClient = request.getfixturevalue(who)
    base = f"/c/{workshop.course_id}" if who == "trainee" else f"/courses/{workshop.course_id}"
    few, many = spent(statements, fill, opened(client, base + path))
    assert len(few) == len(many) <= most


def test_whom_a_corrected_key_meets(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    statements: list[str],
    fill: Fill,
) -> None:
    course_id = workshop.course_id

    def send(people: int) -> None:
        fill(people)
        with app.extensions["training.database"].writing() as session:
            for seat in courses.list_seats(session, course_id):
                taking.begin(session, course_id, seat.seat_id, "small", NINE_THIRTY)
                taking.finish(session, course_id, seat.seat_id, "small", (), SYSTEM, NINE_THIRTY)
            session.commit()

    def preview() -> None:
        sent = {"way": "void", "reason": "Nobody could know it.", "step": "preview"}
        answer = trainer.post(f"/courses/{course_id}/quiz/small/correct/colour", data=sent)
        assert "results would change" in answer.text

    few, many = spent(statements, send, preview)
    assert len(few) == len(many)
    assert len(many) <= 17


def test_the_certificates_page_once_all_are_issued(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    statements: list[str],
    fill: Fill,
) -> None:
    def issue(people: int) -> None:
        course_id = workshop.course_id
        with app.extensions["training.database"].writing() as session:
            if courses.get_course(session, course_id).state == CourseState.ENDED:
                courses.set_state(session, course_id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)
                quizzes.open_quiz(session, course_id, "small", "again", SYSTEM, NINE_THIRTY)
            session.commit()
        fill(people)
        with app.extensions["training.database"].writing() as session:
            courses.set_state(session, course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
            certificates.issue_all(session, course_id, workshop.press, SYSTEM, NINE_THIRTY)
            session.commit()

    path = f"/courses/{workshop.course_id}/certificates"
    few, many = spent(statements, issue, opened(trainer, path))
    assert len(few) == len(many)


@pytest.mark.parametrize(("path", "most"), [("/plans", 4), ("/course.plan/answers", 8)])
def test_the_training_plans(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    statements: list[str],
    path: str,
    most: int,
) -> None:
    with app.extensions["training.database"].writing() as session:
        let(session, workshop, PLAN)
        session.commit()

    def write(people: int) -> None:
        with app.extensions["training.database"].writing() as session:
            there = len(plans.list_plans(session, workshop.course_id))
            for seat_id in forms.add_seats(session, workshop, people - there):
                forms.plan(session, workshop, seat_id, "Kep", NINE_THIRTY)
            session.commit()

    head = client_for(account_id=workshop.administrator_id)
    base = "" if path == "/plans" else f"/courses/{workshop.course_id}/quiz"
    few, many = spent(statements, write, opened(head, base + path))
    assert len(few) == len(many) <= most


@pytest.mark.parametrize(("way", "most"), [("digits", 6), ("scan", 5)])
def test_a_check_in(
    app: Flask,
    client_for: ClientMaker,
    workshop: Workshop,
    statements: list[str],
    fill: Fill,
    way: str,
    most: int,
) -> None:
    secret = app.config["SECRET_KEY"]
    path, course_id = f"/c/{workshop.course_id}/attendance", workshop.course_id
    found = []
    for people, place in ((FEW, 5), (MANY, 10)):
        fill(people)
        item = workshop.item_ids[place]
        with app.extensions["training.database"].writing() as session:
            made = attendance.open_attendance(
                session, course_id, item, f"open-{place}", SYSTEM, NINE_THIRTY
            )
            session.commit()
        code = attendance.code_of(secret, course_id, made, NINE_THIRTY)
        phones = [client_for(seat_id=seat) for seat in (workshop.other_seat_id, workshop.seat_id)]
        sent = {"code": code.digits} if way == "digits" else {}
        for phone in phones:  # the first one warms the server up
            statements.clear()
            phone.get(f"/a/{workshop.join_code}/{code.token}")
            assert len(statements) <= 5
            statements.clear()
            assert phone.post(path, data=sent).status_code == 303
        found.append(list(statements))
    assert found[0] == found[1]
    assert len(found[1]) <= most


def test_joining(
    client_for: ClientMaker, workshop: Workshop, statements: list[str], fill: Fill
) -> None:
    def join() -> None:
        key = uuid.uuid4().hex
        sent = {"name_latin": f"HENG {key}", "name_km": "ហេង", "submission_key": key}
        answer = client_for().post(f"/join/{workshop.join_code}", data=sent)
        assert answer.status_code == 302

    few, many = spent(statements, fill, join)
    assert few == many
    assert len(many) <= 10
