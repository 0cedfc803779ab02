"""What phones and the projector show, and when they look again."""

from typing import Any

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.live.test_views import JSON, Room
from training.attendance import service as attendance
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes
from training.quizzes.model import Standing
from training.web.context import now


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    return Room(app, workshop, client_for)


def screen(room: Room) -> Any:
    return room.trainer.get(f"{room.desk}/state?view=both").get_json()


def phone(room: Room) -> Any:
    return room.phone.get(f"{room.day}/state").get_json()


def test_attendance_opened_before_the_first_slide_is_news_for_the_phones(room: Room) -> None:
    before = phone(room)
    with room.app.app_context(), room.app.extensions["training.database"].writing() as session:
        item = room.workshop.item_ids[3]
        attendance.open_attendance(session, room.workshop.course_id, item, "a-key", SYSTEM, now())
        session.commit()
    after = phone(room)
    assert after["sequence"] > before["sequence"]
    assert "attendance" in after["calls"]


def test_words_that_are_hidden_after_the_question_closed_leave_the_wall(room: Room) -> None:
    question = room.ask(kind="words", words_en="One word?")
    room.answer(question, words="Peace")
    desk = room.trainer.get(f"{room.desk}?module=small").text
    path = desk.split("/standing")[0].rsplit('"', 1)[1] + "/standing"
    room.trainer.post(path, data={"standing": "shown"}, headers=JSON)
    room.deed(question, "close")
    shown = screen(room)
    assert "Peace" in shown["overlay"]
    assert shown["again_ms"]
    room.trainer.post(path, data={"standing": "hidden"}, headers=JSON)
    assert "Peace" not in screen(room)["overlay"]


def test_a_ranking_on_the_projector_is_asked_for_again_as_nicknames_come(room: Room) -> None:
    room.drive(word="ranking", on="1")
    room.drive(word="show", what="ranking")
    assert screen(room)["again_ms"]
    room.drive(word="show", what="slide")
    assert not screen(room)["again_ms"]


@pytest.mark.parametrize("deed", ["close", "reveal"])
def test_no_time_runs_on_once_no_answer_is_taken(room: Room, deed: str) -> None:
    question = room.ask(module="small", item="colour", seconds="60")
    assert screen(room)["closes_at"]
    assert phone(room)["closes_at"]
    room.deed(question, deed)
    assert screen(room)["closes_at"] is None
    assert phone(room)["closes_at"] is None


def test_a_question_that_has_ended_leaves_the_phones_with_the_projector(room: Room) -> None:
    room.go("first")
    question = room.ask(module="small", item="colour")
    room.go("second")
    assert question in phone(room)["question"], "answers are still taken"
    room.deed(question, "close")
    assert phone(room)["question"] == ""
    assert 'live-question" data-question' not in room.phone.get(room.day).text
    room.drive(word="show", what="question")
    assert question in phone(room)["question"]


def test_a_hand_that_the_trainer_has_seen_goes_down_on_the_phone(room: Room) -> None:
    def is_up() -> Any:
        return room.phone.get(f"{room.day}/hand").get_json()["hand"]

    room.phone.post(f"{room.day}/signals", data={"kind": "hand"}, headers=JSON)
    assert is_up()
    assert room.other.get(f"{room.day}/hand").get_json()["hand"] is False
    room.trainer.post(f"{room.desk}/signals/settle", data={"kind": "hand"}, headers=JSON)
    assert not is_up()


def test_an_answer_to_the_room_is_shown_to_its_giver_and_counts_in_no_quiz(room: Room) -> None:
    question = room.ask(module="small", item="colour")
    room.answer(question, choice="b")
    room.deed(question, "reveal")
    assert "Blue" in room.phone.get(f"{room.day}/answers").text
    with room.app.app_context(), room.app.extensions["training.database"].reading() as session:
        course_id = room.workshop.course_id
        lines = quizzes.list_lines(session, course_id, NINE_THIRTY)
        assert {each.finished for each in lines} == {0}
        seat_id = room.workshop.seat_id
        sheets = quizzes.state_for_seat(session, course_id, seat_id, NINE_THIRTY)
        assert Standing.FINISHED not in {each.standing for each in sheets}
