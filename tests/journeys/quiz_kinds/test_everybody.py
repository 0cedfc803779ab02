"""Every kind of question by keyboard, without JavaScript, and fit for everybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.conftest import ON_SQLITE, Workshop
from tests.journeys.conftest import PhoneMaker
from tests.journeys.quiz_kinds.conftest import (
    NUMBERS,
    RIGHT,
    SAVED,
    field,
    go_to,
    join_all,
    kept,
    lines,
    open_question,
    state,
    tick,
)
from tests.journeys.test_accessibility import expect_fit_for_a_phone
from tests.quizzes import kinds
from training.adapters.database import Database
from training.modules.model import ItemKind

pytestmark = [pytest.mark.browser, ON_SQLITE]


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
