"""From the QR on the screen to a mark: one tap for who is in the course, joining for who is not."""

import pytest
from flask import Flask

from tests.attendance.conftest import Open
from tests.attendance.scanning.conftest import Clock, Marks, TokenAt, later, page_of, scan, tap
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import nothing_saved
from training.adapters.database import Database
from training.attendance.model import MarkSource, MarkStatus
from training.courses import service as courses


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_phone_in_the_course_scans_and_marks_with_one_tap(
    app: Flask,
    client_for: ClientMaker,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
    language: str,
) -> None:
    phone = client_for(seat_id=workshop.seat_id, language=language)
    with nothing_saved(app):
        answer = scan(phone, workshop, token_at())
        page = phone.get(answer.location)
    assert answer.location == page_of(workshop)
    assert 'name="code"' not in page.text
    assert page.text.count('name="seat"') == 1
    done = tap(phone, workshop)
    assert done.status_code == 303
    shown = phone.get(done.location).text
    assert "✓" in shown
    assert 'name="seat"' not in shown
    (mark,) = marks()
    assert (mark.seat_id, mark.source, mark.status) == (
        workshop.seat_id, MarkSource.CODE, MarkStatus.PRESENT,
    )  # fmt: skip
    assert mark.device


def test_a_new_person_scans_joins_slowly_and_is_marked_with_the_seat(
    visitor: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    opened: Open,
    token_at: TokenAt,
    marks: Marks,
    at: Clock,
) -> None:
    """Though the code has closed meanwhile: the scan was judged when it came."""
    answer = scan(visitor, workshop, token_at())
    assert answer.location == f"/join/{workshop.join_code}"
    visitor.get(answer.location)
    at(later(29 * 60))
    closing = {"item": str(opened.item_id), "opening": str(opened.opening_id)}
    trainer.post(f"/courses/{workshop.course_id}/attendance/close", data=closing)
    sent = {"name_latin": "HENG Sreymom", "submission_key": "join"}
    joined = visitor.post(answer.location, data=sent)
    assert joined.location == f"{page_of(workshop)}?marked={opened.item_id}"
    page = visitor.get(joined.location).text
    assert "✓" in page
    assert "HENG Sreymom" in page
    (mark,) = marks()
    assert mark.marked_at == NINE_THIRTY
    again = visitor.post(answer.location, data=sent)
    assert again.location == joined.location
    assert len(marks()) == 1


def test_who_joins_more_than_half_an_hour_after_the_scan_is_not_marked(
    visitor: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks, at: Clock
) -> None:
    scan(visitor, workshop, token_at())
    at(later(30 * 60))
    joined = visitor.post(f"/join/{workshop.join_code}", data={"name_latin": "HENG Sreymom"})
    assert joined.location == f"/c/{workshop.course_id}"
    assert marks() == ()


def test_who_goes_on_with_a_seat_code_after_the_scan_is_marked_too(
    visitor: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    with database.reading() as session:
        seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
        sent = {"code": workshop.join_code, "seat_code": seat.code}
    scan(visitor, workshop, token_at())
    assert visitor.post("/continue", data=sent).location.startswith(page_of(workshop))
    assert [mark.seat_id for mark in marks()] == [workshop.seat_id]


def test_a_seat_of_another_course_joins_first(
    client_for: ClientMaker, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    phone = client_for(seat_id=workshop.seat_elsewhere_id)
    answer = scan(phone, workshop, token_at())
    assert answer.location == f"/join/{workshop.join_code}"
    assert tap(phone, workshop).status_code == 403
    assert marks() == ()


def test_a_double_tap_and_a_second_phone_of_the_seat_are_one_mark(
    client_for: ClientMaker, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    phones = [client_for(seat_id=workshop.seat_id) for _ in range(2)]
    for phone in phones:
        scan(phone, workshop, token_at())
    for phone in (*phones, *phones):
        assert tap(phone, workshop).status_code == 303
    assert [mark.version for mark in marks()] == [1]
