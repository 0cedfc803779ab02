"""Sets of questions of one's own: their versions, their files, and courses with them."""

import re
import uuid

import pytest

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.courses.test_planning_views import typed_plan
from tests.proofreading import ProofReadingClient
from tests.quizzes.question_files import GIFT, choose, chosen, find_set, keep, saved_nothing
from training.adapters.database import Database
from training.courses import joining
from training.courses import service as courses
from training.modules import service as modules
from training.people.model import PersonDetails
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format
from training.quizzes.tables import QuestionFile


def test_after_the_yes_it_is_a_set_that_a_course_can_be_planned_with(
    trainer: ProofReadingClient, database: Database
) -> None:
    answer = keep(trainer)
    assert answer.location == "/questions/sets/own-the-sky"
    page = trainer.get(answer.location).text
    assert "4 questions were saved." in page
    assert "The sky" in page
    assert "The sky" in trainer.get("/questions").text
    assert "4 questions" in trainer.get("/courses/new").text
    with database.reading() as session:
        assert [row.content for row in session.query(QuestionFile)] == [b""]


def test_two_sets_of_one_title_have_two_names(trainer: ProofReadingClient) -> None:
    assert keep(trainer).location == "/questions/sets/own-the-sky"
    again = keep(trainer, GIFT.replace("sky", "sea"))
    assert again.location == "/questions/sets/own-the-sky-2"


def test_the_next_version_of_a_set_leaves_the_first_with_its_courses(
    trainer: ProofReadingClient, database: Database
) -> None:
    path = keep(trainer).location or ""
    before = find_set(database, "own-the-sky")
    look = chosen(trainer, GIFT.replace("Where?", "Where is it?"), path)
    page = trainer.get(look).text
    assert "The questions become the next version of this set." in page
    assert 'value="The sky"' in page
    assert trainer.post(look, data={"title_en": "The sky"}).location == path
    after = find_set(database, "own-the-sky")
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == ("1", "2")
    assert before.items[3].question.en == "Where?"


def test_only_a_set_of_ones_own_has_a_next_version(trainer: ProofReadingClient) -> None:
    assert choose(trainer, path="/questions/sets/small").status_code == 404
    assert choose(trainer, path="/questions/sets/own-none").status_code == 404
    assert "The next version from a file" not in trainer.get("/questions/sets/small").text


def test_a_set_needs_a_title(trainer: ProofReadingClient, database: Database) -> None:
    answer = keep(trainer, title_en=" ", title_km="")
    assert answer.status_code == 422
    assert "Please give a title" in answer.text
    assert saved_nothing(database)


@pytest.mark.parametrize("file_format", list(Format))
def test_a_set_is_written_as_a_file_that_is_read_as_the_same_again(
    trainer: ProofReadingClient, file_format: Format
) -> None:
    path = keep(trainer, "::one::Which?{=a ~b}\n\n::two::Which of these?{~c =d}").location or ""
    answer = trainer.get(f"{path}/file", query_string={"format": file_format.value})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="own-the-sky.')
    assert [each.words.en for each in formats.read(answer.data, file_format).questions] == [
        "Which?",
        "Which of these?",
    ]


def test_what_a_format_cannot_hold_is_said_before_the_file_comes(
    trainer: ProofReadingClient,
) -> None:
    path = f"{keep(trainer).location}/file?format=aiken&language=en"
    page = trainer.get(path)
    assert page.mimetype == "text/html"
    assert "Not everything can be in a file of this format." in page.text
    assert "Aiken holds questions with one right answer only" in page.text
    answer = trainer.get(f"{path}&anyway=yes")
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Which colour has the sky?")


def test_a_file_with_nothing_in_it_is_not_offered(trainer: ProofReadingClient) -> None:
    path = f"{keep(trainer, '::two::Is it?{T}').location}/file?format=aiken&anyway=yes"
    page = trainer.get(path)
    assert page.mimetype == "text/html"
    assert "No question of this set can be in a file of this format." in page.text


