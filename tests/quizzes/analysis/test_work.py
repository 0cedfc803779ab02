"""How much is done for 2,000 sheets, counted and not timed."""

import sys
from collections.abc import Callable, Mapping
from types import FrameType

import pytest

from bench.analysis import learned, questions, sheets
from training.modules.model import Item
from training.quizzes import scoring
from training.quizzes.analysis import whole
from training.quizzes.analysis.model import When

ITEMS = questions()


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, Python's own included."""
    count = 0

    def look(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(look)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def of_one_test(count: int) -> Callable[[], object]:
    given = sheets(ITEMS, When.OTHER, count)
    return lambda: whole.figures({"": ITEMS}, given)


def of_both_tests(count: int) -> Callable[[], object]:
    given = [*sheets(ITEMS, When.BEFORE, count), *sheets(ITEMS, When.AFTER, count)]
    return lambda: learned(ITEMS, given)


@pytest.mark.parametrize(("work", "most"), [(of_one_test, 15), (of_both_tests, 60)])
def test_an_answer_more_is_a_few_steps_more(
    work: Callable[[int], Callable[[], object]], most: int
) -> None:
    few, many = calls(work(500)), calls(work(1_000))
    assert many < 2.1 * few, "twice the sheets, twice the work"
    assert (many - few) / (500 * len(ITEMS)) < most


def test_what_was_answered_alike_is_marked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    marked: list[str] = []
    mark = scoring.marks_of
    given = sheets(ITEMS, When.OTHER)

    def counted(item: Item, code: str | None, *given: Mapping[str, int]) -> int:
        marked.append(item.id)
        return mark(item, code, *given)

    monkeypatch.setattr(scoring, "marks_of", counted)
    whole.figures({"": ITEMS}, given)
    assert 0 < len(marked) < 15 * len(ITEMS), f"{len(marked)} for {len(given)} sheets"
