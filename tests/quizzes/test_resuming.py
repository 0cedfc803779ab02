"""A sheet that is interrupted goes on at the same place, in the same order, with the same answers.

All of it is worked out from the seed of the sheet and the answers that were kept, so it is the same
on every phone, in both languages, and after any number of interruptions.
"""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NINE_THIRTY
from tests.quizzes import kinds
from tests.quizzes.conftest import single, written
from training.modules.model import Item
from training.quizzes import answers, assessments, sheet
from training.quizzes.model import KeptAnswer, Terms

SEEDS = st.integers(0, 2**31 - 1)
TAPS = st.lists(st.tuples(st.integers(0, len(kinds.ITEMS) - 1), st.booleans()), max_size=20)
"""Which question is answered next, and whether the phone is put away after it."""


def begin(seed: int, mixed: bool) -> tuple[Item, ...]:
    return assessments.in_order(kinds.ITEMS, seed, Terms(mixed=mixed))


@given(SEEDS, st.booleans(), TAPS)
def test_however_often_it_is_interrupted_a_sheet_is_the_same(
    seed: int, mixed: bool, taps: Sequence[tuple[int, bool]]
) -> None:
    items = begin(seed, mixed)
    first = sheet.questions(items, seed, {})
    kept: dict[str, KeptAnswer] = {}
    for moment, (place, is_interrupted) in enumerate(taps):
        item = items[place]
        sent = written(item, seed, answers.right_code(item))
        code = answers.read_answer(item, seed, sent)
        kept[item.id] = KeptAnswer(code, NINE_THIRTY + dt.timedelta(seconds=moment))
        if is_interrupted:
            items = begin(seed, mixed)
        shown = sheet.questions(items, seed, kept)
        assert [each.id for each in shown] == [each.id for each in first]
        assert [[row.choice for row in each.rows] for each in shown] == [
            [row.choice for row in each.rows] for each in first
        ]
        assert {each.id for each in shown if each.is_given} == set(kept)
        assert all(written(items[n], seed, kept[each.id].code) == written(
            items[n], seed, answers.right_code(items[n])
        ) for n, each in enumerate(shown) if each.id in kept)  # fmt: skip


@given(SEEDS, st.booleans(), TAPS)
def test_it_goes_on_after_the_answer_that_was_given_last(
    seed: int, mixed: bool, taps: Sequence[tuple[int, bool]]
) -> None:
    items = begin(seed, mixed)
    kept = {
        items[place].id: KeptAnswer(
            answers.right_code(items[place]), NINE_THIRTY + dt.timedelta(seconds=moment)
        )
        for moment, (place, _) in enumerate(taps)
    }
    shown = sheet.question_shown(sheet.questions(items, seed, kept), "")
    last = taps[-1][0] if taps else -1
    ahead = [*items[last + 1 :], *items[: last + 1]]
    open_ones = [item.id for item in ahead if item.id not in kept]
    assert shown.id == (open_ones[0] if open_ones else items[-1].id)


@given(SEEDS, st.integers(1, 30))
def test_an_order_of_its_own_leaves_nothing_out(seed: int, many: int) -> None:
    items = tuple(single(f"i{number}", "a", "b") for number in range(many))
    mixed = assessments.in_order(items, seed, Terms(mixed=True))
    assert sorted(mixed, key=items.index) == list(items)
    assert mixed == assessments.in_order(tuple(reversed(items)), seed, Terms(mixed=True)), (
        "it does not depend on the order of the pack either"
    )
