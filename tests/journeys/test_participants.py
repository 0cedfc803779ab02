"""An organiser's list in a real browser: looked at, taken in, and a phone takes its seat."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.courses.roster.files import DARA, ministry_list
from tests.journeys.serving import serving
from tests.proofreading import ProofReadingClient

pytestmark = [pytest.mark.browser, ON_SQLITE]
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


def stays_within(page: Page) -> bool:
    """Whether nothing but a box that scrolls is wider than the window."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return wide


def test_a_list_of_a_ministry_becomes_seats_and_a_phone_takes_one(
    workshop: Workshop,
    client_for: ClientMaker,
    browsing: Browsing,
    address: str,
    tmp_path: Path,
) -> None:
    file = tmp_path / "ministry.xlsx"
    file.write_bytes(ministry_list())
    page = browsing(client_for(account_id=workshop.trainer_id)).new_page()
    page.goto(f"{address}/courses/{workshop.course_id}/people")
    page.click("text=People from a list")
    page.set_input_files("#file", file)
    page.click("text=Look at the list")
    expect(page.locator("select[name=c5]")).to_have_value("organisation")
    page.click("text=Look at the people")
    expect(page.locator("input[name=take]:checked")).to_have_count(3)
    assert stays_within(page)
    page.click("text=Give seats to those who are ticked")
    expect(page.locator(".flash, [role=status]").first).to_contain_text("3 people of the list")

    phone = browsing(width=360, height=640).new_page()
    phone.goto(f"{address}/join/{workshop.join_code}")
    phone.fill("#name_km", DARA[0])
    phone.click("form button")
    expect(phone).to_have_url(f"{address}/c/{workshop.course_id}")
    page.reload()
    expect(page.locator("tr", has_text=DARA[0])).not_to_contain_text("expected")

    page.goto(f"{address}/courses/{workshop.course_id}/attendance/register")
    expect(page.locator("tr", has_text=DARA[0])).to_be_visible()
    assert stays_within(page)
