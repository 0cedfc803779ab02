"""Somebody joined twice: what becomes of the evaluation, the training plan and more time."""

import uuid

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes import forms
from tests.quizzes.openings import after, let, shut
from training.courses import merging
from training.courses.model import Pair
from training.kernel.access import SYSTEM
from training.quizzes import opening, plans, store, terms_store
from training.quizzes.assessments import EVALUATION, PLAN
from training.quizzes.evaluation import get_evaluation
from training.quizzes.tables import QuizAnswer, QuizAttempt


@pytest.fixture
def seats(session: Session, workshop: Workshop) -> list[uuid.UUID]:
    return forms.add_seats(session, workshop, 6)


def merge(session: Session, workshop: Workshop, staying: uuid.UUID, going: uuid.UUID) -> None:
    merging.merge(session, Pair(workshop.course_id, staying, going), SYSTEM, NINE_THIRTY)


def test_who_answered_the_evaluation_on_both_seats_speaks_once_and_without_a_name(
    session: Session, workshop: Workshop, seats: list[uuid.UUID]
) -> None:
    let(session, workshop, EVALUATION)
    forms.evaluate(session, workshop, seats)
    merge(session, workshop, seats[0], seats[5])
    shut(session, workshop, EVALUATION, after(30))
    found = get_evaluation(session, workshop.course_id)
    assert (found.began, found.shown) == (5, 5)
    words = {choice.code for each in found.said for choice in each.words}
    assert "Words number 0 at 1" in words
    assert "Words number 5 at 1" not in words
    named = select(func.count()).select_from(QuizAnswer).join(QuizAttempt)
    assert session.scalar(named.where(QuizAttempt.seat_id.is_not(None))) == 0


def test_who_answered_the_evaluation_on_the_seat_that_goes_is_still_heard(
    session: Session, workshop: Workshop, seats: list[uuid.UUID]
) -> None:
    let(session, workshop, EVALUATION)
    forms.evaluate(session, workshop, seats[:5])
    merge(session, workshop, seats[5], seats[4])
    shut(session, workshop, EVALUATION, after(30))
    assert get_evaluation(session, workshop.course_id).shown == 5


def test_a_plan_comes_over_and_of_two_that_of_the_seat_that_stays_is_listed(
    session: Session, workshop: Workshop, seats: list[uuid.UUID]
) -> None:
    let(session, workshop, PLAN)
    for place in (0, 1, 3):
        forms.plan(session, workshop, seats[place], f"Village {place}", after(1))
    merge(session, workshop, seats[0], seats[1])
    merge(session, workshop, seats[2], seats[3])
    found = plans.list_plans(session, workshop.course_id)
    assert {plan.name.en: plan.told[0].said[0].code for plan in found} == {
        "CHAN 2": "Village 0",
        "CHAN 4": "Village 3",
    }


def test_more_time_goes_on_with_the_person(
    session: Session, workshop: Workshop, seats: list[uuid.UUID]
) -> None:
    for place, percent in ((0, 25), (1, 50), (2, 75)):
        opening.give_extra_time(
            session, workshop.course_id, seats[place], percent, SYSTEM, NINE_THIRTY
        )
    merge(session, workshop, seats[0], seats[1])
    merge(session, workshop, seats[2], seats[3])
    merge(session, workshop, seats[4], seats[5])
    found = [terms_store.find_extra_percent(session, seats[place]) for place in (0, 2, 4)]
    assert found == [50, 75, 0]


def test_sheets_of_a_seat_that_was_merged_are_read_when_asked_for_and_counted_nowhere(
    session: Session, workshop: Workshop, seats: list[uuid.UUID]
) -> None:
    let(session, workshop, PLAN)
    for seat_id in seats[:2]:
        forms.plan(session, workshop, seat_id, "Village", after(1))
    merge(session, workshop, seats[0], seats[1])
    course_id = workshop.course_id
    assert store.count_sheets(session, course_id)[PLAN].began == 1
    assert len(store.list_attempts(session, course_id, slug=PLAN)) == 1
    assert len(store.list_attempts(session, course_id, slug=PLAN, also_merged=True)) == 2
