"""What is no answer to its question is said beside it, wherever the phone has gone meanwhile."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.quiz_kinds.conftest import (
    BEFORE,
    NO_NUMBER,
    SAVED,
    count_answers,
    field,
    go_to,
    kept,
    open_question,
    state,
)
from tests.quizzes import kinds
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.modules.model import ItemKind
from training.quizzes import opening
from training.quizzes.model import Terms

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_what_is_no_number_is_said_beside_its_field_and_can_be_mended(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "12")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    page.fill(field(ItemKind.NUMBER), "many")
    expect(state(page, ItemKind.NUMBER)).to_have_text(f"{NO_NUMBER} {BEFORE}")
    expect(page.locator(field(ItemKind.NUMBER))).to_have_value("many")
    expect(page.locator("#quiz-outbox")).to_be_hidden()
    page.fill(field(ItemKind.NUMBER), "13")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    assert kept(database, workshop) == {ItemKind.NUMBER: "13"}
    assert page.evaluate("localStorage.length") == 0


def test_who_moves_on_before_the_refusal_comes_is_told_on_the_next_question(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.NUMBER)
    on_their_way: list[Route] = []

    def hold(route: Route) -> None:
        on_their_way.append(route)

    page.route("**/answers", hold)
    with page.expect_request("**/answers"):
        page.fill(field(ItemKind.NUMBER), "13 of them")
        go_to(page, ItemKind.SINGLE)
    box = page.locator("#quiz-outbox")
    expect(box).to_be_hidden()
    on_their_way.pop().continue_()
    expect(box).to_have_text(f"{NO_NUMBER} Question 5 of 7")
    page.unroute("**/answers")
    page.click("#quiz-outbox a")
    expect(state(page, ItemKind.NUMBER)).to_have_text(NO_NUMBER)
    expect(box).to_be_hidden()
    page.fill(field(ItemKind.NUMBER), "13")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    go_to(page, ItemKind.SINGLE)
    expect(box).to_be_hidden()
    assert kept(database, workshop) == {ItemKind.NUMBER: "13"}


def test_what_was_refused_is_said_on_every_page_until_it_is_mended(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "13 of them")
    expect(state(page, ItemKind.NUMBER)).to_have_text(NO_NUMBER)
    posted: list[str] = []
    page.on("request", lambda each: posted.append(each.url) if each.method == "POST" else None)
    go_to(page, ItemKind.SINGLE)
    box = page.locator("#quiz-outbox")
    expect(box).to_have_text(f"{NO_NUMBER} Question 5 of 7")
    open_question(page.context, address, ItemKind.SEVERAL)
    expect(box).to_have_text(f"{NO_NUMBER} Question 5 of 7")
    page.click("text=Look over the answers and send them")
    page.wait_for_url("**/check")
    expect(box).to_have_text(f"{NO_NUMBER} Question 5 of 7")
    assert posted == [], "it is not sent again"
    page.click("#quiz-outbox a")
    expect(page.locator(field(ItemKind.NUMBER))).to_have_value("13 of them")
    expect(state(page, ItemKind.NUMBER)).to_have_text(NO_NUMBER)
    page.click(".top-language")
    expect(state(page, ItemKind.NUMBER)).to_contain_text("សូមសរសេរជាលេខ")
    go_to(page, ItemKind.SINGLE)
    expect(box).to_contain_text("សំណួរទី ៥ ក្នុងចំណោម ៧")
    page.click("#quiz-outbox a")
    page.fill(field(ItemKind.NUMBER), "១៣")
    expect(page.locator("#q5 .quiz-saved")).to_have_count(1)
    page.goto(f"{address}/check")
    expect(box).to_be_hidden()
    assert kept(database, workshop) == {ItemKind.NUMBER: "13"}
    assert page.evaluate("localStorage.length") == 0


def test_on_one_page_what_was_refused_is_said_at_the_end_too(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    with database.writing() as session:
        opening.change_terms(
            session, workshop.course_id, kinds.SLUG, Terms(one_page=True), SYSTEM, NINE_THIRTY
        )
        session.commit()
    page = open_question(phone_for(), address, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "13 of them")
    expect(state(page, ItemKind.NUMBER)).to_have_text(NO_NUMBER)
    box = page.locator("#quiz-outbox")
    expect(box).to_have_text(f"{NO_NUMBER} Question 5 of 7")
    page.click("#quiz-outbox a")
    expect(page).to_have_url(re.compile("#q5$"))
    page.fill(field(ItemKind.NUMBER), "13")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    expect(box).to_be_hidden()
    assert kept(database, workshop) == {ItemKind.NUMBER: "13"}


def test_who_puts_back_what_was_saved_has_nothing_to_mend(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "12")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    page.fill(field(ItemKind.NUMBER), "many")
    expect(state(page, ItemKind.NUMBER)).to_have_text(f"{NO_NUMBER} {BEFORE}")
    page.fill(field(ItemKind.NUMBER), "12")
    go_to(page, ItemKind.SINGLE)
    expect(page.locator("#quiz-outbox")).to_be_hidden()
    page.click("#q6 [data-step='5']")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    assert count_answers(database, ItemKind.NUMBER) == 1
    assert page.evaluate("localStorage.length") == 0


def test_answers_can_be_sent_without_mending_one_and_nothing_of_it_stays(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "many")
    expect(state(page, ItemKind.NUMBER)).to_have_text(NO_NUMBER)
    page.goto(f"{address}/check")
    expect(page.locator("#quiz-outbox")).to_have_text(f"{NO_NUMBER} Question 5 of 7")
    page.click("#quiz-finish button")
    page.wait_for_url("**/result")
    expect(page.locator("#quiz-outbox")).to_be_hidden()
    assert kept(database, workshop) == {}
    assert page.evaluate("localStorage.length") == 0
