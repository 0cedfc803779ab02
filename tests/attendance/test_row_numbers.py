import pytest

from training.attendance import row_numbers


@pytest.mark.parametrize(
    ("typed", "rows"),
    [
        ("1-12, 15, 17", {*range(1, 13), 15, 17}),
        ("១-៣, ៥។ ៧", {1, 2, 3, 5, 7}),
        ("១–៣\u200b៥", {1, 2, 3, 5}),
        ("1 – 3; 9", {1, 2, 3, 9}),
        ("1 ដល់ 3 9", {1, 2, 3, 9}),
        ("1 to 3\n9.", {1, 2, 3, 9}),
        ("៕", set()),
        ("", set()),
        ("2-2", {2}),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, rows: set[int]) -> None:
    assert row_numbers.read(typed) == row_numbers.Typed(frozenset(rows))


@pytest.mark.parametrize("typed", ["x", "1-2-3", "12-1", "-4", "4-", "12345", "1,a,3", "½"])
def test_what_is_no_row_number_is_named(typed: str) -> None:
    assert row_numbers.read(typed).strange


def test_more_than_anybody_types_is_not_cut_off_but_named() -> None:
    longest = "17 " * 333 + "1"
    assert row_numbers.read(longest).rows == {1, 17}
    assert row_numbers.read(longest + "7") == row_numbers.Typed(frozenset(), (longest + "7",))


def test_rows_are_written_the_short_way_and_read_back() -> None:
    rows = {1, 2, 3, 5, 7, 8}
    assert row_numbers.written(rows) == "1–3, 5, 7–8"
    assert row_numbers.read(row_numbers.written(rows)).rows == rows
    assert row_numbers.written([]) == ""
