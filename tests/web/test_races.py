"""Many at the same instant: each is answered, nothing is lost, nothing is there twice.

On SQLite one writer follows the other. On PostgreSQL they meet, and whoever loses is done again.
"""

import datetime as dt
import io
import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.question_files import chosen
from tests.saying import counts, grown
from tests.web.conftest import KEY, NAMES, Change, quiz
from tests.web.test_double_submits import present_all_day
from training.adapters.database import Database
from training.attendance import service as attendance
from training.audit.tables import AuditEntry
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.quizzes import opening
from training.quizzes import service as quizzes
from training.quizzes.model import Terms
from training.throttle import service as throttle
from training.throttle.tables import WrongTries

AT_ONCE = 8
Send = Callable[[], TestResponse]


def all_at_once(sends: list[Send]) -> list[TestResponse]:
    """Sends them from as many threads, which wait for each other first."""
    start = threading.Barrier(len(sends))
    answers: list[TestResponse] = []

    def run(send: Send) -> None:
        start.wait(10)
        answers.append(send())

    threads = [threading.Thread(target=run, args=(send,)) for send in sends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(answers) == len(sends)
    return answers


def posting(client: ProofReadingClient, path: str, data: dict[str, str]) -> Send:
    return lambda: client.post(path, data=data)


def getting(client: ProofReadingClient, path: str) -> Send:
    return lambda: client.get(path)


@pytest.fixture
def growth(app: Flask, workshop: Workshop) -> Callable[[], dict[str, int]]:
    before = counts(app)
    return lambda: grown(before, counts(app))


def test_one_form_of_joining_from_many_taps_is_one_seat(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    sent = {**NAMES, "submission_key": KEY}
    path = f"/join/{workshop.join_code}"
    answers = all_at_once([posting(client_for(), path, sent) for _ in range(AT_ONCE)])
    assert {answer.status_code for answer in answers} == {302}
    assert {answer.location for answer in answers} == {f"/c/{workshop.course_id}"}
    assert growth() == {"persons": 1, "seats": 1, "audit_entries": 1}


def test_one_yes_from_many_clicks_is_one_set(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    path = chosen(client_for(account_id=workshop.trainer_id))
    clients = [client_for(account_id=workshop.trainer_id) for _ in range(AT_ONCE)]
    answers = all_at_once([posting(each, path, {"title_en": "The sky"}) for each in clients])
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.location for answer in answers} == {"/questions/sets/own-the-sky"}
    assert growth() == {"question_files": 1, "module_revisions": 1, "audit_entries": 1}


def listed(client: ProofReadingClient, workshop: Workshop) -> str:
    """Where a list of two people can be looked at."""
    content = io.BytesIO("Name,Sex\nសុខ ដារ៉ា,M\nកែវ បុប្ផា,F\n".encode())
    path = f"/courses/{workshop.course_id}/people/list"
    answer = client.post(path, data={"file": (content, "list.csv")})
    assert answer.status_code == 303
    return f"{answer.location}/rows"


def test_one_yes_to_a_list_from_many_clicks_seats_everybody_once(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    path = listed(client_for(account_id=workshop.trainer_id), workshop)
    clients = [client_for(account_id=workshop.trainer_id) for _ in range(AT_ONCE)]
    answers = all_at_once([posting(each, path, {"take": "2"}) for each in clients])
    assert {answer.status_code for answer in answers} == {303}
    assert growth() == {"list_files": 1, "persons": 1, "seats": 1, "audit_entries": 2}


def test_of_many_phones_with_an_expected_name_one_takes_the_seat(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    trainer = client_for(account_id=workshop.trainer_id)
    assert trainer.post(listed(trainer, workshop), data={"take": "2"}).status_code == 303
    path = f"/join/{workshop.join_code}"
    sent = [{"name_km": "សុខ ដារ៉ា", "submission_key": str(each)} for each in range(AT_ONCE)]
    answers = all_at_once([posting(client_for(), path, each) for each in sent])
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (AT_ONCE - 1)
    assert growth() == {"list_files": 1, "persons": 1, "seats": 1, "audit_entries": 3}


def test_files_of_one_title_from_many_become_as_many_sets(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    accounts = (workshop.trainer_id, workshop.administrator_id, workshop.stranger_id)
    clients = [client_for(account_id=each) for each in accounts]
    sends = [
        posting(each, chosen(each, f"::q::Number {number}?{{T}}"), {"title_en": "The sky"})
        for number, each in enumerate(clients)
    ]
    assert len({answer.location for answer in all_at_once(sends)}) == len(accounts)
    assert growth()["module_revisions"] == len(accounts)


def test_many_who_join_get_a_number_each(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    growth: Callable[[], dict[str, int]],
) -> None:
    path = f"/join/{workshop.join_code}"
    answers = all_at_once(
        [
            posting(client_for(), path, {"name_latin": f"HENG {each}", "submission_key": str(each)})
            for each in range(AT_ONCE)
        ]
    )
    assert {answer.status_code for answer in answers} == {302}
    assert growth() == {"persons": AT_ONCE, "seats": AT_ONCE, "audit_entries": AT_ONCE}
    with app.extensions["training.database"].reading() as session:
        numbers = [seat.number for seat in courses.list_seats(session, workshop.course_id)]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_when_the_time_is_up_whoever_looks_is_shown_what_came_of_it(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    change(opening.change_terms, "small", Terms(minutes=1))
    change(quizzes.open_quiz, "small", "open")
    seats = (workshop.seat_id, workshop.other_seat_id)
    phones = [client_for(seat_id=seat) for seat in seats for _ in range(AT_ONCE)]
    assert {each.post(quiz(workshop, "/begin")).status_code for each in phones} == {303}
    at(NINE_THIRTY + dt.timedelta(minutes=1))
    trainer = client_for(account_id=workshop.trainer_id)
    looks = [getting(phone, quiz(workshop, "/result")) for phone in phones[::2]]
    looks += [getting(phone, quiz(workshop, "")) for phone in phones[1::2]]
    looks += [getting(trainer, f"/courses/{workshop.course_id}/quiz") for _ in range(AT_ONCE)]
    answers = all_at_once(looks)
    assert {answer.status_code for answer in answers} == {200, 303}
    looks = [getting(phone, quiz(workshop, "/result")) for phone in phones]
    assert {answer.status_code for answer in all_at_once(looks)} == {200}
    with app.extensions["training.database"].reading() as session:
        assert quizzes.count_unfinished(session, workshop.course_id) == 0
        scored = session.scalars(select(AuditEntry.action)).all().count("scored")
    assert scored == len(seats)


def test_one_sheet_and_one_answer_from_many_taps(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    change: Change,
    growth: Callable[[], dict[str, int]],
) -> None:
    change(quizzes.open_quiz, "small", "open")
    phones = [client_for(seat_id=workshop.seat_id) for _ in range(AT_ONCE)]
    begun = all_at_once([posting(phone, quiz(workshop, "/begin"), {}) for phone in phones])
    assert {answer.status_code for answer in begun} == {303}
    sent = {"item": "colour", "choice": "1", "submission_key": KEY}
    answers = all_at_once([posting(phone, quiz(workshop, "/answers"), sent) for phone in phones])
    assert {answer.status_code for answer in answers} == {303}
    ended = all_at_once([posting(phone, quiz(workshop, "/finish"), {}) for phone in phones])
    assert {answer.status_code for answer in ended} == {303}
    found = growth()
    assert (found["quiz_attempts"], found["quiz_answers"]) == (1, 1)
    # Opened, and scored once.
    assert found["audit_entries"] == 2


def test_one_course_planned_by_many_taps(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    plan = {
        "title_en": "Twice", "date": "2026-12-01", "province": "12", "submission_key": KEY,
        "modules": str(workshop.revision_id), "half_days": "2", "minutes": "0",
        "kinds": "attendance",
    }  # fmt: skip
    staff = [client_for(account_id=workshop.trainer_id) for _ in range(AT_ONCE)]
    answers = all_at_once([posting(each, "/courses/new", plan) for each in staff])
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.location for answer in answers}) == 1
    assert growth()["courses"] == 1


def test_certificates_are_issued_once_by_many_taps(
    workshop: Workshop,
    client_for: ClientMaker,
    change: Change,
) -> None:
    staff = [client_for(account_id=workshop.trainer_id) for _ in range(AT_ONCE)]
    for seat in (1, 2):
        present_all_day(staff[0], workshop, seat)
    change(courses.set_state, CourseState.ENDED)
    before = counts(staff[0].application)
    path = f"/courses/{workshop.course_id}/certificates/issue"
    answers = all_at_once([posting(each, path, {}) for each in staff])
    assert {answer.status_code for answer in answers} == {302}
    found = grown(before, counts(staff[0].application))
    assert found == {
        "certificates": 2, "certificate_credentials": 2, "audit_entries": 2, "issuer_keys": 1,
    }  # fmt: skip


def test_attendance_opened_by_many_taps_is_open_once(
    workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    staff = [client_for(account_id=workshop.trainer_id) for _ in range(AT_ONCE)]
    sent = {"item": str(workshop.item_ids[3]), "submission_key": KEY}
    path = f"/courses/{workshop.course_id}/attendance/open"
    answers = all_at_once([posting(each, path, sent) for each in staff])
    assert {answer.status_code for answer in answers} == {303}
    assert growth()["attendance_openings"] == 1


def test_one_seat_marked_from_many_phones_at_once_is_marked_once(
    app: Flask, workshop: Workshop, client_for: ClientMaker, growth: Callable[[], dict[str, int]]
) -> None:
    with app.extensions["training.database"].writing() as session:
        made = attendance.open_attendance(
            session, workshop.course_id, workshop.item_ids[3], "open", SYSTEM, NINE_THIRTY
        )
        session.commit()
    code = attendance.code_of(app.config["SECRET_KEY"], workshop.course_id, made, NINE_THIRTY)
    phones = [client_for(seat_id=workshop.seat_id) for _ in range(AT_ONCE)]
    for phone in phones:
        phone.get(f"/a/{workshop.join_code}/{code.token}")
    path = f"/c/{workshop.course_id}/attendance"
    answers = all_at_once([posting(each, path, {}) for each in phones])
    assert {answer.status_code for answer in answers} == {303}
    assert growth()["attendance_marks"] == 1
    with app.extensions["training.database"].reading() as session:
        assert attendance.list_conflicts(session, workshop.course_id) == ()


def test_one_person_marked_by_hand_in_many_ways_has_every_version_once(
    app: Flask, workshop: Workshop, client_for: ClientMaker
) -> None:
    staff = [client_for(account_id=workshop.trainer_id) for _ in range(AT_ONCE)]
    path = f"/courses/{workshop.course_id}/attendance/hand"
    item, seat = str(workshop.item_ids[3]), "1"
    answers = all_at_once(
        [
            posting(
                each, path,
                {"item": item, "seat": seat, "status": ("present", "absent")[place % 2],
                 "submission_key": str(place)},
            )
            for place, each in enumerate(staff)
        ]
    )  # fmt: skip
    assert {answer.status_code for answer in answers} == {303}
    assert 1 <= counts(app)["attendance_marks"] <= AT_ONCE


def test_every_wrong_try_is_counted(
    app: Flask, workshop: Workshop, client_for: ClientMaker, at: object
) -> None:
    answers = all_at_once(
        [posting(client_for(), "/join", {"code": "000000"}) for _ in range(AT_ONCE)]
    )
    assert {answer.status_code for answer in answers} == {404}
    database: Database = app.extensions["training.database"]
    with database.reading() as session:
        tries = session.query(WrongTries).all()
    assert sum(each.count for each in tries) == AT_ONCE
    assert throttle.WINDOW_SECONDS == 900
