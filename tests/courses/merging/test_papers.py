"""Quizzes and certificates of somebody who joined twice."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.merging.conftest import AFTERNOON, MORNING, Twice, by_hand, merge
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import give_sheet
from training.attendance.model import MarkStatus
from training.certificates import service as certificates
from training.courses import service
from training.courses.model import CourseState
from training.courses.tables import Seat
from training.kernel.access import SYSTEM
from training.quizzes import overseeing, store
from training.quizzes import service as quizzes


@pytest.fixture
def opened(workshop: Workshop, do: Callable[..., object]) -> None:
    do(quizzes.open_quiz, workshop.course_id, "small", "k", SYSTEM, NINE_THIRTY)


@pytest.mark.usefixtures("opened")
def test_a_quiz_that_only_the_seat_that_goes_has_answered_comes_over(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    client_for: ClientMaker, do: Callable[..., object],
) -> None:  # fmt: skip
    do(give_sheet, workshop, twice.second, {"colour": "b"})
    page = trainer.get(f"{twice.path}?other={twice.second}&stays=this").text
    assert "the answers come over" in page
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        report = overseeing.report(session, twice.course_id, "small", NINE_THIRTY)
        assert set(report.attempts) == {twice.first}
        assert report.beside == {}
    phone = client_for(seat_id=twice.second)
    assert phone.get(f"/c/{twice.course_id}/quiz/small/result").status_code == 200


@pytest.mark.usefixtures("opened")
def test_of_two_sheets_that_of_the_seat_that_stays_counts_and_the_other_stays_readable(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    do: Callable[..., object],
) -> None:  # fmt: skip
    do(give_sheet, workshop, twice.first, {})
    do(give_sheet, workshop, twice.second, {"colour": "b"})
    page = trainer.get(f"{twice.path}?other={twice.second}&stays=this").text
    assert "both seats have answered" in page
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        report = overseeing.report(session, twice.course_id, "small", NINE_THIRTY)
        assert report.attempts[twice.first].score == 0
        assert report.line.began == report.line.finished == 1
        ((number, sheet),) = report.beside[twice.first]
        assert (number, sheet.seat_id) == (3, twice.second)
        counted = store.list_attempts(session, twice.course_id, slug="small")
        assert [each.seat_id for each in counted] == [twice.first]
    page = trainer.get(f"/courses/{twice.course_id}/quiz/small").text
    assert "joined twice: the sheet of seat 3 does not count" in page


@pytest.fixture
def certified(workshop: Workshop, twice: Twice, do: Callable[..., object]) -> Callable[..., None]:
    """`certified(seat_id, …)`: the course has ended, and these seats have certificates."""

    def give(*seat_ids: uuid.UUID) -> None:
        for seat_id in seat_ids:
            for place in (MORNING, AFTERNOON):
                do(*by_hand(workshop, seat_id, place, MarkStatus.PRESENT))
        do(service.set_state, twice.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        do(certificates.issue_all, twice.course_id, workshop.press, SYSTEM, NINE_THIRTY)

    return give


def test_two_certificates_are_never_merged(
    app: Flask, trainer: ProofReadingClient, twice: Twice, certified: Callable[..., None]
) -> None:
    certified(twice.first, twice.second)
    for stays in ("this", "other"):
        sent = {"other": str(twice.second), "stays": stays}
        assert trainer.get(twice.path, query_string=sent).status_code == 409
        answer = trainer.post(twice.path, data=sent)
        assert answer.status_code == 409
        assert "Both seats have a certificate" in answer.text
    with app.extensions["training.database"].reading() as session:
        assert session.get_one(Seat, twice.second).merged_into is None


def test_the_seat_with_the_certificate_is_the_one_that_stays(
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    twice: Twice,
    certified: Callable[..., None],
) -> None:
    certified(twice.second)
    sent = {"other": str(twice.second), "stays": "this"}
    answer = trainer.post(twice.path, data=sent)
    assert answer.status_code == 409
    assert "has to be the one that stays" in answer.text
    assert trainer.post(twice.path, data={**sent, "stays": "other"}).status_code == 303
    phone = client_for(seat_id=twice.first)
    assert 'data-step="get-certificate"' in phone.get(f"/c/{twice.course_id}").text
