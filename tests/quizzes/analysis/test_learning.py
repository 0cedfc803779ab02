"""What was learned, worked out by hand."""

from itertools import cycle

import pytest
from hypothesis import given, settings

from tests.quizzes.analysis.makers import FORM_ITEMS, room, rooms, seat
from training.quizzes.analysis import beside, learning
from training.quizzes.analysis.crowds import TooFew
from training.quizzes.analysis.figures import Interval, Spread
from training.quizzes.analysis.learning import Gains
from training.quizzes.analysis.model import Sheet, When


def crossed(per_form: int, before: str, after: str) -> list[Sheet]:
    """A room where everybody with A first writes `before`, then `after`; the others alike."""
    rows = cycle([before, after])
    return room({("a", "b"): per_form, ("b", "a"): per_form}, lambda: next(rows))


def test_a_room_that_went_from_a_quarter_to_three_quarters() -> None:
    found = learning.figures(FORM_ITEMS, crossed(10, "gbbb", "gggb"))
    everybody = found.everybody
    assert isinstance(everybody, Gains)
    assert (everybody.n, everybody.before.mean, everybody.after.mean) == (20, 25, 75)
    assert (everybody.points.mean, everybody.points.sd) == (50, 0)
    assert everybody.points.interval == Interval(50, 50)
    assert everybody.normalised == pytest.approx(50 / 75)
    assert isinstance(everybody.change, Spread)
    assert everybody.change.n == 20
    assert everybody.change.mean == pytest.approx(2 / 3)
    assert set(found.by_order) == {("a", "b"), ("b", "a")}
    assert found.forms is not None
    assert (found.forms.points, found.forms.differ) == (0, False)
    assert found.bands == ((0, 20, 0, 0, 0), (0, 0, 0, 20, 0))


def test_each_objective_has_its_own_gain() -> None:
    # Questions one.x, one.y, two.x, two.y: before only one.x is right, after all but two.y.
    found = learning.figures(FORM_ITEMS, crossed(5, "gbbb", "gggb")).objectives
    means = {each.objective: (each.before.mean, each.after.mean) for each in found}
    assert means == {
        ("one", "x"): (100, 100),
        ("one", "y"): (0, 100),
        ("two", "x"): (0, 100),
        ("two", "y"): (0, 0),
    }
    assert {each.questions for each in found} == {2}


def test_an_objective_of_one_form_only_is_no_comparison() -> None:
    items = {"a": FORM_ITEMS["a"], "b": FORM_ITEMS["b"][:3]}
    found = learning.figures(items, crossed(5, "gbbb", "gggb")).objectives
    assert [each.objective for each in found] == [("one", "x"), ("one", "y"), ("two", "x")]


def test_nine_and_three_are_twelve_and_no_form() -> None:
    sheets = room({("a", "b"): 9, ("b", "a"): 3}, lambda: "gbbb")
    found = learning.figures(FORM_ITEMS, sheets)
    assert isinstance(found.everybody, Gains)
    assert found.by_order == {("a", "b"): TooFew(9), ("b", "a"): TooFew(3)}
    assert found.forms is None


def test_people_with_one_test_are_counted_and_no_more() -> None:
    sheets = room({("a", "b"): 5, ("b", ""): 3, ("", "a"): 2}, lambda: "gggg")
    found = learning.figures(FORM_ITEMS, sheets)
    assert isinstance(found.everybody, Gains)
    assert (found.everybody.n, found.only_before, found.only_after) == (5, 3, 2)
    assert learning.figures(FORM_ITEMS, []).everybody == TooFew(0)


def test_who_had_everything_twice_could_not_change() -> None:
    rows = cycle(["gggg", "gggg"] * 2 + ["gbbb", "gggg"] * 5)
    found = learning.figures(FORM_ITEMS, room({("a", "b"): 7}, lambda: next(rows))).everybody
    assert isinstance(found, Gains)
    assert isinstance(found.change, Spread)
    assert (found.n, found.change.n, found.change.mean) == (7, 5, 1)


def test_forms_that_are_not_equally_hard_are_found() -> None:
    rows = cycle(["gggb", "gggg"] * 10 + ["gbbb", "gggg", "bbbb", "gggg"] * 5)
    found = learning.figures(FORM_ITEMS, room({("a", "b"): 10, ("b", "a"): 10}, lambda: next(rows)))
    assert found.forms is not None
    assert found.forms.points == pytest.approx(75 - 12.5)
    assert found.forms.differ is True
    five = learning.figures(FORM_ITEMS, crossed(5, "gggb", "gggg")).forms
    assert five is not None
    assert five.differ is None, "five and five are too few to say"


def test_a_person_has_a_gain_of_their_own() -> None:
    (found,) = learning.personal_gains(crossed(5, "gbbb", "gggb")[:2])
    assert (found.seat_id, found.form, found.before, found.after) == (seat(1), "a", 25, 75)
    assert found.points == 50
    assert found.change == pytest.approx(2 / 3)


def test_the_first_sheet_of_a_test_counts() -> None:
    once = crossed(5, "gbbb", "gggb")
    again = [*once, *crossed(5, "gggg", "bbbb")]
    assert learning.figures(FORM_ITEMS, again) == learning.figures(FORM_ITEMS, once)


def test_the_test_before_leaves_out_whom_the_gain_would_give_away() -> None:
    sheets = room({("a", "b"): 6, ("b", "a"): 6, ("a", ""): 2, ("b", ""): 5}, lambda: "ggbb")
    found = beside.figures(FORM_ITEMS, sheets, When.BEFORE)
    assert isinstance(found.percent, Spread)
    assert found.percent.n == 17, "of form A the six with both tests, of form B all eleven"


def test_before_anybody_has_both_tests_the_first_is_shown_as_it_is() -> None:
    sheets = room({("a", ""): 7, ("b", ""): 6}, lambda: "ggbb")
    found = beside.figures(FORM_ITEMS, sheets, When.BEFORE)
    assert isinstance(found.percent, Spread)
    assert found.percent.n == 13
    assert not any(isinstance(form, TooFew) for form in found.forms.values())


@settings(deadline=None)
@given(rooms(least=5, most=7))
def test_the_gain_of_all_is_the_difference_of_the_means(sheets: list[Sheet]) -> None:
    found = learning.figures(FORM_ITEMS, sheets).everybody
    assert isinstance(found, Gains)
    assert found.points.mean == pytest.approx(found.after.mean - found.before.mean)
    assert -100 <= found.points.mean <= 100
    assert found.normalised is None or found.normalised <= 1 + 1e-9
    assert isinstance(found.change, TooFew) or -1 <= found.change.mean <= 1


@settings(deadline=None)
@given(rooms(least=5, most=7))
def test_objectives_of_the_same_weight_make_up_the_whole(sheets: list[Sheet]) -> None:
    found = learning.figures(FORM_ITEMS, sheets)
    assert isinstance(found.everybody, Gains)
    gains = [each.points.mean for each in found.objectives]
    assert sum(gains) / len(gains) == pytest.approx(found.everybody.points.mean)
