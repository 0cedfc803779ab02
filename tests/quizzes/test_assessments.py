"""What a course can let its people answer: names, the forms of a test, what may be opened when."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import single
from tests.quizzes.openings import after, let, set_terms, shut
from tests.quizzes.sheets import at_desk, begin, tap
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal
from training.quizzes import (
    assessments,
    opening,
    service,
    store,
    taking,
)
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Given, Terms

SLUGS = ["understanding-r2p", "practice.m", "home.m", PRE_TEST, POST_TEST, "course.evaluation"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_is_read_as_it_was_written(slug: str) -> None:
    name = assessments.read_slug(slug)
    assert name is not None
    assert assessments.slug_of(name.purpose, name.module_slug) == slug


@pytest.mark.parametrize("slug", ["course.home", "practice.", "home.a.b", "module.m", "x.y", "."])
def test_what_names_nothing_is_nothing(slug: str) -> None:
    assert assessments.read_slug(slug) is None


@given(st.uuids(), st.integers(min_value=1, max_value=200))
def test_half_the_room_begins_with_form_a(course_id: uuid.UUID, people: int) -> None:
    drawn = [assessments.drawn_form(course_id, number + 1) for number in range(people)]
    assert abs(drawn.count("a") - drawn.count("b")) <= 1
    assert drawn == [assessments.drawn_form(course_id, number + 1) for number in range(people)]


def test_the_draw_differs_between_courses() -> None:
    rooms = {
        tuple(assessments.drawn_form(uuid.UUID(int=course), number) for number in range(1, 21))
        for course in range(50)
    }
    assert len(rooms) > 40


def test_whoever_had_one_form_before_has_the_other_after(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, PRE_TEST)
    before = begin(session, planned, PRE_TEST).attempt
    shut(session, planned, PRE_TEST)
    let(session, planned, POST_TEST)
    after_it = begin(session, planned, POST_TEST).attempt
    assert before
    assert after_it
    assert {before.form, after_it.form} == {"a", "b"}
    ids = {each.id for each in service.items_of(session, at_desk(session, planned, PRE_TEST))}
    assert ids in ({"forms.one", "forms.two"}, {"forms.uno", "forms.dos"})


def test_a_seat_that_was_not_there_before_gets_its_drawn_turn(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, POST_TEST)
    number = courses.get_seat(session, planned.course_id, planned.seat_id).number
    drawn = assessments.drawn_form(planned.course_id, number)
    sheet = begin(session, planned, POST_TEST).attempt
    assert sheet
    assert sheet.form == assessments.other_form(drawn)


def test_an_item_of_the_other_form_is_no_item_of_the_sheet(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, PRE_TEST)
    sheet = begin(session, planned, PRE_TEST).attempt
    assert sheet
    other = {"a": "forms.uno", "b": "forms.one"}[sheet.form]
    with pytest.raises(Refusal) as caught:
        taking.answer(
            session, planned.course_id, planned.seat_id, PRE_TEST, Given(other, "1", "k"),
            NINE_THIRTY,
        )  # fmt: skip
    assert caught.value.status == 422


def test_all_that_the_modules_have_can_be_opened(session: Session, planned: Workshop) -> None:
    found = {each.slug: each.items for each in service.list_assessments(session, planned.course_id)}
    assert found["forms"] == found["practice.forms"] == found["home.forms"] == 1
    assert found[PRE_TEST] == found[POST_TEST] == 2
    assert found["home.small"] == 3, "where there is no reserve, the module's own"


def test_practice_waits_for_the_quiz(session: Session, planned: Workshop) -> None:
    for _ in range(2):
        with pytest.raises(Refusal, match="only after the module's quiz"):
            let(session, planned, "practice.forms")
        if not store.latest_openings(session, planned.course_id):
            let(session, planned, "forms")
    shut(session, planned, "forms")
    let(session, planned, "practice.forms")


@pytest.mark.parametrize(
    ("first", "second"),
    [("practice.forms", "forms"), ("home.small", "small"), ("small", "home.small")],
)
def test_the_same_questions_are_not_open_in_two_places(
    session: Session, planned: Workshop, first: str, second: str
) -> None:
    """One could show what is right in the other."""
    let(session, planned, "forms")
    shut(session, planned, "forms")
    let(session, planned, first, after(1))
    lines = {each.slug: each for each in service.list_lines(session, planned.course_id, after(2))}
    assert lines[second].why_not is not None
    with pytest.raises(Refusal, match="same questions are open elsewhere"):
        let(session, planned, second, after(2))
    shut(session, planned, first, after(3))
    let(session, planned, second, after(4))


def test_homework_with_questions_of_its_own_opens_beside_the_quiz(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "home.forms")
    let(session, planned, "forms")


def test_what_is_asked_at_home_is_not_asked_on_the_screen_meanwhile(
    session: Session, planned: Workshop
) -> None:
    """Who presents would show what is right to everybody."""

    def asked(item_id: str, slug: str = "forms") -> bool:
        return service.is_being_asked(session, planned.course_id, slug, item_id)

    let(session, planned, "home.forms")
    let(session, planned, "home.small")
    assert asked("spare")
    assert asked("water", "small")
    assert not asked("own")
    shut(session, planned, "home.forms")
    let(session, planned, "forms")
    assert asked("own")
    assert not asked("spare")


def test_the_test_after_does_not_open_beside_the_one_before(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, PRE_TEST)
    with pytest.raises(Refusal, match="still open"):
        let(session, planned, POST_TEST)
    shut(session, planned, PRE_TEST)
    let(session, planned, POST_TEST)
    shut(session, planned, POST_TEST)
    with pytest.raises(Refusal, match="cannot be opened any more"):
        let(session, planned, PRE_TEST, after(1))


def test_home_goes_on_after_the_course_and_ends_at_its_deadline(
    session: Session, planned: Workshop
) -> None:
    set_terms(session, planned, "home.forms", Terms(closes_at=after(60)))
    let(session, planned, "home.forms")
    courses.set_state(session, planned.course_id, CourseState.ENDED, SYSTEM, after(1))
    begin(session, planned, "home.forms", after(2))
    tap(session, planned, "home.forms", single("spare", "a", "b"), "a",
        after(3))  # fmt: skip
    with pytest.raises(Refusal, match="closed at 10:30"):
        tap(session, planned, "home.forms", single("spare", "a", "b"), "b", after(61))
    opening.settle_all(session, planned.course_id, after(61))
    sheet = at_desk(session, planned, "home.forms").attempt
    assert sheet
    assert (sheet.score, sheet.most, sheet.finished_at) == (1, 1, after(60))
    with pytest.raises(Refusal, match="deadline"):
        let(session, planned, "home.forms", after(70))


@given(st.integers(0, 2**31 - 1))
def test_mixed_questions_have_an_order_of_the_sheets_own(seed: int) -> None:
    items = tuple(single(f"i{number}", "a", "b") for number in range(8))
    mixed = assessments.in_order(items, seed, Terms(mixed=True))
    assert mixed == assessments.in_order(items, seed, Terms(mixed=True))
    assert sorted(each.id for each in mixed) == [each.id for each in items]
    assert assessments.in_order(items, seed, Terms()) == items
