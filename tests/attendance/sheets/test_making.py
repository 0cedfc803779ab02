"""Sheets made: who stands on them, in which order, under which number."""

import pytest
from flask import Flask

from tests.attendance.sheets.conftest import MORNING, Client
from tests.conftest import ClientMaker, Workshop
from tests.printed import text_of
from training.adapters.database import Database
from training.attendance import sheets
from training.courses.model import HalfDay, Slot


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


def test_sheets_are_made_in_a_course_that_has_nobody_yet(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    stranger = client_for(account_id=workshop.stranger_id)
    base = f"/courses/{workshop.elsewhere_id}/attendance/sheets"
    made = stranger.post(base, data={"occasion": "0.afternoon.", "blanks": "3"})
    assert made.location == f"{base}/1"
    assert stranger.get(f"{base}/1/entry").status_code == 200
