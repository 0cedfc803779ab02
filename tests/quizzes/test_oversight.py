"""The trainer's page of one assessment: what is unfolded when, names, late answers."""

import datetime as dt
import re
from collections.abc import Callable

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, AddForms, Change, answer_form
from tests.quizzes.openings import after
from tests.quizzes.trainer_pages import let, page, shown_to_room, shut
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.quizzes import opening, taking
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Terms


def test_an_unknown_assessment_is_not_found(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for slug in ("none", "course.none", "practice.none", PRE_TEST, "course.home"):
        assert trainer.get(page(workshop, f"/{slug}")).status_code == 404
        assert trainer.get(page(workshop, f"/{slug}/terms")).status_code == 404
        assert trainer.post(page(workshop, f"/{slug}/terms"), data={}).status_code == 404


def test_how_questions_went_is_folded_while_somebody_may_be_answering(
    trainer: ProofReadingClient, begun: Workshop, change: Change
) -> None:
    change(taking.finish, begun.seat_id, SLUG, (), SYSTEM, NINE_THIRTY)
    path = page(begun, f"/{SLUG}")
    assert "Which colour is the sky?" not in shown_to_room(trainer.get(path).text)
    change(shut, SLUG, after(1))
    assert "Which colour is the sky?" in shown_to_room(trainer.get(path).text)


def test_the_questions_of_a_test_are_folded_until_the_other_test_is_over(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: AddForms,
) -> None:
    add_forms("forms", 7)

    def is_shown() -> bool:
        html = trainer.get(page(workshop, f"/{PRE_TEST}")).text
        assert "the most misunderstood first" in html
        return "Question one" in shown_to_room(html) or "Question uno" in shown_to_room(html)

    let(change, PRE_TEST)
    change(taking.begin, workshop.seat_id, PRE_TEST, NINE_THIRTY)
    change(shut, PRE_TEST, after(1))
    assert not is_shown()
    let(change, POST_TEST, after(2))
    assert not is_shown()
    change(shut, POST_TEST, after(3))
    assert is_shown()


def test_names_are_folded_and_say_form_tries_and_whether_it_is_passed(
    database: Database,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: AddForms,
) -> None:
    add_forms("forms", 7)
    change(opening.change_terms, SLUG, Terms(tries=0, pass_percent=30), SYSTEM, NINE_THIRTY)
    for slug in (SLUG, PRE_TEST):
        let(change, slug)
        change(taking.begin, workshop.seat_id, slug, NINE_THIRTY)
    data = answer_form(database, workshop, "colour", "b", "k")
    trainee.post(f"/c/{workshop.course_id}/quiz/{SLUG}/answers", data=data)
    change(taking.finish, workshop.seat_id, SLUG, (), SYSTEM, NINE_THIRTY)
    change(taking.begin, workshop.seat_id, SLUG, after(1))
    html = trainer.get(page(workshop, f"/{SLUG}")).text
    assert "ស៊ុន សុភាព" not in shown_to_room(html)
    assert "2 tries, the best one counts" in html
    assert "1 of 3" in html
    assert ">passed<" in html
    assert re.search(r"Form [AB]", trainer.get(page(workshop, f"/{PRE_TEST}")).text)
    change(opening.change_terms, SLUG, Terms(tries=0, pass_percent=90), SYSTEM, NINE_THIRTY)
    assert ">not passed<" in trainer.get(page(workshop, f"/{SLUG}")).text


def test_late_answers_are_flagged_and_the_old_result_stays_readable(
    database: Database,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    begun: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    data = answer_form(database, begun, "colour", "b", "k")
    change(shut, SLUG, after(5))
    at(after(8))
    tapped = str(int(after(4).timestamp() * 1000))
    answers = f"/c/{begun.course_id}/quiz/{SLUG}/answers"
    phone = client_for(seat_id=begun.seat_id)
    assert phone.post(answers, data={**data, "tapped_at": tapped}).status_code == 303
    html = trainer.get(page(begun, f"/{SLUG}")).text
    assert "1 answer came after the end; the phone had saved it before." in html
    assert "before answers came late: 0 of 3" in html
    assert "1 of 3" in html


def test_the_names_of_another_course_are_not_there(
    client_for: ClientMaker, begun: Workshop
) -> None:
    stranger = client_for(account_id=begun.stranger_id)
    for rest in (f"/{SLUG}", f"/{SLUG}/terms"):
        assert stranger.get(page(begun, rest)).status_code == 403
        assert "ស៊ុន សុភាព" not in stranger.get(page(begun, rest)).text
    assert stranger.get(f"/courses/{begun.course_id}/extra-time").status_code == 403
