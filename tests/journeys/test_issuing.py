"""Issuing in a browser: the bar goes on by itself; without JavaScript each press goes on."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.certificates.issued import end_with, require_one_each
from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving

pytestmark = [pytest.mark.browser, ON_SQLITE]
PEOPLE = 45
PATIENCE_MS = 60_000
Open = Callable[[bool], Page]


@pytest.fixture
def address(app: Flask, workshop: Workshop) -> Iterator[str]:
    end_with(app, workshop, PEOPLE)
    with serving(app) as found:
        yield found


@pytest.fixture
def laptop(
    browser: Browser, address: str, workshop: Workshop, client_for: ClientMaker
) -> Iterator[Open]:
    """`laptop(False)`: the trainer on the page of certificates, here without JavaScript."""
    contexts = []

    def make(has_scripts: bool) -> Page:
        context = browser.new_context(java_script_enabled=has_scripts)
        contexts.append(context)
        cookies = cookies_of(client_for(account_id=workshop.trainer_id))
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.goto(f"{address}/courses/{workshop.course_id}/certificates")
        return page

    yield make
    for context in contexts:
        context.close()


def test_one_press_issues_all_and_the_bar_shows_how_far_it_is(
    app: Flask, workshop: Workshop, laptop: Open
) -> None:
    page = laptop(True)
    page.click("#issue button")
    expect(page.locator("#issue progress")).to_be_visible()
    said = page.locator("#issue [role=status]")
    expect(said).to_have_text(re.compile(r"[24]0 / 45"), timeout=PATIENCE_MS)
    expect(page.get_by_text("All is issued")).to_be_visible(timeout=PATIENCE_MS)
    require_one_each(app, workshop, PEOPLE)


def test_without_javascript_each_press_goes_on(
    app: Flask, workshop: Workshop, laptop: Open
) -> None:
    page = laptop(False)
    for left in ("45", "25", "5"):
        expect(page.locator("#issue button")).to_contain_text(f"Issue {left} certificates")
        page.click("#issue button")
    expect(page.get_by_text("All is issued")).to_be_visible()
    require_one_each(app, workshop, PEOPLE)
