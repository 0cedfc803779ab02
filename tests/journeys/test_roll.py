"""The roll in a real browser: forty people with one thumb, a lost connection, no script at all."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.attendance.conftest import add_people, bopha, database, marks
from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import faults_of_axe
from training.adapters.database import Database
from training.attendance import recording
from training.attendance.model import Mark, MarkSource, MarkStatus
from training.kernel.locales import khmer_digits

pytestmark = [pytest.mark.browser, ON_SQLITE]
__all__ = ["add_people", "bopha", "database", "marks"]
PEOPLE = 40
SECONDS = 120
SMALLEST_TARGET = 44
Marks = Callable[[], tuple[Mark, ...]]
Thumb = Callable[..., Page]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture
def thumb(
    browser: Browser, client_for: ClientMaker, address: str, workshop: Workshop
) -> Iterator[Thumb]:
    """`thumb("km", java_script_enabled=False)`: the roll on a trainer's phone."""
    contexts: list[BrowserContext] = []

    def make(language: str = "en", **options: Any) -> Page:
        held = cookies_of(client_for(account_id=workshop.trainer_id, language=language))
        context = browser.new_context(
            viewport={"width": 360, "height": 640}, has_touch=True, **options
        )
        contexts.append(context)
        context.add_cookies([{"name": n, "value": v, "url": address} for n, v in held.items()])
        page = context.new_page()
        page.goto(f"{address}/courses/{workshop.course_id}/attendance")
        return page

    yield make
    for context in contexts:
        context.close()


def row(page: Page, number: int) -> Any:
    return page.locator(f"#seat-{number}")


@pytest.mark.parametrize("language", ["km", "en"])
def test_forty_people_in_under_two_minutes_with_one_thumb(
    thumb: Thumb, add_people: Callable[[int], None], marks: Marks, language: str
) -> None:
    add_people(PEOPLE - 2)
    page = thumb(language)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    buttons = page.locator(".roll button[name=seat]")
    expect(buttons).to_have_count(PEOPLE)
    began = time.monotonic()
    for place in range(PEOPLE):
        buttons.nth(place).tap()
    expect(page.locator(".roll li.present:not([aria-busy])")).to_have_count(PEOPLE)
    assert time.monotonic() - began < SECONDS
    assert (asked.count("fetch"), asked.count("document")) == (PEOPLE, 0)
    assert [mark.status for mark in marks()] == [MarkStatus.PRESENT] * PEOPLE
    count = khmer_digits(PEOPLE) if language == "km" else str(PEOPLE)
    assert re.findall(r"\S*[0-9០-៩]+", page.locator("#roll-count").inner_text()) == [count, count]
    expect(page.locator("#roll-rest")).to_be_hidden()


@pytest.mark.parametrize("language", ["km", "en"])
def test_what_a_thumb_meets_is_large_and_a_tap_moves_nothing(
    thumb: Thumb, add_people: Callable[[int], None], language: str
) -> None:
    add_people(10)
    page = thumb(language)
    row(page, 2).locator("> a").tap()
    for target in page.locator(
        ".roll button:visible, .roll a:visible, .roll-bar button:visible, #roll-rest button"
    ).all():
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= SMALLEST_TARGET, target.inner_text()
    row(page, 2).locator("> a").tap()
    heights = "Array.from(document.querySelectorAll('.roll li'), each => each.offsetTop)"
    before = page.evaluate(heights)
    for number in range(1, 9):
        row(page, number).locator("button[name=seat]").tap()
    expect(page.locator(".roll li.present:not([aria-busy])")).to_have_count(8)
    assert page.evaluate(heights) == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_tap_that_was_lost_says_so_and_goes_out_again_under_its_key(
    thumb: Thumb, marks: Marks
) -> None:
    page = thumb()
    keys: list[str] = []

    def lose(route: Route) -> None:
        sent = route.request.post_data or ""
        keys.append(re.findall(r"submission_key=([0-9a-f]+)", sent)[0])
        if len(keys) == 1:
            route.abort()
        elif len(keys) == 2:
            route.fetch()  # saved, but the answer is lost
            route.abort()
        else:
            route.continue_()

    page.route("**/attendance/hand", lose)
    button = row(page, 1).locator("button[name=seat]")
    for _ in range(2):
        button.tap()
        expect(row(page, 1).get_by_role("alert")).to_contain_text("Not saved. Please tap again.")
        expect(row(page, 1)).not_to_have_attribute("aria-busy", "true")
    button.tap()
    expect(row(page, 1)).to_have_class("present")
    expect(row(page, 1).get_by_role("alert")).to_have_count(0)
    assert len(set(keys)) == 1
    assert [mark.version for mark in marks()] == [1]


