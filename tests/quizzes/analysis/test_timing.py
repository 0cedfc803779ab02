"""How long people spent on a question."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.analysis.timing import Tap, seconds_spent

START = dt.datetime(2019, 7, 15, 9, 30, tzinfo=dt.UTC)


def tap(item_id: str, second: float, *, is_late: bool = False) -> Tap:
    return Tap(item_id, START + dt.timedelta(seconds=second), is_late)


def test_time_runs_from_the_answer_before() -> None:
    assert seconds_spent(START, [tap("a", 20), tap("b", 50)]) == {"a": 20, "b": 30}


def test_a_second_thought_is_added() -> None:
    assert seconds_spent(START, [tap("a", 20), tap("b", 50), tap("a", 60)]) == {"a": 30, "b": 30}


def test_answers_that_came_together_tell_no_time() -> None:
    assert seconds_spent(START, [tap("a", 20), tap("b", 90), tap("c", 90), tap("d", 95)]) == {
        "a": 20, "d": 5,
    }  # fmt: skip


def test_who_was_away_late_or_has_another_clock_is_not_counted() -> None:
    assert seconds_spent(START, [tap("a", 1000), tap("b", 1010), tap("c", 1005)]) == {"b": 10}
    assert seconds_spent(START, [tap("a", 20, is_late=True)]) == {}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 4000)), max_size=20))
def test_nobody_spends_more_than_there_was(taps: list[tuple[str, int]]) -> None:
    taps.sort(key=lambda each: each[1])
    found = seconds_spent(START, [tap(*each) for each in taps])
    assert sum(found.values()) <= max((second for _, second in taps), default=0)
    assert all(seconds >= 0 for seconds in found.values())
