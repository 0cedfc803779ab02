"""Somebody joined twice: answers to the room, hands, nicknames. And a code for each group."""

from sqlalchemy import select

from tests.conftest import NINE_THIRTY
from tests.live.test_views import JSON, Room, room
from training.attendance import service as attendance
from training.courses import merging
from training.courses import service as courses
from training.courses.model import AgendaItem, ItemKind, Pair
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.live import asking, signalling
from training.live import service as live
from training.live.tables import LiveAnswer, LiveNickname

__all__ = ["room"]


def merge(room: Room) -> None:
    """SUN Sopheap's seat stays, KEO Chantha's goes."""
    workshop = room.workshop
    pair = Pair(workshop.course_id, workshop.seat_id, workshop.other_seat_id)
    with room.app.extensions["training.database"].writing() as session:
        merging.merge(session, pair, SYSTEM, NINE_THIRTY)
        session.commit()


def test_an_answer_comes_over_where_the_seat_that_stays_gave_none(room: Room) -> None:
    both = room.ask(kind="scale", words_en="Ready 1?")
    for client in (room.phone, room.other):
        assert room.answer(both, client, choice="5").status_code == 200
    one = room.ask(kind="scale", words_en="Ready 2?")
    assert room.answer(one, room.other, choice="4").status_code == 200
    merge(room)
    with room.app.extensions["training.database"].reading() as session:
        found = [(str(row.question_id), row.seat_id) for row in session.scalars(select(LiveAnswer))]
    workshop = room.workshop
    assert sorted(found, key=repr) == sorted(
        [(both, workshop.seat_id), (both, workshop.other_seat_id), (one, workshop.seat_id)],
        key=repr,
    )
    assert "Ready 2?" in room.other.get(f"/c/{workshop.course_id}/live/answers").text


def test_a_raised_hand_and_a_nickname_go_on_with_the_person(room: Room) -> None:
    room.go("first")
    room.other.post(
        f"{room.day}/signals", data={"kind": "hand", "submission_key": "h"}, headers=JSON
    )
    workshop = room.workshop
    with room.app.extensions["training.database"].writing() as session:
        signalling.name_for_ranking(session, workshop.course_id, workshop.other_seat_id, "Star")
        session.commit()
    merge(room)
    with room.app.extensions["training.database"].reading() as session:
        assert signalling.has_hand_up(session, workshop.course_id, workshop.seat_id)
        (named,) = session.scalars(select(LiveNickname))
        assert (named.seat_id, named.nickname) == (workshop.seat_id, "Star")
        assert asking.ranking(session, workshop.course_id) is not None


def test_the_attendance_code_opens_what_is_on_in_each_group(room: Room) -> None:
    course_id = room.workshop.course_id
    with room.app.extensions["training.database"].writing() as session:
        items = [item for item in courses.list_agenda(session, course_id) if item.starts_at != 540]
        items += [
            AgendaItem(None, 540, 610, Bilingual("", group), ItemKind.SESSION, True, 0, group)
            for group in ("A", "B")
        ]
        courses.change_agenda(session, course_id, items, frozenset(), SYSTEM, NINE_THIRTY)
        session.commit()
    room.go("first")
    for _ in range(2):
        answer = room.drive(word="show", what="attendance", submission_key="code")
        assert answer.status_code == 200, answer.text
    with room.app.extensions["training.database"].reading() as session:
        opened = attendance.list_open(session, course_id)
        assert sorted(each.group for each in opened) == ["A", "B"]
        assert live.find_stage(session, course_id).shows == "attendance"
