"""Every slide of the real modules on 1024×768 pixels: nothing overflows, nothing is too small."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.slides.conftest import run_course
from training.adapters.places import PACKS
from training.modules import service as modules

pytestmark = pytest.mark.browser

FIRST = "understanding-r2p"
SLUGS = (FIRST, "from-principle-to-prevention")
LEAST = {"en": 28, "km": 32}

LOOK = """() => {
  const screen = document.querySelector(".screen.is-shown");
  const boxes = [screen, ...screen.querySelectorAll(".pane-body, .screen-head, .screen-foot")];
  const over = boxes.filter((box) => getComputedStyle(box).display !== "contents" &&
    (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1));
  const least = {km: 999, en: 999};
  const words = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
  const seen = [];
  while (words.nextNode()) {
    const around = words.currentNode.parentElement;
    if (!words.currentNode.textContent.trim() || !around.getClientRects().length) { continue; }
    const language = around.closest("[lang]").lang;
    const size = parseFloat(getComputedStyle(around).fontSize);
    if (!around.closest("svg")) { least[language] = Math.min(least[language], size); }
    if (around.closest(".pane-body")) { seen.push(words.currentNode.textContent.trim()); }
  }
  return {
    slide: screen.dataset.slide, part: new URL(location.href).searchParams.get("part") || "1",
    over: over.map((box) => `${box.className} ${box.scrollWidth}x${box.scrollHeight}`),
    least, seen,
  };
}"""
ALL_WORDS = """() => [...document.querySelectorAll(".screen")].map((screen) => [
  screen.dataset.slide,
  [...screen.querySelectorAll(".pane-body *")].flatMap((each) => [...each.childNodes])
    .filter((node) => node.nodeType === 3 && node.textContent.trim())
    .map((node) => node.textContent.trim()),
])"""


@dataclass(frozen=True, slots=True)
class Site:
    """A server on this machine, the course it holds, and its trainer's and a trainee's cookies."""

    address: str
    course_id: uuid.UUID
    cookies: dict[str, str]
    slug: str

    def page(self, browser: Browser, path: str, language: str = "en") -> Page:
        """A page of 1024×768 for the trainer."""
        context = browser.new_context(viewport={"width": 1024, "height": 768})
        named = {**self.cookies, "lang": language}
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in named.items()]
        )
        page = context.new_page()
        page.goto(self.address + path)
        page.evaluate("document.fonts.ready")
        return page

    def show(self, view: str, more: str = "") -> str:
        """The path of the projector page."""
        return f"/courses/{self.course_id}/slides/{self.slug}/show?theme=light&view={view}{more}"

    @property
    def notes(self) -> str:
        """The path of the notes page."""
        return f"/courses/{self.course_id}/slides/{self.slug}/notes"


@contextmanager
def serve(app: Flask, workshop: Workshop, client_for: ClientMaker, slug: str) -> Iterator[Site]:
    """A site with a course of one module."""
    with app.extensions["training.database"].writing() as session:
        modules.read_packs(session, PACKS, NINE_THIRTY)
        session.commit()
        found = {module.slug: each for each, module in modules.list_offered(session)}
    course = run_course(app, workshop, found[slug], "fit")
    client = client_for(account_id=workshop.trainer_id, seat_id=course.seat_id)
    cookies = cookies_of(client)
    with serving(app) as address:
        yield Site(address, course.id, cookies, slug)


@pytest.fixture
def site(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Iterator[Site]:
    """The site of the first module."""
    with serve(app, workshop, client_for, FIRST) as made:
        yield made


@pytest.fixture(params=SLUGS)
def each_site(
    app: Flask, workshop: Workshop, client_for: ClientMaker, request: pytest.FixtureRequest
) -> Iterator[Site]:
    """The site of each module in turn."""
    with serve(app, workshop, client_for, request.param) as made:
        yield made


def walk(page: Page) -> list[dict[str, Any]]:
    """What every screen looks like, from the first to the last, turning by the clicker's key."""
    seen: list[dict[str, Any]] = []
    while True:
        page.wait_for_timeout(30)
        look = page.evaluate(LOOK)
        if seen and (look["slide"], look["part"]) == (seen[-1]["slide"], seen[-1]["part"]):
            return seen
        seen.append(look)
        page.keyboard.press("PageDown")


