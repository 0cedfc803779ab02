"""Deadlines and time limits: whoever looks ends what is over; more time for a person."""

import datetime as dt
from collections.abc import Callable

import pytest

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, Change, answer_form
from tests.quizzes.openings import after
from tests.quizzes.trainer_pages import let, page, row_of, shown_to_room
from training.adapters.database import Database
from training.audit import service as audit
from training.kernel.access import SYSTEM
from training.quizzes import opening, service, store, taking, terms_store
from training.quizzes.model import Terms


def test_a_deadline_that_is_over_has_closed_when_the_trainer_looks(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    home = f"home.{SLUG}"
    change(opening.change_terms, home, Terms(closes_at=after(60)), SYSTEM, NINE_THIRTY)
    let(change, home)
    change(taking.begin, workshop.seat_id, home, NINE_THIRTY)
    row = row_of(trainer.get(page(workshop)).text, "Home assignment")
    assert "Closes by itself: 10:30" in row
    at(after(24 * 60))
    row = row_of(trainer.get(page(workshop)).text, "Home assignment")
    assert "Closed since 23 November 2026, 10:30" in row
    assert "sent: 1" in row
    assert "The deadline of this is over" in row
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=home)
    assert sheet.finished_at == after(60)


@pytest.mark.parametrize("path", ["", "/quiz", f"/quiz/{SLUG}", "/live", "/live/desk?module=small"])
def test_a_sheet_whose_time_is_up_is_scored_when_the_trainer_looks(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
    path: str,
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=10), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    at(after(11))
    assert trainer.get(f"/courses/{workshop.course_id}{path}").status_code == 200
    with database.reading() as session:
        assert service.count_unfinished(session, workshop.course_id) == 0
        assert not service.has_due(session, workshop.course_id, after(11))
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=SLUG)
    assert sheet.finished_at == after(10)


def test_an_answer_that_comes_with_the_look_that_ends_the_sheet_is_kept(
    database: Database,
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=10), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    data = answer_form(database, workshop, "colour", "b", "k")
    at(after(12))
    tapped = str(int(after(9).timestamp() * 1000))
    phone = client_for(seat_id=workshop.seat_id)
    phone.post(f"/c/{workshop.course_id}/quiz/{SLUG}/answers", data={**data, "tapped_at": tapped})
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=SLUG)
    assert (sheet.score, sheet.finished_at) == (1, after(10))


@pytest.mark.parametrize("minutes", [11, 60 * 25])
def test_a_look_that_ends_the_sheet_and_shows_what_was_right_keeps_both(
    database: Database,
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
    minutes: int,
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=10), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    at(after(minutes))
    phone = client_for(seat_id=workshop.seat_id)
    html = phone.get(f"/c/{workshop.course_id}/quiz/{SLUG}/result?see=1").text
    assert "On a clear day the sky is blue" in html
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=SLUG)
    assert (sheet.finished_at, sheet.seen_at) == (after(10), after(minutes))


def test_who_missed_a_deadline_on_another_day_is_told_the_day(
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    home = f"home.{SLUG}"
    change(opening.change_terms, home, Terms(closes_at=after(60)), SYSTEM, NINE_THIRTY)
    let(change, home)
    at(after(24 * 60))
    told = {
        "en": "closed on 23 November 2026 at 10:30",
        "km": "ថ្ងៃទី២៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ១០:៣០",
    }
    for language, words in told.items():
        phone = client_for(seat_id=workshop.seat_id, language=language)
        assert words in phone.get(f"/c/{workshop.course_id}/quiz/{home}").text


def test_extra_time_is_given_taken_back_and_in_the_trail(
    database: Database, trainer: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=20), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    path = f"/courses/{workshop.course_id}/extra-time"
    seat = str(workshop.seat_id)
    answer = trainer.post(path, data={"seat": seat, "percent": "៥០"}, follow_redirects=True)
    assert "50% more time" in answer.text
    html = trainer.get(page(workshop, f"/{SLUG}")).text
    assert "until 10:00" in html
    assert "50% more time" in html
    assert "50% more time" not in shown_to_room(html)
    assert f'<option selected value="{seat}">' in trainer.get(f"{path}?seat={seat}").text
    trainer.post(path, data={"seat": seat, "percent": "0"})
    assert "Nobody yet." in trainer.get(path).text
    with database.reading() as session:
        entries = audit.list_entries(session, workshop.seat_id)
    deeds = [(e.before, e.after) for e in entries if e.action == "gave more time to"]
    assert sorted(deeds, key=str) == [
        ({"percent": 0}, {"percent": 50}),
        ({"percent": 50}, {"percent": 0}),
    ]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"percent": "50"}, 422),
        ({"seat": "nobody", "percent": "50"}, 422),
        ({"seat": "here", "percent": "301"}, 422),
        ({"seat": "here", "percent": "half"}, 422),
        ({"seat": "elsewhere", "percent": "50"}, 404),
    ],
)
def test_extra_time_for_nobody_or_without_bounds_is_refused(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    fields: dict[str, str],
    status: int,
) -> None:
    seats = {"here": str(workshop.seat_id), "elsewhere": str(workshop.seat_elsewhere_id)}
    data = {**fields, "seat": seats.get(fields.get("seat", ""), fields.get("seat", ""))}
    answer = trainer.post(f"/courses/{workshop.course_id}/extra-time", data=data)
    assert answer.status_code == status
    with database.reading() as session:
        assert terms_store.list_extra_percent(session, workshop.course_id) == {}
