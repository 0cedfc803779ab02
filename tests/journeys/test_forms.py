"""The evaluation and the training plan, from the phone to what the trainer reads."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import expect_fit_for_a_laptop, expect_fit_for_a_phone
from tests.quizzes.forms import add_seats, evaluate
from tests.quizzes.openings import after, let, shut
from training.adapters.database import Database
from training.quizzes.assessments import EVALUATION, PLAN

pytestmark = [pytest.mark.browser, ON_SQLITE]
SAVED = {"en": "Saved at 09:30", "km": "០៩:៣០"}
Opener = Callable[..., Page]


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """The application's database; both forms are open, and five have answered the evaluation."""
    found: Database = app.extensions["training.database"]
    with found.writing() as session:
        let(session, workshop, EVALUATION)
        let(session, workshop, PLAN)
        evaluate(session, workshop, add_seats(session, workshop, 5), minutes=-10)
        session.commit()
    return found


@pytest.fixture
def opened(
    app: Flask, database: Database, browser: Browser, client_for: ClientMaker
) -> Iterator[Opener]:
    """`opened(path, "km", seat_id=…)`: a page in a browser of that person."""
    contexts: list[BrowserContext] = []
    with serving(app) as address:

        def open_page(path: str, language: str, width: int = 360, **who: Any) -> Page:
            client = client_for(language=language, **who)
            height = 640 if width == 360 else 768
            context = browser.new_context(viewport={"width": width, "height": height})
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": address}
                    for name, value in cookies_of(client).items()
                ]
            )
            contexts.append(context)
            page = context.new_page()
            page.goto(address + path)
            return page

        yield open_page
        for context in contexts:
            context.close()


def begin(page: Page) -> None:
    page.click("form button.button-large")
    expect(page.locator("#q1")).to_be_visible()


def send(page: Page) -> None:
    page.goto(page.url.partition("?")[0].removesuffix("/check") + "/check")
    page.click("#quiz-finish button")
    page.wait_for_url("**/result")


@pytest.mark.parametrize("language", ["km", "en"])
def test_an_evaluation_is_tapped_on_the_phone_closed_and_read_without_names(
    opened: Opener, database: Database, workshop: Workshop, language: str
) -> None:
    path = f"/c/{workshop.course_id}/quiz/{EVALUATION}"
    phone = opened(path, language, seat_id=workshop.seat_id)
    expect_fit_for_a_phone(phone)
    begin(phone)
    expect(phone.locator("#q1 svg.quiz-smiley")).to_have_count(5)
    expect_fit_for_a_phone(phone)
    phone.click("#q1 [name=choice][value='5']")
    expect(phone.locator("#q2")).to_be_visible()
    phone.fill("#q2-typed", "បន្ទប់ក្តៅ\nMore breaks")
    phone.press("#q2-typed", "Tab")
    expect(phone.locator("#q2 .quiz-state")).to_contain_text(SAVED[language])
    expect_fit_for_a_phone(phone)
    send(phone)
    report = f"/courses/{workshop.course_id}/quiz/{EVALUATION}/answers"
    laptop = opened(report, language, 1366, account_id=workshop.trainer_id)
    expect(laptop.locator(".opinion")).to_have_count(0)
    with database.writing() as session:
        shut(session, workshop, EVALUATION, after(10))
        session.commit()
    laptop.reload()
    expect(laptop.locator(".opinion-words li")).to_have_count(6)
    expect(laptop.locator("main")).to_contain_text("More breaks")
    expect(laptop.locator("main")).not_to_contain_text("Sopheap")
    last_bar = laptop.locator(".opinion-tallies tr").last.locator(".opinion-share")
    expect(last_bar).to_have_attribute("width", "33")
    expect_fit_for_a_laptop(laptop)
    phone.goto(phone.url)
    expect(phone.locator("main")).not_to_contain_text("More breaks")


def test_a_plan_is_written_read_by_the_trainer_and_changed(
    opened: Opener, workshop: Workshop
) -> None:
    path = f"/c/{workshop.course_id}/quiz/{PLAN}"
    phone = opened(path, "en", seat_id=workshop.seat_id)
    begin(phone)
    phone.fill("#q1-typed", "Kep, Wat Samathi")
    phone.press("#q1-typed", "Tab")
    expect(phone.locator("#q1 .quiz-state")).to_have_text(SAVED["en"])
    phone.click("#q1 .quiz-steps a:last-child")
    phone.click("#q2 label:has-text('Teachers')")
    expect(phone.locator("#q2 .quiz-state")).to_have_text(SAVED["en"])
    phone.click("#q2 .quiz-steps a:last-child")
    phone.click("#q3 [name=choice]:has-text('Soon')")
    phone.wait_for_url("**/check")
    send(phone)
    report = f"/courses/{workshop.course_id}/quiz/{PLAN}/answers"
    laptop = opened(report, "en", 1366, account_id=workshop.trainer_id)
    expect(laptop.locator(".plans .card")).to_have_count(1)
    for words in ("SUN Sopheap", "Kep, Wat Samathi", "Teachers", "Soon"):
        expect(laptop.locator(".plans")).to_contain_text(words)
    expect_fit_for_a_laptop(laptop)
    laptop.set_viewport_size({"width": 1366, "height": 768})
    administrator = opened("/plans", "km", 1366, account_id=workshop.administrator_id)
    expect(administrator.locator(".plans")).to_contain_text("Kep, Wat Samathi")
    expect_fit_for_a_laptop(administrator)
    phone.click("form[action$='/begin'] button")
    expect(phone.locator("#q1-typed")).to_have_value("Kep, Wat Samathi")
    phone.fill("#q1-typed", "Kampot")
    phone.press("#q1-typed", "Tab")
    expect(phone.locator("#q1 .quiz-state")).to_have_text(SAVED["en"])
    laptop.reload()
    expect(laptop.locator(".plans .card")).to_have_count(1)
    expect(laptop.locator(".plans")).to_contain_text("Kampot")
    expect(laptop.locator(".plans")).not_to_contain_text("Wat Samathi")
