"""A phone that follows the room: what is on its page, and what never reaches it too early."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.live.test_views import JSON, Room
from training import live_wiring
from training.attendance import marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkStatus
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes
from training.quizzes import taking

Change = Callable[..., None]
ONLY_ONCE = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=value=\")[\w.-]{20,}|data-token=\"[^\"]*\""
    r"|data-(?:sequence|now)=\"\d+\"|\"(?:sequence|now)\": ?\d+"
)
"""What differs between two questions without saying anything about them."""
REASON = "Because the sky says so."
THREE = {"words_en": "Which?", "reason_en": REASON}
MADE: dict[str, tuple[dict[str, str], dict[str, str], dict[str, Any]]] = {
    "single": (
        {"kind": "single", "choices_en": "*Red\nBlue\nGreen"},
        {"kind": "single", "choices_en": "Red\nBlue\n*Green"},
        {"choice": "2"},
    ),
    "several": (
        {"kind": "several", "choices_en": "*Red\n*Blue\nGreen"},
        {"kind": "several", "choices_en": "Red\nBlue\n*Green"},
        {"choice": "2"},
    ),
    "true-false": (
        {"kind": "true-false", "right": "true"},
        {"kind": "true-false", "right": "false"},
        {"choice": "true"},
    ),
    "scale": ({"kind": "scale"}, {"kind": "scale", "reason_en": "Another."}, {"choice": "4"}),
    "words": ({"kind": "words"}, {"kind": "words", "reason_en": "Another."}, {"words": "peace"}),
}


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    return Room(app, workshop, client_for)


@pytest.fixture
def change(app: Flask, workshop: Workshop) -> Change:
    """`change(verb, *values)`: one committed change of the workshop's course."""

    def run(verb: Callable[..., object], *values: object) -> None:
        with app.extensions["training.database"].writing() as session:
            verb(session, workshop.course_id, *values)
            session.commit()

    return run


def state_of(room: Room, client: Any = None) -> dict[str, Any]:
    """The room's state as a phone gets it."""
    found: dict[str, Any] = (client or room.phone).get(f"{room.day}/state").get_json()
    return found


def all_answers(room: Room, question: str, given: dict[str, Any]) -> list[str]:
    """Every body that a phone gets about a question, whatever it does."""
    course_id = room.workshop.course_id
    key: dict[str, Any] = {"submission_key": uuid.uuid4().hex}

    def looked() -> list[str]:
        database = room.app.extensions["training.database"]
        streamed = live_wiring.load_state(room.app, database, course_id, "en")[1].decode()
        own = room.phone.get(f"{room.day}/answers").text.split('<section class="card">')[-1]
        mine, others = room.phone.get(room.day).text, room.other.get(room.day).text
        return [mine, others, own, streamed, room.phone.get(f"{room.day}/state").text]

    found = looked()
    found.append(room.answer(question, **given, **key).text)
    found.append(room.answer(question, choice="no such answer").text)
    path = f"{room.day}/questions/{question}/answer"
    found.append(room.phone.post(path, data={"choice": "no such answer"}).text)
    found += looked()
    room.deed(question, "close")
    found.append(room.answer(question, **given).text)
    found.append(room.answer(question, **given, **key).text)
    return found + looked()


@pytest.mark.parametrize("kind", MADE)
def test_before_it_is_revealed_nothing_tells_what_is_right(room: Room, kind: str) -> None:
    """Two questions that differ in their key and reason only look alike in every answer."""
    one, other, given = MADE[kind]
    bodies = []
    for sent in (one, other):
        question = room.ask(**{**THREE, **sent})
        answers = all_answers(room, question, given)
        assert not [body for body in answers if REASON in body or "is-right" in body]
        bodies.append([ONLY_ONCE.sub("#", body) for body in answers])
        room.deed(question, "put-away")
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("kind", MADE)
def test_what_was_right_and_why_is_shown_once_it_is_revealed(room: Room, kind: str) -> None:
    sent, _, given = MADE[kind]
    question = room.ask(**{**THREE, **sent})
    room.answer(question, **given)
    room.deed(question, "reveal")
    page, own = room.phone.get(room.day).text, room.phone.get(f"{room.day}/answers").text
    state = state_of(room)["question"]
    assert REASON in page
    assert REASON in own
    assert REASON in state
    assert ("✓ Right" in page) == (kind not in {"scale", "words"})


def test_the_state_is_the_same_for_every_phone(room: Room) -> None:
    question = room.ask(kind="single", words_en="Tea?", choices_en="*Yes\nNo")
    room.answer(question, choice="2")
    mine, others = state_of(room), state_of(room, room.other)
    assert mine == others
    assert 'name="csrf_token" value=""' in mine["question"]
    assert "data-codes" not in mine["question"]
    assert 'data-codes="2"' in room.phone.get(room.day).text


def test_the_state_is_for_phones_of_the_course(room: Room, client_for: ClientMaker) -> None:
    strange = client_for(seat_id=room.workshop.seat_elsewhere_id)
    assert strange.get(f"{room.day}/state").status_code in {302, 403}
    assert client_for().get(f"{room.day}/state").status_code == 302


