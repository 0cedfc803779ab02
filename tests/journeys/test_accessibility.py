"""Every page that a phone sees, and the staff's, held against axe; nothing scrolls sideways.

The phones are narrow (360 and 320 px), with the text at 100 and at 130 %; those in Khmer are in a
bright room and those in English in a dark one, so that every page is seen in both.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.live.test_views import Room
from tests.quizzes import sittings
from tests.quizzes.question_files import GIFT, chosen, keep
from training.adapters.database import Database
from training.attendance import marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkStatus
from training.certificates import service as certificates
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes
from training.quizzes.assessments import PRE_TEST

pytestmark = [pytest.mark.browser, ON_SQLITE]

PHONE_WIDTHS = (320, 360)
STAFF_WIDTHS = (1024, 1366)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """() => Array.from(document.querySelectorAll(
    'main a, main button, header a, header button, select, summary, textarea, '
    + 'input:not([type=hidden]):not([type=checkbox]):not([type=radio])'))
  .map((each) => [each, each.getBoundingClientRect()])
  .filter(([each, box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
  .filter(([each]) => !each.matches('p a') || getComputedStyle(each).display !== 'inline')
  .map(([each, box]) => `${each.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""

axe = Axe()


@pytest.fixture
def database(app: Flask) -> Database:
    """The application's database."""
    found: Database = app.extensions["training.database"]
    return found


@pytest.fixture
def address(app: Flask, workshop: Workshop) -> Iterator[str]:
    """Where the workshop is served."""
    with serving(app) as address:
        yield address


@pytest.fixture
def window_for(
    browser: Browser, client_for: ClientMaker, address: str
) -> Iterator[Callable[..., Page]]:
    """`window_for(width, account_id=…, seat_id=…, language=…)`: a page signed in as asked."""
    contexts: list[BrowserContext] = []

    def make(width: int, **who: Any) -> Page:
        client = client_for(**who)
        context = browser.new_context(
            viewport={"width": width, "height": 640},
            color_scheme="light" if who["language"] == "km" else "dark",
        )
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": address}
                for name, value in cookies_of(client).items()
            ]
        )
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def open_all(database: Database, workshop: Workshop) -> None:
    with database.writing() as session:
        quizzes.open_quiz(session, workshop.course_id, "small", "q", SYSTEM, NINE_THIRTY)
        attendance.open_attendance(
            session, workshop.course_id, workshop.item_ids[3], "a", SYSTEM, NINE_THIRTY
        )
        session.commit()


def end_and_issue(database: Database, workshop: Workshop) -> str:
    """The day is over and SUN Sopheap was there all day; the number of the certificate."""
    with database.writing() as session:
        for place in (3, 8):
            wanted = HandMark(workshop.item_ids[place], workshop.seat_id, MarkStatus.PRESENT)
            marking.mark_by_hand(
                session, workshop.course_id, wanted, f"h{place}", SYSTEM, NINE_THIRTY
            )
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        press = replace(workshop.press, public_url="https://r2p.example.org")
        certificates.issue_all(session, workshop.course_id, press, SYSTEM, NINE_THIRTY)
        session.commit()
        return certificates.get_of_seat(session, workshop.seat_id).number


def faults_of_axe(page: Page) -> list[str]:
    answer = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in answer.response["violations"]
        for node in each["nodes"]
    ]


def faults_of_width(page: Page, widths: tuple[int, ...], text: str = "100%") -> list[str]:
    page.evaluate("size => document.documentElement.style.fontSize = size", text)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found.append(f"{wide} px wide on {width} px, text at {text}")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def expect_fit_for_a_phone(page: Page) -> None:
    faults = faults_of_axe(page)
    faults += page.evaluate(SMALL_TARGETS)
    faults += faults_of_width(page, PHONE_WIDTHS) + faults_of_width(page, (360,), "130%")
    assert not faults, "\n".join([page.url, *faults])


def expect_fit_for_a_laptop(page: Page) -> None:
    faults = faults_of_axe(page) + faults_of_width(page, STAFF_WIDTHS)
    assert not faults, "\n".join([page.url, *faults])


@pytest.mark.parametrize("language", ["km", "en"])
def test_joining_is_fit_for_everybody(
    window_for: Callable[..., Page], address: str, workshop: Workshop, language: str
) -> None:
    page = window_for(360, language=language)
    page.goto(f"{address}/join")
    expect_fit_for_a_phone(page)
    page.fill("#code", "000000" if workshop.join_code != "000000" else "111111")
    page.click("main .button-large")
    assert page.locator("#code-fault").is_visible()
    expect_fit_for_a_phone(page)
    page.goto(f"{address}/join/{workshop.join_code}")
    page.fill("[name=name_km]", "ក" * 300)
    page.click("main .button-large")
    expect_fit_for_a_phone(page)
    for path in (
        "/continue",
        "/v",
        "/v/file",
        "/sign-in",
        "/no-such-page",
        f"/venue/{workshop.join_code}",
    ):
        page.goto(address + path)
        expect_fit_for_a_phone(page)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_day_of_a_trainee_is_fit_for_everybody(
    window_for: Callable[..., Page],
    address: str,
    database: Database,
    workshop: Workshop,
    language: str,
) -> None:
    open_all(database, workshop)
    page = window_for(360, seat_id=workshop.seat_id, language=language)
    day = f"{address}/c/{workshop.course_id}"
    for path in ("", "/attendance", "/certificate", "/slides/small", "/quiz/small"):
        page.goto(day + path)
        expect_fit_for_a_phone(page)
    page.click("main form button")
    expect_fit_for_a_phone(page)
    page.goto(f"{day}/quiz/small/check")
    expect_fit_for_a_phone(page)
    page.click("#quiz-finish button")
    page.wait_for_url("**/result")
    expect_fit_for_a_phone(page)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_certificate_is_fit_for_everybody(
    window_for: Callable[..., Page],
    address: str,
    database: Database,
    workshop: Workshop,
    language: str,
) -> None:
    number = end_and_issue(database, workshop)
    page = window_for(360, seat_id=workshop.seat_id, language=language)
    day = f"{address}/c/{workshop.course_id}"
    for url in (day, f"{day}/certificate", f"{address}/v/{number}"):
        page.goto(url)
        expect_fit_for_a_phone(page)
    other = window_for(360, seat_id=workshop.other_seat_id, language=language)
    for url in (day, f"{day}/certificate"):
        other.goto(url)
        expect_fit_for_a_phone(other)


ASKED: dict[str, dict[str, str]] = {
    "single": {"choices_en": "*Red\nBlue", "choices_km": "*ក្រហម\nខៀវ", "seconds": "600"},
    "several": {"choices_en": "*Red\n*Blue\nGreen"},
    "true-false": {"right": "true"},
    "scale": {},
    "words": {},
}
CHOSEN = {"single": "2", "several": "1", "true-false": "true", "scale": "4"}


@pytest.mark.parametrize("language", ["km", "en"])
def test_following_the_room_is_fit_for_everybody(
    window_for: Callable[..., Page],
    app: Flask,
    address: str,
    workshop: Workshop,
    client_for: ClientMaker,
    language: str,
) -> None:
    room = Room(app, workshop, client_for)
    page = window_for(360, seat_id=workshop.seat_id, language=language)
    page.goto(address + room.day)
    expect_fit_for_a_phone(page)
    room.go("second")
    room.drive(word="blank", on="1")
    room.drive(word="ranking", on="1")
    page.goto(address + room.day)
    page.click("#live-before")
    page.click("#live-nickname summary")
    expect_fit_for_a_phone(page)
    for kind, sent in ASKED.items():
        question = room.ask(kind=kind, words_en="Which?", words_km="មួយណា?", **sent)
        given: dict[str, Any] = {"words": "peace"} if kind == "words" else {"choice": CHOSEN[kind]}
        room.answer(question, **given)
        page.goto(address + room.day)
        expect_fit_for_a_phone(page)
        room.deed(question, "reveal")
        page.goto(address + room.day)
        expect_fit_for_a_phone(page)
    page.goto(f"{address}{room.day}/answers")
    expect_fit_for_a_phone(page)


def test_the_pages_of_a_trainer_are_fit_for_everybody(
    window_for: Callable[..., Page],
    address: str,
    database: Database,
    workshop: Workshop,
) -> None:
    open_all(database, workshop)
    page = window_for(1366, account_id=workshop.trainer_id, language="km")
    page.goto(f"{address}/courses")
    expect_fit_for_a_laptop(page)
    course = f"{address}/courses/{workshop.course_id}"
    for path in staff_paths(workshop.seat_id):
        answer = page.goto(course + path)
        assert answer is not None
        assert answer.status == 200, path
        expect_fit_for_a_laptop(page)


def test_the_pages_of_questions_from_files_are_fit_for_everybody(
    window_for: Callable[..., Page], client_for: ClientMaker, address: str, workshop: Workshop
) -> None:
    trainer = client_for(account_id=workshop.trainer_id)
    look = chosen(trainer, GIFT + "\nOnly words.\n\nNever closed?{=a")
    keep(trainer, GIFT)
    shelf = "/questions/sets/own-the-sky"
    for language in ("km", "en"):
        page = window_for(1366, account_id=workshop.trainer_id, language=language)
        for path in ("/questions", look, shelf, f"{shelf}/file?format=aiken"):
            page.set_viewport_size({"width": 1366, "height": 768})
            page.goto(address + path)
            expect_fit_for_a_laptop(page)
            expect_fit_for_a_phone(page)
        page.goto(address + "/questions")
        page.click("main form button")
        expect_fit_for_a_phone(page)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_keys_of_certificates_are_fit_for_everybody(
    window_for: Callable[..., Page],
    client_for: ClientMaker,
    address: str,
    workshop: Workshop,
    language: str,
) -> None:
    keys = "/certificates/keys"
    laptop = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    head = client_for(account_id=workshop.administrator_id)
    assert head.post(f"{keys}/new", data={"name": "National office"}).status_code == 303
    known = {"key": laptop, "owner": "កុំព្យូទ័រខេត្តកំពត"}
    assert head.post(f"{keys}/known", data=known).status_code == 303
    page = window_for(1366, account_id=workshop.administrator_id, language=language)
    for path in (keys, "/certificates/exchange"):
        page.goto(address + path)
        for closed in page.locator("main summary").all():
            closed.click()
        expect_fit_for_a_laptop(page)
    page.click("main form[enctype] button")
    assert page.locator(".faults").is_visible()
    expect_fit_for_a_laptop(page)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_analysis_of_answers_is_fit_for_everybody(
    window_for: Callable[..., Page],
    address: str,
    database: Database,
    workshop: Workshop,
    language: str,
) -> None:
    with database.writing() as session:
        sittings.whole_room(session, workshop, 30)
    page = window_for(1366, account_id=workshop.trainer_id, language=language)
    for path in ("course.learning", f"{PRE_TEST}/analysis"):
        page.goto(f"{address}/courses/{workshop.course_id}/quiz/{path}")
        assert page.locator("svg.chart").count() > 3
        expect_fit_for_a_laptop(page)


def staff_paths(seat_id: uuid.UUID) -> tuple[str, ...]:
    return (
        "",
        "/people",
        f"/people/{seat_id}",
        "/slides",
        "/slides/small/show?view=both",
        "/slides/small/notes",
        "/live",
        "/live/projector?view=both",
        "/live/links",
        "/quiz",
        "/quiz/small",
        "/quiz/small/terms",
        "/extra-time",
        "/attendance",
        "/attendance/code",
        "/attendance/conflicts",
        "/certificates",
        "/plan",
        "/agenda",
        "/poster",
        "/rehearsal",
        "/venue",
    )
