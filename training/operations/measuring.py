"""Measures every slide in a real browser: does it fit the projector and the phone?

The pages are the slides room's own, with its styles and scripts; a made-up course shows them, and
no database and no server are asked. Needs Playwright and a Chromium on this machine.
"""

import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask

from training.kernel.locales import LANGUAGES, Language
from training.modules.commons import read_commons
from training.modules.model import Fault, Module, Reading, Severity
from training.modules.reader import read_pack
from training.operations.model import CannotBeDone
from training.slides import views
from training.slides.model import Deck, View
from training.web.headers import POLICY

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

PROJECTORS = ((1024, 768), (1366, 768))
PHONE = (360, 640)
LEAST_LABEL_PIXELS = {"projector": 20, "phone": 9}
"""The smallest letters in a figure on a screen of that kind."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SITE = "http://localhost"
_COURSE = uuid.UUID(int=0)
_SCRIPT = Path(__file__).with_name("measuring.js")


@dataclass(frozen=True)
class Found:
    """What was seen on one slide: its id, and a sentence."""

    slide: str
    says: str


def find_chromium() -> str:
    """The browser that TRAINING_CHROMIUM names or that is on the PATH. Raises CannotBeDone."""
    given = os.environ.get("TRAINING_CHROMIUM", "")
    found = (shutil.which(name) for name in ((given,) if given else NAMES))
    path = next((each for each in found if each), "")
    if not path:
        raise CannotBeDone(
            "There is no Chromium on this machine, so the slides could not be measured. "
            "Install the package chromium, or name the browser in TRAINING_CHROMIUM."
        )
    return path


def measure_packs(
    app: Flask, packs: Path, slugs: list[str], pictures: Path | None = None
) -> dict[str, tuple[Fault, ...]]:
    """What does not fit, by slug; with `pictures`, every screen is kept there as a PNG.

    Raises CannotBeDone where there is no browser, or no Playwright to drive it.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise CannotBeDone(
            "Playwright is not installed, so the slides could not be measured. Run make setup."
        ) from error
    chromium = find_chromium()
    commons = read_commons(packs)
    readings = [read_pack(packs, slug, commons) for slug in slugs]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            return {
                reading.slug: _measured(app, browser, reading, reading.module, packs, pictures)
                for reading in readings
                if reading.module and reading.module.slides
            }
        finally:
            browser.close()


def _measured(
    app: Flask,
    browser: "Browser",
    reading: Reading,
    module: Module,
    packs: Path,
    pictures: Path | None,
) -> tuple[Fault, ...]:
    stage = _Stage(app, browser, reading, module, pictures)
    faults = [
        _fault(packs, module, found, language) for language, found in stage.look_at_everything()
    ]
    return tuple(dict.fromkeys(faults))


def _fault(packs: Path, module: Module, found: Found, language: Language) -> Fault:
    section = next(
        (each.id for each in module.sections if found.slide in [one.id for one in each.slides]), ""
    )
    name = f"{module.slug}/slides/{section}.{language}.md"
    path = packs / name
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    heading = re.compile(rf"#.*\{{.*#{re.escape(found.slide)}[ }}]")
    line = next((number for number, one in enumerate(lines, 1) if heading.match(one)), 1)
    return Fault(name, line, f"Slide {found.slide} {found.says}", Severity.WARNING)


