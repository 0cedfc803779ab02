"""Practice, and a sheet on one page, on real phones; and going on in the middle of any of them."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import expect_fit_for_a_phone
from tests.journeys.test_quiz_time import Hour
from tests.quizzes import kinds
from tests.quizzes.conftest import add_module
from training.adapters import clock
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.quizzes import opening, service, taking
from training.quizzes.model import Terms

pytestmark = [pytest.mark.browser, ON_SQLITE]
PRACTICE = f"practice.{kinds.SLUG}"
SAVED = "Saved at 09:30"


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """SUN Sopheap has begun a quiz with every kind of question."""
    found: Database = app.extensions["training.database"]
    add_module(found, workshop, kinds.MODULE)
    return found


@pytest.fixture
def address(app: Flask, database: Database, workshop: Workshop) -> Iterator[str]:
    """Where the quizzes of the course are served."""
    with serving(app) as address:
        yield f"{address}/c/{workshop.course_id}/quiz/"


def let(database: Database, workshop: Workshop, slug: str, terms: Terms | None = None) -> None:
    """Opens it, and closes what was open before."""
    with database.writing() as session:
        service.close_all(session, workshop.course_id, SYSTEM, NINE_THIRTY)
        if terms:
            opening.change_terms(session, workshop.course_id, slug, terms, SYSTEM, NINE_THIRTY)
        service.open_quiz(session, workshop.course_id, slug, f"open-{slug}", SYSTEM, NINE_THIRTY)
        session.commit()


def set_terms(database: Database, workshop: Workshop, terms: Terms) -> None:
    """The quiz with every kind is taken like this; it is begun anew, so that all terms can be."""
    with database.writing() as session:
        opening.change_terms(session, workshop.course_id, kinds.SLUG, terms, SYSTEM, NINE_THIRTY)
        session.commit()


def kept(database: Database, workshop: Workshop, slug: str = kinds.SLUG) -> dict[str, str]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, slug)
        assert desk.attempt is not None
        found = service.answers_of(session, desk.attempt)
    return {item_id: answer.code for item_id, answer in found.items()}


def words(page: Page) -> list[str]:
    """The questions in the order of the sheet."""
    found: list[str] = page.locator(".quiz-question").evaluate_all(
        "all => all.map((each) => each.dataset.item)"
    )
    return found


def options(page: Page, number: int) -> list[str]:
    found: list[str] = page.locator(f"#q{number} [name=choice]").evaluate_all(
        "all => all.map((each) => each.value)"
    )
    return found


# Practice.


def test_practice_says_at_once_what_was_right_and_waits_for_next(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    let(database, workshop, PRACTICE)
    page = phone_for().new_page()
    page.goto(address + PRACTICE)
    expect(page.locator("main")).to_contain_text("After each answer you see what is right, and why")
    page.click("main .button-large")
    tick = "#q1 label:has-text('{}')".format
    page.click(tick("Genocide"))
    page.wait_for_timeout(300)
    assert kept(database, workshop, PRACTICE) == {}, "one tick of several is no answer yet"
    page.click(tick("Corruption"))
    page.click("#q1 .quiz-keep")
    feedback = page.locator("#q1 .quiz-feedback")
    expect(feedback).to_contain_text("Your answer (")
    expect(feedback).to_contain_text("The reason of several.")
    expect(feedback).to_be_focused()
    expect(page.locator("#q1 form")).to_be_hidden()
    page.wait_for_timeout(1000)
    expect(page.locator("#q1")).to_be_visible()
    expect_fit_for_a_phone(page)
    page.reload()
    page.goto(f"{address}{PRACTICE}?q=1")
    expect(feedback).to_contain_text("The reason of several.")
    page.click("#q1 .quiz-steps a:last-child")
    expect(page.locator("#q2")).to_be_visible()
    expect(page.locator("#q2 .quiz-feedback")).to_be_empty()
    page.goto(f"{address}{PRACTICE}?q=6")
    page.click("#q6 .quiz-option:has-text('2005')")
    expect(page.locator("#q6 .quiz-feedback")).to_contain_text("Your answer is right")
    page.goto(f"{address}{PRACTICE}/check")
    page.click("text=Finish the practice")
    expect(page.locator("h1")).to_contain_text("of 13")
    page.click("text=Try again")
    expect(page.locator("#q1 form")).to_be_visible()
    assert kept(database, workshop, PRACTICE) == {}


def test_practice_without_javascript(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    let(database, workshop, PRACTICE)
    page = phone_for(java_script_enabled=False).new_page()
    page.goto(address + PRACTICE)
    page.click("main .button-large")
    page.click("#q1 label:has-text('Genocide')")
    page.click("#q1 .quiz-keep")
    expect(page).to_have_url(re.compile(r"\?q=1$"))
    expect(page.locator("#q1 .quiz-feedback")).to_contain_text("The reason of several.")
    expect(page.locator("#q1 form")).to_be_hidden()
    page.click("#q1 .quiz-steps a:last-child")
    expect(page.locator("#q2")).to_be_visible()


def test_practice_offline_says_what_was_right_when_the_network_is_back(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    let(database, workshop, PRACTICE)
    phone = phone_for()
    page = phone.new_page()
    page.goto(address + PRACTICE)
    page.click("main .button-large")
    page.goto(f"{address}{PRACTICE}?q=6")
    phone.set_offline(True)
    page.click("#q6 .quiz-option:has-text('2005')")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 1.")
    expect(page.locator("#q6 .quiz-feedback")).to_be_empty()
    phone.set_offline(False)
    expect(page.locator("#q6 .quiz-feedback")).to_contain_text("Your answer is right")


# All on one page.


def test_all_on_one_page_each_answer_with_its_tick(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    set_terms(database, workshop, Terms(one_page=True))
    phone = phone_for()
    page = phone.new_page()
    page.goto(address + kinds.SLUG)
    expect(page.locator(".quiz-question:visible")).to_have_count(7)
    expect(page.locator(".quiz-steps")).to_have_count(0)
    missing = page.locator("#quiz-missing a:visible")
    expect(missing).to_have_count(7)
    page.click("#q6 .quiz-option:has-text('2005')")
    expect(page.locator("#q6 .quiz-state")).to_have_text(SAVED)
    page.fill("#q4-typed", "Srebrenica")
    expect(page.locator("#q4 .quiz-state")).to_have_text(SAVED)
    expect(missing).to_have_text(["1", "2", "3", "5", "7"])
    page.click("#q1 label:has-text('Genocide')")
    expect(page.locator("#q1 .quiz-state")).to_have_text(SAVED)
    expect(page.locator("#quiz-missing")).to_contain_text("Without an answer")
    expect_fit_for_a_phone(page)
    page.fill("#q5-typed", "1.7")
    page.click("#quiz-finish button")
    expect(page.locator("h1")).to_have_text("Points: 5 of 13")
    assert kept(database, workshop)["the-number"] == "1.7", "what was being typed was sent along"


def test_all_on_one_page_offline(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    set_terms(database, workshop, Terms(one_page=True))
    phone = phone_for()
    page = phone.new_page()
    page.goto(address + kinds.SLUG)
    phone.set_offline(True)
    page.click("#q6 .quiz-option:has-text('2005')")
    page.click("#q7 .quiz-option:has-text('True')")
    expect(page.locator("#q6 .quiz-state")).to_contain_text("Will be sent")
    page.click("#quiz-finish button")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 2.")
    assert kept(database, workshop) == {}
    phone.set_offline(False)
    expect(page.locator("h1")).to_have_text("Points: 2 of 13", timeout=40_000)


def test_all_on_one_page_without_javascript(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    set_terms(database, workshop, Terms(one_page=True))
    page = phone_for(java_script_enabled=False).new_page()
    page.goto(address + kinds.SLUG)
    page.click("#q6 .quiz-option:has-text('2005')")
    expect(page).to_have_url(re.compile("#q6$"))
    expect(page.locator("#q6")).to_be_in_viewport()
    expect(page.locator("#q6 .quiz-state")).to_have_text(SAVED)
    page.fill("#q5-typed", "many")
    page.click("#q5 .quiz-keep")
    expect(page.locator("#q5 .quiz-state")).to_contain_text("Please write a number")
    expect(page.locator("#q5-typed")).to_be_in_viewport()
    page.fill("#q5-typed", "1.7")
    page.click("#q5 .quiz-keep")
    expect(page.locator("#quiz-missing a:visible")).to_have_text(["1", "2", "3", "4", "7"])
    page.click("#quiz-finish button")
    expect(page.locator("h1")).to_have_text("Points: 3 of 13")


# Going on.


@pytest.mark.parametrize("one_page", [False, True])
def test_an_interrupted_sheet_goes_on_at_its_place_on_another_phone_in_another_language(
    phone_for: PhoneMaker,
    address: str,
    database: Database,
    workshop: Workshop,
    one_page: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "now", Hour().now)
    slug = "home.kinds"
    let(database, workshop, slug, Terms(mixed=True, one_page=one_page))
    with database.writing() as session:
        taking.begin(session, workshop.course_id, workshop.seat_id, slug, NINE_THIRTY)
        session.commit()
    page = phone_for().new_page()
    page.goto(address + slug)
    order = words(page)
    assert sorted(order) == sorted(item.id for item in kinds.ITEMS)
    several, short = order.index("the-several") + 1, order.index("the-short") + 1
    page.goto(f"{address}{slug}?q={several}")
    page.click(f"#q{several} label:has-text('Genocide')")
    expect(page.locator(f"#q{several} .quiz-state")).to_have_text(SAVED)
    places = options(page, several)
    page.goto(f"{address}{slug}?q={short}")
    page.fill(f"#q{short}-typed", "Tuzla")
    page.click(".top-language")
    expect(page.locator("html")).to_have_attribute("lang", "km")
    expect(page.locator(f"#q{short}-typed")).to_have_value("Tuzla")
    assert words(page) == order
    other = phone_for("km").new_page()
    other.goto(address + slug)
    assert words(other) == order
    assert options(other, several) == places
    expect(other.locator(f"#q{several} input:checked")).to_have_count(1)
    expect(other.locator(f"#q{short}-typed")).to_have_value("Tuzla")
    answered = {"the-several", "the-short"}
    following = next(each for each in (*order[short:], *order[:short]) if each not in answered)
    if not one_page:
        expect(other.locator(f"#q{order.index(following) + 1}")).to_be_visible()
    assert kept(database, workshop, slug) == {"the-several": "genocide", "the-short": "Tuzla"}
