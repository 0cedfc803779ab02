"""Who stands on the roll where, and whom a search finds. Pure."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance.calling import call_roll, read_search
from training.courses.model import AgendaItem, ItemKind, SeatView
from training.kernel.locales import Bilingual


def seat(number: int, group: str = "", has_left: bool = False, km: str = "សុខ") -> SeatView:
    seat_id = uuid.UUID(int=number)
    return SeatView(seat_id, seat_id, number, Bilingual(km, "SOK"), False, group, has_left)


def item(group: str = "") -> AgendaItem:
    title = Bilingual("", "Part A")
    return AgendaItem(uuid.UUID(int=99), 540, 600, title, ItemKind.SESSION, True, 0, group)


def numbers(seats: tuple[SeatView, ...]) -> list[int]:
    return [each.number for each in seats]


def test_an_item_for_everybody_expects_all_who_have_not_left() -> None:
    roll = call_roll(item(), [seat(2, "A"), seat(1, has_left=True), seat(3)], set())
    assert (numbers(roll.expected), numbers(roll.others), numbers(roll.left)) == ([2, 3], [], [1])


def test_a_group_is_called_with_those_who_have_none_and_those_marked_here() -> None:
    seats = [seat(1, "A"), seat(2, "B"), seat(3), seat(4, "B"), seat(5, "A", has_left=True)]
    roll = call_roll(item("A"), seats, {uuid.UUID(int=4)})
    assert numbers(roll.expected) == [1]
    assert numbers(roll.others) == [3, 4]
    assert numbers(roll.left) == [5]


seats_drawn = st.builds(seat, st.integers(1, 500), st.sampled_from(["", "A", "B"]), st.booleans())


@given(st.lists(seats_drawn, unique_by=lambda each: each.number), st.sampled_from(["", "A"]))
def test_nobody_stands_on_the_roll_twice_and_the_order_is_kept(
    drawn: list[SeatView], group: str
) -> None:
    roll = call_roll(item(group), drawn, set())
    listed = [*roll.expected, *roll.others, *roll.left]
    assert len(set(listed)) == len(listed)
    assert set(listed) <= set(drawn)
    for part in (roll.expected, roll.others, roll.left):
        assert list(part) == [each for each in drawn if each in part]
    assert group or len(listed) == len(drawn)


@pytest.mark.parametrize(
    ("typed", "finds"),
    [
        ("ស៊ុន", True), ("សុភាព", True), ("ស៊ុនសុភាព", True), ("sun s", True), ("SOPHEAP", True),
        ("\u200bស៊ុន", True), ("keo", False), ("1", True), ("១២", True), ("12", True), ("2", False),
        ("១២a", False),
    ],
)  # fmt: skip
def test_a_search_finds_by_either_name_or_how_the_number_begins(typed: str, finds: bool) -> None:
    search = read_search(typed)
    assert search is not None
    person = uuid.UUID(int=1)
    name = Bilingual("ស៊ុន សុភាព", "SUN Sopheap")
    assert search.finds(SeatView(person, person, 12, name, False)) is finds


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_an_empty_field_is_no_search(typed: str) -> None:
    assert read_search(typed) is None


def test_two_spellings_of_one_sign_are_the_same() -> None:
    search = read_search("ប\u17d2\u178aា")
    assert search is not None
    assert search.finds(seat(1, km="ប\u17d2\u178fា"))
