"""Phones in the room: they follow, answer, lose the network, sleep; their clocks are wrong."""

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop
from tests.journeys.serving import serving
from tests.live.test_views import Room
from training.courses import seat_cookie
from training.live import asking, signalling
from training.live.model import Tally

pytestmark = [pytest.mark.browser, ON_SQLITE]
Phone = Callable[..., Page]
SetClock = Callable[[dt.datetime], None]
WRONG_CLOCK = """
(() => {
  const RealDate = Date, away = 7 * 3600 * 1000;
  const wrong = function (...given) {
    return given.length ? new RealDate(...given) : new RealDate(RealDate.now() - away);
  };
  wrong.now = () => RealDate.now() - away;
  wrong.prototype = RealDate.prototype;
  window.Date = wrong;
})();
"""
TEA: dict[str, Any] = {
    "kind": "single", "words_en": "Tea?", "words_km": "តែ?",
    "choices_en": "*Yes\nNo", "choices_km": "*បាទ\nទេ", "reason_en": "It is.", "reason_km": "ពិត។",
}  # fmt: skip


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    return Room(app, workshop, client_for)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture
def phone(browser: Browser, app: Flask, address: str, room: Room) -> Iterator[Phone]:
    """`phone("km", other=True)`: a phone that follows the room."""
    opened: list[BrowserContext] = []
    secret = str(app.config["SECRET_KEY"])

    def make(language: str = "en", other: bool = False, script: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 640}, **options)
        opened.append(context)
        workshop = room.workshop
        seat = workshop.other_seat_id if other else workshop.seat_id
        seats = seat_cookie.signed(secret, [seat])
        context.add_cookies(
            [
                {"name": seat_cookie.cookie_name(secret), "value": seats, "url": address},
                {"name": "lang", "value": language, "url": address},
            ]
        )
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto(address + room.day)
        return page

    yield make
    for context in opened:
        context.close()


def leaf(page: Page) -> Locator:
    """The slide that is shown."""
    return page.locator(".leaf:not([hidden])")


def at_slide(page: Page, slide: str) -> None:
    expect(leaf(page)).to_have_attribute("data-slide", slide)


def option(page: Page, place: int) -> Locator:
    return page.locator(".live-question button[name=choice]").nth(place)


def tally(room: Room, question: str) -> Tally:
    with room.app.app_context(), room.app.extensions["training.database"].reading() as session:
        found = asking.get_question(session, room.workshop.course_id, uuid.UUID(question))
        return asking.tally_of(session, found)


def counts(room: Room, question: str) -> list[int]:
    return [bar.count for bar in tally(room, question).bars]


def questions(room: Room) -> list[str]:
    """What the room asked the trainer."""
    with room.app.extensions["training.database"].reading() as session:
        queue = signalling.queue(session, room.workshop.course_id, NINE_THIRTY)
    return [each.words for each in queue.questions]


def test_every_phone_is_where_the_room_is_in_its_own_language(room: Room, phone: Phone) -> None:
    english, khmer = phone("en"), phone("km", other=True)
    expect(english.locator("#live-deck .card")).to_be_visible()
    room.go("second")
    for page in (english, khmer):
        at_slide(page, "second")
    expect(leaf(english)).to_contain_text("Second slide")
    expect(leaf(khmer)).to_contain_text("ស្លាយទីពីរ")
    expect(khmer.locator("#live-number")).to_have_text("២ / ៣")
    room.go("third")
    for page in (english, khmer):
        at_slide(page, "third")
    late = phone("en")
    at_slide(late, "third")


def test_a_reader_leafs_back_and_returns_with_one_tap(room: Room, phone: Phone) -> None:
    room.go("second")
    page = phone()
    page.click("#live-before")
    at_slide(page, "first")
    back = page.locator("#live-return")
    expect(back).to_contain_text("slide, 2")
    room.go("third")
    expect(back).to_contain_text("slide, 3")
    at_slide(page, "first")
    back.click()
    at_slide(page, "third")
    expect(back).to_be_hidden()
    page.click("#live-before")
    page.click("#live-after")
    expect(back).to_be_hidden()
    room.go("first")
    at_slide(page, "first")


def test_another_module_does_not_take_a_reader_away_until_the_reader_wants(
    room: Room, phone: Phone
) -> None:
    """The course has one module, so the page is told that what it holds is another."""
    room.go("second")
    page = phone()
    page.evaluate("document.getElementById('live-deck').dataset.module = 'another'")
    page.click("#live-before")
    room.go("third")
    back = page.locator("#live-return")
    expect(back).to_have_text("The trainer is at another module. Go there")
    at_slide(page, "first")
    back.click()
    at_slide(page, "third")
    page.evaluate("document.getElementById('live-deck').dataset.module = 'another'")
    room.go("second")
    at_slide(page, "second")


