"""The formulas, held against values that were worked out by hand or stand in printed tables."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.quizzes.analysis.crowds import Crowd
from training.quizzes.analysis.figures import (
    Spread,
    Sums,
    alpha,
    correlation,
    difference,
    normalised_change,
    normalised_gain,
    spread,
    t_quantile,
    with_rest,
)

PERCENT = st.integers(0, 20).map(lambda part: 100 * part / 20)
PERCENTS = st.lists(PERCENT, min_size=5, max_size=40)


def sums(xs: list[int], ys: list[int]) -> Sums:
    return Sums(
        len(xs), sum(xs), sum(ys), sum(x * x for x in xs), sum(y * y for y in ys),
        sum(x * y for x, y in zip(xs, ys, strict=True)),
    )  # fmt: skip


def test_a_mean_and_its_spread() -> None:
    # Squares of the deviations: 400 + 100 + 0 + 100 + 400 = 1000; over 4 that is 250.
    found = spread(Crowd((20.0, 30.0, 40.0, 50.0, 60.0)))
    assert (found.n, found.mean) == (5, 40)
    assert found.sd == pytest.approx(math.sqrt(250))
    assert found.interval is None, "five people are too few for an interval"


def test_the_interval_of_a_mean() -> None:
    # Ten people, half 40 and half 60: sd = sqrt(1000 / 9); t for 9 degrees of freedom is 2.262.
    found = spread(Crowd((40.0,) * 5 + (60.0,) * 5))
    half = 2.262 * math.sqrt(1000 / 9 / 10)
    assert found.interval is not None
    assert found.interval.low == pytest.approx(50 - half, abs=0.01)
    assert found.interval.high == pytest.approx(50 + half, abs=0.01)


@pytest.mark.parametrize(
    ("freedom", "printed"),
    [(5, 2.571), (9, 2.262), (14, 2.145), (20, 2.086), (29, 2.045), (60, 2.000), (120, 1.980)],
)
def test_students_t_is_as_printed_tables_have_it(freedom: int, printed: float) -> None:
    assert t_quantile(freedom) == pytest.approx(printed, abs=0.001)


def test_a_figure_of_four_people_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="4"):
        Spread(4, 50.0, 1.0, None)
    with pytest.raises(ValueError, match="4"):
        Crowd((1.0, 2.0, 3.0, 4.0))


def test_the_interval_of_a_difference() -> None:
    # The same spread in both and ten in each: 18 degrees of freedom, t = 2.101.
    one, other = Spread(10, 60, 10, None), Spread(10, 50, 10, None)
    found = difference(one, other)
    assert found is not None
    assert found.high - 10 == pytest.approx(2.101 * math.sqrt(20), abs=0.01)
    assert found.high - 10 == pytest.approx(10 - found.low)
    assert difference(one, Spread(9, 50, 10, None)) is None
    exact = difference(Spread(10, 60, 0, None), Spread(10, 50, 0, None))
    assert exact is not None
    assert (exact.low, exact.high) == (10, 10)


def test_a_correlation() -> None:
    # x: 0 0 1 1; y: 1 3 3 5. Sxy = 4·8 - 2·12 = 8; Sxx = 4·2 - 4 = 4; Syy = 4·44 - 144 = 32.
    assert correlation(sums([0, 0, 1, 1], [1, 3, 3, 5])) == pytest.approx(8 / math.sqrt(4 * 32))
    assert correlation(sums([0, 1], [7, 7])) is None


def test_the_rest_is_the_total_without_the_item() -> None:
    xs, totals = [0, 0, 1, 1], [1, 3, 3, 5]
    assert with_rest(sums(xs, totals)) == sums(xs, [1, 3, 2, 4])


def test_alpha_of_right_and_wrong_is_kr_20() -> None:
    # Four people, three questions: 111, 110, 100, 000. Shares right 3/4, 2/4, 1/4, so the sum of
    # p·q is 3/16 + 4/16 + 3/16 = 10/16. Totals 3 2 1 0: variance 5/4. KR-20 = 3/2·(1 - 1/2) = 3/4.
    totals = [3, 2, 1, 0]
    items = [sums(xs, totals) for xs in ([1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0])]
    assert alpha(items) == pytest.approx(0.75)
    assert alpha(items[:1]) is None
    assert alpha([sums([1, 0], [1, 1]), sums([0, 1], [1, 1])]) is None


def test_the_gain_of_a_class_is_the_part_of_what_could_be_gained() -> None:
    assert normalised_gain(40, 70) == pytest.approx(0.5)  # 30 of 60 points
    assert normalised_gain(50, 50) == 0
    assert normalised_gain(50, 25) == pytest.approx(-0.5)
    assert normalised_gain(100, 100) is None


def test_the_change_of_a_person() -> None:
    assert normalised_change(20, 60) == pytest.approx(0.5)  # 40 of 80 that could be gained
    assert normalised_change(80, 60) == pytest.approx(-0.25)  # 20 of 80 that could be lost
    assert normalised_change(60, 60) == 0
    assert normalised_change(100, 100) is None
    assert normalised_change(0, 0) is None
    assert (normalised_change(0, 100), normalised_change(100, 0)) == (1, -1)


@given(PERCENT, PERCENT)
def test_a_change_lies_between_all_lost_and_all_gained(before: float, after: float) -> None:
    change = normalised_change(before, after)
    assert change is None or -1 <= change <= 1
    if change:
        assert (change > 0) is (after > before)


@given(PERCENTS)
def test_a_mean_lies_among_its_values_and_in_its_interval(values: list[float]) -> None:
    found = spread(Crowd(tuple(values)))
    assert min(values) - 1e-9 <= found.mean <= max(values) + 1e-9
    assert 0 <= found.sd <= 100
    assert found.interval is None or found.interval.holds(found.mean)


@given(PERCENTS, st.randoms())
def test_an_order_of_people_is_no_figure(values: list[float], chance: object) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined] # random.Random
    assert spread(Crowd(tuple(shuffled))) == spread(Crowd(tuple(values)))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20)), min_size=5, max_size=30))
def test_a_correlation_is_bounded_and_knows_no_unit(pairs: list[tuple[int, int]]) -> None:
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    found = correlation(sums(xs, ys))
    assert found is None or -1 <= found <= 1
    other = correlation(sums(xs, [7 * y + 3 for y in ys]))
    assert (found is None) is (other is None)
    if found is not None:
        assert other == pytest.approx(found)
        assert correlation(sums([3 - x for x in xs], ys)) == pytest.approx(-found)


MATRICES = st.lists(st.lists(st.integers(0, 1), min_size=6, max_size=6), min_size=5, max_size=30)


@given(MATRICES)
def test_alpha_is_at_most_one(rows: list[list[int]]) -> None:
    totals = [sum(row) for row in rows]
    found = alpha([sums(list(column), totals) for column in zip(*rows, strict=True)])
    assert found is None or found <= 1 + 1e-9
    same = [[row[0]] * 6 for row in rows]
    perfect = alpha([sums(list(column), [sum(row) for row in same])
                     for column in zip(*same, strict=True)])  # fmt: skip
    assert perfect is None or perfect == pytest.approx(1)