class _Stage:
    """One module in one browser, in all sizes and languages."""

    def __init__(
        self, app: Flask, browser: "Browser", reading: Reading, module: Module, kept: Path | None
    ) -> None:
        self._app = app
        self._browser = browser
        self._pictures = reading.pictures
        self._deck = Deck(uuid.uuid4(), module)
        self._kept = kept / module.slug if kept else None
        if self._kept:
            self._kept.mkdir(parents=True, exist_ok=True)
            for old in self._kept.glob("*.png"):
                old.unlink()

    def look_at_everything(self) -> Iterator[tuple[Language, Found]]:
        for size in PROJECTORS:
            for view in View:
                language: Language = "en" if view is View.EN else "km"
                for found in self._projector(size, view, language):
                    yield language, found
        for language in LANGUAGES:
            for found in self._phone(language):
                yield language, found

    def _projector(self, size: tuple[int, int], view: View, language: Language) -> list[Found]:
        query = f"?theme=light&view={view}"
        html = self._page(f"/show{query}", language, views.projector_page)
        where = f"{size[0]}x{size[1]} {view}"
        found: list[Found] = []
        page = self._open(html, size)
        before = ""
        while True:
            page.wait_for_timeout(30)
            look: dict[str, Any] = page.evaluate("lookAtScreen()")
            here = f"{look['slide']}-{look['part']}"
            if here == before:
                break
            before = here
            found += _told(look, where, LEAST_LABEL_PIXELS["projector"])
            self._keep(page, f"{size[0]}-{view}-{look['number']:0>2}-{here}")
            page.keyboard.press("PageDown")
        page.context.close()
        return found

    def _phone(self, language: Language) -> list[Found]:
        html = self._page("/read", language, views.phone_page)
        page = self._open(html, PHONE)
        looks: list[dict[str, Any]] = page.evaluate("lookAtLeaves()")
        where = f"{PHONE[0]}x{PHONE[1]} {language}"
        found: list[Found] = []
        for number, look in enumerate(looks, 1):
            found += _told(look, where, LEAST_LABEL_PIXELS["phone"])
            if self._kept:
                leaf = page.locator(f"#slide-{look['slide']} .leaf-main")
                leaf.screenshot(path=self._name(f"phone-{language}-{number:0>2}-{look['slide']}"))
        page.context.close()
        return found

    def _page(self, path: str, language: Language, make: Callable[[uuid.UUID, Deck], str]) -> str:
        cookie = {"Cookie": f"lang={language}"}
        request = self._app.test_request_context(path, base_url=_SITE, headers=cookie)
        with self._app.app_context(), request:  # one of its own: it remembers the language
            return make(_COURSE, self._deck)

    def _open(self, html: str, size: tuple[int, int]) -> "Page":
        width, height = size
        context = self._browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        page.route("**/*", lambda route: self._answer(route, html))
        page.goto(f"{_SITE}/", wait_until="load")
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(300)
        page.evaluate(_SCRIPT.read_text(encoding="utf-8"))
        return page

    def _answer(self, route: "Route", html: str) -> None:
        address = route.request.url.removeprefix(_SITE)
        if address == "/" or address.startswith("/?"):
            headers = {"Content-Security-Policy": POLICY}
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)
            return
        name = address.rpartition("/")[2].partition("?")[0]
        if "/pictures/" in address and name in self._pictures:
            kind = views.KINDS.get(name.rpartition(".")[2], "image/png")
            route.fulfill(body=self._pictures[name], content_type=kind)
            return
        answer = self._app.test_client().get(address, base_url=_SITE)
        route.fulfill(status=answer.status_code, body=answer.data, content_type=answer.content_type)

    def _keep(self, page: "Page", name: str) -> None:
        if self._kept:
            page.screenshot(path=self._name(name))

    def _name(self, name: str) -> str:
        return str((self._kept or Path()) / f"{name}.png")


def _told(look: dict[str, Any], where: str, least: int) -> Iterator[Found]:
    for box in look["over"]:
        yield Found(look["slide"], f"does not fit at {where}: {box}.")
    for label in look["labels"]:
        if label["outside"]:
            yield Found(
                look["slide"], f'has a label outside its figure at {where}: "{label["text"]}".'
            )
        if label["covers"]:
            words = f'"{label["text"]}" and "{label["covers"]}"'
            yield Found(look["slide"], f"has labels that overlap at {where}: {words}.")
        if label["size"] < least:
            size = f"{label['size']:.0f} pixels"
            yield Found(look["slide"], f'has small letters at {where}: "{label["text"]}", {size}.')
