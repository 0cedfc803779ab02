"""A phone that loses the Wi-Fi in the middle of a quiz: nothing tapped is lost."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.conftest import NINE_THIRTY, Workshop
from tests.journeys.serving import serving
from training.adapters.database import Database
from training.courses import seat_cookie
from training.kernel.access import SYSTEM
from training.quizzes import service, taking
from training.web.errors import STORAGE_FULL

pytestmark = pytest.mark.browser
SLUG = "small"
WAITING = "It will be sent when the connection is back."


@pytest.fixture
def database(app: Flask) -> Database:
    """The application's database."""
    found: Database = app.extensions["training.database"]
    return found


@pytest.fixture
def address(app: Flask, database: Database, workshop: Workshop) -> Iterator[str]:
    """A served workshop whose quiz SUN Sopheap has begun; the address of the sheet's server."""
    with database.writing() as session:
        service.open_quiz(session, workshop.course_id, SLUG, "o", SYSTEM, NINE_THIRTY)
        taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)
        session.commit()
    with serving(app) as address:
        yield address


@pytest.fixture
def phone(
    browser: Browser, app: Flask, address: str, workshop: Workshop
) -> Iterator[BrowserContext]:
    """SUN Sopheap's phone."""
    secret = str(app.config["SECRET_KEY"])
    context = browser.new_context(viewport={"width": 360, "height": 640})
    seats = seat_cookie.signed(secret, [workshop.seat_id])
    context.add_cookies(
        [
            {"name": seat_cookie.cookie_name(secret), "value": seats, "url": address},
            {"name": "lang", "value": "en", "url": address},
        ]
    )
    yield context
    context.close()


def open_sheet(phone: BrowserContext, address: str, workshop: Workshop) -> Page:
    page = phone.new_page()
    page.goto(f"{address}/c/{workshop.course_id}/quiz/{SLUG}")
    return page


def kept(database: Database, workshop: Workshop) -> dict[str, str]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, SLUG)
        assert desk.attempt is not None
        answers = service.answers_of(session, desk.attempt)
    return {item_id: answer.code for item_id, answer in answers.items()}


