"""The trainer's list of the day, who has answered, and where else what is open is named."""

import re

import pytest

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, AddForms, Change
from tests.quizzes.openings import after
from tests.quizzes.trainer_pages import let, page, row_of, shut
from training.adapters.database import Database
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.quizzes import taking
from training.quizzes.assessments import PRE_TEST


def test_overview_is_in_the_order_of_the_day(
    trainer: ProofReadingClient, workshop: Workshop, add_forms: AddForms
) -> None:
    add_forms("forms", 7)
    html = trainer.get(page(workshop)).text
    names = re.findall(r"<h2><a [^>]*>(.*?)</a>", html)
    kinds = list(dict.fromkeys(name.split(":")[0] for name in names))
    assert kinds == [
        "Pre-test", "Quiz", "Practice", "Home assignment", "Post-test",
        "Evaluation of the course", "My training plan",
    ]  # fmt: skip
    assert "10 questions" not in html
    assert "2 questions" in row_of(html, "Pre-test")


def test_overview_says_why_something_cannot_be_opened_yet(
    trainer: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    before = row_of(trainer.get(page(workshop)).text, "Practice")
    assert "only after the module&#39;s quiz" in before
    assert "<button" not in before
    let(change, SLUG)
    change(shut, SLUG, after(1))
    behind = row_of(trainer.get(page(workshop)).text, "Practice")
    assert "Open the practice" in behind


def test_overview_counts_people_and_shows_no_name_and_no_question(
    trainer: ProofReadingClient, begun: Workshop, change: Change
) -> None:
    change(taking.finish, begun.seat_id, SLUG, (), SYSTEM, NINE_THIRTY)
    change(taking.begin, begun.other_seat_id, SLUG, NINE_THIRTY)
    html = trainer.get(page(begun)).text
    row = row_of(html, "Quiz")
    assert "begun: 2 of 2" in row
    assert "sent: 1" in row
    assert "1 person has not sent the answers yet." in row
    for hidden in ("ស៊ុន សុភាព", "SUN Sopheap", "Which colour is the sky?", "Blue"):
        assert hidden not in html


def test_a_planned_course_says_once_that_it_has_to_run(
    trainer: ProofReadingClient, workshop: Workshop, database: Database
) -> None:
    with database.writing() as session:
        courses.get_course(session, workshop.course_id).state = CourseState.PLANNED.value
        session.commit()
    html = trainer.get(page(workshop)).text
    assert html.count("only while the course is running") == 1
    assert "<button>" not in html.split("</nav>")[-1]


def test_overview_opens_and_closes_and_stays_there(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for path in (page(workshop), page(workshop, f"/{SLUG}")):
        data = {"submission_key": path, "next": path}
        assert trainer.post(page(workshop, f"/{SLUG}/open"), data=data).location == path
        found = re.search(r'name="opening" value="([^"]+)"', trainer.get(path).text)
        assert found
        data = {"opening": found[1], "next": path}
        assert trainer.post(page(workshop, f"/{SLUG}/close"), data=data).location == path


@pytest.mark.parametrize("path", ["", f"/{SLUG}", f"/{PRE_TEST}", f"/{SLUG}/terms"])
def test_a_page_costs_the_same_however_many_assessments_there_are(
    trainer: ProofReadingClient,
    workshop: Workshop,
    add_forms: AddForms,
    statements: list[str],
    path: str,
) -> None:
    add_forms("forms", 7)
    spent = []
    for number in range(4):
        trainer.get(page(workshop, path))
        statements.clear()
        assert trainer.get(page(workshop, path)).status_code == 200
        spent.append(list(statements))
        add_forms(f"more-{number}", 8 + number)
    assert len(spent[0]) == len(spent[-1])
    if not path:
        assert not any("quiz_answers" in each for each in spent[0]), "the list reads no answer"


def test_the_pages_in_khmer_have_khmer_digits(client_for: ClientMaker, begun: Workshop) -> None:
    client = client_for(account_id=begun.trainer_id, language="km")
    for rest in ("", f"/{SLUG}"):
        html = client.get(page(begun, rest)).text
        main = html[html.index('class="quiz-') :]
        assert "០៩:៣០" in main
        words = re.sub(r"<[^>]*>", "", main.split("quiz-names")[0])
        assert not re.search(r"[0-9]", words)


def test_today_and_the_live_desk_name_what_is_open(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: AddForms,
) -> None:
    add_forms("forms", 7)
    course = f"/courses/{workshop.course_id}"
    assert "Nobody can answer now." in trainer.get(course).text
    let(change, PRE_TEST)
    for path in (course, f"{course}/live"):
        html = trainer.get(path).text
        assert "Open: Pre-test" in html
        assert f'href="{course}/quiz/{PRE_TEST}"' in html
    assert "Open this module" in trainer.get(f"{course}/live?module=forms").text


def test_the_projector_names_a_test_counts_and_reads_no_answer_while_it_is_open(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: AddForms,
    statements: list[str],
) -> None:
    add_forms("forms", 7)
    let(change, PRE_TEST)
    change(taking.begin, workshop.seat_id, PRE_TEST, NINE_THIRTY)
    change(taking.finish, workshop.seat_id, PRE_TEST, (), SYSTEM, NINE_THIRTY)
    live = f"/courses/{workshop.course_id}/live"
    trainer.post(f"{live}/stage", data={"word": "show", "what": "quiz"})
    statements.clear()
    overlay = trainer.get(f"{live}/state?view=both").get_json()["overlay"]
    assert '<h2 lang="km">តេស្តមុនវគ្គ</h2><h2 lang="en">Pre-test</h2>' in overlay
    assert "<b>1</b> <span>/ 2</span>" in overlay
    assert not any("quiz_answers" in each for each in statements)
    change(shut, PRE_TEST, after(1))
    closed = trainer.get(f"{live}/state?view=both").get_json()["overlay"]
    assert "Question one" not in closed
    assert "Question uno" not in closed
