"""A sheet with every kind of question, and what a hand does with each of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page
from sqlalchemy import func, select

from tests.conftest import Workshop
from tests.journeys.serving import serving
from tests.quizzes import kinds
from tests.quizzes.conftest import add_module
from training.adapters.database import Database
from training.modules.model import ItemKind
from training.quizzes import answers, service
from training.quizzes.tables import QuizAnswer

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
