"""The rule for the certificate in the plan: what can be asked, what is refused, how it is said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.test_planning_views import newest, typed_plan
from tests.proofreading import ProofReadingClient
from training.courses import rules, service
from training.courses.model import POST_TEST, AgendaItem, CertificateRule, ItemKind
from training.courses.rule_fields import half_day_choices
from training.courses.tables import Course
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules.model import Item, Module, Status, Use
from training.modules.model import ItemKind as Kind

NAMES = Bilingual("ឈ្មោះ", "Name")
QUIZ = Item("one", Kind.TRUE_FALSE, "aim", 1, NAMES, NAMES)
FORM = msgspec.structs.replace(QUIZ, use=Use.FORM_A)


def module(slug: str, *items: Item, kept: tuple[Item, ...] = ()) -> Module:
    return Module(slug, 1, "1", Status.READY, NAMES, items=items, kept_items=kept)


def test_a_certificate_can_depend_on_the_test_and_on_each_quiz() -> None:
    taught = [module("first", QUIZ), module("second", kept=(FORM,)), module("third")]
    assert rules.list_quizzes(taught) == (POST_TEST, "first")
    assert rules.list_quizzes(taught[:1]) == ("first",)
    assert rules.list_quizzes([]) == ()


def test_rules_of_courses_from_before_are_read_as_they_were() -> None:
    read = msgspec.json.decode(b'{"half_days": 1, "minutes": 90}', type=CertificateRule)
    assert read == CertificateRule(half_days=1, minutes=90)
    assert (read.share_percent, read.quiz, read.is_passed, read.evaluation) == (0, "", False, False)


def test_all_of_the_rule_is_kept_and_said_in_both_languages(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    more = {"share_percent": "៧៥", "quiz": "small", "is_passed": "yes", "evaluation": "y"}
    assert trainer.post("/courses/new", data=typed_plan(workshop, **more)).status_code == 302
    made = newest(app)
    assert made.rule == CertificateRule(1, 120, 75, "small", True, True)
    page = trainer.get(f"/courses/{made.id}/plan").text
    words = page.split('id="rule-in-words"')[1].split("</div>")[0]
    for sentence in (
        "Present in one half-day at least.",
        "Present for 120 minutes at least.",
        "Present for 75% of the minutes that count: 248 of 330.",
        "The quiz “A small module” handed in.",
        "there is no pass mark yet",
        "The evaluation handed in; who has no phone is not asked for it.",
        "មានវត្តមានយ៉ាងហោចណាស់ ១២០ នាទី។",
        "៧៥%",
    ):
        assert sentence in words
    assert '<option selected value="small">' in page


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"share_percent": "101"}, "whole number of per cent"),
        ({"share_percent": "-1"}, "whole number of per cent"),
        ({"share_percent": "half"}, "whole number of per cent"),
        ({"quiz": "nowhere"}, "one of the answers"),
        ({"quiz": POST_TEST}, "one of the answers"),
        ({"is_passed": "perhaps"}, "one of the answers"),
    ],
)
@pytest.mark.parametrize("path", ["/courses/new", "plan"])
def test_what_cannot_be_asked_is_refused_and_nothing_is_saved(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    fault: dict[str, Any],
    sentence: str,
    path: str,
) -> None:
    address = path if path != "plan" else f"/courses/{workshop.course_id}/plan"
    before = newest(app).id
    answer = trainer.post(address, data=typed_plan(workshop, **fault))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert newest(app).id == before
    with app.extensions["training.database"].reading() as session:
        kept = session.get_one(Course, workshop.course_id).rule
    assert kept == CertificateRule()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (CertificateRule(quiz="nowhere"), "does not have that quiz"),
        (CertificateRule(is_passed=True), "choose the quiz that has to be passed"),
    ],
)
def test_a_quiz_that_the_course_does_not_teach_is_refused_whoever_asks(
    app: Flask, workshop: Workshop, rule: CertificateRule, words: str
) -> None:
    with app.extensions["training.database"].writing() as session:
        plan = service.plan_of(session, service.get_course(session, workshop.course_id))
        with pytest.raises(Refusal) as refused:
            service.change_plan(
                session, workshop.course_id, replace(plan, rule=rule), SYSTEM, NINE_THIRTY
            )
    assert words in str(refused.value.reason)
    assert refused.value.field == "quiz"


@pytest.fixture
def in_words(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Cookie": "lang=en"}):
        yield


@pytest.mark.usefixtures("in_words")
def test_half_days_to_choose_follow_the_agenda() -> None:
    one_day = [("2", "Both half-days"), ("1", "One half-day"), ("0", "None")]
    assert half_day_choices(0) == half_day_choices(1) == half_day_choices(2) == one_day
    assert half_day_choices(4) == [
        ("4", "All 4 half-days"), ("3", "3 half-days"), ("2", "2 half-days"), *one_day[1:],
    ]  # fmt: skip


def test_two_days_offer_four_half_days(
    app: Flask, workshop: Workshop, client_for: ClientMaker
) -> None:
    with app.extensions["training.database"].writing() as session:
        items = service.list_agenda(session, workshop.course_id)
        second = [msgspec.structs.replace(item, id=None, day=1) for item in items]
        service.change_agenda(
            session, workshop.course_id, [*items, *second], frozenset(), SYSTEM, NINE_THIRTY
        )
        session.commit()
    trainer = client_for(account_id=workshop.trainer_id)
    path = f"/courses/{workshop.course_id}/plan"
    assert "All 4 half-days" in trainer.get(path).text
    changed = trainer.post(path, data=typed_plan(workshop, half_days="4"))
    assert changed.status_code == 302
    assert "Present in all 4 half-days." in trainer.get(path).text
    assert "មានវត្តមានគ្រប់កន្លះថ្ងៃទាំង ៤។" in trainer.get(path).text


def test_presence_that_no_agenda_item_counts_for_cannot_be_earned() -> None:
    pause = AgendaItem(None, 540, 600, NAMES, ItemKind.PAUSE, counts=False)
    assert not rules.can_be_earned([pause], CertificateRule(0, share_percent=50))
    assert rules.can_be_earned([pause], CertificateRule(0, quiz="small"))
