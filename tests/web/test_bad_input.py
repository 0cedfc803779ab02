"""Bad input in both languages: the status, the sentence, and a database left as it was."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import counts, digits, grown, nothing_saved, require_said, sentence
from tests.web.conftest import KEY, NAMES, Change, quiz
from training.courses import service as courses
from training.courses import texts as course_texts
from training.courses.model import CourseState
from training.kernel.texts import Text, say
from training.people import rules as people_rules
from training.quizzes import service as quizzes
from training.quizzes import texts as quiz_texts
from training.web import forms
from training.web.errors import FORM_TOO_OLD

TAKEN = {"name_km": "ស៊ុន សុភាព", "name_latin": "SUN Sopheap"}
STRANGE = "漢"
JSON = {"Accept": "application/json"}


def close_quiz(app: Flask, workshop: Workshop, change: Change) -> None:
    with app.extensions["training.database"].reading() as session:
        opening = quizzes.get_desk(session, workshop.course_id, None, "small").opening
    assert opening is not None
    change(quizzes.close_quiz, "small", opening.id)


# The join code.


def test_a_wrong_join_code(app: Flask, phone: ProofReadingClient, language: str) -> None:
    with nothing_saved(app):
        typed = phone.post("/join", data={"code": "000000"})
        scanned = phone.get("/join/000000")
        sent = phone.post("/join/000000", data={**NAMES, "submission_key": KEY})
    for answer in (typed, scanned, sent):
        require_said(app, answer, 404, course_texts.WRONG_JOIN_CODE, language)


def test_no_join_code_at_all(app: Flask, phone: ProofReadingClient, language: str) -> None:
    with nothing_saved(app):
        answer = phone.post("/join", data={"code": " "})
    require_said(app, answer, 422, forms.MISSING, language)


def closed_code(change: Change) -> None:
    change(courses.set_join_open, False)


def ended_course(change: Change) -> None:
    change(courses.set_state, CourseState.ENDED)


@pytest.mark.parametrize("close", [closed_code, ended_course])
def test_a_closed_join_code(
    app: Flask,
    phone: ProofReadingClient,
    workshop: Workshop,
    language: str,
    change: Change,
    close: Callable[[Change], None],
) -> None:
    close(change)
    join = f"/join/{workshop.join_code}"
    with nothing_saved(app):
        typed = phone.post("/join", data={"code": workshop.join_code})
        scanned = phone.get(join)
        sent = phone.post(join, data={**NAMES, "submission_key": KEY})
    for answer in (typed, scanned, sent):
        require_said(app, answer, 410, course_texts.JOIN_CODE_CLOSED, language)


# Names.

LONG = [
    ({"name_km": "ក" * 300}, people_rules.NAME_TOO_LONG),
    ({"name_latin": "A" * 300}, people_rules.NAME_TOO_LONG),
    ({"name_latin": "A" * 3000}, forms.TOO_LONG),
]
NO_FONT = say(
    "These characters cannot be printed on a certificate: %(characters)s", characters=STRANGE
)
UNPRINTABLE = [
    ({"name_km": f"ហេង {STRANGE}"}, NO_FONT),
    ({"name_latin": f"HENG {STRANGE}"}, NO_FONT),
    ({"name_km": "HENG"}, people_rules.NOT_KHMER),
    ({"name_km": "", "name_latin": ""}, people_rules.NAME_NEEDED),
]


@pytest.mark.parametrize(("typed", "told"), [*LONG, *UNPRINTABLE])
def test_a_name_that_cannot_be_kept(
    app: Flask,
    phone: ProofReadingClient,
    staff: ProofReadingClient,
    workshop: Workshop,
    language: str,
    typed: dict[str, str],
    told: Text | str,
) -> None:
    sent = {**NAMES, **typed, "submission_key": KEY}
    people = f"/courses/{workshop.course_id}/people"
    with nothing_saved(app):
        joined = phone.post(f"/join/{workshop.join_code}", data=sent)
        added = staff.post(people, data=sent)
        corrected = staff.post(f"{people}/{workshop.seat_id}", data=sent)
    for answer in (joined, added, corrected):
        require_said(app, answer, 422, told, language)
    kept = next((value for value in typed.values() if value), "")
    assert kept[:120] in joined.text, "what was typed stands in the form again"


def test_two_trainees_with_the_same_name(
    app: Flask, phone: ProofReadingClient, workshop: Workshop, language: str
) -> None:
    join, sent = f"/join/{workshop.join_code}", {**TAKEN, "submission_key": KEY}
    with nothing_saved(app):
        answer = phone.post(join, data=sent)
    require_said(app, answer, 409, course_texts.SAME_NAME, language)
    before = counts(app)
    assert phone.post(join, data={**sent, "another_person": "y"}).status_code == 302
    assert grown(before, counts(app)) == {"persons": 1, "seats": 1, "audit_entries": 1}


def test_the_trainer_hears_of_a_name_that_is_there(
    app: Flask, staff: ProofReadingClient, workshop: Workshop, language: str
) -> None:
    people = f"/courses/{workshop.course_id}/people"
    sent = {**TAKEN, "submission_key": KEY}
    with nothing_saved(app):
        added = staff.post(people, data=sent)
        renamed = staff.post(f"{people}/{workshop.other_seat_id}", data=sent)
    for answer in (added, renamed):
        require_said(app, answer, 409, course_texts.NAME_IN_COURSE, language)


# A quiz that has closed.


def test_a_quiz_answered_after_closing(
    app: Flask,
    seated: ProofReadingClient,
    workshop: Workshop,
    language: str,
    change: Change,
    answer_data: dict[str, str],
) -> None:
    close_quiz(app, workshop, change)
    told = say(quiz_texts.CLOSED_AT, time=digits("09:30", language))
    with nothing_saved(app):
        page = seated.post(quiz(workshop, "/answers"), data=answer_data)
        reply = seated.post(quiz(workshop, "/answers"), data=answer_data, headers=JSON)
    require_said(app, page, 409, told, language)
    assert reply.status_code == 409
    assert reply.json == {"saved": False, "message": sentence(app, told, language)}


def test_a_quiz_begun_after_the_course_ended(
    app: Flask, seated: ProofReadingClient, workshop: Workshop, language: str, change: Change
) -> None:
    change(quizzes.open_quiz, "small", "open")
    change(courses.set_state, CourseState.ENDED)
    with nothing_saved(app):
        answer = seated.post(quiz(workshop, "/begin"))
    require_said(app, answer, 409, course_texts.COURSE_ENDED, language)


def test_a_script_whose_token_is_too_old_hears_so_and_keeps_the_answer(
    app: Flask,
    seated: ProofReadingClient,
    workshop: Workshop,
    language: str,
    answer_data: dict[str, str],
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    with nothing_saved(app):
        reply = seated.post(quiz(workshop, "/answers"), data=answer_data, headers=JSON)
    assert reply.status_code == 400
    # "saved" would tell quiz.js that the server has decided, and the answer would be dropped.
    assert reply.json == {"message": sentence(app, FORM_TOO_OLD, language)}
