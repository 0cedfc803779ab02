"""What a phone's page costs on the air: bytes and requests in a real Chromium, cold and warm."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.room import Room, phone_cookie
from tools.find_chromium import find_chromium

QUIET_MS = 150
SCREEN: Any = {"width": 360, "height": 640}


@dataclass(frozen=True, slots=True)
class Visit:
    """Bytes with headers as they travel, and requests: at the first visit and at the second."""

    name: str
    cold_bytes: int
    cold_requests: int
    warm_bytes: int
    warm_requests: int


def measure(address: str, secret: str, room: Room) -> list[Visit]:
    """Every page of a phone; none where there is no Chromium."""
    path = find_chromium()
    if not path:
        return []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            return [
                _visit(browser, name, address + where, address, cookie)
                for name, where, cookie in _pages(secret, room)
            ]
        finally:
            browser.close()


def as_json(rows: Sequence[Visit]) -> list[dict[str, Any]]:
    """For results.json."""
    return [asdict(row) for row in rows]


def _pages(secret: str, room: Room) -> list[tuple[str, str, tuple[str, str] | None]]:
    day, own = f"/c/{room.running_id}", phone_cookie(secret, room.seat_ids[-1])
    return [
        ("join: code", "/join", None),
        ("join: name", f"/join/{room.join_code}", None),
        ("my day", day, own),
        ("slides (24)", f"{day}/slides/{room.slug}", own),
        ("quiz (15 items)", f"{day}/quiz/{room.slug}", own),
        ("attendance", f"{day}/attendance", own),
        (
            "my certificate",
            f"/c/{room.ended_id}/certificate",
            phone_cookie(secret, room.awarded_seat_id),
        ),
    ]


def _visit(
    browser: Browser, name: str, url: str, address: str, cookie: tuple[str, str] | None
) -> Visit:
    context = browser.new_context(viewport=SCREEN)
    try:
        context.add_cookies([{"name": "lang", "value": "km", "url": address}])
        if cookie:
            context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
        page = context.new_page()
        cold = _open(context, page, url)
        page.goto("about:blank")
        warm = _open(context, page, url)
    finally:
        context.close()
    return Visit(name, *cold, *warm)


def _open(context: BrowserContext, page: Page, url: str) -> tuple[int, int]:
    """Bytes and requests of one visit that went over the network."""
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    travelled: dict[str, int] = {}
    kept: set[str] = set()

    def note_kept(given: dict[str, Any]) -> None:
        response = given.get("response", {})
        if response.get("fromDiskCache") or response.get("url", "").startswith("data:"):
            kept.add(given["requestId"])

    session.on("Network.requestServedFromCache", lambda given: kept.add(given["requestId"]))
    session.on("Network.responseReceived", note_kept)
    session.on(
        "Network.loadingFinished",
        lambda given: travelled.update({given["requestId"]: int(given["encodedDataLength"])}),
    )
    answer = page.goto(url, wait_until="networkidle")
    if answer is None or answer.status != 200:
        raise RuntimeError(f"{url} did not open")
    page.wait_for_timeout(QUIET_MS)
    session.detach()
    sent = {key: size for key, size in travelled.items() if key not in kept}
    return sum(sent.values()), len(sent)
