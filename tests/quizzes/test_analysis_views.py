"""What the trainer sees of the answers: as a page, as a spreadsheet and on paper."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import load_workbook

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop
from tests.hearing import heard
from tests.plans import faults, statements_of
from tests.printed import text_of
from tests.proofreading import ProofReadingClient
from tests.quizzes import sittings
from training.adapters.database import Database
from training.adapters.settings import Settings
from training.quizzes import key_store
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Correction

Room = Callable[..., None]
NAMES = ("Sopheap", "សុភាព", "Dara", "ដារ៉ា")


@pytest.fixture
def room(database: Database, workshop: Workshop) -> Room:
    """`room(12)` lets so many people take both tests."""

    def fill(people: int, *, is_over: bool = True) -> None:
        with database.writing() as session:
            sittings.whole_room(session, workshop, people, is_over=is_over)

    return fill


@pytest.fixture
def quiz(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/quiz"


def read(client: ProofReadingClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


def cells(content: bytes) -> list[object]:
    book = load_workbook(BytesIO(content))
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]


def test_the_gain_is_one_sentence_and_figures_beside_pictures(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    room(12)
    page = read(trainer, f"{quiz}/course.learning")
    assert "Before the course 25% of the answers were right, after it 75%." in page
    assert "12 people took both tests." in page
    assert "The gain is +50 points on average." in page
    assert "Of what they did not know yet, they learned 67%." in page
    assert "try it out" in page
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg"') == 3


def test_the_page_of_learning_in_khmer(
    client_for: ClientMaker, workshop: Workshop, room: Room, quiz: str
) -> None:
    room(12)
    khmer = client_for(account_id=workshop.trainer_id, language="km")
    page = read(khmer, f"{quiz}/course.learning")
    assert "មុនវគ្គ ចម្លើយត្រឹមត្រូវមាន ២៥% ហើយក្រោយវគ្គមាន ៧៥%។" in page
    drawings = "".join(re.findall(r"<svg.*?</svg>", page))
    words = re.findall(r"<(?:text|title|desc)[^>]*>([^<]*)", drawings)
    assert words
    assert not [each for each in words if re.search("[0-9]|before|after|right", each)]


def test_names_stand_only_in_the_part_that_is_closed(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    room(12)
    page = read(trainer, f"{quiz}/course.learning")
    shown, _, names = page.partition('<details class="report-names">')
    assert not [name for name in NAMES if name in shown]
    assert "not for the screen in the room" in names
    assert names.count("+50") == 12
    papers = [trainer.get(f"{quiz}/course.learning.{kind}").data for kind in ("xlsx", "pdf")]
    text = " ".join(map(str, cells(papers[0]))) + text_of(papers[1])
    assert "What was learned" in text
    assert not [name for name in NAMES if name in text]


def test_paper_and_spreadsheet_say_what_the_page_says(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    room(12)
    answer = trainer.get(f"{quiz}/course.learning.xlsx")
    assert (answer.mimetype or "").endswith("spreadsheetml.sheet")
    found = cells(answer.data)
    assert "Before the course 25% of the answers were right, after it 75%." in found
    assert 25 in found, "a figure is a number there"
    answer = trainer.get(f"{quiz}/course.learning.pdf")
    assert answer.mimetype == "application/pdf"
    text = " ".join(text_of(answer.data).split())
    assert "Before the course 25% of the answers were right, after it 75%." in text
    assert "before the course" in text, "the words of the drawings"


@pytest.mark.parametrize(
    "path", ["course.learning", f"{PRE_TEST}/analysis", f"{POST_TEST}/analysis"]
)
def test_of_four_people_nothing_is_said_but_how_many_they_are(
    trainer: ProofReadingClient, room: Room, quiz: str, path: str
) -> None:
    room(4)
    page = read(trainer, f"{quiz}/{path}").partition('<details class="report-names">')[0]
    assert "So far 4 people" in page
    assert "Figures are shown from 5 people on." in page
    assert "25%" not in page
    assert "<svg xmlns" not in page
    for kind in ("xlsx", "pdf"):
        assert trainer.get(f"{quiz}/{path}.{kind}").status_code == 200
    assert 25 not in cells(trainer.get(f"{quiz}/{path}.xlsx").data)


def test_of_eight_people_no_form_is_told_apart(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    room(8)
    page = read(trainer, f"{quiz}/course.learning")
    assert "8 people took both tests." in page
    assert page.count("too few") >= 2
    test = read(trainer, f"{quiz}/{PRE_TEST}/analysis")
    assert "On average 25% of the answers were right." in test
    assert "Question form-a-0" not in test


def test_each_question_of_a_test_is_under_the_glass(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    room(12)
    page = read(trainer, f"{quiz}/{PRE_TEST}/analysis")
    assert "Form A: how many had each question right" in page
    assert "Most chosen wrong answer: Option wrong (6)." in page
    assert "it is not for the screen in the room" not in page
    assert "Median time, seconds" in page
    assert not [name for name in NAMES if name in page]


def test_what_is_right_is_not_for_the_screen_while_the_test_can_be_answered(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    room(12, is_over=False)
    assert "it is not for the screen in the room" in read(trainer, f"{quiz}/{PRE_TEST}/analysis")
    page = read(trainer, f"{quiz}/course.learning")
    assert "after it 75%" in page
    assert "Wrong answers that stayed" not in page


def test_the_quiz_of_a_module_has_no_forms(
    trainer: ProofReadingClient, database: Database, workshop: Workshop, quiz: str
) -> None:
    with database.writing() as session:
        sittings.seat_people(session, workshop, 15)
        sittings.sit(session, workshop, "small", lambda place, _: place % 2 == 0, people=15)
        session.commit()
    page = read(trainer, f"{quiz}/small/analysis")
    assert "On average 53% of the answers were right." in page  # 8 of 15
    assert "Form A" not in page
    assert "Of the strongest third" in page
    assert "it is not for the screen in the room" not in page
    assert f"{quiz}/small/analysis" in read(trainer, f"{quiz}/small")


@pytest.mark.parametrize(
    ("correction", "shown", "hidden"),
    [
        (Correction(right=("wrong",)), "Most chosen wrong answer: Option right (6).", ""),
        (Correction(is_void=True), "Question form-a-1", "Question form-a-0"),
    ],
)
def test_a_corrected_key_counts_as_it_is_now(
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    room: Room,
    quiz: str,
    correction: Correction,
    shown: str,
    hidden: str,
) -> None:
    room(12)
    place = (sittings.SLUG, "form-a-0")
    with database.writing() as session:
        key_store.add_correction(
            session, workshop.course_id, place, correction, "once", NINE_THIRTY
        )
        session.commit()
    page = read(trainer, f"{quiz}/{PRE_TEST}/analysis")
    assert shown in page
    assert not hidden or hidden not in page


@pytest.mark.parametrize(
    "path", ["course.learning", "nothing/analysis", "course.evaluation/analysis"]
)
def test_what_is_not_there_is_not_found(trainer: ProofReadingClient, quiz: str, path: str) -> None:
    for kind in ("", ".xlsx", ".pdf"):
        assert trainer.get(f"{quiz}/{path}{kind}").status_code == 404


def test_the_overview_leads_to_what_was_learned(
    trainer: ProofReadingClient, room: Room, quiz: str
) -> None:
    assert f"{quiz}/course.learning" not in read(trainer, quiz)
    room(5)
    assert f"{quiz}/course.learning" in read(trainer, quiz)


@pytest.mark.parametrize("people", [6, 30])
def test_a_page_asks_the_database_as_often_for_any_number_of_people(
    app: Flask, trainer: ProofReadingClient, room: Room, quiz: str, people: int
) -> None:
    room(people)
    sent: list[str] = []
    with heard(app.extensions["training.database"], lambda *given: sent.append(str(given[2]))):
        for path in (
            "course.learning",
            "course.learning.xlsx",
            "course.learning.pdf",
            f"{PRE_TEST}/analysis",
        ):
            trainer.get(f"{quiz}/{path}")
            sent.clear()
            assert trainer.get(f"{quiz}/{path}").status_code == 200
            assert len(sent) <= 16, path


@ON_SQLITE
def test_no_page_of_learning_reads_through_a_table_that_grows(
    app: Flask, trainer: ProofReadingClient, room: Room, quiz: str, settings: Settings
) -> None:
    room(6)
    with statements_of(app) as asked:
        for kind in ("", ".xlsx", ".pdf"):
            assert trainer.get(f"{quiz}/course.learning{kind}").status_code == 200
    assert len(asked) > 8
    assert faults(str(settings.data_folder / "training.db"), asked) == []