def test_one_tap_saves_and_moves_on(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#q1 .quiz-state")).to_have_text("Saved at 09:30")
    expect(page.locator("#q2")).to_be_visible()
    expect(page.locator("#q1")).to_be_hidden()
    assert kept(database, workshop) == {"colour": "b"}
    assert page.evaluate("localStorage.length") == 0
    page.go_back()
    expect(page.locator("#q1 .quiz-option:has-text('Blue')")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_what_is_tapped_offline_is_sent_when_the_network_returns(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    phone.set_offline(True)
    page.click("#q1 .quiz-option:has-text('Green')")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    expect(page.locator("#q2")).to_be_visible()
    page.click("#q2 .quiz-option:has-text('True')")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 2.")
    expect(page.locator("#q3")).to_be_visible()
    page.click("#q3 [data-step='2']")
    page.click("#q2 [data-step='1']")
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#q3")).to_be_visible()
    page.click("text=Look over the answers and send them")
    expect(page.locator("#quiz-outbox")).to_be_visible()
    assert kept(database, workshop) == {}
    phone.set_offline(False)
    page.wait_for_url("**/check")
    expect(page.locator("h1")).to_have_text("Answered: 2 of 3")
    assert kept(database, workshop) == {"colour": "b", "water": "true"}
    assert page.evaluate("localStorage.length") == 0


def test_the_outbox_outlives_the_page(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    phone.set_offline(True)
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#quiz-outbox")).to_be_visible()
    page.close()
    phone.set_offline(False)
    page = open_sheet(phone, address, workshop)
    expect(page.locator("#q1 .quiz-state")).to_have_text("Saved at 09:30")
    assert kept(database, workshop) == {"colour": "b"}


def test_nothing_is_finished_while_something_is_unsent(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    page.route("**/answers", lambda route: route.abort())
    page.route("**/finish", lambda route: route.abort())
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    page.goto(f"{address}/c/{workshop.course_id}/quiz/{SLUG}/check")
    page.click("text=Send the answers")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 1.")
    assert page.url.endswith("/check")
    assert kept(database, workshop) == {}
    page.unroute("**/answers")
    page.unroute("**/finish")
    expect(page.locator("h1")).to_have_text("Right: 1 of 3", timeout=15_000)
    assert kept(database, workshop) == {"colour": "b"}
    assert page.evaluate("localStorage.length") == 0


def test_one_request_sends_all_that_waits_on_the_phone(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    page.route("**/answers", lambda route: route.abort())
    for number, words in ((1, "Blue"), (2, "True"), (3, "True")):
        page.click(f"#q{number} .quiz-option:has-text('{words}')")
        if number < 3:
            expect(page.locator(f"#q{number + 1}")).to_be_visible()
    page.goto(f"{address}/c/{workshop.course_id}/quiz/{SLUG}/check")
    posted: list[str] = []
    page.on("request", lambda each: posted.append(each.url) if each.method == "POST" else None)
    page.unroute("**/answers")
    page.click("text=Send the answers")
    expect(page.locator("h1")).to_contain_text("of 3")
    page.wait_for_url("**/result")
    assert [each.rpartition("/")[2] for each in posted if not each.endswith("/answers")] == [
        "finish"
    ]
    assert len(kept(database, workshop)) == 3
    assert page.evaluate("localStorage.length") == 0


def test_a_sheet_that_was_closed_meanwhile_says_what_did_not_arrive(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    page.route("**/answers", lambda route: route.abort())
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    page.goto(f"{address}/c/{workshop.course_id}/quiz/{SLUG}/check")
    with database.writing() as session:
        service.close_all(session, workshop.course_id, SYSTEM, NINE_THIRTY)
        session.commit()
    page.click("text=Send the answers")
    expect(page.locator("#quiz-outbox")).to_contain_text("The quiz was closed at 09:30.")
    page.click("text=See the result")
    expect(page.locator("h1")).to_have_text("Right: 0 of 3")
    assert kept(database, workshop) == {}
    assert page.evaluate("localStorage.length") == 0


def test_an_answer_that_came_too_late_is_said_to_be(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#q2")).to_be_visible()
    with database.writing() as session:
        service.close_all(session, workshop.course_id, SYSTEM, NINE_THIRTY)
        session.commit()
    page.click("#q2 [data-step='1']")
    page.click("#q1 .quiz-option:has-text('Green')")
    expect(page.locator("#quiz-outbox")).to_contain_text("The quiz was closed at 09:30.")
    expect(page.locator("#q1 .quiz-option[aria-pressed='true']")).to_contain_text("Blue")
    expect(page.locator("#q1 .quiz-state")).to_have_text("Saved at 09:30")
    page.click("text=See the result")
    expect(page.locator("h1")).to_have_text("Right: 1 of 3")
    assert page.evaluate("localStorage.length") == 0


def test_a_tap_that_arrives_late_does_not_undo_a_later_one(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    on_its_way: list[dict[str, str]] = []

    def lose(route: Route) -> None:
        on_its_way.append(dict(parse_qsl(route.request.post_data or "")))
        route.abort()

    page.route("**/answers", lose)
    page.click("#q1 .quiz-option:has-text('Green')")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    page.click("#q2 [data-step='1']")
    page.unroute("**/answers")
    page.click("#q1 .quiz-option:has-text('Blue')")
    expect(page.locator("#q1 .quiz-state")).to_have_text("Saved at 09:30")
    assert kept(database, workshop) == {"colour": "b"}
    late = page.request.post(
        f"{address}/c/{workshop.course_id}/quiz/{SLUG}/answers", form=dict(on_its_way[0])
    )
    assert late.ok
    assert kept(database, workshop) == {"colour": "b"}


def test_a_full_disk_is_said_and_the_answer_waits(
    phone: BrowserContext, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_sheet(phone, address, workshop)
    full = {"status": 507, "json": {"message": str(STORAGE_FULL)}}
    page.route("**/answers", lambda route: route.fulfill(**full))
    page.click("#q1 .quiz-option:has-text('Blue')")
    outbox = page.locator("#quiz-outbox")
    expect(outbox).to_contain_text(f"{STORAGE_FULL} Not sent yet: 1. {WAITING}")
    page.unroute("**/answers")
    expect(outbox).to_be_hidden(timeout=15_000)
    assert kept(database, workshop) == {"colour": "b"}
