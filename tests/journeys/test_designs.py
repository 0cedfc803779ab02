"""The editor of certificates in a real browser: drawn anew while somebody types, and without."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.certificates.test_designs import DRAWING
from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import faults_of_axe
from training.certificates.designs import designs
from training.certificates.designs.designs import Version
from training.certificates.model import Kind
from training.kernel.access import SYSTEM

pytestmark = [pytest.mark.browser, ON_SQLITE]
Desk = Callable[..., Page]
DRAWN = "Drawn with what is typed here. Nothing is saved by this."


@pytest.fixture
def version(app: Flask) -> Version:
    with app.extensions["training.database"].writing() as session:
        made = designs.make(session, Kind.COMPLETION, "Ministry 2027", "k", SYSTEM, NINE_THIRTY)
        session.commit()
    return made


@pytest.fixture
def desk(
    app: Flask, browser: Browser, client_for: ClientMaker, workshop: Workshop, version: Version
) -> Iterator[Desk]:
    """`desk("km", java_script_enabled=False)`: the editor on an administrator's screen."""
    contexts: list[BrowserContext] = []
    with serving(app) as address:

        def make(language: str = "en", **options: Any) -> Page:
            held = cookies_of(client_for(account_id=workshop.administrator_id, language=language))
            context = browser.new_context(viewport={"width": 1366, "height": 768}, **options)
            contexts.append(context)
            context.add_cookies([{"name": n, "value": v, "url": address} for n, v in held.items()])
            page = context.new_page()
            page.goto(f"{address}/certificates/designs/{version.id}")
            return page

        yield make
        for context in contexts:
            context.close()


def picture_on(page: Page) -> str:
    return page.locator("#preview").get_attribute("src") or ""


def test_the_page_is_drawn_anew_while_somebody_types(desk: Desk, tmp_path: Path) -> None:
    page = desk()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.get_by_label("Heading in English").fill("Letter of praise")
    expect(page.locator("#preview-state")).to_have_text(DRAWN)
    first = picture_on(page)
    assert first.startswith("data:image/png;base64,")
    (tmp_path / "logo.svg").write_bytes(DRAWING)
    page.locator('[name="logos-0-file"]').set_input_files(tmp_path / "logo.svg")
    page.wait_for_function("old => document.getElementById('preview').src !== old", arg=first)
    second = picture_on(page)
    page.get_by_label("Heading in English").fill("🎉")
    expect(page.locator("#preview-state")).to_contain_text("These characters cannot be printed")
    assert picture_on(page) == second
    assert faults_of_axe(page) == []


def test_without_a_script_a_button_draws_it(desk: Desk) -> None:
    page = desk(java_script_enabled=False)
    page.get_by_label("Heading in English").fill("Letter of praise")
    page.get_by_role("button", name="Preview without saving").click()
    assert picture_on(page).startswith("data:image/png;base64,")
    expect(page.get_by_label("Heading in English")).to_have_value("Letter of praise")
    expect(page.get_by_text(DRAWN)).to_be_visible()
