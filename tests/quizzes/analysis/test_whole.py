"""A whole test."""

import pytest

from tests.quizzes.analysis.makers import sheets_of, single
from training.quizzes.analysis import whole
from training.quizzes.analysis.crowds import TooFew
from training.quizzes.analysis.figures import Spread
from training.quizzes.analysis.whole import FormFigures

FOUR = tuple(single(f"q{number}") for number in range(1, 5))
SIX = tuple(single(f"q{number}") for number in range(1, 7))


def test_the_mean_of_five_and_none_of_four() -> None:
    # 4, 3, 2, 1 and 0 of 4: in per cent 100, 75, 50, 25 and 0.
    rows = ["gggg", "gggb", "ggbb", "gbbb", "bbbb"]
    found = whole.figures({"": FOUR}, sheets_of(FOUR, rows))
    assert isinstance(found.percent, Spread)
    assert (found.percent.n, found.percent.mean) == (5, 50)
    assert found.percent.sd == pytest.approx(39.53, abs=0.01)  # sqrt(6250 / 4)
    four = whole.figures({"": FOUR}, sheets_of(FOUR, rows[:4]))
    assert (four.percent, four.forms[""], four.bands) == (TooFew(4), TooFew(4), TooFew(4, 15))


def test_bands_are_fifths_of_the_scale() -> None:
    scores = [0, 19.9, 20, 39.9, 40, 50, 60, 79.9, 80, 100, 100, 100, 100, 100, 100]
    assert whole.bands(scores) == (2, 2, 2, 2, 7)
    assert whole.bands(scores[:14]) == TooFew(14, 15)


def test_alpha_is_said_of_thirty_people_and_five_questions_only() -> None:
    def alpha(rows: list[str], items: tuple[object, ...] = SIX) -> object:
        form = whole.figures({"": SIX}, sheets_of(SIX, rows)).forms[""]
        assert isinstance(form, FormFigures)
        return form.alpha

    assert alpha(["gggggg"] * 15 + ["bbbbbb"] * 15) == pytest.approx(1)
    assert alpha(["gggggg"] * 15 + ["bbbbbb"] * 14) == TooFew(29, 30)
    assert alpha(["gggggg"] * 30) is None, "nobody differs from anybody"
    short = whole.figures({"": FOUR}, sheets_of(FOUR, ["gggg"] * 15 + ["bbbb"] * 15)).forms[""]
    assert isinstance(short, FormFigures)
    assert short.alpha is None
