"""Who has handed in what: handed in, passed, waiting for marks, and what can still come."""

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes import forms
from tests.quizzes.conftest import add_items, give_sheet
from tests.quizzes.openings import after, let, shut
from tests.quizzes.test_marking import ITEMS, mark
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.quizzes import service
from training.quizzes.assessments import EVALUATION
from training.quizzes.handed_in import Collected, HandedIn
from training.quizzes.model import Terms
from training.quizzes.opening import change_terms

SLUG = "words"


def collected(
    session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY
) -> Collected:
    found = service.collect(session, workshop.course_id, slug, now)
    assert found is not None
    return found


def own(
    session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY
) -> HandedIn:
    return collected(session, workshop, slug, now).of(workshop.seat_id)


@pytest.fixture
def written(session: Session, workshop: Workshop) -> Workshop:
    """SUN Sopheap has sent one right choice of one mark, and words worth up to three more."""
    add_items(session, workshop, SLUG, ITEMS)
    give_sheet(session, workshop, workshop.seat_id, {"one": "a", "say": "The chief."}, SLUG)
    return workshop


def need(session: Session, workshop: Workshop, percent: int, slug: str = SLUG) -> None:
    terms = Terms(pass_percent=percent)
    change_terms(session, workshop.course_id, slug, terms, SYSTEM, NINE_THIRTY)


def test_before_it_opens_it_can_still_come(session: Session, workshop: Workshop) -> None:
    assert own(session, workshop, "small") == HandedIn(may_change=True)


def test_begun_is_not_handed_in_and_closing_hands_it_in(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, "small")
    forms.say(session, workshop, workshop.seat_id, "small", [])
    assert own(session, workshop, "small") == HandedIn(may_change=True)
    shut(session, workshop, "small", after(5))
    found = collected(session, workshop, "small", after(6))
    assert found.of(workshop.seat_id).is_finished
    assert found.of(workshop.other_seat_id) == HandedIn(), "closed before it was begun"


def test_the_end_of_the_course_takes_away_what_was_never_opened(
    session: Session, workshop: Workshop
) -> None:
    courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    assert own(session, workshop, "small") == HandedIn()


def test_without_a_pass_mark_nobody_has_passed(session: Session, written: Workshop) -> None:
    found = own(session, written, SLUG)
    assert (found.is_finished, found.is_passed, found.waits, found.percent) == (
        True, False, False, 25,
    )  # fmt: skip


def test_words_that_wait_for_marks_may_still_pass(session: Session, written: Workshop) -> None:
    need(session, written, 75)
    assert own(session, written, SLUG).waits
    mark(session, written, "2", "k")
    found = own(session, written, SLUG)
    assert (found.is_passed, found.waits, found.percent) == (True, False, 75)


def test_too_few_marks_are_not_passed_and_nothing_waits(
    session: Session, written: Workshop
) -> None:
    need(session, written, 75)
    mark(session, written, "1", "k")
    found = own(session, written, SLUG)
    assert (found.is_passed, found.waits, found.percent) == (False, False, 50)


def test_who_handed_in_the_evaluation_is_known_and_nothing_else(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, EVALUATION)
    forms.evaluate(session, workshop, [workshop.other_seat_id, workshop.seat_id])
    shut(session, workshop, EVALUATION, after(9))
    found = collected(session, workshop, EVALUATION, after(10))
    assert found.of(workshop.seat_id).is_finished
    assert found.title is None
    assert set(found.seats) == {workshop.seat_id, workshop.other_seat_id}
    assert not found.takes_paper


def test_what_a_course_does_not_have_is_none(session: Session, workshop: Workshop) -> None:
    assert service.collect(session, workshop.course_id, "nowhere", NINE_THIRTY) is None
    assert service.find_asked(session, workshop.course_id, "nowhere") is None
