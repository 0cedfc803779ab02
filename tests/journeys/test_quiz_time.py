"""Quizzes with an end: a time limit, a phone that is away when it comes, answers that come late."""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import expect_fit_for_a_phone
from tests.quizzes import kinds
from tests.quizzes.conftest import add_module
from training.adapters import clock
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.quizzes import answer_store, opening, result_store, service
from training.quizzes.model import EndedBy, Results, Terms
from training.quizzes.outcomes import QuizReport

pytestmark = [pytest.mark.browser, ON_SQLITE]
SINGLE, TRUE_FALSE, SHORT = "#q6", "#q7", "#q4-typed"
TEN_MINUTES = Terms(minutes=10)


@dataclass
class Hour:
    """The time in the room, which runs, and can be let go on at once."""

    began: float = field(default_factory=time.monotonic)
    skipped: float = 0

    def now(self) -> dt.datetime:
        return NINE_THIRTY + dt.timedelta(seconds=time.monotonic() - self.began + self.skipped)

    def let_pass(self, seconds: float, *pages: Page) -> None:
        """For the server, and for the phones whose pages are open, as if they had slept."""
        self.skipped += seconds
        for page in pages:
            page.clock.fast_forward(int(seconds * 1000))


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch, workshop: Workshop) -> Hour:
    """It is 09:30 in the workshop, from now on."""
    found = Hour()
    monkeypatch.setattr(clock, "now", found.now)
    return found


@pytest.fixture
def database(app: Flask, workshop: Workshop, hour: Hour) -> Database:
    """SUN Sopheap has begun a quiz with every kind of question, for which there are ten minutes."""
    found: Database = app.extensions["training.database"]
    add_module(found, workshop, kinds.MODULE)
    with found.writing() as session:
        opening.change_terms(
            session, workshop.course_id, kinds.SLUG, TEN_MINUTES, SYSTEM, hour.now()
        )
        session.commit()
    return found


@pytest.fixture
def address(app: Flask, database: Database, workshop: Workshop) -> Iterator[str]:
    """Where that sheet is served."""
    with serving(app) as address:
        yield f"{address}/c/{workshop.course_id}/quiz/{kinds.SLUG}"


def open_sheet(phone: BrowserContext, address: str, number: int) -> Page:
    page = phone.new_page()
    page.clock.install()
    page.goto(f"{address}?q={number}")
    return page


def back_an_hour_after_answering_offline(phone: BrowserContext, address: str, hour: Hour) -> Page:
    """The sheet's page, opened again by a phone that holds one right answer from before its end."""
    page = open_sheet(phone, address, 6)
    phone.set_offline(True)
    phone.route("**/*", lambda route: route.abort())  # a page that closes is online for a moment
    page.click(f"{SINGLE} .quiz-option:has-text('2005')")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 1.")
    page.close()
    hour.let_pass(60 * 60)
    phone.unroute("**/*")
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(address)
    return page


def report(database: Database, workshop: Workshop) -> QuizReport:
    with database.reading() as session:
        return service.report(session, workshop.course_id, kinds.SLUG, NINE_THIRTY)


def late(database: Database, workshop: Workshop) -> int:
    return sum(report(database, workshop).late.values())


def kept(database: Database, workshop: Workshop) -> dict[str, str]:
    sheet = report(database, workshop).attempts[workshop.seat_id]
    with database.reading() as session:
        return answer_store.kept_codes(session, sheet.id)


def test_the_time_that_is_left_is_shown_calmly_and_its_end_sends_what_there_is(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    hour: Hour,
) -> None:
    page = open_sheet(phone_for(), address, 6)
    shown, told = page.locator("#quiz-time [role=timer]"), page.locator("#quiz-time [role=status]")
    expect(shown).to_have_text("Time left: 10 min")
    page.click(f"{SINGLE} .quiz-option:has-text('2005')")
    expect(page.locator("#q7")).to_be_visible()
    hour.let_pass(4.5 * 60, page)
    expect(shown).to_have_text("Time left: 6 min")
    expect(told).to_have_text("")
    hour.let_pass(60, page)
    expect(shown).to_have_text("Time left: 5 min")
    expect(told).to_have_text("Time left: 5 min")
    hour.let_pass(3.6 * 60, page)
    expect(told).to_have_text("Time left: 1 min")
    expect(shown).to_contain_text(" s")
    page.click("#q7 [data-step='6']")
    page.click("#q6 [data-step='5']")
    page.click("#q5 [data-step='4']")
    hour.let_pass(40, page)
    page.type(SHORT, "Srebrenica")
    page.wait_for_url("**/result?see=1", timeout=20_000)
    expect(page.locator("h1")).to_have_text("Points: 2 of 13")
    expect(page.locator("main")).to_contain_text("Your time was up at 09:40.")
    assert kept(database, workshop) == {"the-single": "right", "the-short": "Srebrenica"}
    assert late(database, workshop) == 0, "what was being written went out just before the end"
    sheet = report(database, workshop).attempts[workshop.seat_id]
    assert sheet.finished_by is EndedBy.TIME


def test_in_khmer_the_time_has_khmer_digits(phone_for: PhoneMaker, address: str) -> None:
    page = open_sheet(phone_for("km"), address, 1)
    expect(page.locator("#quiz-time")).to_contain_text("នៅសល់ ១០ នាទី")
    expect_fit_for_a_phone(page)


