"""Presenter, projector and remote control in a real browser, with the live stream between them."""

import re
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from training.adapters import clock
from training.adapters.database import Database
from training.live import asking, links, service, signalling
from training.live.links import LinkKind
from training.live.model import Driver, Given, SignalKind, Stage

pytestmark = [pytest.mark.browser, ON_SQLITE]
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
SCREEN: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 640}
SOON = 3000
"""Milliseconds in which a window follows, on a machine that does other things, too."""


@pytest.fixture
def database(app: Flask) -> Database:
    """The application's database."""
    found: Database = app.extensions["training.database"]
    return found


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """A served workshop; its address."""
    with serving(app) as address:
        yield address


OpenWindow = Callable[..., Page]


@pytest.fixture
def window_for(browser: Browser, client_for: ClientMaker, address: str) -> Iterator[OpenWindow]:
    """`window_for(size, account_id=…)`: a window in a browser of its own."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_window(size: ViewportSize, language: str = "en", **who: uuid.UUID) -> Page:
        context = browser.new_context(viewport=size)
        contexts.append(context)
        cookies = cookies_of(client_for(language=language, **who))
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert complaints == []


def desk_of(address: str, workshop: Workshop) -> str:
    return f"{address}/courses/{workshop.course_id}/live"


def stage_of(database: Database, workshop: Workshop) -> Stage:
    with database.reading() as session:
        return service.find_stage(session, workshop.course_id)


def slide_on(page: Page) -> str:
    found: str = page.evaluate("document.querySelector('.screen.is-shown').dataset.slide")
    return found


def expect_slide(page: Page, slide: str) -> None:
    expect(page.locator(f'.screen.is-shown[data-slide="{slide}"]')).to_be_visible(timeout=SOON)


@pytest.fixture
def presenter(window_for: OpenWindow, address: str, workshop: Workshop) -> Page:
    """SOK Bopha's presenter, with the first slide before the room."""
    page = window_for(LAPTOP, account_id=workshop.trainer_id)
    page.goto(desk_of(address, workshop))
    page.get_by_role("button", name="Show this slide to the room").click()
    expect(page.locator("[data-off]")).to_be_hidden(timeout=SOON)
    return page


@pytest.fixture
def projector(presenter: Page, address: str, workshop: Workshop) -> Page:
    """The projector's window on the same laptop."""
    page = presenter.context.new_page()
    page.set_viewport_size(SCREEN)
    page.goto(desk_of(address, workshop) + "/projector?view=both")
    expect_slide(page, "first")
    return page