def shown_leaves(page: str) -> list[str]:
    """The slides that stand on a page without a script."""
    return [
        re.findall(r'data-slide="([^"]*)"', tag)[0]
        for tag in re.findall(r'<section class="leaf[^>]*>', page)
        if not tag.endswith(" hidden>")
    ]


def test_whoever_comes_late_finds_the_slide_that_the_room_is_at(room: Room) -> None:
    assert "has not shown a slide yet" in room.phone.get(room.day).text
    room.go("second")
    page = room.other.get(room.day).text
    assert shown_leaves(page) == ["second"]
    assert page.count('<section class="leaf') == 3
    assert "Slide 2 of 3" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_a_page_on_which_one_writes_stays_still(room: Room) -> None:
    assert "refresh" in room.phone.get(room.day).text
    assert "refresh" not in room.phone.get(f"{room.day}?still").text
    question = room.ask(kind="words", words_en="One word?")
    assert "refresh" not in room.phone.get(room.day).text
    room.deed(question, "put-away")
    assert "refresh" in room.phone.get(room.day).text


def test_without_a_script_every_tap_is_acknowledged_on_the_page(room: Room) -> None:
    room.go("first")
    question = room.ask(kind="single", words_en="Tea?", choices_en="*Yes\nNo")
    path = f"{room.day}/questions/{question}/answer"
    sent = {"choice": "1", "submission_key": "k1"}
    saved = room.phone.post(path, data=sent, follow_redirects=True).text
    assert "Saved</p>" in saved
    assert 'value="1" aria-pressed="true"' in saved
    told = room.phone.post(
        f"{room.day}/signals", data={"kind": "hand", "submission_key": "k2"}, follow_redirects=True
    ).text
    assert "The trainer has been told." in told
    assert "Hand down" in told
    room.deed(question, "close")
    late = room.phone.post(path, data={"choice": "2", "submission_key": "k3"})
    assert late.status_code == 409
    assert "Answers given before then are kept." in late.text
    assert "refresh" not in late.text


def test_a_phone_is_called_to_what_it_has_not_done_yet(room: Room, change: Change) -> None:
    item = room.workshop.item_ids[3]
    assert state_of(room)["calls"].strip() == ""
    change(attendance.open_attendance, item, "k1", SYSTEM, NINE_THIRTY)
    change(quizzes.open_quiz, "small", "k2", SYSTEM, NINE_THIRTY)
    page = room.phone.get(room.day).text
    assert "Mark my attendance" in page
    assert "Answer the quiz" in page
    present = HandMark(item, room.workshop.seat_id, MarkStatus.PRESENT)
    change(marking.mark_by_hand, present, "k3", SYSTEM, NINE_THIRTY)
    change(taking.begin, room.workshop.seat_id, "small", NINE_THIRTY)
    page = room.phone.get(room.day).text
    assert "Mark my attendance" not in page
    assert f'data-done="{item}"' in page
    assert "Answer the quiz" in page
    change(taking.finish, room.workshop.seat_id, "small", (), SYSTEM, NINE_THIRTY)
    assert "Answer the quiz" not in room.phone.get(room.day).text
    other = room.other.get(room.day).text
    assert "Mark my attendance" in other
    assert "Answer the quiz" in other


def nickname_is_offered(room: Room) -> bool:
    tag = re.findall(r'<details[^>]*id="live-nickname"[^>]*>', room.phone.get(room.day).text)[0]
    assert state_of(room)["ranking"] is not tag.endswith(" hidden>")
    return not tag.endswith(" hidden>")


def test_a_nickname_is_asked_for_while_there_is_a_ranking(room: Room) -> None:
    assert not nickname_is_offered(room)
    room.drive(word="ranking", on="1")
    assert nickname_is_offered(room)
    room.phone.post(f"{room.day}/nickname", data={"nickname": "Lotus"})
    assert 'value="Lotus"' in room.phone.get(room.day).text
    taken = room.other.post(f"{room.day}/nickname", data={"nickname": "LOTUS"}, headers=JSON)
    assert (taken.status_code, taken.get_json()["saved"]) == (409, False)
    room.drive(word="ranking", on="0")
    assert not nickname_is_offered(room)


def test_a_black_projector_says_so_on_phones(room: Room) -> None:
    room.go("second")
    room.drive(word="blank", on="1")
    assert state_of(room)["blank"] is True
    page = room.phone.get(room.day).text
    assert 'id="live-blank" role="status">' in page
    assert shown_leaves(page) == ["second"]


def test_my_day_leads_to_the_room_and_to_the_answers(room: Room) -> None:
    course = f"/c/{room.workshop.course_id}"
    assert "Follow the trainer" not in room.phone.get(course).text
    room.go("second")
    page = room.phone.get(course).text
    assert 'data-step="follow"' in page
    assert f"{room.day}/answers" in page
    assert page.count("Follow the trainer") == 1
    assert "Slides" in page
