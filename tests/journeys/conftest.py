"""What the journeys go on: a server of their own, and phones with the seat of a person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import ClientMaker, Workshop, cookies_of
from tests.journeys.serving import Server, started_server

PhoneMaker = Callable[..., BrowserContext]


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
