"""A real Chromium for the journeys. Without one they are skipped loudly; under CI they fail."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.conftest import ClientMaker, Workshop, cookies_of
from tests.journeys.serving import Server, started_server
from tools.find_chromium import find_chromium

PhoneMaker = Callable[..., BrowserContext]
NOT_FOUND = (
    "NO BROWSER: this journey did not run. Install chromium and a Khmer font, "
    "or name a browser in TRAINING_CHROMIUM."
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys of a worker; each test opens contexts of its own."""
    path = find_chromium()
    if not path:
        if os.environ.get("CI_REQUIRES_BROWSER") == "1":
            pytest.fail(NOT_FOUND)
        pytest.skip(NOT_FOUND)
    with sync_playwright() as playwright:
        # The sandbox of Chromium does not start as root, which is what containers run as.
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """`python app.py` with an empty data folder, and what it printed."""
    yield from started_server(tmp_path)


@pytest.fixture
def phone_for(
    browser: Browser, client_for: ClientMaker, address: str, workshop: Workshop
) -> Iterator[PhoneMaker]:
    """`phone_for("km", java_script_enabled=False)`: a phone with the seat of SUN Sopheap."""
    contexts: list[BrowserContext] = []

    def make(language: str = "en", **options: Any) -> BrowserContext:
        client = client_for(seat_id=workshop.seat_id, language=language)
        context = browser.new_context(viewport={"width": 360, "height": 640}, **options)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": address.partition("/c/")[0]}
                for name, value in cookies_of(client).items()
            ]
        )
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
