"""No figure about fewer than five, and none that a subtraction gives away."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quizzes.analysis.makers import FORM_ITEMS, rooms
from training.quizzes.analysis import beside, items, learning, misconceptions
from training.quizzes.analysis.crowds import LEAST, Crowd, TooFew, gathered, parted, shown
from training.quizzes.analysis.model import Sheet, When

SIZES = st.dictionaries(st.integers(0, 9), st.integers(0, 14), max_size=6)


def test_of_twelve_three_are_not_told_by_nine() -> None:
    assert shown({"a": 9, "b": 3}) == frozenset()
    assert shown({"a": 9, "b": 5}) == {"a", "b"}
    assert shown({"a": 12, "b": 0}) == {"a", "b"} - {"b"}
    assert shown({"a": 20, "b": 8, "c": 1}) == {"a"}, "with the one, the next smallest is hidden"
    assert shown({"a": 20, "b": 3, "c": 4}) == {"a"}, "seven together tell of nobody"


@given(SIZES)
def test_what_is_hidden_is_nobody_or_five_at_least(sizes: dict[int, int]) -> None:
    visible = shown(sizes)
    assert all(sizes[key] >= LEAST for key in visible)
    rest = sum(sizes.values()) - sum(sizes[key] for key in visible)
    assert rest == 0 or rest >= LEAST or not visible


@given(SIZES)
def test_parts_are_crowds_or_numbers_of_people(sizes: dict[int, int]) -> None:
    found = parted({key: range(size) for key, size in sizes.items()})
    for key, part in found.items():
        assert part == (Crowd(tuple(range(sizes[key]))) if key in shown(sizes)
                        else TooFew(sizes[key]))  # fmt: skip


@given(st.integers(0, 20))
def test_a_crowd_begins_with_five(size: int) -> None:
    assert isinstance(gathered(range(size)), Crowd) is (size >= 5)


# What pages publish about the two tests of one course: every group whose mean before is shown.

Group = frozenset[uuid.UUID]


def published(sheets: list[Sheet], when: When) -> set[Group]:
    groups = set()
    test = beside.figures(FORM_ITEMS, sheets, when)
    kept = beside.kept_sheets(sheets, when)
    if not isinstance(test.percent, TooFew):
        groups.add(frozenset(each.seat_id for each in kept))
    for form, part in test.forms.items():
        if not isinstance(part, TooFew):
            groups.add(frozenset(each.seat_id for each in kept if each.form == form))
    people = learning.matched(sheets)
    learned = learning.figures(FORM_ITEMS, sheets)
    if not isinstance(learned.everybody, TooFew):
        groups.add(frozenset(each.before.seat_id for each in people))
    for order, gains in learned.by_order.items():
        if not isinstance(gains, TooFew):
            groups.add(frozenset(each.before.seat_id for each in people
                                 if (each.before.form, each.after.form) == order))  # fmt: skip
    return groups


def atoms(sheets: list[Sheet]) -> list[Group]:
    """People whom nothing published tells apart: those with the same tests and forms."""
    kinds: dict[uuid.UUID, tuple[str, ...]] = {}
    for each in sheets:
        kinds[each.seat_id] = (*kinds.get(each.seat_id, ()), each.when, each.form)
    return [
        frozenset(seat for seat, own in kinds.items() if own == kind)
        for kind in sorted(set(kinds.values()))
    ]


def rank(rows: list[list[Fraction]]) -> int:
    found, rows = 0, [list(row) for row in rows]
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        found += 1
        rows = [
            [a - b * row[column] / pivot[column] for a, b in zip(row, pivot, strict=True)]
            for row in rows
            if row is not pivot
        ]
    return found


@settings(deadline=None)
@given(rooms(), st.sampled_from([When.BEFORE, When.AFTER]))
def test_no_adding_and_subtracting_of_what_is_shown_tells_of_fewer_than_five(
    sheets: list[Sheet], when: When
) -> None:
    cells = atoms(sheets)
    known = [[Fraction(cell <= group) for cell in cells] for group in published(sheets, when)]
    for count in range(1, len(cells) + 1):
        for chosen in combinations(range(len(cells)), count):
            if sum(len(cells[place]) for place in chosen) < LEAST:
                row = [Fraction(place in chosen) for place in range(len(cells))]
                assert rank([*known, row]) == rank(known) + 1


def test_the_attack_is_found_where_the_rule_is_left_out() -> None:
    """Nine of twelve and the twelve: the three are in their span."""
    nine, twelve = [Fraction(1), Fraction(0)], [Fraction(1), Fraction(1)]
    assert rank([nine, twelve, [Fraction(0), Fraction(1)]]) == rank([nine, twelve])


def figures_in(value: Any) -> Iterator[object]:
    if isinstance(value, float):
        yield value
    elif is_dataclass(value) and not isinstance(value, TooFew):
        for field in fields(value):
            yield from figures_in(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from figures_in(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from figures_in(each)


@settings(deadline=None)
@given(rooms(most=4))
def test_of_four_people_with_each_pair_of_forms_nothing_is_said_of_a_form(
    sheets: list[Sheet],
) -> None:
    learned = learning.figures(FORM_ITEMS, sheets)
    assert list(figures_in(dict(learned.by_order))) == []
    assert isinstance(misconceptions.surviving(FORM_ITEMS, learning.matched(sheets)), TooFew)


@settings(deadline=None)
@given(rooms())
def test_people_with_one_test_only_are_in_no_figure_of_learning(sheets: list[Sheet]) -> None:
    both = {person.before.seat_id for person in learning.matched(sheets)}
    other = [each if each.seat_id in both else replace(each, codes={}, score=0) for each in sheets]
    assert learning.figures(FORM_ITEMS, other) == learning.figures(FORM_ITEMS, sheets)


@pytest.mark.parametrize(("size", "is_said"), [(14, False), (15, True)])
def test_thirds_are_groups_as_well(size: int, is_said: bool) -> None:
    assert bool(items.thirds(list(range(size)))) is is_said
