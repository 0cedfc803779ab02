"""Sheets of paper typed in with the keyboard alone, in a real browser without a script."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.quizzes import kinds
from tests.quizzes.conftest import SLUG, add_module
from training.adapters.database import Database
from training.courses import service as courses
from training.kernel.access import SYSTEM
from training.quizzes import service, store
from training.quizzes.model import EndedBy

pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """The application's database; the small quiz and one with every kind of question are open."""
    found: Database = app.extensions["training.database"]
    add_module(found, workshop, kinds.MODULE)
    with found.writing() as session:
        service.open_quiz(session, workshop.course_id, SLUG, "open", SYSTEM, NINE_THIRTY)
        session.commit()
    return found


@pytest.fixture
def laptop(
    app: Flask, browser: Browser, client_for: ClientMaker, workshop: Workshop, database: Database
) -> Iterator[Page]:
    """SOK Bopha's, in Khmer; of the three people in the room the third has no phone."""
    client = client_for(account_id=workshop.trainer_id, language="km")
    client.post(
        f"/courses/{workshop.course_id}/people",
        data={"name_km": "នួន សារ៉ាត់", "name_latin": "NUON Sarath", "submission_key": "third"},
    )
    with serving(app) as address:
        context = browser.new_context(base_url=f"{address}/courses/{workshop.course_id}/quiz/")
        context.add_cookies(
            [
                {"name": name, "value": value, "url": address}
                for name, value in cookies_of(client).items()
            ]
        )
        yield context.new_page()
        context.close()


def enter(page: Page, line: str) -> None:
    """Types where the cursor stands, and presses Enter."""
    expect(page.locator(":focus")).to_have_attribute("name", "line")
    page.keyboard.type(line)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def scores(database: Database, workshop: Workshop, slug: str) -> dict[int, int | None]:
    """By seat number, of the sheets that were entered."""
    with database.reading() as session:
        numbers = {it.seat_id: it.number for it in courses.list_seats(session, workshop.course_id)}
        return {
            numbers[sheet.seat_id]: sheet.score
            for sheet in store.list_attempts(session, workshop.course_id, slug=slug)
            if sheet.seat_id and sheet.finished_by is EndedBy.STAFF
        }


def test_three_sheets_are_entered_without_a_mouse(
    laptop: Page, workshop: Workshop, database: Database
) -> None:
    laptop.goto(f"{SLUG}/entry")
    first = laptop.locator("tbody tr").first
    expect(first).to_contain_text("នួន សារ៉ាត់")
    expect(first).to_contain_text("គ្មានទូរស័ព្ទ")
    enter(laptop, "3 ខក-")
    expect(laptop.locator(".entered")).to_contain_text("នួន សារ៉ាត់")
    assert laptop.locator(".entered-answers b").all_inner_texts() == ["ខ", "ក"]
    enter(laptop, "១ BAA")
    expect(laptop.locator(".entered")).to_contain_text("SUN Sopheap")
    enter(laptop, "2 XA-")
    expect(laptop.locator(".faults")).to_contain_text("សំណួរទី ១")
    expect(laptop.locator("#line")).to_have_value("2 XA-")
    laptop.keyboard.press("Control+A")
    enter(laptop, "2 BB-")
    expect(laptop.locator(".entered-answers b").nth(1)).to_have_text("ខ")
    expect(laptop.locator("td .state-good")).to_have_count(3)
    assert set(scores(database, workshop, SLUG)) == {1, 2, 3}
    assert scores(database, workshop, SLUG)[3] == 2


def test_a_sheet_with_lines_goes_on_in_its_own_fields(
    laptop: Page, workshop: Workshop, database: Database
) -> None:
    laptop.goto(f"{kinds.SLUG}/entry")
    enter(laptop, "3 (AB)AA")
    expect(laptop.locator(":focus")).to_have_attribute("name", "q2")
    for typed in ("ACB", "1432", "Srebrenica", "1.7"):
        laptop.keyboard.type(typed)
        laptop.keyboard.press("Tab")
    laptop.keyboard.press("Enter")
    expect(laptop.locator(".entered")).to_contain_text("NUON Sarath")
    most = sum(item.marks for item in kinds.ITEMS)
    assert scores(database, workshop, kinds.SLUG) == {3: most}
    expect(laptop.locator(":focus")).to_have_attribute("name", "line")


def test_the_phones_answers_give_way_only_to_a_tick(
    laptop: Page, workshop: Workshop, database: Database, client_for: ClientMaker
) -> None:
    phone = client_for(seat_id=workshop.seat_id)
    quiz = f"/c/{workshop.course_id}/quiz/{SLUG}"
    phone.post(f"{quiz}/begin")
    phone.post(f"{quiz}/answers", data={"item": "water", "choice": "2", "submission_key": "tap"})
    laptop.goto(f"{SLUG}/entry")
    enter(laptop, "1 BA-")
    expect(laptop.locator(".faults")).to_contain_text("ទូរស័ព្ទ")
    expect(laptop.locator(":focus")).to_have_attribute("name", "instead")
    assert scores(database, workshop, SLUG) == {}
    laptop.keyboard.press("Space")
    laptop.keyboard.press("Enter")
    expect(laptop.locator(".entered")).to_contain_text("SUN Sopheap")
    assert scores(database, workshop, SLUG) == {1: 2}
