"""A real Chromium for the journeys. Without one they are skipped loudly; under CI they fail."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.serving import Server, started_server
from tools.find_chromium import find_chromium

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
