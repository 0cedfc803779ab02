"""What a phone's pages cost on the air: bytes and requests in a real Chromium, cold and warm."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.room import Room, phone_cookie
from tools.find_chromium import find_chromium

QUIET_MS = 150
SCREEN: Any = {"width": 360, "height": 640}
SCANNED = "what a scan opens"
TOGETHER = "join, slide and quiz page together"


@dataclass(frozen=True, slots=True)
class Visit:
    """Bytes with headers as they travel, and requests: at the first visit and at the second."""

    name: str
    cold_bytes: int
    cold_requests: int
    warm_bytes: int
    warm_requests: int


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a phone, and the cookie with which the phone comes, if it has one."""

    name: str
    path: str | Callable[[], str]
    cookie: tuple[str, str] | None = None


def measure(address: str, secret: str, room: Room) -> list[Visit]:
    """Every page of a phone, and the three of a quiz in one visit; none where no Chromium is."""
    found = find_chromium()
    if not found:
        return []
    pages = _pages(secret, room)
    visits = [(page.name, [page]) for page in pages]
    three = [page for page in pages if page.name in {"join page", "slide page", "quiz page"}]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        try:
            return [
                _visit(browser, name, address, places)
                for name, places in [*visits, (TOGETHER, three)]
            ]
        finally:
            browser.close()


def _pages(secret: str, room: Room) -> list[Place]:
    day, own = f"/c/{room.running_id}", phone_cookie(secret, room.seat_ids[0])
    scanner = phone_cookie(secret, room.crowd.seat_ids[0])
    awarded = phone_cookie(secret, room.awarded_seat_ids[0])
    return [
        Place("join page", f"/join/{room.join_code}"),
        Place("slide page", f"{day}/slides/{room.slug}", own),
        Place("quiz page", f"{day}/quiz/{room.slug}", own),
        Place("code page", "/join"),
        Place("my day", day, own),
        Place("attendance page", f"{day}/attendance", own),
        Place(SCANNED, lambda: room.crowd.scan_path(secret), scanner),
        Place("my certificate", f"/c/{room.ended_id}/certificate", awarded),
    ]


def _visit(browser: Browser, name: str, address: str, places: Sequence[Place]) -> Visit:
    """The pages one after the other with one cache, and all of them once more."""
    context = browser.new_context(viewport=SCREEN)
    try:
        context.add_cookies([{"name": "lang", "value": "km", "url": address}])
        page = context.new_page()
        cold = _walk(context, page, address, places)
        warm = _walk(context, page, address, places)
    finally:
        context.close()
    return Visit(name, *cold, *warm)


def _walk(
    context: BrowserContext, page: Page, address: str, places: Sequence[Place]
) -> tuple[int, int]:
    opened = []
    for place in places:
        if place.cookie:
            name, value = place.cookie
            context.add_cookies([{"name": name, "value": value, "url": address}])
        path = place.path if isinstance(place.path, str) else place.path()
        opened.append(_open(context, page, address + path))
        page.goto("about:blank")
    return sum(size for size, _ in opened), sum(count for _, count in opened)


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