def test_one_tap_is_saved_and_can_be_changed_until_the_answer_is_revealed(
    room: Room, phone: Phone
) -> None:
    english, khmer = phone("en"), phone("km", other=True)
    question = room.ask(**TEA)
    option(english, 1).click()
    expect(english.locator(".live-question .quiz-state")).to_have_text("Saved")
    option(khmer, 0).click()
    expect(khmer.locator(".live-question .quiz-saved")).to_be_visible()
    assert counts(room, question) == [1, 1]
    option(english, 0).click()
    expect(english.locator(".live-question .quiz-saved")).to_be_visible()
    expect(option(english, 0)).to_have_attribute("aria-pressed", "true")
    expect(option(english, 1)).to_have_attribute("aria-pressed", "false")
    assert counts(room, question) == [2, 0]
    room.deed(question, "reveal")
    expect(english.locator(".is-right")).to_contain_text("✓ Right")
    expect(english.locator(".is-right .live-own")).to_be_visible()
    expect(english.locator(".live-reason")).to_have_text("It is.")
    expect(khmer.locator(".is-right.is-own")).to_contain_text("បាទ")
    room.deed(question, "put-away")
    expect(english.locator(".live-question")).to_have_count(0)


def test_several_choices_a_scale_and_words_are_answered(room: Room, phone: Phone) -> None:
    page = phone()
    question = room.ask(kind="several", words_en="Which?", choices_en="*A\n*B\nC")
    page.locator(".live-tick").nth(0).click()
    page.locator(".live-tick").nth(2).click()
    expect(page.locator(".live-question .quiz-state")).to_have_text("Changed, but not sent yet.")
    page.click(".live-question form > button")
    expect(page.locator(".live-question .quiz-state")).to_have_text("Saved")
    assert counts(room, question) == [1, 0, 1]
    question = room.ask(kind="scale", words_en="How sure?")
    page.locator(".live-step").nth(3).click()
    expect(page.locator(".live-question .quiz-state")).to_have_text("Saved")
    assert counts(room, question) == [0, 0, 0, 1, 0]
    question = room.ask(kind="words", words_en="One word?")
    expect(page.locator(".live-count")).to_have_text("0 / 80")
    page.click(".live-question form > button")
    expect(page.locator(".live-question .quiz-state")).to_have_text(
        "Please write a few words first."
    )
    page.fill("#live-words", "សន្តិភាព")
    expect(page.locator(".live-count")).to_have_text("8 / 80")
    page.press("#live-words", "Enter")
    expect(page.locator(".live-question .quiz-state")).to_have_text("Saved")
    room.deed(question, "close")
    expect(page.locator(".live-own-words")).to_contain_text("សន្តិភាព")


def test_an_answer_that_the_network_did_not_take_goes_out_later_even_from_a_new_page(
    room: Room, phone: Phone
) -> None:
    page = phone()
    question = room.ask(**TEA)
    expect(option(page, 0)).to_be_visible()
    page.context.set_offline(True)
    option(page, 1).click()
    expect(page.locator(".quiz-unsent")).to_contain_text("It is sent when the connection is back.")
    option(page, 0).click()
    assert counts(room, question) == [0, 0]
    page.context.set_offline(False)
    expect(page.locator(".live-question .quiz-saved")).to_be_visible(timeout=15_000)
    assert counts(room, question) == [1, 0]
    page.context.set_offline(True)
    option(page, 1).click()
    expect(page.locator(".quiz-unsent")).to_be_visible()
    context, url = page.context, page.url
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(url)
    expect(page.locator(".live-question .quiz-saved")).to_be_visible()
    expect(option(page, 1)).to_have_attribute("aria-pressed", "true")
    assert counts(room, question) == [0, 1]
    assert page.evaluate("localStorage.length") == 0


def test_many_taps_on_one_answer_are_one_answer(room: Room, phone: Phone) -> None:
    page = phone()
    room.ask(**TEA)
    posted: list[str] = []
    page.on("request", lambda each: posted.append(each.url) if each.method == "POST" else None)
    option(page, 1).click(click_count=5)
    expect(page.locator(".live-question .quiz-saved")).to_be_visible()
    option(page, 1).click()
    expect(page.locator(".live-question .quiz-saved")).to_be_visible()
    assert len(posted) == 1


