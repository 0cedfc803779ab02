"""A quiz with every kind of question on real phones: saved at once, offline, on another phone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import func, select

from tests.conftest import NINE_THIRTY, ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import expect_fit_for_a_phone
from tests.quizzes import kinds
from tests.quizzes.conftest import add_module
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.modules.model import ItemKind
from training.quizzes import answers, opening, service
from training.quizzes.model import Terms
from training.quizzes.tables import QuizAnswer

pytestmark = [pytest.mark.browser, ON_SQLITE]
NUMBERS = {item.kind: number for number, item in enumerate(kinds.ITEMS, 1)}
WAITING = "It will be sent when the connection is back."
SAVED = "Saved at 09:30"
NO_NUMBER = "Please write a number, such as 12 or 3.5."
BEFORE = "The answer that was saved before still counts."
RIGHT = {item.kind: answers.right_code(item) for item in kinds.ITEMS}
PLACES = """list => Array.from(list.querySelectorAll('label')).map((each) => each.textContent)"""


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """The application's database; SUN Sopheap has begun a quiz with every kind of question."""
    found: Database = app.extensions["training.database"]
    add_module(found, workshop, kinds.MODULE)
    return found


@pytest.fixture
def address(app: Flask, database: Database, workshop: Workshop) -> Iterator[str]:
    """Where that sheet is served."""
    with serving(app) as address:
        yield f"{address}/c/{workshop.course_id}/quiz/{kinds.SLUG}"


def open_question(phone: BrowserContext, address: str, kind: ItemKind) -> Page:
    page = phone.pages[0] if phone.pages else phone.new_page()
    page.goto(f"{address}?q={NUMBERS[kind]}")
    return page


def go_to(page: Page, kind: ItemKind) -> None:
    """By the buttons under the questions, which need no network."""
    while not page.locator(f"#q{NUMBERS[kind]}").is_visible():
        page.click(".quiz-question:not([hidden]) .quiz-steps a:last-child")


def part(page: Page, kind: ItemKind, rest: str) -> str:
    return f"#q{NUMBERS[kind]} {rest}"


def state(page: Page, kind: ItemKind) -> Any:
    return page.locator(part(page, kind, ".quiz-state"))


def field(kind: ItemKind) -> str:
    return f"#q{NUMBERS[kind]}-typed"


def tick(page: Page, *words: str) -> None:
    for each in words:
        page.click(part(page, ItemKind.SEVERAL, f"label:has-text('{each}')"))


def join_all(page: Page, language: str = "en") -> None:
    for place, pair in enumerate(kinds.MATCHING.pairs, 1):
        label = pair.right.km if language == "km" else pair.right.en
        page.select_option(f"#q{NUMBERS[ItemKind.MATCHING]}-{place}", label=label)


def lines(page: Page) -> list[str]:
    """The lines to put in order as they stand, without the signs that only keep words together."""
    found: list[str] = page.locator(".quiz-lines").evaluate(PLACES)
    return [each.replace("\u2060", "") for each in found]


def put_in_order(page: Page, wanted: list[str]) -> None:
    """With the buttons beside the lines, the first line first.

    The last line goes up before that: a sheet whose order is right already is moved and mended too.
    """
    page.click(".quiz-line:last-child [data-move='-1']")
    for place, words in enumerate(wanted):
        for _ in range(lines(page).index(words) - place):
            page.click(f".quiz-line:has-text('{words}') [data-move='-1']")
    assert lines(page) == wanted


def kept(database: Database, workshop: Workshop) -> dict[ItemKind, str]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, kinds.SLUG)
        assert desk.attempt is not None
        found = service.answers_of(session, desk.attempt)
    return {item.kind: found[item.id].code for item in kinds.ITEMS if item.id in found}


def count_answers(database: Database, kind: ItemKind) -> int:
    with database.reading() as session:
        asked = select(func.count()).where(QuizAnswer.item_id == f"the-{kind.value}")
        return session.scalar(asked) or 0


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


