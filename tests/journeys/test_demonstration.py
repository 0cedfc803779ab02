"""The first page of an empty installation opens the demonstration beside it."""

import re
import socket
import time
import urllib.request

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.serving import Server

pytestmark = pytest.mark.browser


def test_the_first_page_offers_the_demonstration(browser: Browser, server: Server) -> None:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.add_cookies([{"name": "lang", "value": "en", "url": server.address}])
    page = context.new_page()
    page.goto(server.address)
    page.get_by_role("button", name="Open the demonstration").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The demonstration is open")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Look as a trainer").click()
    demonstration = opened.value
    expect(demonstration.locator("main table tbody tr")).to_have_count(2)
    # The real installation is as empty as before, and nobody is signed in there.
    page.goto(server.address)
    expect(page.get_by_role("button", name="Open the demonstration")).to_be_visible()
    demo_port = re.search(r":(\d+)/", demonstration.url)
    assert demo_port is not None
    assert f":{demo_port.group(1)}" not in server.address
    context.close()
    health = f"http://127.0.0.1:{demo_port.group(1)}/healthz"
    with urllib.request.urlopen(health) as answer:
        assert answer.status == 200
    # It ends with the program, even where that had no time to say good-bye.
    server.process.kill()
    server.process.wait(timeout=20)
    assert ends(int(demo_port.group(1)))


def ends(port: int) -> bool:
    """Whether nobody answers there any more, within ten seconds."""
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            return True
        time.sleep(0.1)
    return False
