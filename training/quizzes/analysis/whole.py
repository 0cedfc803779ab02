"""A whole test: its questions, its marks, and whether it measures anything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.modules.model import Item
from training.quizzes.analysis import items as by_item
from training.quizzes.analysis.crowds import Crowd, TooFew, gathered, parted
from training.quizzes.analysis.figures import Spread, alpha, spread
from training.quizzes.analysis.items import ItemFigures
from training.quizzes.analysis.model import Sheet

LEAST_FOR_ALPHA = 30
LEAST_ITEMS_FOR_ALPHA = 5
"""Below either, alpha says more about who happened to sit there than about the test."""
LEAST_FOR_BANDS = 15
"""Where fewer are sorted into bands, everybody knows who is the one at the bottom."""
BANDS = 5


@dataclass(frozen=True, slots=True)
class FormFigures:
    """A form of a test, or the whole test where it has none, as its people answered it."""

    percent: Spread
    """Scores in per cent."""
    alpha: float | TooFew | None
    """KR-20 or Cronbach's alpha; None for a test of fewer than LEAST_ITEMS_FOR_ALPHA questions, or
    where all have the same marks."""
    items: tuple[ItemFigures, ...]


@dataclass(frozen=True, slots=True)
class TestFigures:
    """A test: all sheets together, and each form apart where it can be shown beside them."""

    percent: Spread | TooFew
    bands: tuple[int, ...] | TooFew
    """How many sheets are in each fifth of the scale, see `bands`."""
    forms: Mapping[str, FormFigures | TooFew]


def figures(
    items: Mapping[str, Sequence[Item]], sheets: Sequence[Sheet], *, is_parted: bool = True
) -> TestFigures:
    """The figures of a test. `items` are those of each form, `sheets` all the finished ones.

    Unless `is_parted`, no form is shown apart, whatever its size.
    """
    everybody = gathered(sheets)
    forms = {form: [each for each in sheets if each.form == form] for form in items}
    parts = parted(forms)
    if not is_parted:
        parts = {form: TooFew(len(given)) for form, given in forms.items()}
    return TestFigures(
        percent=everybody if isinstance(everybody, TooFew) else spread(percents(everybody)),
        bands=bands([sheet.percent for sheet in sheets]),
        forms={
            form: crowd if isinstance(crowd, TooFew) else _form(items[form], crowd)
            for form, crowd in parts.items()
        },
    )


def percents(sheets: Crowd[Sheet]) -> Crowd[float]:
    """Their scores in per cent."""
    return Crowd(tuple(sheet.percent for sheet in sheets.members))


def bands(scores: Sequence[float]) -> tuple[int, ...] | TooFew:
    """How many scores in per cent are from 0 up to 20, from 20 up to 40, and so on; 100 is in the
    last band."""
    if len(scores) < LEAST_FOR_BANDS:
        return TooFew(len(scores), LEAST_FOR_BANDS)
    places = [min(int(score * BANDS / 100), BANDS - 1) for score in scores]
    return tuple(places.count(place) for place in range(BANDS))


def _form(items: Sequence[Item], sheets: Crowd[Sheet]) -> FormFigures:
    return FormFigures(
        percent=spread(percents(sheets)),
        alpha=_alpha(items, sheets),
        items=by_item.figures(items, sheets),
    )


def _alpha(items: Sequence[Item], sheets: Crowd[Sheet]) -> float | TooFew | None:
    marked = by_item.mark(items, sheets)
    if len(marked) < LEAST_ITEMS_FOR_ALPHA:
        return None
    if len(sheets) < LEAST_FOR_ALPHA:
        return TooFew(len(sheets), LEAST_FOR_ALPHA)
    total = by_item.totals(marked, len(sheets))
    return alpha([by_item.sums_of(each, total) for each in marked])