def test_the_quiz_of_a_pack_is_written_too(trainer: ProofReadingClient) -> None:
    answer = trainer.get("/questions/sets/small/file?format=moodle-xml&anyway=yes")
    assert answer.mimetype == "application/xml"
    assert formats.read(answer.data, Format.MOODLE_XML).questions


@pytest.mark.parametrize("query", ["format=pdf", "format=gift&language=fr"])
def test_a_file_of_no_known_kind_is_refused(trainer: ProofReadingClient, query: str) -> None:
    answer = trainer.get(f"/questions/sets/small/file?{query}")
    assert answer.status_code == 422
    assert "Please choose one of the" in answer.text


def test_the_list_goes_on_behind_its_first_page(
    trainer: ProofReadingClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.quizzes.question_views.SETS", 2)
    for title in ("Able", "Baker", "Charlie"):
        keep(trainer, title_en=title)
    first = trainer.get("/questions").text
    assert "Baker" in first
    assert "Charlie" not in first
    following = re.search(r'href="(/questions\?after=[^"]+)"', first)
    assert following is not None
    second = trainer.get(following[1]).text
    assert "Charlie" in second
    assert "Able" not in second


def test_a_new_course_is_not_planned_with_a_set_unless_somebody_ticks_it(
    trainer: ProofReadingClient,
) -> None:
    keep(trainer)
    page = trainer.get("/courses/new").text
    assert re.search(r'id="module-1" checked', page)
    assert re.search(r'id="own-1"(?! checked)', page)


def test_a_course_with_nothing_but_a_set_is_planned_held_answered_and_ended(
    trainer: ProofReadingClient,
    administrator: ProofReadingClient,
    client_for: ClientMaker,
    database: Database,
    workshop: Workshop,
) -> None:
    keep(trainer)
    with database.reading() as session:
        (revision_id,) = modules.list_revisions(session, ["own-the-sky"])
    plan = typed_plan(workshop, modules=[str(revision_id)], organisation="optional")
    agenda = trainer.post("/courses/new", data=plan).location or ""
    course = agenda.removesuffix("/agenda")
    for page in ("", "/plan", "/agenda", "/slides", "/live", "/quiz", "/certificates", "/people"):
        assert trainer.get(course + page).status_code == 200, page
    assert trainer.post(f"{course}/state", data={"state": "running"}).status_code == 302
    with database.writing() as session:
        found = courses.get_course(session, uuid.UUID(course.rpartition("/")[2]))
        details = PersonDetails("ស៊ុន សុភាព", "SUN Sopheap")
        seat = joining.join(session, found, details, "joined", NINE_THIRTY, any_glyph)
        session.commit()
        day = f"/c/{found.id}"
        phone = client_for(seat_id=seat.id)
    opened = trainer.post(f"{course}/quiz/own-the-sky/open", data={"submission_key": "a"})
    assert opened.status_code == 303
    assert f"{day}/quiz/own-the-sky" in phone.get(day).text
    quiz = f"{day}/quiz/own-the-sky"
    assert phone.post(f"{quiz}/begin").status_code == 303
    given = {"item": "four", "choice": "NY", "submission_key": "b"}
    assert phone.post(f"{quiz}/answers", data=given).status_code == 303
    assert phone.post(f"{quiz}/finish").status_code == 303
    assert "NY" in phone.get(f"{quiz}/result").text
    for page in ("", "/slides", "/live", "/quiz", "/certificates", "/attendance"):
        assert trainer.get(course + page).status_code == 200, page
    assert trainer.post(f"{course}/state", data={"state": "ended"}).status_code == 302
    assert trainer.get(f"{course}/certificates").status_code == 200
    page = administrator.get("/questions").text
    assert re.search(r"The sky</a></td>(\s*<td[^>]*>\d+</td>){2}\s*<td[^>]*>1</td>", page)
