"""kill -9 of the server in the middle of a quiz, and the network gone, with a real browser.

What the phone was told is saved is there afterwards, exactly once; what waited on it arrives.
"""

import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Response, expect
from sqlalchemy import select

from tests.conftest import ClientMaker, Workshop, cookies_of
from tests.faults.serving import Servers
from tests.quizzes import kinds
from tests.quizzes.conftest import add_module
from training.adapters.database import Database
from training.adapters.settings import Settings
from training.modules.model import Item
from training.quizzes import answers, service
from training.quizzes.tables import QuizAnswer

pytestmark = pytest.mark.browser
SEED = 20261125
KILLS = 4
MOST_MS_BEFORE_THE_KILL = 60
ARRIVES_MS = 60_000
"""Longer than the longest pause of the outbox."""
Acknowledged = dict[str, tuple[str, str]]
"""What the phone was told is saved, by submission key: the item, and what was sent."""


@pytest.fixture
def database(app: Flask, workshop: Workshop) -> Database:
    """SUN Sopheap has begun a quiz with every kind of question; nobody serves it yet."""
    found: Database = app.extensions["training.database"]
    add_module(found, workshop, kinds.MODULE)
    found.dispose()
    return found


@pytest.fixture
def page(
    browser: Browser, client_for: ClientMaker, database: Database, workshop: Workshop
) -> Iterator[Page]:
    """The page of SUN Sopheap's phone."""
    client = client_for(seat_id=workshop.seat_id)
    database.dispose()
    context = browser.new_context(viewport={"width": 360, "height": 640})
    cookies: list[Any] = [
        {"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}
        for name, value in cookies_of(client).items()
    ]
    context.add_cookies(cookies)
    yield context.new_page()
    context.close()


def listen(page: Page) -> Acknowledged:
    """Fills itself with what the phone is told."""
    found: Acknowledged = {}

    def note(reply: Response) -> None:
        if reply.url.endswith("/answers") and reply.status == 200:
            sent = dict(parse_qsl(reply.request.post_data or "", keep_blank_values=True))
            found[sent["submission_key"]] = (sent["item"], sent["choice"])

    page.on("response", note)
    return found


def words_of(item: Item) -> list[str]:
    return [option.words.en for option in item.options]


def state(page: Page, number: int) -> Any:
    return page.locator(f"#q{number} .quiz-state")


def onward(page: Page, number: int) -> None:
    while not page.locator(f"#q{number}").is_visible():
        page.click(".quiz-question:not([hidden]) .quiz-steps a:last-child")


def answer_all(page: Page) -> None:
    """The kinds that are made of several taps, without waiting for anything."""
    onward(page, 2)
    for place, pair in enumerate(kinds.MATCHING.pairs, 1):
        page.select_option(f"#q2-{place}", label=pair.right.en)
    onward(page, 3)
    page.click(".quiz-line:last-child [data-move='-1']")
    for place, words in enumerate(words_of(kinds.ORDERING)):
        line = page.locator(f".quiz-line:has-text('{words}')")
        while line.evaluate("each => Array.from(each.parentNode.children).indexOf(each)") > place:
            line.locator("[data-move='-1']").click()
    onward(page, 4)
    page.fill("#q4-typed", kinds.SHORT.accepted[0])
    onward(page, 5)
    page.fill("#q5-typed", "1.7")
    page.press("#q5-typed", "Tab")


def test_every_acknowledged_answer_outlives_the_kill_and_what_waited_arrives(
    page: Page, serve: Servers, settings: Settings, database: Database, workshop: Workshop
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same moments in every run
    acknowledged = listen(page)
    server = serve(settings)
    base = f"http://127.0.0.1:{server.port}/c/{workshop.course_id}/quiz/{kinds.SLUG}"
    page.goto(f"{base}?q=1")
    page.click("#q1 label:has-text('Genocide')")
    expect(state(page, 1)).to_have_class("quiz-state quiz-saved")
    server.kill()
    page.click("#q1 label:has-text('War crimes')")
    expect(page.locator("#quiz-outbox")).to_contain_text("It will be sent when the connection")
    answer_all(page)
    expect(page.locator("#quiz-outbox")).to_contain_text("Not sent yet: 5.")
    server = serve(settings, port=server.port)
    for number in range(1, 6):
        expect(state(page, number)).to_contain_text("Saved at", timeout=ARRIVES_MS)

    # The network goes too, and the server is killed while answers are on their way.
    onward(page, 6)
    last = ""
    for kill in range(KILLS):
        if not page.locator("#q6").is_visible():
            page.go_back()
        last = words_of(kinds.SINGLE)[kill % 2]
        page.click(f"#q6 .quiz-option:has-text('{last}')")
        page.wait_for_timeout(dice.randint(0, MOST_MS_BEFORE_THE_KILL))
        server.kill()
        page.context.set_offline(True)
        server = serve(settings, port=server.port)
        if kill == KILLS // 2:
            page.context.set_offline(False)
            page.goto(f"{base}?q=6")
        page.context.set_offline(False)
    expect(state(page, 6)).to_contain_text("Saved at", timeout=ARRIVES_MS)
    page.goto(f"{base}?q=7")
    page.click("#q7 .quiz-option:has-text('True')")
    page.wait_for_url("**/check")
    expect(page.locator("h1")).to_have_text("Answered: 7 of 7")
    assert page.evaluate("localStorage.length") == 0
    page.click("#quiz-finish button")
    expect(page.locator("h1")).to_contain_text("of 13")

    with database.reading() as session:
        rows = session.execute(select(QuizAnswer.submission_key, QuizAnswer.item_id)).all()
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, kinds.SLUG)
        assert desk.attempt is not None
        kept = service.answers_of(session, desk.attempt)
    database.dispose()
    keys = [key for key, _ in rows]
    assert len(keys) == len(set(keys))
    assert {(key, item) for key, (item, _) in acknowledged.items()} <= {tuple(row) for row in rows}
    codes = {item.id: answers.right_code(item) for item in kinds.ITEMS}
    chosen = next(option.id for option in kinds.SINGLE.options if option.words.en == last)
    assert {item: found.code for item, found in kept.items()} == {**codes, "the-single": chosen}
