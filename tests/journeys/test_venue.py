"""Phones measure the Wi-Fi of a venue, and the trainer's page follows by itself."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from training.live import venue

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.fixture
def address(app: Flask, workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server whose venue check is shorter: twelve requests, a tenth of a second apart."""
    monkeypatch.setattr(venue, "PINGS", 12)
    monkeypatch.setattr(venue, "EVERY_MS", 100)
    with serving(app) as address:
        yield address


@pytest.fixture
def desk(
    browser: Browser, client_for: ClientMaker, workshop: Workshop, address: str
) -> Iterator[Page]:
    """The trainer's page of the check."""
    context = browser.new_context()
    held = cookies_of(client_for(account_id=workshop.trainer_id))
    context.add_cookies([{"name": n, "value": v, "url": address} for n, v in held.items()])
    page = context.new_page()
    page.goto(f"{address}/courses/{workshop.course_id}/venue")
    yield page
    context.close()


@pytest.fixture
def open_phone(browser: Browser, address: str, workshop: Workshop) -> Iterator[Callable[[], Page]]:
    """`open_phone()`: a phone at the address that the trainer shows."""
    opened = []

    def make() -> Page:
        context = browser.new_context(viewport={"width": 360, "height": 640})
        context.add_cookies([{"name": "lang", "value": "en", "url": address}])
        opened.append(context)
        page = context.new_page()
        page.goto(f"{address}/venue/{workshop.join_code}")
        return page

    yield make
    for context in opened:
        context.close()


def test_two_phones_measure_and_the_trainer_sees_both_without_reloading(
    desk: Page, open_phone: Callable[[], Page]
) -> None:
    expect(desk.locator(".findings")).to_contain_text("No phone has arrived yet")
    for phone in (open_phone(), open_phone()):
        expect(phone.locator("#venue-state")).to_contain_text("Finished.", timeout=15_000)
        expect(phone.locator("#venue-state")).to_contain_text("Look at the laptop")
    expect(desk.locator("tbody tr")).to_have_count(2, timeout=10_000)
    expect(desk.locator("tbody")).to_contain_text("0 of 12")
    expect(desk.locator(".findings")).to_contain_text("Nothing is wrong")


def test_a_phone_without_a_network_for_a_while_sends_what_it_lost_when_it_is_back(
    desk: Page, open_phone: Callable[[], Page]
) -> None:
    phone = open_phone()
    expect(phone.locator("#venue-answered")).not_to_have_text("0")
    phone.context.set_offline(True)
    expect(phone.locator("#venue-state")).to_contain_text("could not be sent", timeout=15_000)
    phone.context.set_offline(False)
    expect(phone.locator("#venue-state")).to_contain_text("Look at the laptop", timeout=15_000)
    expect(desk.locator("tbody")).to_contain_text("of 12", timeout=10_000)
    expect(desk.locator("tbody")).not_to_contain_text(
        re.compile(r"(^|\D)0 of 12")
    )  # 10 of 12 is fine
