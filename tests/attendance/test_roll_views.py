"""The roll and the screen: by hand, by script, both languages, weight, who may."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.attendance.conftest import Open, hand
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.hearing import heard
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance.model import Mark, MarkStatus
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import AgendaRow, Seat
from training.kernel.access import SYSTEM
from training.kernel.locales import khmer_digits
from training.web.compression import LEVEL, pack

Marks = Callable[[], tuple[Mark, ...]]
ASKS_JSON = {"Accept": "application/json"}
MOST_FOR_THE_ROLL = 10
MOST_FOR_A_TAP = 10
"""Statements, with the one that begins the transaction."""


def hidden_fields(page: str, form_id: str) -> dict[str, str]:
    """What a form of the page sends when its button is pressed."""
    form = page.split(f'id="{form_id}"')[1].split("</form>", maxsplit=1)[0]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))


@contextmanager
def counted_queries(database: Database) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    with heard(database, note):
        yield seen


@pytest.mark.parametrize("language", ["km", "en"])
def test_roll_shows_the_item_that_is_on(
    client_for: ClientMaker, workshop: Workshop, language: str
) -> None:
    laptop = client_for(account_id=workshop.trainer_id, language=language)
    page = laptop.get(f"/courses/{workshop.course_id}/attendance")
    assert page.status_code == 200
    assert f'name="item" value="{workshop.item_ids[3]}"' in page.text
    assert page.text.index("កែវ ចាន់ថា") < page.text.index("ស៊ុន សុភាព")


def test_roll_opens_shows_and_closes(trainer: ProofReadingClient, workshop: Workshop) -> None:
    roll = f"/courses/{workshop.course_id}/attendance"
    item = str(workshop.item_ids[3])
    answer = trainer.post(f"{roll}/open", data={"item": item, "submission_key": "o1"})
    assert answer.status_code == 303
    assert answer.location == f"{roll}/code?item={item}"
    page = trainer.get(roll).text
    opening = page.split('name="opening" value="')[1].split('"')[0]
    assert "open since 09:30" in page
    closing = {"item": item, "opening": opening}
    assert trainer.post(f"{roll}/close", data=closing).status_code == 303
    assert "open since" not in trainer.get(roll).text
    assert trainer.get(f"{roll}/code").status_code == 200


def test_roll_marks_by_hand_and_keeps_the_history(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance"
    trainer.post(f"{roll}/hand", data=hand(workshop, "present"))
    late = hand(workshop, "late", minutes=khmer_digits(12))
    answer = trainer.post(f"{roll}/hand", data=late)
    assert answer.status_code == 303
    assert answer.location.endswith("seat=1#seat-1")
    (mark,) = marks()
    assert (mark.status, mark.minutes_late, mark.version) == (MarkStatus.LATE, 12, 2)
    assert "Late, 12 min" in trainer.get(answer.location).text
    history = f"{roll}/{workshop.item_ids[3]}/1"
    assert trainer.get(history).text.count("SOK Bopha") == 2
    both = hand(workshop, "left-early", submission_key="h9", minutes_late="12", minutes_early="5")
    assert trainer.post(history, data=both).status_code == 303
    assert "Late 12 min, left early 5 min" in trainer.get(history).text
    too_many = {**both, "minutes_early": "99"}
    assert trainer.post(history, data=too_many).status_code == 422


def test_roll_says_faults_in_the_row(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance/hand"
    for minutes, words in (("71", "lasts 70 minutes"), ("ten", "whole number")):
        answer = trainer.post(roll, data=hand(workshop, "late", minutes=minutes))
        assert answer.status_code == 422
        assert words in answer.text
    assert trainer.post(roll, data=hand(workshop, "asleep")).status_code == 422
    assert marks() == ()


def test_roll_answers_a_script_in_json(trainer: ProofReadingClient, workshop: Workshop) -> None:
    roll = f"/courses/{workshop.course_id}/attendance/hand"
    answer = trainer.post(roll, data=hand(workshop, "late"), headers=ASKS_JSON)
    assert json.loads(answer.text) == {
        "status": "late",
        "words": "Late, 30 min",
        "detail": "09:30 · by hand",
        "key": "page-1.late.None.None",
    }
    answer = trainer.post(roll, data=hand(workshop, "late", minutes="500"), headers=ASKS_JSON)
    assert answer.status_code == 422
    assert "lasts 70 minutes" in json.loads(answer.text)["message"]


def test_a_row_itself_says_present(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    sent = {"item": str(workshop.item_ids[3]), "seat": khmer_digits(2), "submission_key": "page"}
    answer = trainer.post(f"/courses/{workshop.course_id}/attendance/hand", data=sent)
    page = trainer.get(answer.location).text
    assert re.search(r'role="status">2 · .*Present</span>', page)
    (mark,) = marks()
    assert (mark.seat_id, mark.status) == (workshop.other_seat_id, MarkStatus.PRESENT)


def test_a_tap_is_taken_back_once_with_or_without_a_script(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance"
    answer = trainer.post(f"{roll}/hand", data=hand(workshop, "late", minutes="5"))
    page = trainer.get(answer.location).text
    sent = hidden_fields(page, "roll-undo")
    assert (sent["seat"], sent["key"]) == ("1", "page-1.late.5.None")
    for _ in range(2):
        answer = trainer.post(f"{roll}/undo", data=sent)
        assert "1 mark taken back" in trainer.get(answer.location).text
    assert marks() == ()
    said = trainer.post(f"{roll}/hand", data=hand(workshop, "excused"), headers=ASKS_JSON)
    sent["key"] = json.loads(said.text)["key"]
    answer = trainer.post(f"{roll}/undo", data=sent, headers=ASKS_JSON)
    assert json.loads(answer.text) == {"status": "", "words": "", "detail": "", "key": ""}
    sent["key"] = "never sent"
    answer = trainer.post(f"{roll}/undo", data=sent, headers=ASKS_JSON)
    assert answer.status_code == 409
    assert "nothing to take back" in json.loads(answer.text)["message"]


def test_roll_marks_the_rest_says_how_many_and_takes_them_back(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance"
    trainer.post(f"{roll}/hand", data=hand(workshop, "excused"))
    page = trainer.get(f"{roll}?rest=1").text
    assert re.search(r'id="seat-1"[^>]* hidden', page)
    assert not re.search(r'id="seat-2"[^>]* hidden', page)
    sent = {"item": str(workshop.item_ids[3]), "up_to": "2", "submission_key": "all"}
    answer = trainer.post(f"{roll}/rest", data=sent)
    page = trainer.get(answer.location).text
    assert "1 person marked present" in page
    assert sorted(mark.status for mark in marks()) == ["excused", "present"]
    answer = trainer.post(f"{roll}/undo", data=hidden_fields(page, "roll-undo"))
    assert [mark.status for mark in marks()] == ["excused"]
    sent["submission_key"] = "again"
    trainer.post(f"{roll}/rest", data=sent)
    nobody_left = trainer.post(f"{roll}/rest", data={**sent, "submission_key": "third"})
    assert "Everybody has a mark already" in trainer.get(nobody_left.location).text


@pytest.mark.parametrize(
    ("typed", "found"),
    [("sun", {1}), ("សុភាព", {1}), ("ចាន់ថា", {2}), ("២", {2}), ("1", {1}), ("zzz", set()),
     ("keochan", {2}), (" ", {1, 2})],
)  # fmt: skip
def test_roll_finds_by_either_name_or_seat_number(
    trainer: ProofReadingClient, workshop: Workshop, typed: str, found: set[int]
) -> None:
    answer = trainer.get(f"/courses/{workshop.course_id}/attendance", query_string={"q": typed})
    rows = re.findall(r'<li id="seat-(\d+)"( hidden)?>', answer.text)
    assert {int(number) for number, hidden in rows if not hidden} == found
    assert ('id="roll-none" class="soft" role="status" hidden' in answer.text) is bool(found)


def test_roll_lists_who_has_left_without_a_button(
    trainer: ProofReadingClient, database: Database, workshop: Workshop
) -> None:
    with database.writing() as session:
        session.get_one(Seat, workshop.seat_id).left_at = NINE_THIRTY
        session.commit()
    page = trainer.get(f"/courses/{workshop.course_id}/attendance").text
    assert 'id="seat-1"' not in page
    assert page.index("Left the course") < page.index("SUN Sopheap")
    assert "0 of 1 marked" in page


def test_roll_of_a_parallel_group_lists_it_and_those_without_one(
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    add_people: Callable[[int], None],
) -> None:
    add_people(1)
    with database.writing() as session:
        session.get_one(AgendaRow, workshop.item_ids[3]).group = "A"
        session.get_one(Seat, workshop.seat_id).group = "A"
        session.get_one(Seat, workshop.other_seat_id).group = "B"
        session.commit()
    page = trainer.get(f"/courses/{workshop.course_id}/attendance").text
    listed, others = page.split("Without a group, or of another one")
    assert "SUN Sopheap" in listed
    assert "SOK Dara 0" in others
    assert "KEO Chantha" not in page
    assert "Group A" in page
    assert "0 of 1 marked" in page


def test_roll_of_a_course_that_ended_sends_back_to_its_plan(
    trainer: ProofReadingClient, database: Database, workshop: Workshop
) -> None:
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    roll = f"/courses/{workshop.course_id}/attendance"
    answer = trainer.post(f"{roll}/hand", data=hand(workshop, "present"))
    assert answer.status_code == 409
    assert "take the course up again" in answer.text
    assert trainer.get(roll).status_code == 200


def test_show_code_is_for_the_last_row_in_both_languages(
    trainer: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    page = trainer.get(f"/courses/{workshop.course_id}/attendance/code").text
    assert f"<span>{opened.code[:3]}</span><span>{opened.code[3:]}</span>" in page
    assert "ម៉ូឌុលទី១ ផ្នែក ក" in page
    assert "Module 1, part A" in page
    assert "0 of 2 marked" in page
    assert page.index('lang="km">ម៉ូឌុលទី១') < page.index('lang="en">Module 1')


def test_roll_asks_the_database_as_often_for_30_as_for_3(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    add_people: Callable[[int], None],
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance"
    with counted_queries(database) as few:
        trainer.get(roll)
    add_people(28)
    sent = {"item": str(workshop.item_ids[3]), "up_to": "20", "submission_key": "all"}
    trainer.post(f"{roll}/rest", data=sent)
    trainer.get(roll)
    with counted_queries(database) as many:
        page = trainer.get(roll)
    assert page.text.count("<li id=") == 30
    assert len(many) == len(few)


def test_roll_of_500_is_light(
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    add_people: Callable[[int], None],
) -> None:
    add_people(498)
    roll = f"/courses/{workshop.course_id}/attendance"
    sent = {"item": str(workshop.item_ids[3]), "up_to": "400", "submission_key": "all"}
    trainer.post(f"{roll}/rest", data=sent)
    with counted_queries(database) as asked:
        page = trainer.get(roll)
    assert page.text.count("<li id=") == 500
    assert len(pack(page.data, LEVEL)) <= 40 * 1024
    assert len(asked) <= MOST_FOR_THE_ROLL


def test_a_tap_asks_the_database_little(
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    add_people: Callable[[int], None],
) -> None:
    add_people(28)
    roll = f"/courses/{workshop.course_id}/attendance/hand"
    trainer.post(roll, data=hand(workshop, "absent"), headers=ASKS_JSON)
    with counted_queries(database) as asked:
        trainer.post(roll, data=hand(workshop, "present"), headers=ASKS_JSON)
    assert len(asked) <= MOST_FOR_A_TAP


@pytest.mark.parametrize("page", ["", "/code", "/conflicts"])
def test_others_stay_out(client_for: ClientMaker, workshop: Workshop, page: str) -> None:
    address = f"/courses/{workshop.course_id}/attendance{page}"
    assert client_for().get(address).status_code == 302
    for outsider in (
        client_for(account_id=workshop.stranger_id),
        client_for(seat_id=workshop.seat_id),
    ):
        assert outsider.get(address).status_code in {302, 403}
    assert client_for(account_id=workshop.administrator_id).get(address).status_code == 200


def test_others_mark_nothing(client_for: ClientMaker, workshop: Workshop, marks: Marks) -> None:
    for part in ("hand", "rest", "undo", "conflicts", "open", "close"):
        address = f"/courses/{workshop.course_id}/attendance/{part}"
        for outsider in (
            client_for(),
            client_for(account_id=workshop.stranger_id),
            client_for(seat_id=workshop.seat_id),
        ):
            assert outsider.post(address, data=hand(workshop, "present")).status_code == 403
    own = f"/c/{workshop.course_id}/attendance"
    stranger = client_for(seat_id=workshop.seat_elsewhere_id)
    assert stranger.get(own).status_code == 302
    assert stranger.post(own, data={"code": "123456"}).status_code == 403
    assert marks() == ()


def test_unknown_ids_are_not_found(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance"
    pause, item = workshop.item_ids[4], workshop.item_ids[3]
    assert trainer.post(f"{roll}/open", data={"item": str(pause)}).status_code == 404
    assert trainer.post(f"{roll}/open", data={"item": "x"}).status_code == 404
    assert trainer.get(f"{roll}/{pause}/1").status_code == 404
    for seat in ("99", "1" * 6, "1" * 50):
        assert trainer.get(f"{roll}/{item}/{seat}").status_code == 404
    assert trainer.get(f"{roll}/{pause}/heads").status_code == 404
    for seat in ("99", "x", "", "1" * 50):
        sent = {"item": str(item), "seat": seat}
        assert trainer.post(f"{roll}/hand", data=sent).status_code == 404


def test_a_hand_mark_of_another_item_is_another_mark(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    roll = f"/courses/{workshop.course_id}/attendance/hand"
    for item in (workshop.item_ids[3], workshop.item_ids[5]):
        sent = hand(workshop, "present", item=str(item))
        assert trainer.post(roll, data=sent).status_code == 303
    assert {mark.agenda_item_id for mark in marks()} == {
        workshop.item_ids[3],
        workshop.item_ids[5],
    }
