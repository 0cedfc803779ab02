"""Sheets entered: what becomes of a signature, and of what is none."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from tests.attendance.conftest import Open
from tests.attendance.sheets.conftest import (
    MORNING,
    Client,
    enter,
    look_at,
    morning_items,
    seats_of,
)
from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from tests.printed import text_of
from training.adapters.database import Database
from training.attendance import marking, service, sheet_store, sheets
from training.attendance.model import HandMark, MarkSource, MarkStatus
from training.attendance.tables import AttendanceClaim, SheetEntry
from training.audit.tables import AuditEntry
from training.courses import joining
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM, Who
from training.people.model import PersonDetails


def test_who_signed_was_present_and_who_did_not_was_absent(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    looked = look_at(trainer, sheet, rows="១")
    assert "1 person signed" in looked.text
    assert "1 person did not sign" in looked.text
    assert marks() == {}
    assert enter(trainer, sheet, rows="១").location == sheet
    expected = morning_items(database, workshop)
    for name, status in (("KEO Chantha", "present"), ("SUN Sopheap", "absent")):
        found = marks()[name]
        assert {mark.agenda_item_id for mark in found} == expected
        assert {(mark.status, mark.source) for mark in found} == {(status, MarkSource.PAPER)}
        assert {mark.marked_by for mark in found} == {workshop.trainer_id}
    page = trainer.get(sheet).text
    assert "1 row signed" in page
    assert "SOK Bopha" in page
    with database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "entered"))
    assert (entry.after["rows"], entry.actor_name) == ("1", "SOK Bopha")


def test_nothing_is_recorded_but_what_was_looked_at(
    trainer: Client, sheet: str, marks: Any
) -> None:
    looked = look_at(trainer, sheet, rows="1")
    seen = looked.text.split('name="seen" value="')[1].split('"')[0]
    answer = look_at(trainer, sheet, rows="1-2", record="yes", seen=seen)
    assert answer.status_code == 422
    assert "This is not what was looked at." in answer.text
    assert marks() == {}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("1, 9-11", "There is no row 9–11 on this sheet: its rows go from 1 to 4."),
        ("0", "There is no row 0 on this sheet"),
        ("1, x", "“x” is no row number."),
        ("1-4", "Row 3–4 was empty when the sheet was printed."),
    ],
)
def test_rows_that_are_not_there_are_named_and_nothing_is_saved(
    trainer: Client, sheet: str, marks: Any, rows: str, sentence: str
) -> None:
    for more in ({}, {"record": "yes", "seen": "x"}):
        answer = look_at(trainer, sheet, rows=rows, **more)
        assert answer.status_code == 422
        assert sentence in answer.text
    assert marks() == {}


def test_every_tick_of_a_full_hall_counts(
    trainer: Client, base: str, add_people: Callable[[int], None], marks: Any
) -> None:
    add_people(298)
    made = str(trainer.post(base, data={"occasion": MORNING, "blanks": "0"}).location)
    assert enter(trainer, made, row=[str(row) for row in range(1, 300)]).status_code == 303
    found = marks()
    assert len(found) == 300
    absent = [name for name, held in found.items() if held[0].status is MarkStatus.ABSENT]
    assert len(absent) == 1


def test_the_same_form_twice_records_once(
    database: Database, trainer: Client, workshop: Workshop, sheet: str
) -> None:
    for _ in range(2):
        answer = enter(trainer, sheet, submission_key="k", rows="1")
        assert answer.status_code == 303
    with database.reading() as session:
        assert len(session.scalars(select(SheetEntry)).all()) == 1
        assert session.scalars(select(AttendanceClaim)).all() == []


def test_a_sheet_against_a_phone_is_a_conflict_that_is_shown_before_it_is_saved(
    database: Database, trainer: Client, workshop: Workshop, trainee: Client, opened: Open,
    sheet: str, marks: Any, bopha: Who,
) -> None:  # fmt: skip
    trainee.post(f"/c/{workshop.course_id}/attendance", data={"code": opened.code})
    looked = look_at(trainer, sheet, rows="1")
    assert "1 time the sheet says otherwise than what is recorded." in looked.text
    assert "Did only people without a phone sign?" in looked.text
    enter(trainer, sheet, rows="1")
    held = marks()["SUN Sopheap"][0]
    assert (held.status, held.source) == (MarkStatus.PRESENT, MarkSource.CODE)
    with database.reading() as session:
        (conflict,) = service.list_conflicts(session, workshop.course_id)
    assert (conflict.mark.id, conflict.claims[0].source) == (held.id, MarkSource.PAPER)
    wanted = HandMark(opened.item_id, workshop.seat_id, MarkStatus.PRESENT)
    with database.writing() as session:
        marking.mark_by_hand(session, workshop.course_id, wanted, "settled", bopha, NINE_THIRTY)
        session.commit()
    with database.reading() as session:
        assert service.list_conflicts(session, workshop.course_id) == ()


def test_a_sheet_that_only_those_without_a_phone_signed_speaks_against_no_phone(
    database: Database, trainer: Client, trainee: Client, workshop: Workshop, sheet: str,
    opened: Open, marks: Any,
) -> None:  # fmt: skip
    sent = {"code": opened.code, "submission_key": "phone"}
    trainee.post(f"/c/{workshop.course_id}/attendance", data=sent)
    sent = {"latin-3": "PRAK Vuthy", "only-signed": "yes"}
    looked = look_at(trainer, sheet, **sent).text
    assert "Nothing is recorded of who did not sign" in looked
    assert "sheet-clashes" not in looked
    assert "Did only people without a phone sign?" not in looked
    seen = looked.split('name="seen" value="')[1].split('"')[0]
    other = {"latin-3": "PRAK Vuthy", "record": "yes", "seen": seen}
    assert look_at(trainer, sheet, **other).status_code == 422, "it was looked at otherwise"
    assert enter(trainer, sheet, **sent).status_code == 303
    assert set(marks()) == {"PRAK Vuthy", "SUN Sopheap"}
    with database.reading() as session:
        assert service.list_conflicts(session, workshop.course_id) == ()
        entered = select(AuditEntry).where(AuditEntry.action == "entered")
        assert session.scalars(entered).one().after["absent"] == 0


def test_entering_again_keeps_the_earlier_entry_and_shows_what_differs(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    enter(trainer, sheet, rows="1")
    assert 'id="row-1" checked' in trainer.get(f"{sheet}/entry").text
    enter(trainer, sheet, row=["1", "2"])
    assert {each.status for each in marks()["SUN Sopheap"]} == {MarkStatus.ABSENT}
    with database.reading() as session:
        conflicts = service.list_conflicts(session, workshop.course_id)
        (first, second) = reversed(
            sheet_store.list_entries(session, sheets.get_sheet(session, workshop.course_id, 1).id)
        )
    assert (first.rows, second.rows) == ((1,), (1, 2))
    assert {each.mark.seat_id for each in conflicts} == {workshop.seat_id}
    assert len(conflicts) == len(morning_items(database, workshop))
    page = trainer.get(sheet).text
    assert "2 rows signed: 1–2" in page
    assert "the latest" in page


def test_rows_speak_for_the_people_who_stood_there_when_it_was_printed(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    with database.writing() as session:
        course = courses.get_course(session, workshop.course_id)
        details = PersonDetails("កក់ សុខា", "KAK Sokha")
        joining.join(session, course, details, "first", NINE_THIRTY, any_glyph)
        courses.get_seat(session, course.id, workshop.seat_id).left_at = NINE_THIRTY
        session.commit()
    enter(trainer, sheet, rows="1")
    assert set(marks()) == {"KEO Chantha"}, "who came later is not on it, who left is not absent"


def test_a_seat_that_was_merged_is_marked_where_the_person_goes_on(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    with database.writing() as session:
        seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
        seat.merged_into = workshop.other_seat_id
        session.commit()
    enter(trainer, sheet, rows="2")
    assert {each.status for each in marks()["KEO Chantha"]} == {MarkStatus.PRESENT}
    assert set(marks()) == {"KEO Chantha"}


def test_a_sheet_of_a_group_speaks_for_the_items_of_that_group(
    database: Database, trainer: Client, workshop: Workshop, base: str, marks: Any
) -> None:
    with database.writing() as session:
        agenda = courses.list_agenda(session, workshop.course_id)
        parted = [
            replace(item, group="A") if place == 3 else item for place, item in enumerate(agenda)
        ]
        other = replace(agenda[3], id=None, group="B")
        courses.change_agenda(
            session, workshop.course_id, [*parted, other], frozenset(), SYSTEM, NINE_THIRTY, "k"
        )
        courses.get_seat(session, workshop.course_id, workshop.seat_id).group = "A"
        courses.get_seat(session, workshop.course_id, workshop.other_seat_id).group = "B"
        session.commit()
    made = trainer.post(base, data={"occasion": MORNING + "A", "blanks": "1"})
    text = text_of(trainer.get(f"{made.location}/sheet.pdf").data)
    assert "SUN Sopheap" in text
    assert "KEO Chantha" not in text
    enter(trainer, made.location, rows="1", **{"latin-2": "PRAK Vuthy"})
    found = marks()
    assert set(found) == {"SUN Sopheap", "PRAK Vuthy"}
    assert workshop.item_ids[3] in {each.agenda_item_id for each in found["PRAK Vuthy"]}
    assert len(found["PRAK Vuthy"]) == len(found["SUN Sopheap"])
    assert {
        each.group for each in seats_of(database, workshop) if each.name.en == "PRAK Vuthy"
    } == {"A"}
    with database.reading() as session:
        moved = session.scalars(select(AuditEntry).where(AuditEntry.action == "set group of"))
        assert [each.after for each in moved] == [{"group": "A"}]


def test_a_sheet_of_a_group_that_was_renamed_since_speaks_for_those_who_went_along(
    database: Database, trainer: Client, workshop: Workshop, base: str, marks: Any
) -> None:
    def name_groups(name: str, other_id: uuid.UUID | None) -> uuid.UUID | None:
        with database.writing() as session:
            agenda = courses.list_agenda(session, workshop.course_id)
            agenda = tuple(each for each in agenda if each.id != other_id)
            items = [replace(each, group=name if at == 3 else "") for at, each in enumerate(agenda)]
            other = replace(items[3], id=other_id, group="B")
            courses.change_agenda(
                session, workshop.course_id, [*items, other], frozenset(), SYSTEM, NINE_THIRTY, name
            )
            session.commit()
            (found,) = (
                each.id
                for each in courses.list_agenda(session, workshop.course_id)
                if each.group == "B"
            )
        return found

    other_id = name_groups("A", None)
    with database.writing() as session:
        courses.get_seat(session, workshop.course_id, workshop.seat_id).group = "A"
        courses.get_seat(session, workshop.course_id, workshop.other_seat_id).group = "B"
        session.commit()
    made = trainer.post(base, data={"occasion": MORNING + "A", "blanks": "1"})
    name_groups("Kampot", other_id)
    assert enter(trainer, made.location, rows="1", **{"latin-2": "PRAK Vuthy"}).status_code == 303
    found = marks()
    assert workshop.item_ids[3] in {each.agenda_item_id for each in found["SUN Sopheap"]}
    groups = {each.name.en: each.group for each in seats_of(database, workshop)}
    assert (groups["SUN Sopheap"], groups["PRAK Vuthy"]) == ("Kampot", "")


def test_a_sheet_is_entered_on_the_second_day_of_a_course_that_was_never_begun(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any, at: Any
) -> None:
    with database.writing() as session:
        agenda = courses.list_agenda(session, workshop.course_id)
        two_days = [*agenda, replace(agenda[3], id=None, day=1)]
        courses.change_agenda(
            session, workshop.course_id, two_days, frozenset(), SYSTEM, NINE_THIRTY, "k"
        )
        courses.get_course(session, workshop.course_id).state = CourseState.PLANNED
        session.commit()
    at(NINE_THIRTY + dt.timedelta(days=1))
    assert enter(trainer, sheet, rows="1").status_code == 303
    assert set(marks()) == {"KEO Chantha", "SUN Sopheap"}
    at(NINE_THIRTY + dt.timedelta(days=2))
    assert enter(trainer, sheet, rows="1").status_code == 409


def test_nothing_is_entered_in_a_course_that_has_ended(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    answer = enter(trainer, sheet, rows="1")
    assert answer.status_code == 409
    assert "This course has ended." in answer.text
    assert marks() == {}
