"""When results are shown, and what is passed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NINE_THIRTY
from tests.quizzes.test_rules import CLOSED, FINISHED, OPEN, desk
from training.courses.model import CourseState
from training.quizzes import (
    results,
)
from training.quizzes.model import Purpose, Results, Terms


def test_homework_that_goes_on_after_the_course_is_not_for_the_screen_yet() -> None:
    assert results.gives_away(Purpose.HOME, OPEN, None, has_ended=True)
    assert not results.gives_away(Purpose.HOME, CLOSED, None, has_ended=True)
    assert not results.gives_away(Purpose.MODULE, OPEN, None, has_ended=True)


@pytest.mark.parametrize(
    ("purpose", "when", "is_open", "post_test", "state", "shown"),
    [
        (Purpose.MODULE, Results.AT_ONCE, True, None, CourseState.RUNNING, True),
        (Purpose.MODULE, Results.AFTER_CLOSING, True, None, CourseState.RUNNING, False),
        (Purpose.MODULE, Results.AFTER_CLOSING, False, None, CourseState.RUNNING, True),
        (Purpose.MODULE, Results.AFTER_CLOSING, True, None, CourseState.ENDED, True),
        (Purpose.MODULE, Results.NEVER, False, None, CourseState.ENDED, False),
        (Purpose.HOME, Results.AFTER_CLOSING, True, None, CourseState.ENDED, False),
        (Purpose.HOME, Results.AFTER_CLOSING, False, None, CourseState.ENDED, True),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, None, CourseState.RUNNING, False),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, OPEN, CourseState.RUNNING, False),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, CLOSED, CourseState.RUNNING, True),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, None, CourseState.ENDED, True),
        (Purpose.POST_TEST, Results.AT_ONCE, True, OPEN, CourseState.RUNNING, False),
        (Purpose.EVALUATION, Results.AT_ONCE, False, None, CourseState.ENDED, False),
    ],
)
def test_results_are_shown_when_they_give_nothing_away(
    purpose: Purpose,
    when: Results,
    is_open: bool,
    post_test: object,
    state: CourseState,
    shown: bool,
) -> None:
    found = replace(
        desk(OPEN if is_open else CLOSED, FINISHED, state),
        purpose=purpose,
        terms=Terms(results=when),
    )
    assert results.shows_results(found, post_test, NINE_THIRTY) is shown  # type: ignore[arg-type]


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 100))
def test_a_pass_mark_is_a_share_of_the_marks(score: int, most: int, percent: int) -> None:
    found = results.passed(Terms(pass_percent=percent), min(score, most), most)
    if percent == 0:
        assert found is None
    else:
        assert found is (min(score, most) / most >= percent / 100)