def test_an_answer_that_comes_too_late_is_said_to_and_the_saved_one_stays(
    room: Room, phone: Phone
) -> None:
    page = phone()
    question = room.ask(**TEA)
    option(page, 0).click()
    expect(page.locator(".live-question .quiz-saved")).to_be_visible()

    def close_first(route: Route) -> None:
        room.deed(question, "close")
        route.continue_()

    page.route("**/answer", close_first)
    option(page, 1).click()
    expect(page.locator("#live-notice")).to_be_visible()
    expect(page.locator(".live-question")).to_have_attribute("data-stage", "closed")
    expect(page.locator(".is-own")).to_contain_text("Yes")
    assert counts(room, question) == [1, 0]
    assert page.evaluate("localStorage.length") == 0


def test_a_clock_that_is_wrong_by_hours_does_not_shorten_or_lengthen_a_question(
    room: Room, phone: Phone, at: SetClock
) -> None:
    page = phone(script=WRONG_CLOCK)
    long = room.ask(**TEA, seconds="600")
    expect(page.locator(".live-time b")).to_have_text(re.compile(r"^(10:00|9:5\d)$"))
    page.reload()
    expect(page.locator(".live-time b")).to_have_text(re.compile(r"^(10:00|9:5\d)$"))
    room.deed(long, "put-away")
    question = room.ask(**{**TEA, "kind": "several"}, seconds="3")
    page.locator(".live-tick").nth(1).click()
    expect(page.locator(".live-question .quiz-state")).to_have_text("Saved")
    expect(page.locator(".live-tick input").first).to_be_disabled()
    at(NINE_THIRTY + dt.timedelta(seconds=9))
    expect(page.locator(".live-question")).to_have_attribute("data-stage", "closed", timeout=15_000)
    assert counts(room, question) == [0, 1]


HIDING = """
window.sleep = function (sleeps) {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => sleeps });
  document.dispatchEvent(new Event("visibilitychange"));
};
"""


def test_a_phone_that_slept_or_was_away_catches_up(room: Room, phone: Phone) -> None:
    room.go("first")
    page = phone(script=HIDING)
    page.evaluate("sleep(true)")
    room.go("second")
    page.wait_for_timeout(1500)
    at_slide(page, "first")
    page.evaluate("sleep(false)")
    at_slide(page, "second")
    page.context.set_offline(True)
    room.go("third")
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    at_slide(page, "third")


def test_without_the_stream_a_phone_asks_by_itself(room: Room, phone: Phone) -> None:
    page = phone()
    page.route(re.compile("//[^/]+/live/"), lambda route: route.abort())
    page.reload()
    room.go("second")
    expect(leaf(page)).to_have_attribute("data-slide", "second", timeout=15_000)


def test_signals_are_acknowledged_and_a_black_projector_is_said(room: Room, phone: Phone) -> None:
    page = phone()
    told = page.locator("#live-told")
    page.click("#live-hand button")
    expect(told).to_have_text("The trainer has been told.")
    expect(page.locator("#live-hand button")).to_have_text("Hand down")
    page.click("#live-hand button")
    expect(page.locator("#live-hand button")).to_have_text("Raise a hand")
    page.click(".live-ask summary >> nth=0")
    page.fill("#signal-words", "What is Pillar Two?")
    page.context.set_offline(True)
    page.press("#signal-words", "Enter")
    expect(told).to_contain_text("There is no connection at the moment.")
    expect(page.locator("#signal-words")).to_have_value("What is Pillar Two?")
    page.context.set_offline(False)
    page.press("#signal-words", "Enter")
    expect(told).to_have_text("The trainer has been told.")
    expect(page.locator("#signal-words")).to_have_value("")
    assert questions(room) == ["What is Pillar Two?"]
    room.go("second")
    room.drive(word="blank", on="1")
    expect(page.locator("#live-blank")).to_be_visible()
    at_slide(page, "second")
    room.drive(word="ranking", on="1")
    page.click("#live-nickname summary")
    page.fill("#nickname", "Lotus")
    page.press("#nickname", "Enter")
    expect(told).to_contain_text("Saved.")


def test_without_a_script_the_page_shows_the_rooms_slide_and_takes_answers(
    room: Room, phone: Phone
) -> None:
    room.go("second")
    question = room.ask(**TEA)
    page = phone(java_script_enabled=False)
    at_slide(page, "second")
    expect(page.locator("#live-bar")).to_be_hidden()
    expect(page.locator("noscript a[href$=small]")).to_be_visible()
    option(page, 1).click()
    expect(page.locator(".live-question .quiz-saved")).to_have_text("Saved")
    assert counts(room, question) == [0, 1]
