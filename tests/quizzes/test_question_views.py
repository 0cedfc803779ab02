"""The staff's pages of questions from files: chosen, looked at, and kept once."""

import base64
import uuid

import pytest

from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.exchange.strategies import PNG
from tests.quizzes.question_files import (
    choose,
    chosen,
    saved_nothing,
    saved_sets,
)
from training.adapters.database import Database
from training.adapters.waiting_files import LONGEST_WAIT, MOST_WAITING
from training.modules.model import ItemKind
from training.quizzes import previewing, texts, waiting
from training.quizzes.exchange.model import Format
from training.quizzes.tables import QuestionFile


def test_every_kind_of_question_has_words_for_staff() -> None:
    assert set(texts.KINDS) == set(ItemKind)


def test_a_file_is_shown_before_anything_is_saved(
    trainer: ProofReadingClient, database: Database
) -> None:
    page = trainer.get(chosen(trainer)).text
    assert "Which colour has the sky?" in page
    assert "That is grass." in page
    assert "អ្វី?" in page
    assert "New York" in page
    assert "line 3" in page
    assert "Save 4 questions" in page
    assert saved_nothing(database)


def test_the_preview_says_which_answer_is_right(trainer: ProofReadingClient) -> None:
    page = trainer.get(chosen(trainer)).text
    blue, green = page.index(">blue<"), page.index(">green<")
    assert page.rindex("✓", 0, blue) > page.index("Which colour")
    assert page.rindex("✗", 0, green) > blue


def test_a_second_click_makes_no_second_set(
    trainer: ProofReadingClient, database: Database
) -> None:
    path = chosen(trainer)
    answers = [trainer.post(path, data={"title_en": "The sky"}) for _ in range(3)]
    assert {each.location for each in answers} == {"/questions/sets/own-the-sky"}
    assert trainer.get(path).location == "/questions/sets/own-the-sky"
    assert saved_sets(database) == 1


def test_a_file_that_is_thrown_away_is_gone(
    trainer: ProofReadingClient, database: Database
) -> None:
    path = chosen(trainer)
    assert trainer.post(f"{path}/forget").status_code == 303
    assert "This file is no longer here." in trainer.get(path).text
    assert trainer.post(path, data={"title_en": "The sky"}).status_code == 404
    assert saved_nothing(database)


def test_a_file_is_for_whoever_chose_it(
    trainer: ProofReadingClient, administrator: ProofReadingClient
) -> None:
    path = chosen(trainer)
    assert administrator.get(path).status_code == 404
    assert administrator.post(path, data={"title_en": "Mine"}).status_code == 404
    assert administrator.post(f"{path}/forget").status_code == 303
    assert trainer.get(path).status_code == 200


def test_few_files_wait_and_for_a_day(database: Database, workshop: Workshop) -> None:
    def put(name: str, days: int = 0) -> uuid.UUID:
        moment = NINE_THIRTY + days * LONGEST_WAIT * 1.01
        return waiting.put(
            session, workshop.trainer_id, name, Format.GIFT, b"a", "", moment
        )  # fmt: skip

    with database.writing() as session:
        for each in range(MOST_WAITING + 2):
            put(str(each))
        found = {row.name for row in session.query(QuestionFile)}
        assert found == {"2", "3", "4"}
        put("tomorrow", days=1)
        assert [row.name for row in session.query(QuestionFile)] == ["tomorrow"]


def test_the_page_of_a_thousand_questions_is_bounded_and_leads_on(
    trainer: ProofReadingClient,
) -> None:
    many = "".join(f"::q{each}::Number {each}?{{=a ~b ~c ~d}}\n\n" for each in range(1, 1001))
    path = chosen(trainer, many)
    first = trainer.get(path)
    assert len(first.data) < 150_000
    assert "Number 100?" in first.text
    assert "Number 101?" not in first.text
    assert "1000 questions in all" in first.text
    assert f"{path}?skip=100" in first.text
    last = trainer.get(f"{path}?skip=900").text
    assert "Number 1000?" in last
    assert "?skip=1000" not in last
    for odd in ("-1", "x", "9" * 30, "١"):
        assert trainer.get(path, query_string={"skip": odd}).status_code == 200


def test_a_page_behind_the_last_question_is_empty_and_leads_back(
    trainer: ProofReadingClient,
) -> None:
    path = chosen(trainer)
    page = trainer.get(f"{path}?skip=900").text
    assert "First page" in page


def test_visitors_and_trainees_see_no_questions_of_a_file(
    visitor: ProofReadingClient, trainee: ProofReadingClient
) -> None:
    for client in (visitor, trainee):
        for path in ("/questions", "/questions/sets/small", "/questions/sets/small/file"):
            assert (client.get(path).location or "").startswith("/sign-in")
        assert choose(client).status_code == 403


def with_picture() -> str:
    encoded = base64.b64encode(PNG).decode()
    return f"""<quiz><question type="truefalse"><questiontext format="html">
<text>Is it this? &lt;img src="@@PLUGINFILE@@/map.png" alt="A map"&gt;</text>
<file name="map.png" encoding="base64">{encoded}</file></questiontext>
<answer fraction="100"><text>true</text></answer>
<answer fraction="0"><text>false</text></answer></question></quiz>"""


def test_a_picture_is_seen_before_the_yes_and_after_it(trainer: ProofReadingClient) -> None:
    shown = f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="A map"'
    path = choose(trainer, with_picture(), "map.xml").location or ""
    assert shown in trainer.get(path).text
    kept = trainer.post(path, data={"title_en": "Maps"}).location or ""
    assert shown in trainer.get(kept).text


def test_more_pictures_than_a_page_can_bear_are_told(
    trainer: ProofReadingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "MOST_PICTURE_BYTES", 10)
    path = choose(trainer, with_picture(), "map.xml").location or ""
    page = trainer.get(path).text
    assert "data:image" not in page
    assert "here there are too many on one page" in page
