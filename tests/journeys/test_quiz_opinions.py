"""Scales, texts and pictures on a real phone: saved at once, offline, without a script, legible."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.conftest import ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import expect_fit_for_a_phone
from tests.quizzes import opinions
from tests.quizzes.conftest import add_module
from training.adapters.database import Database
from training.modules.model import Item
from training.quizzes import service

pytestmark = [pytest.mark.browser, ON_SQLITE]
SAVED = "Saved at 09:30"
WAITING = "It will be sent when the connection is back."
TEXT = "ខ្ញុំប្រាប់មេភូមិ។\n\n- I write it down & keep it\n- 100% sure"
NUMBERS = {item: number for number, item in enumerate(opinions.ITEMS, 1)}
DEED = f"#q{NUMBERS[opinions.DEED]}"
FIELD = f"{DEED}-typed"
FETCHED = """() => performance.getEntriesByType('resource')
  .filter(each => each.name.includes('/pictures/')).map(each => each.transferSize)"""


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """The application's database; SUN Sopheap has begun a quiz of opinions, texts and pictures."""
    found: Database = app.extensions["training.database"]
    add_module(found, workshop, opinions.MODULE, opinions.PICTURES)
    return found


@pytest.fixture
def address(app: Flask, database: Database, workshop: Workshop) -> Iterator[str]:
    """Where that sheet is served."""
    with serving(app) as address:
        yield f"{address}/c/{workshop.course_id}/quiz/{opinions.SLUG}"


def kept(database: Database, workshop: Workshop) -> dict[str, str]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, opinions.SLUG)
        assert desk.attempt is not None
        found = service.answers_of(session, desk.attempt)
    return {item_id: answer.code for item_id, answer in found.items()}


def place(item: Item) -> str:
    return f"#q{NUMBERS[item]}"


def tap(page: Page, item: Item, step: int) -> None:
    page.click(f"{place(item)} .quiz-step[value='{step}']")


def test_taps_on_scales_move_on_and_a_picture_comes_when_it_is_in_sight(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = phone_for().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}?q=1")
    tap(page, opinions.SURE, 4)
    expect(page.locator(f"{place(opinions.SURE)} .quiz-state")).to_have_text(SAVED)
    expect(page.locator(place(opinions.PACE))).to_be_visible()
    assert [url for url in asked if "/pictures/" in url] == []
    tap(page, opinions.PACE, 7)
    expect(page.locator(DEED)).to_be_visible()
    picture = page.locator(f"{DEED} img")
    expect(picture).to_have_js_property("complete", True)
    box = picture.bounding_box()
    assert box is not None
    assert (box["width"] <= 360, box["height"] <= 640 * 0.43) == (True, True)
    assert (
        page.locator(f"{DEED} textarea").evaluate("area => area.getBoundingClientRect().top") < 640
    )
    page.goto(f"{address}?q={NUMBERS[opinions.YEAR]}")
    expect(page.locator(f"{place(opinions.YEAR)} img")).to_have_js_property("complete", True)
    assert page.evaluate(FETCHED) == [0], "the second time it is in the phone's memory"
    assert kept(database, workshop) == {opinions.SURE.id: "4", opinions.PACE.id: "7"}


def test_a_text_that_was_written_offline_is_there_with_its_lines(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    """Typed in two goes; the page is closed and opened again, then the network comes back."""
    phone = phone_for()
    page = phone.new_page()
    page.goto(f"{address}?q={NUMBERS[opinions.DEED]}")
    page.fill(FIELD, "First")
    expect(page.locator(f"{DEED} .quiz-state")).to_have_text(SAVED)
    phone.set_offline(True)
    page.fill(FIELD, "")
    for line in TEXT.split("\n"):
        page.locator(FIELD).press_sequentially(line)
        page.press(FIELD, "Enter")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    expect(page.locator(DEED)).to_be_visible()
    page.click(f"{DEED} .quiz-steps a:last-child")
    page.close()
    assert kept(database, workshop) == {opinions.DEED.id: "First"}
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(f"{address}?q={NUMBERS[opinions.DEED]}")
    expect(page.locator(f"{DEED} .quiz-state")).to_have_text(SAVED, timeout=15_000)
    expect(page.locator(FIELD)).to_have_value(TEXT + "\n")
    assert kept(database, workshop) == {opinions.DEED.id: TEXT}
    page.reload()
    expect(page.locator(FIELD)).to_have_value(TEXT)


def test_opinions_and_texts_work_without_javascript(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = phone_for(java_script_enabled=False).new_page()
    page.goto(f"{address}?q=1")
    tap(page, opinions.SURE, 1)
    tap(page, opinions.PACE, 4)
    page.fill(FIELD, TEXT)
    page.click(f"{DEED} .quiz-keep")
    page.fill(f"{place(opinions.COMMENT)}-typed", "Thank you")
    page.click(f"{place(opinions.COMMENT)} .quiz-keep")
    page.click("label:has-text('Books')")
    page.click(f"{place(opinions.HELP)} .quiz-keep")
    page.click(f"{place(opinions.YEAR)} .quiz-option:has-text('2005')")
    expect(page).to_have_url(re.compile("/check$"))
    assert kept(database, workshop) == {
        opinions.SURE.id: "1",
        opinions.PACE.id: "4",
        opinions.DEED.id: TEXT,
        opinions.COMMENT.id: "Thank you",
        opinions.HELP.id: "books",
        opinions.YEAR.id: "right",
    }


@pytest.mark.parametrize("language", ["km", "en"])
def test_opinions_texts_and_pictures_are_fit_for_everybody(
    phone_for: PhoneMaker, address: str, language: str
) -> None:
    scheme = "light" if language == "km" else "dark"
    page = phone_for(language, color_scheme=scheme).new_page()
    for item, number in NUMBERS.items():
        page.goto(f"{address}?q={number}")
        expect_fit_for_a_phone(page)
        if item is opinions.SURE:
            tap(page, item, 5)
            page.wait_for_timeout(100)
            page.goto(f"{address}?q={number}")
            expect_fit_for_a_phone(page)
        if item is opinions.DEED:
            page.fill(FIELD, TEXT)
            expect(page.locator(f"{DEED} .quiz-saved")).to_have_count(1)
    page.goto(f"{address}/check")
    page.click("#quiz-finish button")
    page.wait_for_url("**/result")
    expect_fit_for_a_phone(page)
