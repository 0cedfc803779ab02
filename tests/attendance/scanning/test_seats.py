"""Whose mark it is: seats that left, of another group, merged, and several on one phone."""

import pytest
from flask import Flask

from tests.attendance.conftest import Open
from tests.attendance.scanning.conftest import Marks, TokenAt, hold, page_of, scan, tap
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.courses import joining
from training.courses import service as courses
from training.courses.tables import AgendaRow
from training.people.model import PersonDetails


def change_seat(database: Database, workshop: Workshop, **facts: object) -> None:
    with database.writing() as session:
        seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
        for name, value in facts.items():
            setattr(seat, name, value)
        session.commit()


def test_a_seat_that_has_left_is_not_marked_by_its_phone(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    opened: Open,
    marks: Marks,
) -> None:
    change_seat(database, workshop, left_at=NINE_THIRTY)
    page = trainee.get(scan(trainee, workshop, token_at()).location).text
    assert "you left this course" in page
    assert 'name="seat"' not in page
    for sent in ({}, {"code": opened.code}):
        answer = tap(trainee, workshop, **sent)
        assert answer.status_code == 409
        assert "you left this course" in answer.text
    assert marks() == ()


def split(database: Database, workshop: Workshop, group: str) -> None:
    with database.writing() as session:
        session.get_one(AgendaRow, workshop.item_ids[3]).group = group
        session.commit()


def test_a_seat_of_another_parallel_group_is_told_so(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    opened: Open,
    marks: Marks,
) -> None:
    split(database, workshop, "A")
    change_seat(database, workshop, group="B")
    page = trainee.get(scan(trainee, workshop, token_at()).location).text
    assert "for group A, and you are in group B" in page
    for sent in ({}, {"code": opened.code}):
        answer = tap(trainee, workshop, **sent)
        assert answer.status_code == 409
        assert "for group A, and you are in group B" in answer.text
    assert marks() == ()


def test_a_seat_without_a_group_comes_into_that_of_the_code(
    trainee: ProofReadingClient, database: Database, workshop: Workshop, token_at: TokenAt
) -> None:
    split(database, workshop, "A")
    scan(trainee, workshop, token_at())
    assert tap(trainee, workshop).status_code == 303
    with database.reading() as session:
        assert courses.get_seat(session, workshop.course_id, workshop.seat_id).group == "A"


@pytest.mark.parametrize("way", ["scan", "digits"])
def test_one_phone_marks_two_people_with_the_same_scan_or_code(
    app: Flask,
    client_for: ClientMaker,
    workshop: Workshop,
    opened: Open,
    token_at: TokenAt,
    marks: Marks,
    way: str,
) -> None:
    phone = client_for()
    hold(app, phone, workshop.seat_id, workshop.other_seat_id)
    if way == "scan":
        scan(phone, workshop, token_at())
    page = phone.get(page_of(workshop)).text
    assert page.count('name="seat"') == 2
    assert ('name="code"' in page) is (way == "digits")
    first = {"code": opened.code} if way == "digits" else {}
    done = tap(phone, workshop, seat=str(workshop.other_seat_id), **first)
    page = phone.get(done.location).text
    assert page.count("✓") == 1
    assert page.count('name="seat"') == 1
    assert 'name="code"' not in page
    done = tap(phone, workshop, seat=str(workshop.seat_id))
    assert phone.get(done.location).text.count("✓") == 2
    assert {mark.seat_id for mark in marks()} == {workshop.seat_id, workshop.other_seat_id}
    assert len({mark.device for mark in marks()}) == 1


def test_a_phone_marks_no_seat_that_it_does_not_have(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    scan(trainee, workshop, token_at())
    for seat in (workshop.other_seat_id, workshop.seat_elsewhere_id, "x"):
        assert tap(trainee, workshop, seat=str(seat)).status_code == 404
    assert marks() == ()


def test_a_second_person_joins_on_the_same_phone_and_both_go_on(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    scan(trainee, workshop, token_at())
    tap(trainee, workshop)
    assert "Another person joins on this phone" in trainee.get(page_of(workshop)).text
    form = trainee.get(f"/join/{workshop.join_code}").text
    assert "already used by" in form
    assert "SUN Sopheap" in form
    data = {"name_latin": "HENG Sreymom"}
    joined = trainee.post(f"/join/{workshop.join_code}", data=data)
    assert trainee.get(joined.location).text.count("✓") == 2
    assert len(marks()) == 2
    day = f"/c/{workshop.course_id}"
    page = trainee.get(day).text
    assert "This phone is also used by" in page
    assert str(workshop.seat_id) in page
    assert trainee.post(f"{day}/switch", data={"seat": str(workshop.seat_id)}).location == day
    assert f'value="{workshop.seat_id}"' not in trainee.get(day).text
    refused = trainee.post(f"{day}/switch", data={"seat": str(workshop.other_seat_id)})
    assert refused.status_code == 404


def test_a_merged_seat_is_marked_as_the_one_that_its_person_goes_on_with(
    app: Flask,
    client_for: ClientMaker,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    with database.writing() as session:
        course = courses.get_course(session, workshop.course_id)
        details = PersonDetails("", "HENG Sreymom")
        twice = joining.join(session, course, details, "twice", NINE_THIRTY, any_glyph)
        twice.merged_into = workshop.seat_id
        session.commit()
        old = twice.id
    phone = client_for(seat_id=old)
    page = phone.get(scan(phone, workshop, token_at()).location).text
    assert f'value="{workshop.seat_id}"' in page
    assert tap(phone, workshop, seat=str(workshop.seat_id)).status_code == 303
    assert [mark.seat_id for mark in marks()] == [workshop.seat_id]
