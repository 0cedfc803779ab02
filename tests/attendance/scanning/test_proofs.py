"""The proof of a scan that a phone keeps: for this phone, this course and half an hour."""

import pytest
from flask import Flask

from tests.attendance.conftest import hand
from tests.attendance.scanning.conftest import (
    Clock,
    Marks,
    TokenAt,
    hold,
    later,
    page_of,
    scan,
    tap,
)
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, cookies_of
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance import marking, service
from training.attendance.model import HandMark, MarkSource, MarkStatus
from training.kernel.access import Who


def test_the_proof_is_out_of_reach_of_scripts_and_other_sites_and_lasts_half_an_hour(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt
) -> None:
    answer = scan(trainee, workshop, token_at())
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("scan-")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=1800" in cookie


def test_a_proof_says_nothing_in_another_course(
    app: Flask,
    trainee: ProofReadingClient,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    scan(trainee, workshop, token_at())
    hold(app, trainee, workshop.seat_elsewhere_id)
    elsewhere = f"/c/{workshop.elsewhere_id}/attendance"
    assert trainee.post(elsewhere, data={}).status_code == 410
    assert marks() == ()


def test_a_proof_copied_to_another_phone_says_nothing_there(
    trainee: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    scan(trainee, workshop, token_at())
    copied = {name: it for name, it in cookies_of(trainee).items() if name.startswith("scan-")}
    outside = client_for(seat_id=workshop.other_seat_id)
    for name, value in copied.items():
        outside.set_cookie(name, value)
    assert tap(outside, workshop).status_code == 410
    assert marks() == ()


@pytest.mark.parametrize("spoilt", ["", "x", "W10.x", "ក", "a" * 3000])
def test_a_proof_that_was_tampered_with_is_none(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks, spoilt: str
) -> None:
    scan(trainee, workshop, token_at())
    (name,) = [each for each in cookies_of(trainee) if each.startswith("scan-")]
    trainee.set_cookie(name, spoilt)
    assert tap(trainee, workshop).status_code == 410
    assert trainee.get(page_of(workshop)).status_code == 200
    assert marks() == ()


def test_a_proof_marks_once_and_not_against_the_trainer_who_took_it_back(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    bopha: Who,
    token_at: TokenAt,
    marks: Marks,
    at: Clock,
) -> None:
    scan(trainee, workshop, token_at())
    tap(trainee, workshop)
    trainer_takes_back(database, workshop, bopha)
    assert marks() == ()
    answer = tap(trainee, workshop)
    assert answer.status_code == 409
    assert "taken the mark back" in answer.text
    assert marks() == ()
    at(later(30))
    scan(trainee, workshop, token_at(30))
    assert tap(trainee, workshop).status_code == 303
    assert len(marks()) == 1


def trainer_takes_back(database: Database, workshop: Workshop, who: Who) -> None:
    wanted = HandMark(workshop.item_ids[3], workshop.seat_id, MarkStatus.UNMARKED)
    with database.writing() as session:
        marking.mark_by_hand(session, workshop.course_id, wanted, "back", who, NINE_THIRTY)
        session.commit()


def test_a_scan_against_the_trainers_word_is_kept_beside_it(
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
) -> None:
    scan(trainee, workshop, token_at())
    data = hand(workshop, "absent")
    trainer.post(f"/courses/{workshop.course_id}/attendance/hand", data=data)
    answer = tap(trainee, workshop)
    page = trainee.get(answer.location).text
    assert "Absent" in page
    assert "✓" not in page
    with database.reading() as session:
        (conflict,) = service.list_conflicts(session, workshop.course_id)
    assert [claim.source for claim in conflict.claims] == [MarkSource.CODE]