def test_a_clicker_turns_the_projector_and_looking_ahead_turns_nothing(
    window_for: OpenWindow, address: str, workshop: Workshop, database: Database
) -> None:
    page = window_for(LAPTOP, account_id=workshop.trainer_id)
    page.goto(desk_of(address, workshop))
    for key in ("PageDown", "PageDown", "PageUp"):
        page.keyboard.press(key)
    assert slide_on(page) == "second"
    assert stage_of(database, workshop).sequence == 0
    page.get_by_role("button", name="Show this slide to the room").click()
    projector = page.context.new_page()
    projector.goto(desk_of(address, workshop) + "/projector?view=km")
    expect_slide(projector, "second")
    for key, slide in (
        ("PageDown", "third"), ("PageUp", "second"), ("ArrowLeft", "first"), ("Space", "second"),
        ("Home", "first"), ("End", "third"), ("PageDown", "third"),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect_slide(projector, slide)
        expect_slide(page, slide)
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect_slide(projector, "second")
    page.keyboard.press("b")
    expect(projector.locator("body")).to_have_class(re.compile("is-blank"), timeout=SOON)
    page.keyboard.press("Escape")
    expect(projector.locator("body")).not_to_have_class(re.compile("is-blank"), timeout=SOON)


def test_the_projector_comes_back_where_it_was_and_keeps_language_and_theme(
    presenter: Page, projector: Page
) -> None:
    presenter.keyboard.press("PageDown")
    expect_slide(projector, "second")
    projector.keyboard.press("d")
    projector.reload()
    expect_slide(projector, "second")
    expect(projector.locator("html")).to_have_attribute("data-theme", "dark")
    expect(projector.locator(".screen.is-shown .pane")).to_have_count(2)
    projector.keyboard.press("PageDown")
    expect_slide(presenter, "third")
    projector.mouse.move(300, 300)
    projector.get_by_role("link", name="English").click()
    expect_slide(projector, "third")
    assert "theme=dark" in projector.url


def test_two_parts_of_a_slide_are_gone_through_one_by_one(
    presenter: Page, projector: Page, database: Database, workshop: Workshop
) -> None:
    projector.evaluate(
        """() => document.querySelectorAll('[data-slide="second"] ul').forEach((list) => {
          const point = list.firstElementChild;
          for (let count = 0; count < 12; count += 1) { list.append(point.cloneNode(true)); }
        })"""
    )
    presenter.keyboard.press("PageDown")
    expect_slide(projector, "second")
    dots = projector.locator(".screen.is-shown .pane").first.locator(".screen-parts i")
    expect(dots).to_have_count(2, timeout=SOON)
    expect(presenter.locator("[data-part-words]")).to_have_text("Part 1 of 2 ·", timeout=SOON)
    presenter.keyboard.press("PageDown")
    expect(dots.nth(1)).to_have_class("is-here", timeout=SOON)
    assert slide_on(projector) == "second"
    presenter.keyboard.press("PageDown")
    expect_slide(projector, "third")
    presenter.keyboard.press("PageUp")
    expect_slide(projector, "second")
    expect(dots.nth(1)).to_have_class("is-here", timeout=SOON)
    for _ in range(SOON // 50):  # the projector tells the server which part the last one is
        if stage_of(database, workshop).part >= 0:
            break
        projector.wait_for_timeout(50)
    assert stage_of(database, workshop).part == 1


def test_of_two_who_turn_the_last_wins_and_both_are_told(
    presenter: Page, projector: Page, window_for: OpenWindow, address: str, workshop: Workshop
) -> None:
    other = window_for(LAPTOP, account_id=workshop.administrator_id)
    other.goto(desk_of(address, workshop))
    expect_slide(other, "first")
    other.keyboard.press("End")
    for page in (presenter, projector, other):
        expect_slide(page, "third")
    told = presenter.locator("[data-other]")
    expect(told).to_contain_text("by CHAN Dara", timeout=SOON)
    presenter.keyboard.press("PageUp")
    for page in (presenter, projector, other):
        expect_slide(page, "second")
    expect(told).to_be_hidden(timeout=SOON)
    expect(other.locator("[data-other]")).to_contain_text("by SOK Bopha", timeout=SOON)


def test_what_the_room_was_not_told_is_told_when_the_server_is_back(
    presenter: Page, projector: Page
) -> None:
    presenter.context.set_offline(True)
    presenter.keyboard.press("PageDown")
    expect(presenter.locator("[data-failed]")).to_contain_text("could not be told", timeout=SOON)
    assert slide_on(presenter) == "second"
    assert slide_on(projector) == "first"
    presenter.context.set_offline(False)
    expect_slide(projector, "second")
    expect(presenter.locator("[data-failed]")).to_be_hidden(timeout=2 * SOON)
    assert slide_on(presenter) == "second"


def answer(database: Database, workshop: Workshop, seat_id: uuid.UUID, *codes: str) -> None:
    with database.writing() as session:
        question = service.find_stage(session, workshop.course_id).question_id
        assert question is not None
        given = Given(codes, "", uuid.uuid4().hex)
        asking.answer(session, workshop.course_id, question, seat_id, given, clock.now())
        session.commit()


def test_a_question_is_asked_counted_on_the_projector_and_revealed(
    presenter: Page, projector: Page, database: Database, workshop: Workshop
) -> None:
    presenter.get_by_text("A question of this module").click()
    presenter.get_by_role("button", name="Ask: Which colour is the sky?").click()
    over = projector.locator("#overlay")
    expect(over.get_by_role("heading", name="Which colour is the sky?")).to_be_visible(timeout=SOON)
    answer(database, workshop, workshop.seat_id, "b")
    answer(database, workshop, workshop.other_seat_id, "a")
    expect(over).to_contain_text("2 answers", timeout=SOON)
    expect(presenter.locator(".asked-state")).to_contain_text("2 answers", timeout=2 * SOON)
    expect(over).not_to_contain_text("✓")
    presenter.get_by_role("button", name="Show the right answer").click()
    expect(over.locator(".is-right-answer")).to_contain_text("Blue", timeout=SOON)
    expect(over).to_contain_text("On a clear day the sky is blue.")
    presenter.get_by_role("button", name="Put away").click()
    expect(over).to_be_empty(timeout=SOON)
    assert slide_on(projector) == "first"


def test_a_question_on_the_spot_counts_down_and_keeps_what_was_typed_after_a_fault(
    presenter: Page, projector: Page
) -> None:
    presenter.get_by_text("A question made on the spot").click()
    presenter.get_by_label("The question in English").fill("Is the hall warm?")
    presenter.get_by_label("The answers in English").fill("Yes")
    form = presenter.locator("#ask-new")
    form.get_by_label("Time limit").select_option("20")
    form.get_by_role("button", name="Ask the room").click()
    expect(form.locator("[data-fault]")).to_contain_text("at least two answers", timeout=SOON)
    expect(presenter.get_by_label("The question in English")).to_have_value("Is the hall warm?")
    presenter.get_by_label("The answers in English").press("End")
    presenter.get_by_label("The answers in English").type("\nb. No")
    assert slide_on(presenter) == "first"
    form.get_by_role("button", name="Ask the room").click()
    expect(projector.locator("#overlay")).to_contain_text("Is the hall warm?", timeout=SOON)
    expect(projector.locator("[data-countdown]")).to_have_text(
        re.compile(r"0:(20|1\d)"), timeout=SOON
    )
    expect(presenter.get_by_label("The question in English")).to_have_value("")


def test_signals_stand_in_the_queue_until_they_are_seen_to(
    presenter: Page, database: Database, workshop: Workshop
) -> None:
    with database.writing() as session:
        for kind, words in ((SignalKind.HAND, ""), (SignalKind.QUESTION, "What is a State?")):
            signalling.send(
                session, workshop.course_id, workshop.seat_id, kind, words, kind, clock.now()
            )
        session.commit()
    queue = presenter.get_by_role("region", name="From the room")
    expect(queue).to_contain_text("What is a State?", timeout=3 * SOON)
    done = queue.get_by_role("button", name="Done")
    for left in (1, 0):
        done.first.click()
        expect(done).to_have_count(left, timeout=SOON)
    expect(queue).to_contain_text("No hand is up", timeout=SOON)


def link_of(app: Flask, database: Database, workshop: Workshop, kind: LinkKind) -> str:
    with app.app_context():
        return f"/{kind.value}/{links.token_of(kind, stage_of(database, workshop))}"


def test_a_phone_turns_the_room_and_follows_it(
    presenter: Page,
    projector: Page,
    window_for: OpenWindow,
    app: Flask,
    address: str,
    database: Database,
    workshop: Workshop,
) -> None:
    phone = window_for(PHONE)
    phone.goto(address + link_of(app, database, workshop, LinkKind.REMOTE))
    expect(phone.get_by_role("heading", level=1)).to_have_text("First slide")
    phone.get_by_role("button", name="Next").click()
    for page in (projector, presenter):
        expect_slide(page, "second")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Second slide", timeout=SOON)
    presenter.keyboard.press("PageDown")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Third slide", timeout=SOON)
    expect(phone.get_by_role("button", name="Next")).to_be_disabled()
    phone.get_by_role("button", name="Black screen").click()
    expect(projector.locator("body")).to_have_class(re.compile("is-blank"), timeout=SOON)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_second_computer_follows_and_turns_nothing(
    presenter: Page,
    window_for: OpenWindow,
    app: Flask,
    address: str,
    database: Database,
    workshop: Workshop,
) -> None:
    screen = window_for(SCREEN)
    screen.goto(address + link_of(app, database, workshop, LinkKind.SCREEN))
    presenter.keyboard.press("PageDown")
    expect_slide(screen, "second")
    screen.keyboard.press("PageDown")
    presenter.get_by_role("button", name="How to join").click()
    expect(screen.locator("#overlay")).to_contain_text(workshop.join_code[:3], timeout=SOON)
    assert stage_of(database, workshop).slide_id == "second"
    with database.writing() as session:
        driver = Driver("elsewhere", "KIM Vanna")
        service.turn(session, workshop.course_id, "small", "third", 0, driver, clock.now())
        session.commit()
    expect_slide(screen, "third")