def test_a_keyboard_is_enough(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(), address, ItemKind.ORDERING)
    first, second, *rest = lines(page)
    down = page.get_by_role("button", name=f"Down {first}")
    down.focus()
    page.keyboard.press("Enter")
    assert lines(page) == [second, first, *rest]
    expect(down).to_be_focused()
    expect(page.locator(".quiz-lines + [role=status]")).to_have_text("Now at place 2")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert lines(page) == [first, second, *rest]
    expect(down).to_be_focused()  # up is of no use to the first line
    expect(state(page, ItemKind.ORDERING)).to_have_text(SAVED)
    go_to(page, ItemKind.SHORT)
    page.get_by_label("Your answer, in a few words").fill("Tuzla")
    page.keyboard.press("Enter")
    expect(page.locator("#q5")).to_be_visible()
    page = open_question(page.context, address, ItemKind.SEVERAL)
    page.get_by_role("checkbox", name="Genocide").focus()
    page.keyboard.press("Space")
    expect(state(page, ItemKind.SEVERAL)).to_have_text(SAVED)
    page = open_question(page.context, address, ItemKind.MATCHING)
    page.get_by_role("combobox", name="Pillar Two").focus()
    page.keyboard.press("ArrowDown")
    expect(state(page, ItemKind.MATCHING)).to_have_text(SAVED)
    assert set(kept(database, workshop)) == {
        ItemKind.SEVERAL,
        ItemKind.MATCHING,
        ItemKind.ORDERING,
        ItemKind.SHORT,
    }


def test_every_kind_works_without_javascript(
    phone_for: PhoneMaker, address: str, database: Database, workshop: Workshop
) -> None:
    page = open_question(phone_for(java_script_enabled=False), address, ItemKind.SEVERAL)
    tick(page, "Genocide", "War crimes")
    page.click("#q1 .quiz-keep")
    join_all(page)
    page.click("#q2 .quiz-keep")
    for place, option in enumerate(kinds.ORDERING.options, 1):
        chosen = page.get_by_role("combobox", name=option.words.en, exact=True)
        chosen.select_option(str(place))
    page.click("#q3 .quiz-keep")
    page.fill(field(ItemKind.SHORT), "Srebrenica")
    page.press(field(ItemKind.SHORT), "Enter")
    page.fill(field(ItemKind.NUMBER), "many")
    page.click("#q5 .quiz-keep")
    expect(state(page, ItemKind.NUMBER)).to_contain_text("Please write a number")
    expect(page.locator(field(ItemKind.NUMBER))).to_have_value("many")
    page.fill(field(ItemKind.NUMBER), "1.7")
    page.click("#q5 .quiz-keep")
    page.click("#q6 .quiz-option:has-text('2005')")
    page.click("#q7 .quiz-option:has-text('True')")
    expect(page).to_have_url(re.compile("/check$"))
    assert kept(database, workshop) == RIGHT


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_kind_is_fit_for_everybody(
    phone_for: PhoneMaker, address: str, language: str
) -> None:
    scheme = "light" if language == "km" else "dark"
    page = open_question(phone_for(language, color_scheme=scheme), address, ItemKind.SEVERAL)
    for kind in list(NUMBERS)[:5]:
        go_to(page, kind)
        expect_fit_for_a_phone(page)
    page.click("#q5 .quiz-steps a:first-child")
    page.fill(field(ItemKind.SHORT), "Tuzla")
    join_first = page.locator(f"#q{NUMBERS[ItemKind.MATCHING]}-1")
    open_question(page.context, address, ItemKind.MATCHING)
    join_first.select_option("1")
    expect(page.locator("#q2 .quiz-saved")).to_have_count(1)
    expect_fit_for_a_phone(page)
    open_question(page.context, address, ItemKind.NUMBER)
    page.fill(field(ItemKind.NUMBER), "many")
    expect(page.locator("#q5 .quiz-fault")).to_have_count(1)
    expect_fit_for_a_phone(page)
    for rest in ("/check", "/result"):
        page.goto(address + rest)
        expect_fit_for_a_phone(page)
        if rest == "/check":
            page.click("#quiz-finish button")
            page.wait_for_url("**/result")
