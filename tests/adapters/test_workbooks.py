"""Spreadsheets to hand out: words stay words, days are days, and a row is as high as its words."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from training.adapters.workbooks import Cell, new_book


def written(*rows: tuple[Cell, ...], width: float = 16, frozen: int = 0) -> Worksheet:
    out = io.BytesIO()
    with new_book(out) as book:
        sheet = book.sheet("One")
        sheet.columns((width,) * len(rows[0]), frozen=frozen, heads=1)
        for place, row in enumerate(rows):
            sheet.row(row, is_head=place == 0)
    return load_workbook(out)["One"]


def test_words_are_no_formula_and_a_day_is_a_day() -> None:
    sheet = written(("Name", "Day", "Seat", ""), ("=1+1", dt.date(2026, 11, 17), 38, None))
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=1+1", "s")
    assert sheet["B2"].is_date
    assert sheet["B2"].value == dt.datetime(2026, 11, 17)  # noqa: DTZ001 - as XLSX has it
    assert sheet["B2"].number_format == "yyyy-mm-dd"
    assert (sheet["C2"].value, sheet["D2"].value) == (38, None)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("1. 2026-11-17 09:00 Module 1, part A: Minutes late", 4),
        ("one\ntwo", 2),
        ("a" * 33, 3),
    ],
)
def test_a_row_is_as_high_as_its_words(words: str, lines: int) -> None:
    assert written(("Seat",), (words,)).row_dimensions[2].height == 15 * lines


def test_khmer_lines_are_higher_and_signs_below_a_letter_take_no_width() -> None:
    sheet = written(("Seat",), ("ស្ត្រី" * 6,), ("ក" * 27,))
    assert sheet.row_dimensions[2].height is None  # 6 letters wide, not 36
    assert sheet.row_dimensions[3].height == 63


def test_a_wide_sheet_is_printed_on_several_pages_each_with_heads_and_names() -> None:
    narrow = written(("Seat", "Name"), (1, "SUN Sopheap"))
    assert narrow.page_setup.orientation == "landscape"
    assert narrow.sheet_properties.pageSetUpPr is not None
    assert narrow.sheet_properties.pageSetUpPr.fitToPage
    assert (narrow.page_setup.fitToWidth or 1, narrow.page_setup.fitToHeight) == (1, 0)
    wide = written(("Seat",) * 20, (1,) * 20, frozen=2)
    assert (wide.page_setup.fitToWidth, wide.page_setup.fitToHeight) == (2, 0)
    assert wide.print_title_cols == "$A:$B"
    assert wide.print_title_rows == "$1:$1"
