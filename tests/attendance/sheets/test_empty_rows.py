"""Empty rows: who signed one comes into the course, and nobody comes twice."""

from typing import Any

import pytest

from tests.attendance.sheets.conftest import Client, enter, look_at, seats_of
from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from training.adapters.database import Database
from training.attendance.model import MarkStatus
from training.courses import joining
from training.courses import service as courses
from training.people.model import PersonDetails


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
