"""One question: shares, discrimination and options, worked out by hand."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quizzes import kinds
from tests.quizzes.analysis.makers import seat, sheet, sheets_of, single
from training.modules.model import NO_WORDS, Item, ItemKind
from training.quizzes.analysis import items
from training.quizzes.analysis.crowds import Crowd, TooFew
from training.quizzes.analysis.items import Discrimination, ItemFigures
from training.quizzes.analysis.model import Sheet, When

FOUR = tuple(single(f"q{number}") for number in range(1, 5))


def figures(given: Sequence[Item], sheets: Sequence[Sheet]) -> tuple[ItemFigures, ...]:
    return items.figures(given, Crowd(tuple(sheets)))


def test_shares_and_options_of_six_people() -> None:
    first = figures(FOUR, sheets_of(FOUR, ["gggg", "gggb", "bggg", "b---", "w---", "----"]))[0]
    assert (first.n, first.answered, first.omitted, first.right) == (6, 5, 1, 2)
    assert first.share_right == first.facility == pytest.approx(2 / 6)
    assert [(each.code, each.count, each.is_right) for each in first.chosen] == [
        ("good", 2, True), ("bad", 2, False), ("worse", 1, False),
    ]  # fmt: skip
    assert first.chosen[1].share == pytest.approx(2 / 6)
    assert first.chosen[1].strongest is None
    assert first.most_chosen_wrong is not None
    assert first.most_chosen_wrong.why.en == "Why bad"
    assert first.discrimination == TooFew(6, 15)
    assert first.seconds == TooFew(0)


def test_a_question_that_the_strong_have_right_and_the_weak_wrong() -> None:
    # Fifteen: five have all four, five have two (not the first), five have none.
    sheets = sheets_of(FOUR, ["gggg"] * 5 + ["bggb"] * 5 + ["wbbb"] * 5)
    first, second = figures(FOUR, sheets)[:2]
    assert isinstance(first.discrimination, Discrimination)
    assert first.discrimination.index == 1
    # x: five 1, ten 0. Rest: five 3, five 2, five 0. Sx=5, Sr=25, Sxr=15, Srr=65, n=15.
    # (15·15 - 5·25) / sqrt((15·5 - 25)(15·65 - 625)) = 100 / sqrt(50 · 350)
    assert first.discrimination.with_rest == pytest.approx(100 / (50 * 350) ** 0.5)
    assert [each.strongest for each in first.chosen] == [1, 0, 0]
    assert [each.weakest for each in first.chosen] == [0, 0, 1]
    assert isinstance(second.discrimination, Discrimination)
    assert second.discrimination.index == 1


def test_a_question_that_only_the_weak_have_right_is_below_nothing() -> None:
    sheets = sheets_of(FOUR, ["bggg"] * 5 + ["bggb"] * 5 + ["gbbb"] * 5)
    found = figures(FOUR, sheets)[0].discrimination
    assert isinstance(found, Discrimination)
    assert found.index == -1
    assert found.with_rest is not None
    assert found.with_rest < -0.5


def test_where_all_have_the_same_nothing_is_told_apart() -> None:
    found = figures(FOUR, sheets_of(FOUR, ["ggbb"] * 15))[0].discrimination
    assert isinstance(found, Discrimination)
    assert found.with_rest is None
    assert found.index == pytest.approx(0)


def test_who_is_equal_is_in_a_third_with_an_equal_part() -> None:
    # Two above, eight equal at the edge: three of the five places for eight people.
    found = items.thirds([3] * 2 + [2] * 8 + [0] * 5)
    assert found.size == 5
    assert found.strongest == (1, 1, *[pytest.approx(3 / 8)] * 8, 0, 0, 0, 0, 0)
    assert found.weakest == (0,) * 10 + (1,) * 5


@given(st.lists(st.integers(0, 10), min_size=15, max_size=60))
def test_a_third_has_its_size_and_the_middle_no_less(total: list[int]) -> None:
    found = items.thirds(total)
    assert sum(found.strongest) == pytest.approx(found.size)
    assert sum(found.weakest) == pytest.approx(found.size)
    assert len(total) - 2 * found.size >= found.size >= 5


def test_the_median_of_the_times_that_are_known() -> None:
    def timed(number: int, seconds: int | None) -> Sheet:
        times = {} if seconds is None else {"q1": seconds}
        return sheet(number, FOUR, {"q1": "good"}, seconds=times)

    times = [10, 20, 30, 40, 600, None, None]
    assert figures(FOUR, [timed(*each) for each in enumerate(times)])[0].seconds == 30
    assert figures(FOUR, [timed(*each) for each in enumerate(times[1:])])[0].seconds == TooFew(4)


def test_every_kind_tells_what_was_chosen() -> None:
    answers = {
        "the-several": "genocide flood",
        "the-matching": "one:one two:three three:two",
        "the-ordering": "convention rwanda report summit",
        "the-short": "Sarajevo",
        "the-number": "1.8",
        "the-single": "wrong",
        "the-true-false": "true",
    }
    sheets = [sheet(number, kinds.ITEMS, answers) for number in range(5)]
    found = {each.item.id: each for each in figures(kinds.ITEMS, sheets)}
    counts = {
        item_id: {each.code: (each.count, each.is_right) for each in each_item.chosen}
        for item_id, each_item in found.items()
    }
    assert counts["the-several"] == {
        "genocide": (5, True), "war": (0, True), "flood": (5, False), "corruption": (0, False),
    }  # fmt: skip
    assert counts["the-matching"] == {
        "one:one": (5, True), "two:three": (5, False), "three:two": (5, False),
    }  # fmt: skip
    assert counts["the-short"] == {"Sarajevo": (5, False)}
    assert counts["the-number"] == {"1.7": (5, True)}, "what is near enough is one answer"
    assert counts["the-true-false"] == {"true": (5, True), "false": (0, False)}
    assert counts["the-ordering"] == {"convention rwanda report summit": (5, False)}
    assert found["the-ordering"].facility == pytest.approx(1 / 3), "one of three neighbours"
    assert found["the-ordering"].right == 0


def test_an_open_text_has_the_marks_that_the_trainer_gave_and_its_words_are_not_told() -> None:
    essay = Item("essay", ItemKind.TEXT, "aim", 1, kinds.SINGLE.question, NO_WORDS, marks=4)
    opinion = Item("smile", ItemKind.SCALE, "", 0, kinds.SINGLE.question, NO_WORDS, marks=0)
    sheets = [
        Sheet(seat(number), When.OTHER, "", {"essay": "words"}, marks, 4, marks={"essay": marks})
        for number, marks in enumerate([4, 4, 2, 0, 0])
    ]
    (found,) = figures((essay, opinion), sheets)
    assert (found.right, found.answered, found.facility) == (2, 5, 0.5)
    assert found.chosen == ()


def test_words_that_fewer_than_five_wrote_are_not_told() -> None:
    words = ["Sarajevo"] * 4 + ["my own name"] + ["srebrenica"]
    sheets = [sheet(number, kinds.ITEMS, {"the-short": each}) for number, each in enumerate(words)]
    found = next(each for each in figures(kinds.ITEMS, sheets) if each.item.id == "the-short")
    assert [(each.code, each.count) for each in found.chosen] == [("Srebrenica", 1)]


ROOMS = st.lists(st.text(alphabet="gbw-", min_size=4, max_size=4), min_size=5, max_size=30)


@given(ROOMS)
def test_figures_keep_their_bounds(rows: list[str]) -> None:
    for each in figures(FOUR, sheets_of(FOUR, rows)):
        assert 0 <= each.right <= each.answered <= each.n == len(rows)
        assert each.facility == pytest.approx(each.share_right)
        assert sum(chosen.count for chosen in each.chosen) == each.answered
        if isinstance(each.discrimination, Discrimination):
            assert -1 - 1e-9 <= each.discrimination.index <= 1 + 1e-9
            rest = each.discrimination.with_rest
            assert rest is None or -1 <= rest <= 1


@given(ROOMS, st.randoms())
def test_figures_do_not_know_who_came_first(rows: list[str], chance: random.Random) -> None:
    sheets = sheets_of(FOUR, rows)
    shuffled = list(sheets)
    chance.shuffle(shuffled)
    for one, other in zip(figures(FOUR, sheets), figures(FOUR, shuffled), strict=True):
        assert (one.right, one.answered, one.facility) == (
            other.right,
            other.answered,
            other.facility,
        )
        assert [each.code for each in one.chosen] == [each.code for each in other.chosen]
        if isinstance(one.discrimination, Discrimination):
            assert isinstance(other.discrimination, Discrimination)
            assert one.discrimination.with_rest == other.discrimination.with_rest
            assert one.discrimination.index == pytest.approx(other.discrimination.index)


@given(ROOMS, st.integers(2, 4))
def test_worth_more_marks_is_the_same_question(rows: list[str], marks: int) -> None:
    more = tuple(single(item.id, marks=marks) for item in FOUR)
    for one, other in zip(
        figures(FOUR, sheets_of(FOUR, rows)), figures(more, sheets_of(more, rows)), strict=True
    ):
        assert other.facility == pytest.approx(one.facility)
        if isinstance(one.discrimination, Discrimination):
            assert isinstance(other.discrimination, Discrimination)
            assert other.discrimination.index == pytest.approx(one.discrimination.index)
