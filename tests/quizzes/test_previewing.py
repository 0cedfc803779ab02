"""Questions as staff read them: every answer, and what is right, of every kind."""

from dataclasses import replace

import msgspec
import pytest

from tests.quizzes import kinds
from training.kernel.locales import Bilingual
from training.modules.model import Item, ItemKind
from training.quizzes import previewing
from training.quizzes.previewing import Line

NONE = Bilingual("", "")


def lines_of(item: Item) -> tuple[Line, ...]:
    module = msgspec.structs.replace(kinds.MODULE, items=(item,))
    (shown,) = previewing.page_of_module(module, 0).questions
    return shown.lines


def item_of(kind: ItemKind) -> Item:
    return next(item for item in kinds.ITEMS if item.kind is kind)


@pytest.mark.parametrize("kind", [ItemKind.SINGLE, ItemKind.SEVERAL])
def test_options_say_whether_they_are_right(kind: ItemKind) -> None:
    item = item_of(kind)
    assert [each.is_right for each in lines_of(item)] == [each.right for each in item.options]


def test_one_of_true_and_false_is_right() -> None:
    item = item_of(ItemKind.TRUE_FALSE)
    assert [each.is_right for each in lines_of(item)] == [item.answer, not item.answer]


def test_a_pair_has_both_its_sides() -> None:
    item = item_of(ItemKind.MATCHING)
    assert [(each.choice.words, each.to) for each in lines_of(item)] == [
        (pair.left, pair.right) for pair in item.pairs
    ]


def test_lines_stand_in_their_right_order() -> None:
    item = item_of(ItemKind.ORDERING)
    assert [each.choice.words for each in lines_of(item)] == [each.words for each in item.options]


def test_every_accepted_spelling_is_there() -> None:
    item = msgspec.structs.replace(item_of(ItemKind.SHORT), accepted=("rice", "Rice", "អង្ករ"))
    words = [each.choice.words for each in lines_of(item)]
    assert words == [Bilingual("", "rice"), Bilingual("", "Rice"), Bilingual("អង្ករ", "")]


def test_a_scale_shows_its_ends() -> None:
    ends = (Bilingual("តិច", "little"), Bilingual("ច្រើន", "much"))
    words = Bilingual("ប៉ុណ្ណា?", "How much?")
    item = Item("s", ItemKind.SCALE, "", 0, words, NONE, marks=0, ends=ends, steps=5)
    assert [each.choice.words for each in lines_of(item)] == list(ends)


@pytest.mark.parametrize("kind", [ItemKind.SINGLE, ItemKind.SEVERAL, ItemKind.TRUE_FALSE])
def test_nothing_is_right_or_wrong_about_an_opinion(kind: ItemKind) -> None:
    item = msgspec.structs.replace(item_of(kind), marks=0)
    assert {each.is_right for each in lines_of(item)} == {None}


def test_pages_follow_each_other_until_everything_was_shown() -> None:
    items = tuple(
        msgspec.structs.replace(item_of(ItemKind.SINGLE), id=f"q{each}") for each in range(250)
    )
    module = msgspec.structs.replace(kinds.MODULE, items=items)
    pages = [previewing.page_of_module(module, skipped) for skipped in (0, 100, 200)]
    assert [page.following for page in pages] == [100, 200, None]
    numbers = [each.number for page in pages for each in page.questions]
    assert numbers == list(range(1, 251))


def test_refusals_alone_have_pages_too() -> None:
    page = previewing.page_of_module(kinds.MODULE, 0)
    assert replace(page, refused_count=150).following == 100
