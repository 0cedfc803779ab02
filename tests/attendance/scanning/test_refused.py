"""Scans that do not count: an old code, a guessed one, one of another course."""

import pytest
from flask import Flask

from tests.attendance.conftest import Open, Opener
from tests.attendance.scanning.conftest import Marks, TokenAt, page_of, scan, tap
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance import service
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("who", ["visitor", "trainee"])
def test_an_old_scan_says_that_the_code_has_changed(
    client_for: ClientMaker,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
    who: str,
    language: str,
) -> None:
    seat_id = workshop.seat_id if who == "trainee" else None
    phone = client_for(seat_id=seat_id, language=language)
    answer = scan(phone, workshop, token_at(-60))
    assert answer.status_code == 410
    assert {"km": "ប្តូរ", "en": "has changed"}[language] in answer.text
    assert ('name="code"' in answer.text) is (who == "trainee")
    way_in = f'<a class="button button-large" href="/join/{workshop.join_code}">'
    assert (way_in in answer.text) is (who == "visitor")
    assert tap(phone, workshop).status_code == (410 if seat_id else 403)
    assert marks() == ()


def test_the_code_of_half_a_minute_ago_can_still_be_scanned(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt
) -> None:
    assert scan(trainee, workshop, token_at(-30)).status_code == 303
    assert scan(trainee, workshop, token_at(30)).status_code == 404


def test_a_scan_of_a_code_that_has_closed_names_its_item(
    trainee: ProofReadingClient, workshop: Workshop, opener: Opener, token_at: TokenAt
) -> None:
    opener(workshop.item_ids[5], "open-2")
    answer = scan(trainee, workshop, token_at())
    assert answer.status_code == 410
    assert "“Module 1, part A” has closed" in answer.text


def test_unknown_scans_are_counted_for_each_phone_and_keep_out_no_neighbour(
    client_for: ClientMaker, workshop: Workshop, token_at: TokenAt
) -> None:
    guesser = client_for(seat_id=workshop.seat_id)
    guesser.get("/join")
    for _ in range(20):
        assert scan(guesser, workshop, "AAAAAAAA").status_code == 404
    assert scan(guesser, workshop, token_at()).status_code == 429
    assert scan(client_for(seat_id=workshop.other_seat_id), workshop, token_at()).status_code == 303


def test_the_digits_cannot_be_guessed_in_the_address(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    for written in (opened.code, f"{opened.code[:3]}-{opened.code[3:]}a"):
        assert scan(trainee, workshop, written).status_code == 404


def test_the_twenty_first_wrong_code_of_a_seat_waits_though_another_phone_types_it(
    client_for: ClientMaker, workshop: Workshop, opened: Open, marks: Marks
) -> None:
    wrong = "111111" if opened.code != "111111" else "222222"
    for number in range(20):
        phone = client_for(seat_id=workshop.seat_id)
        assert tap(phone, workshop, code=wrong, submission_key=f"{number}").status_code == 422
    last = client_for(seat_id=workshop.seat_id)
    assert tap(last, workshop, code=opened.code).status_code == 429
    assert marks() == ()


def test_an_unknown_join_code_and_a_course_that_does_not_run_have_their_sentence(
    trainee: ProofReadingClient, database: Database, workshop: Workshop, token_at: TokenAt
) -> None:
    wrong = "000000" if workshop.join_code != "000000" else "111111"
    assert trainee.get(f"/a/{wrong}/{token_at()}").status_code == 404
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    answer = scan(trainee, workshop, token_at())
    assert answer.status_code == 409
    assert "has ended" in answer.text


def test_a_course_that_ends_between_scan_and_tap_takes_no_mark(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    scan(trainee, workshop, token_at())
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    assert "has ended" in trainee.get(page_of(workshop)).text
    assert tap(trainee, workshop).status_code == 409
    assert marks() == ()


def test_a_code_of_another_course_is_unknown_here(
    app: Flask, trainee: ProofReadingClient, database: Database, workshop: Workshop, opened: Open
) -> None:
    with database.writing() as session:
        items = courses.list_agenda(session, workshop.elsewhere_id)
        item_id = next(item.id for item in items if item.counts and item.id)
        made = service.open_attendance(
            session, workshop.elsewhere_id, item_id, "there", SYSTEM, NINE_THIRTY
        )
        session.commit()
    code = service.code_of(app.config["SECRET_KEY"], workshop.elsewhere_id, made, NINE_THIRTY)
    assert scan(trainee, workshop, code.token).status_code == 404
    assert tap(trainee, workshop, code=code.digits).status_code == 422
