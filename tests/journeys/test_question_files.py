"""A teacher's file in a real browser: one question is broken, the others reach a phone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.proofreading import ProofReadingClient

pytestmark = [pytest.mark.browser, ON_SQLITE]
GIFT = """// From a teacher, made at home
::sky::<span lang="km" class="multilang">មេឃមានពណ៌អ្វី?</span>\
<span lang="en" class="multilang">Which colour has the sky?</span>{=blue ~green#That is grass.}

::broken::This brace is never closed {=a ~b

::rain::It rains in July.{T}
"""

Browsing = Callable[..., BrowserContext]


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where it is served."""
    with serving(app) as address:
        yield address


@pytest.fixture
def browsing(browser: Browser, address: str) -> Iterator[Browsing]:
    """`browsing(client, width=360)`: a browser with the cookies of a test's client."""
    contexts: list[BrowserContext] = []

    def make(client: ProofReadingClient | None = None, **size: int) -> BrowserContext:
        context = browser.new_context(viewport={"width": 1366, "height": 768, **size})  # type: ignore[arg-type] # both are whole numbers
        for name, value in (cookies_of(client) if client else {"lang": "en"}).items():
            context.add_cookies([{"name": name, "value": value, "url": address}])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


def choose(page: Page, address: str, folder: Path) -> None:
    file = folder / "teacher.gift"
    file.write_text(GIFT, encoding="utf-8")
    page.goto(f"{address}/courses")
    page.click(".top-places >> text=Questions")
    page.set_input_files("#file", file)
    page.click("text=Look at the questions")


def keep(page: Page) -> None:
    """Says yes without ticking first, which is not enough."""
    page.fill("#title_en", "From a teacher")
    page.click("text=Save 2 questions")
    expect(page.locator(".faults")).to_contain_text("Some questions cannot be taken")
    page.check("#take_the_rest")
    page.click("text=Save 2 questions")
    expect(page.locator(".notice-saved")).to_contain_text("2 questions were saved.")


def plan(page: Page) -> str:
    """A course with the set alone, opened; its join code."""
    page.click("text=Plan a course")
    page.fill("#title_en", "A day with questions")
    page.select_option("#province", index=1)
    page.uncheck("#module-1")
    page.check("#own-1")
    page.click("main button:has-text('Plan the course')")
    page.click(".tabs >> text=Today")
    page.click("button:has-text('Open the course')")
    page.click(".tabs >> text=Quiz")
    page.get_by_role("button", name="Open the quiz: From a teacher").click()
    expect(page.locator(".quiz-now")).to_contain_text("From a teacher")
    return page.locator(".course-head b").inner_text().replace(" ", "")


def join(phone: Page, address: str, code: str) -> None:
    phone.goto(f"{address}/join/{code}")
    phone.fill("#name_km", "ស៊ុន សុភាព")
    phone.fill("#name_latin", "SUN Sopheap")
    phone.click("main button")


def test_a_teachers_file_with_one_bad_question_reaches_a_phone(
    browsing: Browsing, client_for: ClientMaker, address: str, workshop: Workshop, tmp_path: Path
) -> None:
    page = browsing(client_for(account_id=workshop.trainer_id)).new_page()
    choose(page, address, tmp_path)
    expect(page.locator("section[aria-labelledby='refused']")).to_contain_text("brace")
    expect(page.locator(".question")).to_have_count(2)
    keep(page)
    code = plan(page)
    phone = browsing(width=360, height=640).new_page()
    join(phone, address, code)
    phone.click("a[href$='/quiz/own-from-a-teacher']")
    phone.click("main button")
    phone.click("button:has-text('blue'), label:has-text('blue')")
    expect(phone.locator(".quiz-state").first).to_contain_text("Saved at")
