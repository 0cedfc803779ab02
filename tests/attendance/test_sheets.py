"""Sheets made, entered and photographed: what becomes of a signature, and of what is none."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from tests.attendance.conftest import Open
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.courses.test_logos import bomb, post_files
from tests.printed import text_of
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance import marking, service, sheet_store, sheets
from training.attendance.model import HandMark, Mark, MarkSource, MarkStatus
from training.attendance.tables import AttendanceClaim, SheetEntry, SheetPhoto
from training.audit.tables import AuditEntry
from training.courses import joining
from training.courses import service as courses
from training.courses.model import CourseState, HalfDay, SeatView, Slot
from training.kernel.access import SYSTEM, Who
from training.people.model import PersonDetails

MORNING = "0.morning."
Client = ProofReadingClient


@pytest.fixture
def base(workshop: Workshop) -> str:
    """Where the sheets of the course are."""
    return f"/courses/{workshop.course_id}/attendance/sheets"


@pytest.fixture
def sheet(trainer: Client, base: str) -> str:
    """Sheet 1, of the morning: KEO Chantha in row 1, SUN Sopheap in row 2, two empty rows."""
    answer = trainer.post(base, data={"occasion": MORNING, "blanks": "២"})
    assert answer.location == f"{base}/1"
    return str(answer.location)


@pytest.fixture
def marks(database: Database, workshop: Workshop) -> Callable[[], dict[str, list[Mark]]]:
    """`marks()`: what holds for each person, by Latin name, in the order of the agenda."""

    def look() -> dict[str, list[Mark]]:
        with database.reading() as session:
            order = [each.id for each in courses.list_agenda(session, workshop.course_id)]
            held = service.list_current_marks(session, workshop.course_id)
            names = {each.seat_id: each.name.en for each in seats_of(database, workshop)}
        found: dict[str, list[Mark]] = {}
        for mark in sorted(held, key=lambda each: order.index(each.agenda_item_id)):
            found.setdefault(names[mark.seat_id], []).append(mark)
        return found

    return look


def seats_of(database: Database, workshop: Workshop) -> tuple[SeatView, ...]:
    with database.reading() as session:
        return courses.list_seats(session, workshop.course_id)


def morning_items(database: Database, workshop: Workshop) -> set[uuid.UUID | None]:
    with database.reading() as session:
        agenda = courses.list_agenda(session, workshop.course_id)
    return {each.id for each in agenda if each.counts and each.half_day is HalfDay.MORNING}


def look_at(client: Client, sheet: str, **sent: Any) -> Any:
    return client.post(f"{sheet}/entry", data={"submission_key": uuid.uuid4().hex, **sent})


def enter(client: Client, sheet: str, **sent: Any) -> Any:
    """Looks first, then records what was looked at."""
    key = str(sent.pop("submission_key", uuid.uuid4().hex))
    looked = look_at(client, sheet, submission_key=key, **sent)
    assert looked.status_code == 200, looked.text
    seen = looked.text.split('name="seen" value="')[1].split('"')[0]
    return look_at(client, sheet, submission_key=key, record="yes", seen=seen, **sent)


def test_a_sheet_names_everybody_in_the_order_of_names_and_has_empty_rows(
    database: Database, trainer: Client, workshop: Workshop, sheet: str
) -> None:
    answer = trainer.get(f"{sheet}/sheet.pdf")
    assert answer.mimetype == "application/pdf"
    text = text_of(answer.data)
    for words in ("១ 1 2 កែវ ចាន់ថា", "២ 2 1 ស៊ុន សុភាព", "៣ 3", "៤ 4", "A test course"):
        assert words in text
    assert "៥ 5" not in text
    assert trainer.get(f"{sheet}/sheet.pdf").data == answer.data
    with database.reading() as session:
        made = sheets.get_sheet(session, workshop.course_id, 1)
    assert made.seat_ids == (workshop.other_seat_id, workshop.seat_id)
    assert (made.slot, made.blanks) == (Slot(0, HalfDay.MORNING), 2)


def test_the_same_form_twice_is_one_sheet_and_the_next_has_the_next_number(
    trainer: Client, base: str
) -> None:
    sent = {"occasion": MORNING, "blanks": "0", "submission_key": "k"}
    assert [trainer.post(base, data=sent).location for _ in range(2)] == [f"{base}/1"] * 2
    assert trainer.post(base, data={**sent, "submission_key": "l"}).location == f"{base}/2"
    page = trainer.get(base).text
    assert "Sheet 2" in page
    assert trainer.get(f"{base}?number=២").location == f"{base}/2"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"occasion": "5.morning."}, "The agenda has no such half-day or group any more."),
        ({"occasion": "0.noon."}, "The agenda has no such half-day or group any more."),
        ({"occasion": "0.morning.B"}, "The agenda has no such half-day or group any more."),
        ({"blanks": "many"}, "Please write how many empty rows, as a whole number."),
        ({"blanks": "-1"}, "Please write how many empty rows, as a whole number."),
        ({"blanks": "61"}, "A sheet may have up to 60 empty rows."),
    ],
)
def test_what_no_sheet_can_be_made_for_is_said(
    database: Database, trainer: Client, workshop: Workshop, base: str,
    sent: dict[str, str], sentence: str,
) -> None:  # fmt: skip
    answer = trainer.post(base, data={"occasion": MORNING, "blanks": "10", **sent})
    assert answer.status_code == 422
    assert sentence in answer.text
    with database.reading() as session:
        assert sheets.list_sheets(session, workshop.course_id) == ()


def test_a_number_that_no_sheet_has_is_said(trainer: Client, base: str, sheet: str) -> None:
    answer = trainer.get(f"{base}?number=7")
    assert answer.status_code == 404
    assert "This course has no sheet 7." in answer.text
    assert trainer.get(f"{base}?number=x").status_code == 422
    assert trainer.get(f"{base}/7").status_code == 404


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


def test_who_signed_an_empty_row_comes_into_the_course_without_a_phone(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    sent = {"rows": "1,2", "km-3": "ហេង ស្រីមុំ", "latin-4": "PRAK  Vuthy", "organisation-4": "Pagoda"}
    assert "2 people are added to the course" in look_at(trainer, sheet, **sent).text
    assert enter(trainer, sheet, **sent).status_code == 303
    with database.reading() as session:
        people = {each.details.name_latin or each.details.name_km: each
                  for each in courses.list_people(session, workshop.course_id)}  # fmt: skip
    assert people["PRAK Vuthy"].without_phone
    assert people["PRAK Vuthy"].details.organisation == "Pagoda"
    assert {each.status for each in marks()["ហេង ស្រីមុំ"]} == {MarkStatus.PRESENT}
    roll = trainer.get(f"/courses/{workshop.course_id}/attendance").text
    assert "PRAK Vuthy" in roll
    page = trainer.get(sheet).text
    assert "Row 4 was empty and was signed by" in page
    again = trainer.get(f"{sheet}/entry").text
    assert 'id="row-4" checked' in again
    assert 'name="latin-4"' not in again


def test_a_walk_in_who_joined_by_phone_meanwhile_is_not_doubled_silently(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    with database.writing() as session:
        course = courses.get_course(session, workshop.course_id)
        details = PersonDetails("ហេង ស្រីមុំ", "HENG Sreymom")
        seat = joining.join(session, course, details, "phone", NINE_THIRTY, any_glyph)
        seat_id = str(seat.id)
        session.commit()
    sent = {"latin-3": "heng sreymom"}
    looked = look_at(trainer, sheet, **sent)
    assert looked.status_code == 422
    assert "Row 3: is this the person who is in the course already?" in looked.text
    assert look_at(trainer, sheet, record="yes", seen="x", **sent).status_code == 422
    assert len(seats_of(database, workshop)) == 3
    assert enter(trainer, sheet, **sent, **{"is-3": seat_id}).status_code == 303
    assert len(seats_of(database, workshop)) == 3
    assert {each.status for each in marks()["HENG Sreymom"]} == {MarkStatus.PRESENT}


def test_who_is_listed_and_signed_an_empty_row_is_one_person(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, marks: Any
) -> None:
    sent = {"rows": "1", "latin-4": "SUN Sopheap", "is-4": str(workshop.seat_id)}
    looked = look_at(trainer, sheet, **sent).text
    assert "2 people signed" in looked
    assert "0 people did not sign" in looked
    assert "Row 4 is seat 1" in looked
    enter(trainer, sheet, **sent)
    assert {each.status for each in marks()["SUN Sopheap"]} == {MarkStatus.PRESENT}
    assert len(seats_of(database, workshop)) == 2


def test_another_person_with_the_same_name_gets_a_seat(
    database: Database, trainer: Client, workshop: Workshop, sheet: str
) -> None:
    sent = {"latin-3": "SUN Sopheap", "km-3": "ស៊ុន សុភាព"}
    assert enter(trainer, sheet, **sent, **{"is-3": "new"}).status_code == 303
    names = [each.name.en for each in seats_of(database, workshop)]
    assert names.count("SUN Sopheap") == 2


def test_the_same_name_in_two_empty_rows_is_asked_about(
    database: Database, trainer: Client, workshop: Workshop, sheet: str
) -> None:
    answer = look_at(trainer, sheet, **{"latin-3": "PRAK Vuthy", "latin-4": "Prak Vuthy"})
    assert answer.status_code == 422
    assert "The same name stands in two empty rows." in answer.text
    assert len(seats_of(database, workshop)) == 2


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("km-3", "Row 3: "), ("latin-3", "Row 3: ")],
)
def test_a_name_that_cannot_be_printed_is_refused_with_its_row(
    database: Database, trainer: Client, workshop: Workshop, sheet: str, name: str, sentence: str
) -> None:
    answer = look_at(trainer, sheet, **{name: "🙏"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert len(seats_of(database, workshop)) == 2


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


def photograph(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **more)
    return out.getvalue()


def send_photos(client: Client, sheet: str, *contents: bytes, **more: str) -> Any:
    return post_files(client, f"{sheet}/photos", [("photos", each) for each in contents], **more)


def test_a_photograph_is_turned_upright_made_smaller_and_kept_without_where_it_was_taken(
    database: Database, trainer: Client, sheet: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    assert send_photos(trainer, sheet, photograph(exif=exif), photograph("PNG")).status_code == 303
    with database.reading() as session:
        first, second = session.scalars(select(SheetPhoto).order_by(SheetPhoto.id)).all()
        kept = first.content
        assert b"A camera" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1333, 2000), {})
    shown = trainer.get(f"{sheet}/photos/{first.id}")
    assert (shown.mimetype, shown.data) == ("image/jpeg", kept)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert f"{sheet}/photos/{second.id}" in trainer.get(sheet).text


def test_photographs_are_for_the_staff_of_the_course_alone(
    database: Database, trainer: Client, trainee: Client, client_for: ClientMaker,
    workshop: Workshop, sheet: str,
) -> None:  # fmt: skip
    send_photos(trainer, sheet, photograph())
    with database.reading() as session:
        photo_id = session.scalar(select(SheetPhoto.id))
    stranger = client_for(account_id=workshop.stranger_id)
    for client in (trainee, stranger, client_for()):
        assert client.get(f"{sheet}/photos/{photo_id}").status_code in {302, 403}
    elsewhere = sheet.replace(str(workshop.course_id), str(workshop.elsewhere_id))
    assert stranger.get(f"{elsewhere}/photos/{photo_id}").status_code == 404
    shown = trainer.get(f"{sheet}/photos/{photo_id}")
    assert shown.headers["Cache-Control"] == "no-store", "no browser keeps a signature"


def test_the_same_photographs_twice_are_kept_once(
    database: Database, trainer: Client, sheet: str
) -> None:
    for _ in range(2):
        send_photos(trainer, sheet, photograph(), photograph(), submission_key="k")
    with database.reading() as session:
        assert len(session.scalars(select(SheetPhoto)).all()) == 2


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "Please take or choose a photograph."),
        (b"\x00\x00\x00\x18ftypheic" + bytes(400), 422, "This is no photograph in JPEG or PNG"),
        (b"GIF89a" + bytes(400), 422, "This is no photograph in JPEG or PNG"),
        (b"<html><script>alert(1)</script>", 422, "This is no photograph in JPEG or PNG"),
        (photograph()[:2000], 422, "This is no photograph in JPEG or PNG"),
        (bomb(), 422, "This photograph has too many pixels."),
        (bytes(12_010_000), 422, "A photograph may have 12 MB at most."),
        (bytes(50_000_000), 413, "What was sent is too large, so nothing was saved."),
    ],
    ids=["none", "heic", "gif", "html", "cut off", "bomb", "12 MB", "50 MB"],
)
def test_what_is_no_photograph_is_refused_with_a_sentence(
    database: Database, trainer: Client, sheet: str, content: bytes, status: int, sentence: str
) -> None:
    answer = send_photos(trainer, sheet, content)
    assert answer.status_code == status
    assert sentence in answer.text
    with database.reading() as session:
        assert session.scalars(select(SheetPhoto)).all() == []


def test_a_sheet_keeps_thirty_photographs(trainer: Client, sheet: str) -> None:
    small = photograph(size=(20, 20))
    assert send_photos(trainer, sheet, *[small] * 30).status_code == 303
    answer = send_photos(trainer, sheet, small)
    assert answer.status_code == 409
    assert "This sheet has as many photographs as are kept of one." in answer.text


def test_sheets_are_made_in_a_course_that_has_nobody_yet(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    stranger = client_for(account_id=workshop.stranger_id)
    base = f"/courses/{workshop.elsewhere_id}/attendance/sheets"
    made = stranger.post(base, data={"occasion": "0.afternoon.", "blanks": "3"})
    assert made.location == f"{base}/1"
    assert stranger.get(f"{base}/1/entry").status_code == 200
