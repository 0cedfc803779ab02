"""What goes wrong in a room: two trainers, a laptop that slept, taps at the same instant."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.live.test_views import JSON, Room
from tests.web.test_races import all_at_once
from training.live import reckoning, service
from training.live.tables import LiveAnswer, LiveQuestion, LiveSignal

AT_ONCE = 8
MINUTE = dt.timedelta(minutes=1)
Clock = Callable[[dt.datetime], None]


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    return Room(app, workshop, client_for)


def count(room: Room, table: Any) -> int:
    with room.app.extensions["training.database"].reading() as session:
        return int(session.scalar(select(func.count()).select_from(table)) or 0)


def test_of_two_trainers_the_last_one_wins_and_both_read_who_drove(
    room: Room, client_for: ClientMaker
) -> None:
    head = client_for(account_id=room.workshop.administrator_id)
    room.go("second")
    sent = {"word": "go", "module": "small", "slide": "third", "driver": "page-2"}
    won = head.post(f"{room.desk}/stage", data=sent, headers=JSON).get_json()
    for client in (room.trainer, head):
        state = client.get(f"{room.desk}/state").get_json()
        assert (state["slide"], state["sequence"]) == ("third", won["sequence"])
        assert state["driver"] == {"key": "page-2", "name": "CHAN Dara", "at": "09:30"}


def test_two_who_turn_on_from_one_slide_at_the_same_instant_turn_on_by_one(room: Room) -> None:
    room.go("first")
    before = room.trainer.get(f"{room.desk}/state").get_json()["sequence"]
    answers = all_at_once([lambda: room.go("second") for _ in range(AT_ONCE)])
    assert {answer.status_code for answer in answers} == {200}
    state = room.trainer.get(f"{room.desk}/state").get_json()
    assert (state["slide"], state["sequence"]) == ("second", before + 1)


def test_a_question_that_is_sent_many_times_at_once_is_asked_once(room: Room) -> None:
    sent = {"kind": "scale", "words_en": "How?", "submission_key": "one-form"}

    def ask() -> TestResponse:
        answer: TestResponse = room.trainer.post(f"{room.desk}/questions", data=sent, headers=JSON)
        return answer

    assert {each.status_code for each in all_at_once([ask] * AT_ONCE)} == {200}
    assert count(room, LiveQuestion) == 1


def test_an_answer_that_is_tapped_many_times_at_once_is_there_once(room: Room) -> None:
    question = room.ask(kind="scale", words_en="How?")
    taps = [lambda: room.answer(question, choice="3", submission_key="one-tap")] * AT_ONCE
    assert {each.status_code for each in all_at_once(taps)} == {200}
    assert count(room, LiveAnswer) == 1


def test_an_answer_and_the_closing_at_the_same_instant_agree(room: Room) -> None:
    question = room.ask(kind="scale", words_en="How?")
    sends: list[Callable[[], TestResponse]] = [
        lambda: room.answer(question, choice="3"),
        lambda: room.deed(question, "close"),
    ]
    answers = all_at_once(sends)
    taken = sum(each.status_code == 200 and "saved" in each.text for each in answers)
    assert count(room, LiveAnswer) == taken


def test_hands_and_haste_count_once_however_often_they_are_tapped(room: Room) -> None:
    for kind in ("hand", "hand", "too-fast", "too-fast"):
        key = {"kind": kind, "submission_key": uuid.uuid4().hex}
        assert room.phone.post(f"{room.day}/signals", data=key, headers=JSON).status_code == 200
    with room.app.extensions["training.database"].reading() as session:
        asked = select(LiveSignal.kind).where(LiveSignal.settled_at.is_(None))
        assert sorted(session.scalars(asked)) == ["hand", "too-fast"]


def test_one_phone_cannot_flood_the_trainer_with_questions(room: Room) -> None:
    def send(number: int) -> TestResponse:
        sent = {"kind": "question", "words": f"Question {number}", "submission_key": str(number)}
        answer: TestResponse = room.phone.post(f"{room.day}/signals", data=sent, headers=JSON)
        return answer

    statuses = [send(number).status_code for number in range(7)]
    assert statuses == [200] * 5 + [429] * 2
    assert send(0).status_code == 200, "sent again, it is acknowledged as at first"
    assert "wait" in send(8).get_json()["message"]


def test_a_laptop_that_slept_ten_minutes_takes_no_late_answer_and_counts_no_lunch(
    room: Room, at: Clock
) -> None:
    room.go("first")
    question = room.ask(kind="scale", words_en="How?", seconds="60")
    assert room.answer(question, choice="4").status_code == 200
    at(NINE_THIRTY + 10 * MINUTE)
    late = room.answer(question, room.other, choice="5")
    assert (late.status_code, late.get_json()["saved"]) == (409, False)
    assert "data-open" not in room.phone.get(room.day).text
    with room.app.extensions["training.database"].reading() as session:
        course_id, now = room.workshop.course_id, NINE_THIRTY + 10 * MINUTE
        turns = service.list_turns(session, course_id, now)
        spent = reckoning.seconds_by_slide(turns, "Asia/Phnom_Penh", now)
    assert sum(spent.values()) == 600
    assert room.go("second").get_json()["slide"] == "second"


def test_a_slow_phone_has_some_seconds_of_grace(room: Room, at: Clock) -> None:
    question = room.ask(kind="scale", words_en="How?", seconds="60")
    at(NINE_THIRTY + dt.timedelta(seconds=64))
    assert room.answer(question, choice="4").status_code == 200
    at(NINE_THIRTY + dt.timedelta(seconds=66))
    assert room.answer(question, choice="5").status_code == 409


def test_a_clock_set_back_in_the_middle_loses_no_answer(room: Room, at: Clock) -> None:
    question = room.ask(kind="scale", words_en="How?")
    at(NINE_THIRTY - 60 * MINUTE)
    assert room.answer(question, choice="4").status_code == 200
    assert room.answer(question, choice="2").status_code == 200
    page = room.phone.get(room.day).text
    assert 'value="2" aria-pressed="true"' in page
    assert 'value="4" aria-pressed="false"' in page


def test_the_end_of_the_course_closes_the_question(room: Room) -> None:
    question = room.ask(kind="scale", words_en="How?")
    room.go("second")
    room.trainer.post(f"/courses/{room.workshop.course_id}/state", data={"state": "ended"})
    assert room.answer(question, choice="4").status_code == 409
    assert room.go("third").status_code == 409
    assert room.trainer.get(f"{room.desk}/state").get_json()["shows"] == "slide"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"word": "dance"},
        {"word": "go", "module": "small", "slide": "nowhere"},
        {"word": "go", "module": "nowhere", "slide": "first"},
        {"word": "go", "module": "small", "slide": "first", "part": "-7"},
        {"word": "go", "module": "small", "slide": "first", "part": "១"},
        {"word": "show", "what": "everything"},
        {"word": "show", "what": "question"},
        {"word": "fitted", "slide": "first", "parts": "1e9"},
    ],
)
def test_a_command_that_makes_no_sense_gets_a_sentence_and_changes_nothing(
    room: Room, sent: dict[str, str]
) -> None:
    room.go("first")
    before = room.trainer.get(f"{room.desk}/state").get_json()
    answer = room.drive(None, **sent)
    assert 400 <= answer.status_code < 500
    assert answer.get_json()["message"]
    assert room.trainer.get(f"{room.desk}/state").get_json() == before


def test_a_question_of_another_course_is_no_question_here(
    room: Room, client_for: ClientMaker
) -> None:
    question = room.ask(kind="scale", words_en="How?")
    stranger = client_for(seat_id=room.workshop.seat_elsewhere_id)
    path = f"/c/{room.workshop.elsewhere_id}/live/questions/{question}/answer"
    sent = {"choice": "3", "submission_key": "x"}
    assert stranger.post(path, data=sent, headers=JSON).status_code == 404
    assert count(room, LiveAnswer) == 0
