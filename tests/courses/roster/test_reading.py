"""Files of participants from bytes to lines: encodings, signs, sheets, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.courses.roster.files import csv_of, ministry_list, saved, workbook
from training.adapters.spreadsheets import as_csv
from training.courses.roster import reading
from training.courses.roster.model import MOST_PEOPLE
from training.courses.roster.reading import MOST_COLUMNS, read, samples
from training.kernel.refusal import Refusal

ROWS = (("ល.រ", "ឈ្មោះ", "Organisation"), ("1", "សុខ ដារ៉ា", "R2P; Phnom Penh"))


def cells(content: bytes, name: str = "list.csv") -> list[tuple[str, ...]]:
    (sheet,) = read(name, content)
    return [line.cells for line in sheet.lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_csv_is_read_in_any_of_its_encodings(encoding: str, sign: str, end: str) -> None:
    rows = (("No", *ROWS[0][1:]), ROWS[1])  # UTF-16 without a mark is known by its first letter
    assert cells(csv_of(rows, sign, end).encode(encoding)) == list(rows)


def test_a_csv_with_semicolons_keeps_the_commas_in_its_cells() -> None:
    text = "List of participants, Kep, 2026\r\nNo;Name;Sex\r\n1;SOK, Dara;M\r\n2;KEO, Bopha;F\r\n"
    assert cells(text.encode())[2] == ("1", "SOK, Dara", "M")


def test_lines_are_numbered_as_the_file_has_them() -> None:
    (sheet,) = read("list.csv", b'Name\r\n\r\n"SOK\r\nDara"\r\nKEO Bopha\r\n')
    assert [line.number for line in sheet.lines] == [1, 3, 5]
    assert sheet.lines[1].cells == ("SOK\nDara",)


def test_merged_cells_say_all_over_what_they_say() -> None:
    (sheet,) = read("list.xlsx", ministry_list())
    by_number = {line.number: line for line in sheet.lines}
    assert by_number[4].cells[1:3] == ("ឈ្មោះ", "ឈ្មោះ")
    assert by_number[5].cell(0) == "ល.រ"
    assert by_number[7].cell(5) == "មន្ទីរធម្មការ"
    assert 3 not in by_number


def test_hidden_rows_are_known() -> None:
    content = workbook([["Name"], ["SOK Dara"], ["KEO Bopha"]], hidden=[3])
    (sheet,) = read("list.xlsx", content)
    assert [line.is_hidden for line in sheet.lines] == [False, False, True]


def test_several_sheets_are_read_by_name_and_empty_ones_are_left_out() -> None:
    book = Workbook()
    book.create_sheet("Day 1").append(["Name"])
    book.create_sheet("Day 2").append(["Name"])
    assert [each.name for each in read("x.xlsx", saved(book))] == ["Day 1", "Day 2"]


def test_a_formula_shows_the_value_last_seen_and_an_error_shows_nothing() -> None:
    content = workbook([["Name", "Sum"], ["SOK Dara", "=1+1"], ["KEO Bopha", "#REF!"]])
    assert cells(content, "x.xlsx") == [("Name", "Sum"), ("SOK Dara",), ("KEO Bopha",)]


def test_whole_numbers_have_no_decimals() -> None:
    assert cells(workbook([["No", "Name"], [1.0, "SOK Dara"]]), "x.xlsx")[1] == ("1", "SOK Dara")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "There is no line with words"),
        ("a.csv", b" ,\r\n,\r\n", "There is no line with words"),
        ("a.csv", "Name\r\nSOK".encode("utf-32"), "letters of this file cannot be read"),
        ("a.csv", b"Name\r\n\xff\xfe\xfd", "letters of this file cannot be read"),
        ("a.csv", b'Name\r\n"SOK Dara\r\n', "From line 2 on"),
        ("a.xlsx", b"PK\x03\x04 and nothing more", "no XLSX"),
        ("a.xlsx", b"Name\r\n", "no XLSX"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        ("a.csv", b"x" * 2_000_001, "more than 2 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        read(name, content)


def long_sheet(book: Workbook, name: str, count: int) -> None:
    sheet = book.create_sheet(name)
    for number in range(count):
        sheet.append([f"SOK Dara {number}"])


@pytest.mark.parametrize("count", [MOST_PEOPLE + 101, 5_000])
def test_more_lines_than_people_may_be_are_refused_at_once(count: int) -> None:
    book = Workbook()
    long_sheet(book, "All", count)
    with pytest.raises(Refusal, match="more than 1000 lines"):
        read("x.xlsx", saved(book))
    with pytest.raises(Refusal, match="more than 1000 lines"):
        read("x.csv", "".join(f"SOK Dara {number}\n" for number in range(count)).encode())


def test_a_sheet_that_is_too_long_leaves_the_others() -> None:
    book = Workbook()
    long_sheet(book, "Villages", 5_000)
    long_sheet(book, "People", 3)
    found = {each.name: each for each in read("x.xlsx", saved(book))}
    assert found["Villages"].is_too_long
    assert not found["Villages"].lines
    assert len(found["People"].lines) == 3


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_UNPACKED_BYTES", 1_000)
    with pytest.raises(Refusal, match="too large when it is unpacked"):
        read("x.xlsx", ministry_list())


def test_cells_merged_over_a_whole_sheet_are_refused() -> None:
    wide = workbook([["Name"]], *(f"A{row}:BH{row + 3999}" for row in (1, 4001, 8001)))
    with pytest.raises(Refusal, match="too large"):
        read("x.xlsx", wide)


def test_columns_beyond_the_last_one_are_left_out() -> None:
    assert cells(workbook([["x"] * 100]), "x.xlsx")[0] == ("x",) * MOST_COLUMNS


def test_a_column_is_known_by_its_first_different_words() -> None:
    (sheet,) = read("x.csv", b"a\nb\na\n\nc\nd\n")
    assert samples(sheet.lines, 0) == ("a", "b", "c")


@given(st.binary(max_size=300), st.sampled_from(["x.csv", "x.xlsx"]))
def test_no_bytes_do_anything_but_read_or_be_refused(content: bytes, name: str) -> None:
    try:
        found = read(name, content)
    except Refusal:
        return
    assert any(each.lines for each in found)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Z")), min_size=1
)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, str]]) -> None:
    head = ("Name", "Organisation")
    assert cells(as_csv([head, *rows])) == [head, *rows]
