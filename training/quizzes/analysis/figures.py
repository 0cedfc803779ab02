"""The formulas, each with its source. Sums of whole numbers stay whole as long as they can."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from training.quizzes.analysis.crowds import LEAST, Crowd

LEAST_FOR_INTERVAL = 10
"""With fewer people an interval is as wide as the scale and says nothing."""
_NORMAL = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, with 95 % confidence; in the unit of what it belongs to."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether the value lies in it, its ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Spread:
    """Mean and spread of a figure of at least five people, in the figure's own unit.

    Raises ValueError for fewer.
    """

    n: int
    mean: float
    sd: float
    """Of a sample: the squares are divided by n - 1."""
    interval: Interval | None
    """Of the mean; None below LEAST_FOR_INTERVAL."""

    def __post_init__(self) -> None:
        if self.n < LEAST:
            raise ValueError(f"no figure for {self.n}")


def spread(values: Crowd[float]) -> Spread:
    """Mean, standard deviation, and the mean's interval by Student's t (Student, 1908)."""
    n = len(values)
    mean = math.fsum(values.members) / n
    variance = math.fsum((value - mean) ** 2 for value in values.members) / (n - 1)
    return Spread(n, mean, math.sqrt(variance), _interval(mean, variance / n, n - 1))


def difference(one: Spread, other: Spread) -> Interval | None:
    """The interval of the difference of two means, `one` less `other`, by Welch's t (Welch, 1947).

    The degrees of freedom are Satterthwaite's (1946). None below LEAST_FOR_INTERVAL in either.
    """
    if min(one.n, other.n) < LEAST_FOR_INTERVAL:
        return None
    first, second = one.sd**2 / one.n, other.sd**2 / other.n
    squares = first**2 / (one.n - 1) + second**2 / (other.n - 1)
    # Without any spread the interval has no width, whatever the degrees of freedom.
    freedom = (first + second) ** 2 / squares if squares else one.n + other.n - 2
    return _interval(one.mean - other.mean, first + second, freedom)


def _interval(mean: float, squared_error: float, freedom: float) -> Interval | None:
    if freedom < LEAST_FOR_INTERVAL - 1:
        return None
    half = t_quantile(freedom) * math.sqrt(squared_error)
    return Interval(mean - half, mean + half)


def t_quantile(freedom: float) -> float:
    """The 97.5 % point of Student's t, right to 0.001 from 5 degrees of freedom on.

    The expansion of Cornish and Fisher: Abramowitz and Stegun, 1964, formula 26.7.5.
    """
    x = _NORMAL
    terms = (
        (x**3 + x) / 4,
        (5 * x**5 + 16 * x**3 + 3 * x) / 96,
        (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384,
        (79 * x**9 + 776 * x**7 + 1482 * x**5 - 1920 * x**3 - 945 * x) / 92160,
    )
    return x + sum(term / freedom**power for power, term in enumerate(terms, 1))


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over n people of two whole numbers x and y, their squares and their product."""

    n: int
    x: int
    y: int
    xx: int
    yy: int
    xy: int


def correlation(sums: Sums) -> float | None:
    """Pearson's product-moment correlation, -1 to 1; None where x or y is the same for all.

    Where x is only nothing or everything it is the point-biserial one.
    """
    of_x = sums.n * sums.xx - sums.x**2
    of_y = sums.n * sums.yy - sums.y**2
    if not of_x or not of_y:
        return None
    found = (sums.n * sums.xy - sums.x * sums.y) / (math.sqrt(of_x) * math.sqrt(of_y))
    return max(-1.0, min(1.0, found))


def with_rest(sums: Sums) -> Sums:
    """Of x and the total y, of which x is a part: x and the rest, y - x."""
    xy = sums.xy - sums.xx
    return Sums(sums.n, sums.x, sums.y - sums.x, sums.xx, sums.yy - 2 * sums.xy + sums.xx, xy)


def alpha(items: Sequence[Sums]) -> float | None:
    """Cronbach's alpha of items x with the total y, at most 1 (Cronbach, 1951).

    Where every item is right or wrong it is KR-20 (Kuder and Richardson, 1937, formula 20). None
    for fewer than two items, or where all have the same total.
    """
    if len(items) < 2:
        return None
    n, total = items[0].n, items[0]
    of_total = n * total.yy - total.y**2
    if not of_total:
        return None
    of_items = sum(n * each.xx - each.x**2 for each in items)
    return len(items) / (len(items) - 1) * (1 - of_items / of_total)


def normalised_gain(before: float, after: float) -> float | None:
    """Hake's <g>: how much of what could still be learned was learned; in means of per cent.

    (after - before) / (100 - before): Hake, 1998, of the means of a class. At most 1; negative
    where less was known afterwards. None where nothing was left to learn.
    """
    return (after - before) / (100 - before) if before < 100 else None


def normalised_change(before: float, after: float) -> float | None:
    """The change c of one person, -1 to 1, in per cent before and after (Marx and Cummings, 2007).

    A gain counts by what could be gained, a loss by what could be lost. None for who had nothing
    or everything both times: such a person is left out of the mean.
    """
    if after > before:
        return (after - before) / (100 - before)
    if after < before:
        return (after - before) / before
    return None if before in {0, 100} else 0.0
