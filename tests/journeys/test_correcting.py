"""A trainer corrects a key and marks words in a real browser; fits a laptop and a phone."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from msgspec import structs
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import (
    expect_fit_for_a_laptop,
    expect_fit_for_a_phone,
    faults_of_width,
)
from tests.quizzes import kinds, test_marking
from tests.quizzes.conftest import add_items, give_sheet
from training.adapters.database import Database
from training.kernel.locales import Bilingual
from training.modules.model import ItemKind

pytestmark = [pytest.mark.browser, ON_SQLITE]
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 640}
SLUG = "kinds"
TEXT = structs.replace(
    test_marking.TEXT,
    question=Bilingual(
        "តើសហគមន៍របស់អ្នកអាចធ្វើអ្វីខ្លះ ដើម្បីបង្ការពាក្យស្អប់ខ្ពើម?",
        "What can your community do to prevent hate speech?",
    ),
    rubric=Bilingual(
        "១ ពិន្ទុសម្រាប់ទង្វើជាក់លាក់មួយ។\n១ ពិន្ទុសម្រាប់អ្នកដែលធ្វើ។\n១ ពិន្ទុសម្រាប់ពេលវេលា។",
        "1 point for a concrete act.\n1 point for who does it.\n1 point for when.",
    ),
)
WORDS = (
    "The commune chief invites the elders of both villages.\n\nThey meet before the election.",
    "មេឃុំអញ្ជើញចាស់ទុំមកជួបគ្នា ហើយនិយាយគ្នាជារៀងរាល់ខែ។",
)
OpenWindow = Callable[..., Page]


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """The application's database; two sheets of every kind of question are sent."""
    found: Database = app.extensions["training.database"]
    right = {item.id: code for item in kinds.ITEMS if (code := _right(item.kind))}
    with found.writing() as session:
        add_items(session, workshop, SLUG, (*kinds.ITEMS, TEXT))
        seats = (workshop.seat_id, workshop.other_seat_id)
        for seat_id, words, single in zip(seats, WORDS, ("right", "wrong"), strict=True):
            codes = {**right, "the-single": single, TEXT.id: words}
            give_sheet(session, workshop, seat_id, codes, SLUG)
        session.commit()
    return found


def _right(kind: ItemKind) -> str:
    return {ItemKind.TRUE_FALSE: "true", ItemKind.NUMBER: "1.7"}.get(kind, "")


@pytest.fixture
def window_for(
    app: Flask, database: Database, browser: Browser, client_for: ClientMaker
) -> Iterator[OpenWindow]:
    """`window_for(size, "km", account_id=…)`: a window in a browser of its own."""
    contexts: list[BrowserContext] = []
    with serving(app) as address:

        def open_window(size: ViewportSize, language: str = "en", **who: uuid.UUID) -> Page:
            context = browser.new_context(viewport=size, base_url=address)
            contexts.append(context)
            cookies = cookies_of(client_for(language=language, **who))
            context.add_cookies(
                [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
            )
            return context.new_page()

        yield open_window
        for context in contexts:
            context.close()


def expect_fit(page: Page) -> None:
    expect_fit_for_a_laptop(page)
    assert faults_of_width(page, (360,)) == []
    page.set_viewport_size(LAPTOP)


def staff(workshop: Workshop, rest: str = "") -> str:
    return f"/courses/{workshop.course_id}/quiz{rest}"


def test_a_key_is_corrected_with_a_look_before(window_for: OpenWindow, workshop: Workshop) -> None:
    page = window_for(LAPTOP, account_id=workshop.trainer_id)
    page.goto(staff(workshop, f"/{SLUG}/correct"))
    row = page.get_by_role("row", name="In which year was the Outcome Document adopted?")
    row.get_by_role("link").click()
    page.get_by_label("In 2001").check()
    page.get_by_label("In 2005").uncheck()
    page.get_by_role("button", name="See whose result changes").click()
    expect(page.get_by_role("alert")).to_contain_text("Please say why")
    expect(page.get_by_label("In 2001")).to_be_checked()
    page.get_by_label("Why").fill("The question was about the report.")
    page.get_by_role("button", name="See whose result changes").click()
    expect(page.get_by_role("heading", name="2 results would change")).to_be_visible()
    expect(page.get_by_role("row", name="SUN Sopheap")).to_contain_text("4 of 16")
    expect(page.get_by_role("row", name="SUN Sopheap")).to_contain_text("3 of 16")
    page.get_by_role("button", name="Change something").click()
    page.get_by_label("In 2005").check()
    page.get_by_role("button", name="See whose result changes").click()
    expect(page.get_by_role("heading", name="1 result would change")).to_be_visible()
    page.get_by_role("button", name="Correct it and score again").dblclick()
    expect(page.get_by_role("status")).to_contain_text("1 result changed")
    phone = window_for(PHONE, seat_id=workshop.other_seat_id)
    phone.goto(f"/c/{workshop.course_id}/quiz/{SLUG}/result")
    expect(phone.get_by_text("This key was corrected.")).to_be_visible()
    expect(phone.get_by_text("Until 09:30 this result was 3 of 16.")).to_be_visible()
    expect_fit_for_a_phone(phone)


def test_words_are_marked_by_the_keyboard(window_for: OpenWindow, workshop: Workshop) -> None:
    page = window_for(LAPTOP, account_id=workshop.trainer_id)
    page.goto(staff(workshop, f"/{SLUG}/mark"))
    page.get_by_role("link", name="Mark them").click()
    expect(page.get_by_text("2 answers left")).to_be_visible()
    expect(page.get_by_text("SUN Sopheap")).to_have_count(0)
    page.wait_for_load_state()  # the script listens then
    page.keyboard.press("2")
    expect(page.get_by_role("status")).to_contain_text("Saved: 2 of 3 points.")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: '៣'}))")
    expect(page.get_by_text("All answers to this question are marked.")).to_be_visible()
    page.get_by_role("link", name="Look at them again").click()
    page.get_by_role("button", name="0", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Saved: 0 of 3 points.")


PAGES = (
    f"/{SLUG}/correct",
    f"/{SLUG}/correct/the-single",
    f"/{SLUG}/mark",
    f"/{SLUG}/mark/{TEXT.id}",
)


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_pages_fit_and_can_be_read(
    window_for: OpenWindow, workshop: Workshop, language: str
) -> None:
    page = window_for(LAPTOP, language, account_id=workshop.trainer_id)
    for rest in PAGES:
        page.goto(staff(workshop, rest))
        expect_fit(page)
    page.goto(staff(workshop, PAGES[1]))
    page.locator("input[value=wrong]").check()
    page.locator("#reason").fill("ទាំងពីរត្រឹមត្រូវ។")
    page.locator("button[value=preview]").click()
    expect_fit(page)
