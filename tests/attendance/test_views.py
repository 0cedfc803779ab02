"""The trainee's page: both languages, refusals, double taps, throttling."""

from collections.abc import Callable

import pytest

from tests.attendance.conftest import Open, Opener, hand
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance.model import Mark, MarkStatus
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.kernel.locales import khmer_digits

Marks = Callable[[], tuple[Mark, ...]]


def wrong(code: str) -> str:
    return "111111" if code != "111111" else "222222"


@pytest.mark.parametrize("language", ["km", "en"])
def test_mark_takes_the_code_in_both_scripts(
    client_for: ClientMaker, workshop: Workshop, opened: Open, marks: Marks, language: str
) -> None:
    address = f"/c/{workshop.course_id}/attendance"
    for seat_id, typed in (
        (workshop.seat_id, f"{opened.code[:3]} {opened.code[3:]}"),
        (workshop.other_seat_id, khmer_digits(opened.code)),
    ):
        phone = client_for(seat_id=seat_id, language=language)
        assert 'name="code"' in phone.get(address).text
        answer = phone.post(address, data={"code": typed, "submission_key": "k1"})
        assert answer.status_code == 303
        page = phone.get(answer.location)
        assert "✓" in page.text
        assert 'name="code"' not in page.text
    assert {mark.status for mark in marks()} == {MarkStatus.PRESENT}
    assert len(marks()) == 2


def test_mark_says_what_it_is_for_and_when_it_was_done(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    address = f"/c/{workshop.course_id}/attendance"
    assert "Module 1, part A" in trainee.get(address).text
    answer = trainee.post(address, data={"code": opened.code, "submission_key": "k1"})
    page = trainee.get(answer.location).text
    assert "Module 1, part A" in page
    assert "09:30" in page


def test_mark_twice_is_marked_once(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open, marks: Marks
) -> None:
    address = f"/c/{workshop.course_id}/attendance"
    for _ in range(2):
        answer = trainee.post(address, data={"code": opened.code, "submission_key": "k1"})
        assert answer.status_code == 303
    assert [mark.version for mark in marks()] == [1]


@pytest.mark.parametrize("language", ["km", "en"])
def test_mark_while_nothing_is_open(
    client_for: ClientMaker, workshop: Workshop, language: str
) -> None:
    phone = client_for(seat_id=workshop.seat_id, language=language)
    address = f"/c/{workshop.course_id}/attendance"
    page = phone.get(address)
    assert page.status_code == 200
    assert 'name="code"' not in page.text
    assert phone.post(address, data={"code": "123456"}).status_code == 409


def test_mark_refuses_a_wrong_code_and_keeps_what_was_typed(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open, marks: Marks
) -> None:
    address = f"/c/{workshop.course_id}/attendance"
    answer = trainee.post(address, data={"code": wrong(opened.code)})
    assert answer.status_code == 422
    assert wrong(opened.code) in answer.text
    assert "Please look again" in answer.text
    assert trainee.post(address, data={"code": ""}).status_code == 422
    assert "six digits" in trainee.post(address, data={"code": "12"}).text
    assert marks() == ()


def test_who_types_the_code_for_joining_is_told_which_one_it_is(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open, marks: Marks
) -> None:
    answer = trainee.post(f"/c/{workshop.course_id}/attendance", data={"code": workshop.join_code})
    assert answer.status_code == 422
    assert "This is the code for joining." in answer.text
    assert marks() == ()


def test_mark_names_the_item_of_a_code_that_has_closed(
    client_for: ClientMaker, workshop: Workshop, opened: Open, opener: Opener
) -> None:
    opener(workshop.item_ids[5], "open-2")
    address = f"/c/{workshop.course_id}/attendance"
    for language, words in (("en", "Module 1, part A"), ("km", "ម៉ូឌុលទី១ ផ្នែក ក")):
        phone = client_for(seat_id=workshop.seat_id, language=language)
        answer = phone.post(address, data={"code": opened.code})
        assert answer.status_code == 410
        assert f"“{words}”" in answer.text or words in answer.text


def test_mark_is_throttled_by_seat_and_not_by_address(
    client_for: ClientMaker, workshop: Workshop, opened: Open, marks: Marks
) -> None:
    address = f"/c/{workshop.course_id}/attendance"
    guesser = client_for(seat_id=workshop.seat_id)
    for _ in range(20):
        assert guesser.post(address, data={"code": wrong(opened.code)}).status_code == 422
    assert guesser.post(address, data={"code": opened.code}).status_code == 429
    assert marks() == ()
    neighbour = client_for(seat_id=workshop.other_seat_id)
    assert neighbour.post(address, data={"code": opened.code}).status_code == 303


def test_mark_after_the_course_ended(
    trainee: ProofReadingClient, database: Database, workshop: Workshop, opened: Open
) -> None:
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    address = f"/c/{workshop.course_id}/attendance"
    assert "has ended" in trainee.get(address).text
    assert trainee.post(address, data={"code": opened.code}).status_code == 409


def test_mark_shows_the_trainers_word(
    trainee: ProofReadingClient, trainer: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    trainer.post(f"/courses/{workshop.course_id}/attendance/hand", data=hand(workshop, "absent"))
    address = f"/c/{workshop.course_id}/attendance"
    answer = trainee.post(address, data={"code": opened.code, "submission_key": "k1"})
    page = trainee.get(answer.location).text
    assert "Absent" in page
    assert "please tell the trainer" in page
    assert "✓" not in page


def test_a_page_gone_back_to_marks_another_item_with_its_own_code(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open, opener: Opener, marks: Marks
) -> None:
    address = f"/c/{workshop.course_id}/attendance"
    trainee.post(address, data={"code": opened.code, "submission_key": "k1"})
    second = opener(workshop.item_ids[5], "o2")
    answer = trainee.post(address, data={"code": second.code, "submission_key": "k1"})
    assert answer.location.endswith(f"marked={workshop.item_ids[5]}")
    assert {mark.agenda_item_id for mark in marks()} == {opened.item_id, second.item_id}
