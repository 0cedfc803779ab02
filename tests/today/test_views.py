"""The first page, "My day" in its states, the cockpit at each hour of a course."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.attendance import marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkStatus
from training.certificates import service as certificates
from training.certificates.names.rules import Spelling
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes
from training.today import service

MORNING, AFTERNOON = 3, 8
"""Places in the agenda: Module 1, part A, and Module 2, part A."""


@pytest.fixture
def change(app: Flask, workshop: Workshop) -> Callable[..., None]:
    """`change(verb, *arguments)`: one committed change of the workshop's course."""

    def run(verb: Callable[..., object], *arguments: object) -> None:
        with app.extensions["training.database"].writing() as session:
            verb(session, workshop.course_id, *arguments)
            session.commit()

    return run


def mark(place: int, status: MarkStatus, workshop: Workshop, key: str) -> tuple[object, ...]:
    wanted = HandMark(workshop.item_ids[place], workshop.seat_id, status)
    return (marking.mark_by_hand, wanted, key, SYSTEM, NINE_THIRTY)


def step_of(phone: ProofReadingClient, workshop: Workshop) -> str:
    page = phone.get(f"/c/{workshop.course_id}").text
    return page.split('data-step="')[1].split('"')[0]


def test_an_empty_installation_offers_to_plan_and_to_look(visitor: ProofReadingClient) -> None:
    page = visitor.get("/").text
    assert "Plan a course with the bundled module" in page
    assert "make demo" in page


def test_the_first_page_leads_each_where_they_begin(
    client_for: ClientMaker, workshop: Workshop
) -> None:
    assert client_for().get("/").location == "/join"
    staff = client_for(account_id=workshop.trainer_id).get("/")
    assert staff.location == "/courses"
    phone = client_for(seat_id=workshop.seat_id).get("/")
    assert phone.location == f"/c/{workshop.course_id}"


def test_a_trainee_is_led_through_the_day(
    trainee: ProofReadingClient, workshop: Workshop, change: Callable[..., None]
) -> None:
    assert step_of(trainee, workshop) == "read-slides"
    change(quizzes.open_quiz, "small", "k1", SYSTEM, NINE_THIRTY)
    assert step_of(trainee, workshop) == "answer-quiz"
    item = workshop.item_ids[MORNING]
    change(attendance.open_attendance, item, "k2", SYSTEM, NINE_THIRTY)
    assert step_of(trainee, workshop) == "mark-attendance"
    change(*mark(MORNING, MarkStatus.PRESENT, workshop, "k3"))
    assert step_of(trainee, workshop) == "answer-quiz"
    change(courses.set_state, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    assert step_of(trainee, workshop) == "see-why-not"
    change(courses.set_state, CourseState.RUNNING, SYSTEM, NINE_THIRTY)
    change(*mark(AFTERNOON, MarkStatus.PRESENT, workshop, "k4"))
    change(courses.set_state, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    assert step_of(trainee, workshop) == "check-name"
    name = Spelling("ស៊ុន សុភាព", "SUN Sopheap").mark
    trainee.post(f"/c/{workshop.course_id}/certificate/name", data={"said": "right", "seen": name})
    assert step_of(trainee, workshop) == "wait-for-certificate"
    change(certificates.issue_all, workshop.press, SYSTEM, NINE_THIRTY)
    assert step_of(trainee, workshop) == "get-certificate"


def test_my_day_is_in_khmer_with_khmer_digits(client_for: ClientMaker, workshop: Workshop) -> None:
    page = client_for(seat_id=workshop.seat_id, language="km").get(f"/c/{workshop.course_id}").text
    assert '<html lang="km"' in page
    assert "ថ្ងៃទី២៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦" in page
    assert "០៩:០០" in page


def test_the_cockpit_says_what_is_on_and_what_comes(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    page = trainer.get(f"/courses/{workshop.course_id}").text
    assert "Module 1, part A" in page
    assert "40 minutes left" in page
    assert "Open the projector" in page


def test_only_people_in_the_room_count_as_present(
    app: Flask, workshop: Workshop, change: Callable[..., None]
) -> None:
    def present() -> int:
        with app.extensions["training.database"].reading() as session:
            return service.gather_cockpit(session, workshop.course_id, NINE_THIRTY).present

    change(*mark(MORNING, MarkStatus.ABSENT, workshop, "k1"))
    assert present() == 0
    change(*mark(MORNING, MarkStatus.LATE, workshop, "k2"))
    assert present() == 1


@pytest.mark.parametrize("hours", [-20, 0, 3, 9, 40])
@pytest.mark.parametrize("state", list(CourseState))
def test_the_cockpit_stands_at_every_hour_and_in_every_state(
    hours: int,
    state: CourseState,
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Callable[..., None],
    at: Callable[[dt.datetime], None],
) -> None:
    if state is not CourseState.RUNNING:

        def put(session: object, course_id: object) -> None:
            courses.get_course(session, course_id).state = state.value  # type: ignore[arg-type] # as handed on

        change(put)
    at(NINE_THIRTY + dt.timedelta(hours=hours))
    assert trainer.get(f"/courses/{workshop.course_id}").status_code == 200