@pytest.mark.parametrize("view", ["km", "en", "both"])
def test_every_slide_fits_and_can_be_read_from_the_last_row(
    browser: Browser, each_site: Site, view: str
) -> None:
    page = each_site.page(browser, each_site.show(view))
    page.wait_for_timeout(400)
    words = dict(page.evaluate(ALL_WORDS))
    looks = walk(page)
    page.context.close()
    assert [each for each in looks if each["over"]] == []
    small = [
        (each["slide"], language, each["least"][language])
        for each in looks
        for language, least in LEAST.items()
        if each["least"][language] < least
    ]
    assert small == []
    shown: dict[str, set[str]] = {}
    for each in looks:
        shown.setdefault(each["slide"], set()).update(each["seen"])
    assert list(shown) == list(words)
    if view != "both":
        lost = {slide: set(all_words) - shown[slide] for slide, all_words in words.items()}
        assert not any(lost.values()), lost


def test_two_languages_stand_at_the_same_heights(browser: Browser, site: Site) -> None:
    page = site.page(browser, site.show("both", "&slide=key-points"))
    page.wait_for_timeout(400)
    tops = page.evaluate(
        """() => [".screen-head", "li:not(.is-elsewhere)"].map((what) =>
          [...document.querySelectorAll(".is-shown .pane")].map((pane) =>
            [...pane.querySelectorAll(what)].map((each) =>
              Math.round(each.getBoundingClientRect().top))))"""
    )
    page.context.close()
    for khmer, english in tops:
        assert khmer
        assert khmer == english


def test_keys_turn_blank_and_jump_and_a_reload_keeps_the_place(
    browser: Browser, site: Site
) -> None:
    page = site.page(browser, site.show("en"))
    here = "document.querySelector('.screen.is-shown').dataset.number"
    last = str(page.locator(".screen").count())
    for key, number in (
        ("Space", "2"), ("ArrowRight", "3"), ("PageDown", "4"), ("ArrowLeft", "3"),
        ("PageUp", "2"), ("Home", "1"), ("End", last),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert page.evaluate(here) == number, key
    for key in ("1", "5", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate(here) == "15"
    page.reload()
    assert page.evaluate(here) == "15"
    page.keyboard.press("b")
    assert page.evaluate("document.body.classList.contains('is-blank')")
    page.keyboard.press("b")
    assert not page.evaluate("document.body.classList.contains('is-blank')")
    page.keyboard.press("d")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.context.close()


def test_the_notes_and_the_projector_turn_together(browser: Browser, site: Site) -> None:
    projector = site.page(browser, site.show("km", "&slide=genocide"))
    notes = projector.context.new_page()
    notes.goto(site.address + site.notes)
    notes.wait_for_selector('.note.is-shown[data-slide="genocide"]')
    notes.keyboard.press("PageUp")
    shown = '.screen.is-shown[data-slide="four-crimes"]'
    projector.wait_for_selector(shown)
    projector.keyboard.press("Home")
    notes.wait_for_selector('.note.is-shown[data-slide="welcome"]')
    projector.close()
    notes.wait_for_selector('[data-link="alone"]:not([hidden])')
    notes.keyboard.press("PageDown")
    notes.wait_for_selector('.note.is-shown[data-slide="why-it-matters"]')
    notes.context.close()


def test_without_a_script_the_links_turn_the_page(browser: Browser, site: Site) -> None:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 1024, "height": 768}
    )
    context.add_cookies(
        [
            {"name": name, "value": value, "url": site.address}
            for name, value in site.cookies.items()
        ]
    )
    page = context.new_page()
    page.goto(site.address + site.show("en", "&slide=genocide"))
    page.click('[data-go="next"]')
    assert page.locator(".screen:visible").get_attribute("data-slide") == "humanity-and-war"
    page.click('[data-go="previous"]')
    assert page.locator(".screen:visible").get_attribute("data-slide") == "genocide"
    context.close()


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_phone_never_scrolls_sideways(browser: Browser, site: Site, language: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, is_mobile=True)
    seats = {name: value for name, value in site.cookies.items() if name.startswith("seats")}
    cookies = {**seats, "lang": language}
    context.add_cookies(
        [{"name": name, "value": value, "url": site.address} for name, value in cookies.items()]
    )
    page = context.new_page()
    page.goto(f"{site.address}/c/{site.course_id}/slides/{FIRST}#slide-humanity-and-war")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    table = page.locator("#slide-humanity-and-war table")
    assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth")
    assert table.locator("thead").is_hidden()
    labelled = table.locator("td[data-label]").count()
    assert labelled == table.locator("td:not(:first-child)").count() > 0
    small = page.evaluate(
        """() => [...document.querySelectorAll(".leaf-bar a")]
          .filter((link) => link.getBoundingClientRect().height < 48).length"""
    )
    assert small == 0
    context.close()
