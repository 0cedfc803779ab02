"""A quiz with every kind of question on real phones: saved at once, offline, on another phone."""

import pytest
from playwright.sync_api import Route, expect

from tests.conftest import ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.quiz_kinds.conftest import (
    RIGHT,
    SAVED,
    WAITING,
    count_answers,
    field,
    go_to,
    join_all,
    kept,
    lines,
    open_question,
    put_in_order,
    state,
    tick,
)
from tests.quizzes import kinds
from training.adapters.database import Database
from training.modules.model import ItemKind

pytestmark = [pytest.mark.browser, ON_SQLITE]


def test_every_kind_is_saved_at_once_and_stays_when_the_page_is_opened_again(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    phone = phone_for()
    page = open_question(phone, address, ItemKind.SEVERAL)
    expect(page.locator("#q1 .quiz-keep")).to_be_hidden()
    tick(page, "Genocide")
    expect(state(page, ItemKind.SEVERAL)).to_have_text(SAVED)
    assert kept(database, workshop)[ItemKind.SEVERAL] == "genocide"
    tick(page, "Corruption", "War crimes", "Corruption")
    expect(state(page, ItemKind.SEVERAL)).to_have_text(SAVED)
    expect(page.locator("#q1")).to_be_visible()
    go_to(page, ItemKind.MATCHING)
    join_all(page)
    expect(state(page, ItemKind.MATCHING)).to_have_text(SAVED)
    go_to(page, ItemKind.ORDERING)
    right = [option.words.en for option in kinds.ORDERING.options]
    put_in_order(page, right)
    expect(state(page, ItemKind.ORDERING)).to_have_text(SAVED)
    go_to(page, ItemKind.SHORT)
    page.fill(field(ItemKind.SHORT), "Srebrenica")
    expect(state(page, ItemKind.SHORT)).to_have_text("Saving")
    expect(state(page, ItemKind.SHORT)).to_have_text(SAVED)
    go_to(page, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "១,៧")
    page.press(field(ItemKind.NUMBER), "Tab")
    expect(state(page, ItemKind.NUMBER)).to_have_text(SAVED)
    go_to(page, ItemKind.SINGLE)
    page.click("#q6 .quiz-option:has-text('2005')")
    expect(page.locator("#q7")).to_be_visible()
    page.click("#q7 .quiz-option:has-text('True')")
    page.wait_for_url("**/check")
    assert kept(database, workshop) == RIGHT
    assert page.evaluate("localStorage.length") == 0
    page = open_question(phone, address, ItemKind.ORDERING)
    assert lines(page) == right
    page.goto(f"{address}/check")
    page.click("#quiz-finish button")
    expect(page.locator("h1")).to_have_text("Points: 13 of 13")


def test_an_order_that_is_right_as_it_stands_can_be_saved(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.ORDERING)
    page.click("#q3 .quiz-keep")
    expect(state(page, ItemKind.ORDERING)).to_have_text(SAVED)
    expect(page.locator("#q3 .quiz-keep")).to_be_hidden()
    expect(page.locator("#q4")).to_be_visible()
    code = kept(database, workshop)[ItemKind.ORDERING]
    known = {option.id: option.words.en for option in kinds.ORDERING.options}
    assert [known[each] for each in code.split()] == lines(page)


def test_what_was_answered_offline_goes_out_and_is_there_on_another_phone(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    """The second phone speaks Khmer, finds what was acknowledged, then the rest, and finishes."""
    phone = phone_for()
    page = open_question(phone, address, ItemKind.SEVERAL)
    tick(page, "Genocide")
    expect(state(page, ItemKind.SEVERAL)).to_have_text(SAVED)
    phone.set_offline(True)
    tick(page, "War crimes")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    go_to(page, ItemKind.MATCHING)
    join_all(page)
    go_to(page, ItemKind.ORDERING)
    put_in_order(page, [option.words.en for option in kinds.ORDERING.options])
    go_to(page, ItemKind.SHORT)
    page.fill(field(ItemKind.SHORT), "100% ស្រេប្រេនីតសា, a & b")
    page.fill(field(ItemKind.SHORT), "ស្រេប្រេនីតសា")
    go_to(page, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "1.7")
    page.click("text=Look over the answers and send them")
    expect(page.locator("#quiz-outbox")).to_contain_text(f"Not sent yet: 5. {WAITING}")
    other = phone_for("km")
    second = open_question(other, address, ItemKind.SEVERAL)
    expect(second.locator("#q1 input:checked")).to_have_count(1)
    assert kept(database, workshop) == {ItemKind.SEVERAL: "genocide"}
    page.close()
    phone.set_offline(False)
    page = open_question(phone, address, ItemKind.NUMBER)
    expect(page.locator(".quiz-saved")).to_have_count(5, timeout=15_000)
    expect(page.locator("#quiz-outbox")).to_be_hidden()
    expect(page.locator(field(ItemKind.SHORT))).to_have_value("ស្រេប្រេនីតសា")
    asked = {kind: RIGHT[kind] for kind in list(RIGHT)[:5]}
    assert kept(database, workshop) == asked | {ItemKind.SHORT: "ស្រេប្រេនីតសា"}
    second.reload()
    expect(second.locator("#q1 input:checked")).to_have_count(2)
    assert lines(second) == [option.words.km for option in kinds.ORDERING.options]
    expect(second.locator(field(ItemKind.NUMBER))).to_have_value("1.7")
    second.goto(f"{address}/check")
    second.click("#quiz-finish button")
    expect(second.locator("h1")).to_contain_text("១១")


def test_one_request_at_the_end_brings_words_and_orders_along(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.SHORT)
    page.route("**/answers", lambda route: route.abort())
    page.fill(field(ItemKind.SHORT), "100% ស្រេ, a & b+c")
    go_to(page, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "1 700")
    page.press(field(ItemKind.NUMBER), "Tab")
    open_question(page.context, address, ItemKind.SEVERAL)
    tick(page, "Genocide")
    tick(page, "Genocide")
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 3.")
    page.goto(f"{address}/check")
    page.click("#quiz-finish button")
    page.wait_for_url("**/result")
    assert kept(database, workshop) == {
        ItemKind.SEVERAL: "",
        ItemKind.SHORT: "100% ស្រេ, a & b+c",
        ItemKind.NUMBER: "1700",
    }
    assert page.evaluate("localStorage.length") == 0


def test_a_reply_that_is_lost_does_not_count_an_answer_twice(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.SHORT)

    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/answers", lose_the_reply)
    page.fill(field(ItemKind.SHORT), "Srebrenica")
    expect(page.locator("#quiz-outbox")).to_contain_text(WAITING)
    page.unroute("**/answers")
    expect(state(page, ItemKind.SHORT)).to_have_text(SAVED, timeout=15_000)
    assert kept(database, workshop) == {ItemKind.SHORT: "Srebrenica"}
    assert count_answers(database, ItemKind.SHORT) == 1


def test_switching_the_language_in_the_middle_of_a_word_keeps_it(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.SHORT)
    page.type(field(ItemKind.SHORT), "Srebr")
    page.click(".top-language")
    expect(page.locator("html")).to_have_attribute("lang", "km")
    expect(page.locator(field(ItemKind.SHORT))).to_have_value("Srebr")
    expect(page.locator("#q4 .quiz-saved")).to_have_count(1)
    assert kept(database, workshop) == {ItemKind.SHORT: "Srebr"}