def test_a_phone_that_was_away_at_the_end_brings_what_was_answered_before(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    hour: Hour,
) -> None:
    phone = phone_for()
    page = open_sheet(phone, address, 6)
    phone.set_offline(True)
    page.click(f"{SINGLE} .quiz-option:has-text('2005')")
    expect(page.locator("#q7")).to_be_visible()
    page.click(f"{TRUE_FALSE} .quiz-option:has-text('True')")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 2.")
    hour.let_pass(11 * 60, page)
    expect(page.locator("#quiz-time")).to_contain_text("The time is up.")
    expect(page.locator("#q7 .quiz-option").first).to_be_disabled()
    with database.writing() as session:
        opening.settle_all(session, workshop.course_id, hour.now())
        session.commit()
    assert report(database, workshop).attempts[workshop.seat_id].score == 0
    phone.set_offline(False)
    page.wait_for_url("**/result?see=1", timeout=40_000)
    expect(page.locator("h1")).to_have_text("Points: 2 of 13")
    expect(page.locator(".quiz-late")).to_contain_text("2 answers came after the end")
    assert kept(database, workshop) == {"the-single": "right", "the-true-false": "true"}
    assert late(database, workshop) == 2
    sheet = report(database, workshop).attempts[workshop.seat_id]
    with database.reading() as session:
        (old,) = result_store.list_old_results(session, [sheet.id])[sheet.id]
    assert (old.score, old.reason) == (0, "late")
    assert page.evaluate("localStorage.length") == 0


def test_a_page_that_is_opened_again_after_the_end_sends_before_it_shows_what_was_right(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    hour: Hour,
) -> None:
    page = back_an_hour_after_answering_offline(phone_for(), address, hour)
    page.wait_for_url("**/result?see=1")
    expect(page.locator("h1")).to_have_text("Points: 1 of 13")
    assert late(database, workshop) == 1


def test_where_results_wait_the_page_that_says_so_brings_late_answers_too(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    hour: Hour,
) -> None:
    waiting = Terms(minutes=10, results=Results.AFTER_CLOSING)
    with database.writing() as session:
        opening.change_terms(session, workshop.course_id, kinds.SLUG, waiting, SYSTEM, hour.now())
        session.commit()
    page = back_an_hour_after_answering_offline(phone_for(), address, hour)
    expect(page.locator("h1")).to_have_text("Thank you. Your answers have come.")
    expect(page.locator(".quiz-late")).to_contain_text("1 answer came after the end")
    expect(page.locator("main")).not_to_contain_text("Right answer")
    assert kept(database, workshop) == {"the-single": "right"}
    assert page.evaluate("localStorage.length") == 0


def test_what_is_tapped_after_the_end_is_not_taken(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    hour: Hour,
) -> None:
    """The trainer closes while the phone is away, so that it cannot know."""
    phone = phone_for()
    page = open_sheet(phone, address, 6)
    phone.set_offline(True)
    page.click(f"{SINGLE} .quiz-option:has-text('2005')")
    expect(page.locator("#q7")).to_be_visible()
    hour.let_pass(60, page)
    with database.writing() as session:
        service.close_all(session, workshop.course_id, SYSTEM, hour.now())
        session.commit()
    hour.let_pass(60, page)
    page.click(f"{TRUE_FALSE} .quiz-option:has-text('True')")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 2.")
    phone.set_offline(False)
    expect(page.locator("#quiz-outbox")).to_contain_text(
        "The quiz was closed at 09:31.", timeout=40_000
    )
    page.click("text=See the result")
    expect(page.locator("h1")).to_have_text("Points: 1 of 13")
    expect(page.locator(".quiz-late")).to_contain_text("1 answer came after the end")
    assert kept(database, workshop) == {"the-single": "right"}


def test_a_sheet_that_was_given_more_time_goes_on(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    hour: Hour,
) -> None:
    page = open_sheet(phone_for(), address, 6)
    with database.writing() as session:
        opening.give_extra_time(
            session, workshop.course_id, workshop.seat_id, 50, SYSTEM, hour.now()
        )
        session.commit()
    hour.let_pass(10.1 * 60, page)
    expect(page.locator("#quiz-time")).to_contain_text("Time left: 5 min", timeout=15_000)
    page.goto(f"{address}?q=6")
    page.click(f"{SINGLE} .quiz-option:has-text('2005')")
    expect(page.locator(f"{SINGLE} .quiz-state")).to_have_text("Saved at 09:40")


def test_without_javascript_the_page_says_until_when(
    phone_for: PhoneMaker, address: str, hour: Hour
) -> None:
    page = phone_for(java_script_enabled=False).new_page()
    page.goto(f"{address}?q=6")
    expect(page.locator("#quiz-time")).to_have_text("Answers are taken until 09:40.")
    hour.let_pass(11 * 60)
    page.click(f"{SINGLE} .quiz-option:has-text('2005')")
    expect(page.locator("main")).to_contain_text("Your time was up at 09:40.")
    page.click("text=See the result")
    expect(page.locator("h1")).to_have_text("Your time was up at 09:40.")
    page.click("text=See the result")
    expect(page.locator("h1")).to_have_text("Points: 0 of 13")