def test_undo_brings_back_what_held_and_says_so(thumb: Thumb, marks: Marks) -> None:
    page = thumb()
    said, undo = page.locator("#roll-said"), page.get_by_role("button", name="Undo")
    expect(undo).to_be_hidden()
    row(page, 1).locator("> a").tap()
    page.locator("#roll-other").get_by_role("button", name="Excused").tap()
    expect(said).to_contain_text("ស៊ុន សុភាព")
    expect(page.locator("#roll-other")).to_be_hidden()
    row(page, 1).locator("button[name=seat]").tap()
    expect(row(page, 1)).to_have_class("present")
    undo.tap()
    expect(row(page, 1)).to_have_class("excused")
    expect(undo).to_be_hidden()
    expect(page.locator("#roll-count")).to_have_text("1 of 2 marked")
    assert [(mark.status, mark.version) for mark in marks()] == [(MarkStatus.EXCUSED, 3)]


def test_late_with_minutes_and_what_cannot_be(thumb: Thumb, marks: Marks) -> None:
    page = thumb("km")
    row(page, 1).locator("> a").tap()
    panel = page.locator("#roll-other")
    panel.locator("input").fill("៩៩")
    panel.locator("button[value=late]").tap()
    expect(row(page, 1).get_by_role("alert")).to_be_visible()
    assert marks() == ()
    panel.locator("input").fill("១២")
    panel.locator("input").press("Enter")
    assert marks() == ()
    panel.locator("button[value=late]").tap()
    expect(row(page, 1)).to_have_class("late")
    assert [mark.minutes_late for mark in marks()] == [12]
    row(page, 2).locator("> a").press("Enter")
    expect(panel.locator("button").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(row(page, 2).locator("> a")).to_be_focused()


@pytest.mark.parametrize("typed", ["sun", "សុភាព", "ចាន់ថា", "១", "2", "1x", "keochan", "zzz", ""])
def test_typing_finds_whom_the_server_finds(thumb: Thumb, typed: str) -> None:
    page = thumb()

    def shown() -> list[str]:
        return [each.get_attribute("id") or "" for each in page.locator(".roll li:visible").all()]

    page.locator("#roll-q").fill(typed)
    by_script = shown()
    page.goto(re.sub(r"\?.*", "", page.url) + f"?q={typed}")
    assert shown() == by_script
    assert page.locator("#roll-none").is_visible() is (by_script == [])


def test_without_a_script_a_tap_undo_and_all_present_work(thumb: Thumb, marks: Marks) -> None:
    page = thumb("en", java_script_enabled=False)
    row(page, 1).locator("button[name=seat]").tap()
    expect(row(page, 1)).to_contain_text("Present")
    expect(page.locator("#roll-said")).to_contain_text("Present")
    page.get_by_role("button", name="Undo").tap()
    expect(row(page, 1)).to_contain_text("not yet")
    assert marks() == ()
    page.get_by_role("button", name="All the others are present").tap()
    expect(page.locator("#roll-said")).to_have_text("2 people marked present")
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_text("2 marks taken back")).to_be_visible()
    assert marks() == ()
    row(page, 2).locator("> a").tap()
    page.get_by_label("Minutes late").fill("7")
    page.get_by_role("button", name="Late", exact=True).tap()
    expect(page.get_by_text("Late, 7 min")).to_be_visible()
    assert [mark.minutes_late for mark in marks()] == [7]


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_roll_its_panel_and_what_is_contested_are_fit_for_everybody(
    thumb: Thumb, database: Database, workshop: Workshop, language: str
) -> None:
    item = workshop.item_ids[3]
    with database.writing() as session:
        for seat_id, key, status in (
            (workshop.seat_id, "s1", MarkStatus.PRESENT),
            (workshop.other_seat_id, "s2", MarkStatus.PRESENT),
            (workshop.seat_id, "s3", MarkStatus.ABSENT),
        ):
            source = MarkSource.PAPER if status is MarkStatus.ABSENT else MarkSource.CODE
            said = recording.Said(item, seat_id, source, status, NINE_THIRTY, None, "one phone")
            recording.take(session, workshop.course_id, said, key)
        session.commit()
    page = thumb(language)
    row(page, 2).locator("button[name=seat]").tap()
    expect(page.locator("#roll-undo")).to_be_visible()
    row(page, 1).locator("> a").tap()
    assert faults_of_axe(page) == []
    roll = page.url
    for place in ("conflicts", f"{item}/1", f"{item}/heads"):
        page.goto(f"{roll}/{place}")
        assert faults_of_axe(page) == [], place
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place
