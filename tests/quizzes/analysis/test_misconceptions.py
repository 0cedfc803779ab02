"""Wrong answers before the course and still after it."""

from itertools import cycle

import pytest

from tests.quizzes.analysis.makers import FORM_ITEMS, room
from training.quizzes.analysis.crowds import TooFew
from training.quizzes.analysis.learning import Person, matched
from training.quizzes.analysis.misconceptions import surviving


def people(before: list[str], after: list[str]) -> tuple[Person, ...]:
    """Ten people: five with A first, five with B first, each group with these rows."""
    rows = cycle([row for pair in zip(before, after, strict=True) for row in pair])
    return matched(room({("a", "b"): 5, ("b", "a"): 5}, lambda: next(rows)))


def test_a_wrong_option_that_is_still_chosen_after_survives() -> None:
    found = surviving(FORM_ITEMS, people(["bbgg"] * 5, ["bggg"] * 2 + ["gggg"] * 3))
    assert not isinstance(found, TooFew)
    assert [each.item.id for each in found] == ["one.a1", "one.b1"]
    assert [each.before for each in found] == [1, 1]
    assert [each.after for each in found] == [pytest.approx(2 / 5)] * 2
    assert (found[0].n_before, found[0].n_after, found[0].why.en) == (5, 5, "Why bad")


def test_another_wrong_option_is_another_misconception() -> None:
    assert surviving(FORM_ITEMS, people(["bggg"] * 5, ["wggg"] * 5)) == ()


def test_one_in_five_is_the_least() -> None:
    found = surviving(FORM_ITEMS, people(["bggg"] * 5, ["bggg"] + ["gggg"] * 4))
    assert not isinstance(found, TooFew)
    assert [each.after for each in found] == [pytest.approx(0.2)] * 2


def test_of_a_form_that_is_hidden_nothing_is_said() -> None:
    sheets = room({("a", "b"): 9, ("b", "a"): 3}, lambda: "bbbb")
    assert surviving(FORM_ITEMS, matched(sheets)) == TooFew(3)
    assert surviving(FORM_ITEMS, ()) == TooFew(0)
