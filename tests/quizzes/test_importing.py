"""Questions from a file in a course: planned, opened, shown; and what is refused."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes import opinions
from tests.quizzes.conftest import add_module
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules import service as modules
from training.modules.model import Module
from training.quizzes import importing
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format, Kind, Picture, Question

GIFT = b"""::one::Which?{=a ~b}

::two::Which two?{~%50%a ~%50%b ~%-50%c}

::three::Is it so?{T}

::four::Match.{=a->b =c->d}

::five::Order.{>2 ALL
first
second
}

::six::Where?{=New York}

::seven::How many?{#1..5}
"""
TITLE = Bilingual(km="សំណួររបស់ខ្ញុំ", en="My questions")


def keep(session: Session, content: bytes = GIFT, *, take_the_rest: bool = False) -> Module:
    taken = importing.look_at("mine.gift", content)
    return importing.keep(
        session, taken, "own-mine", TITLE, SYSTEM, NINE_THIRTY, take_the_rest=take_the_rest
    )


def test_a_slug_comes_from_the_name_of_the_file() -> None:
    assert importing.slug_of("Day 1, morning") == "own-day-1-morning"
    assert importing.slug_of("own-mine") == "own-mine"
    assert importing.slug_of("សំណួរ") == "own-quiz"


def test_a_new_course_can_be_planned_with_questions_of_ones_own(
    session: Session, database: Database
) -> None:
    module = keep(session)
    assert module.slug in [each.slug for _, each in modules.list_offered(session)]
    assert len(module.items) == 7


def test_the_questions_of_a_course_stay_when_the_file_is_read_again(session: Session) -> None:
    keep(session)
    before = {each.slug: key for key, each in modules.list_offered(session)}["own-mine"]
    assert keep(session, GIFT.replace(b"Which two", b"Which of these")).version == "2"
    after = {each.slug: key for key, each in modules.list_offered(session)}["own-mine"]
    assert after != before
    assert modules.get_module(session, before).items[1].question.en == "Which two?"
    assert modules.get_module(session, after).items[1].question.en == "Which of these?"


@pytest.mark.parametrize("take_the_rest", [True, False])
def test_nothing_is_kept_when_nothing_can_be_taken(session: Session, take_the_rest: bool) -> None:
    with pytest.raises(Refusal, match="There is no question that can be taken"):
        keep(session, b"only words", take_the_rest=take_the_rest)


def test_a_refused_question_holds_back_the_others_until_they_are_asked_for(
    session: Session,
) -> None:
    broken = GIFT + b"\nUnclosed?{=a\n"
    with pytest.raises(Refusal, match="Some questions cannot be taken"):
        keep(session, broken)
    assert len(keep(session, broken, take_the_rest=True).items) == 7


def test_the_quiz_of_an_unknown_module_is_refused(session: Session) -> None:
    with pytest.raises(Refusal, match="There is no module of this name"):
        importing.written(session, "none", Format.GIFT)


def test_every_page_of_a_course_opens_with_a_module_that_is_only_a_quiz(
    session: Session,
    database: Database,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
) -> None:
    module = keep(session)
    session.rollback()
    add_module(database, workshop, module)
    course, seat = f"/courses/{workshop.course_id}", f"/c/{workshop.course_id}"
    for path in ("", "/plan", "/quiz", "/slides", "/live", "/certificates"):
        assert trainer.get(course + path).status_code == 200, path
    for path in ("", "/live", "/quiz/own-mine", "/quiz/own-mine/check"):
        assert trainee.get(seat + path).status_code == 200, path
    assert "Question 1 of 7" in trainee.get(f"{seat}/quiz/own-mine").text
    for page in (trainer.get(f"{course}/slides").text, trainee.get(seat).text):
        assert "/slides/small" in page
        assert "/slides/own-mine" not in page


@pytest.mark.parametrize("file_format", [Format.MOODLE_XML, Format.GIFT])
def test_a_picture_comes_in_with_its_question_is_shown_and_goes_out(
    session: Session,
    database: Database,
    trainee: ProofReadingClient,
    workshop: Workshop,
    file_format: Format,
) -> None:
    drawing = opinions.MAP
    picture = Picture("map.svg", drawing, Bilingual("ផែនទី", "A map"))
    asked = Question(1, Kind.TEXT, "deed", Bilingual("ធ្វើអ្វី?", "What then?"), picture=picture)
    content = formats.write([asked], file_format).content
    taken = importing.look_at("mine", content, file_format)
    module = importing.keep(
        session, taken, "own-mine", TITLE, SYSTEM, NINE_THIRTY, take_the_rest=False
    )
    done = importing.written(session, "own-mine", file_format)
    (again,) = importing.look_at("mine", done.content, file_format).pictures.values()
    assert (done.refused, again) == ((), drawing)
    session.rollback()
    add_module(database, workshop, module, taken.pictures)
    html = trainee.get(f"/c/{workshop.course_id}/quiz/own-mine").text
    found = re.search(r'<img src="([^"]*)" alt="A map" loading="lazy">', html)
    assert found is not None
    assert trainee.get(found[1]).data == drawing


def test_a_module_is_written_with_what_files_can_hold_and_the_rest_is_told(
    session: Session,
) -> None:
    modules.keep_own_items(
        session, "own-mine", TITLE, opinions.ITEMS, opinions.PICTURES, NINE_THIRTY
    )
    done = importing.written(session, "own-mine", Format.CSV)
    assert [(each.line, str(each.reason)) for each in done.refused] == [
        (1, "Files of questions have no place for scales."),
        (2, "Files of questions have no place for scales."),
        (3, "A table carries no pictures. Choose Moodle XML."),
        (5, "Files of questions have no place for a question in which nothing is right."),
        (6, "A table carries no pictures. Choose Moodle XML."),
    ]
    back = importing.look_at("mine.csv", done.content, Format.CSV)
    assert [item.question for item in back.items] == [opinions.COMMENT.question]
    assert [item.marks for item in back.items] == [0]
