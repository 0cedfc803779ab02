"""Spreadsheets to hand out, as XLSX: words are words and never a formula, and all can be read.

A row whose words wrap is given its height. Excel would find it by itself; LibreOffice shows one
line of such a row and cuts off the others.
"""

import datetime as dt
import io
import math
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | dt.date | None
"""None leaves the cell empty."""

_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as XLSX has it; the same bytes every time
_A4 = 9
_WIDEST_PAGE = 220
"""In signs: what is printed on the width of a page and can be read; more goes on beside it."""
_LINE, _KHMER_LINE = 15.0, 21.0
"""Height in points: Khmer has signs above and below the line."""
_KHMER_SIGN = 1.2
"""How much wider than a Latin letter."""
_HIGHEST = 400.0
"""In points; XLSX takes no row higher than 409."""


class Sheet:
    """One sheet that is written from the top."""

    def __init__(self, book: "Workbook", sheet: "Worksheet") -> None:
        self._sheet = sheet
        wrapped = {"text_wrap": True, "valign": "top"}
        self._words = book.add_format(wrapped)
        self._head = book.add_format({**wrapped, "bold": True})
        self._day = book.add_format({**wrapped, "num_format": "yyyy-mm-dd", "align": "left"})
        self._title = book.add_format({"bold": True, "font_size": 16})
        self._widths: dict[int, float] = {}
        self._row = 0

    def columns(self, widths: Sequence[float], *, frozen: int = 0, heads: int = 0) -> None:
        """Widths in signs; how many columns and rows stay in sight, and on each printed page."""
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
            self._widths[column] = width
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        if heads or frozen:
            self._sheet.freeze_panes(heads, frozen)
        if heads:
            self._sheet.repeat_rows(0, heads - 1)
        self._sheet.fit_to_pages(math.ceil(sum(widths) / _WIDEST_PAGE), 0)
        if frozen:
            self._sheet.repeat_columns(0, frozen - 1)

    def title(self, words: str) -> None:
        """A line in large letters."""
        self._sheet.write_string(self._row, 0, words, self._title)
        self._row += 1

    def line(self, words: str, *, is_head: bool = False, wraps: bool = True) -> None:
        """Words in the first column; without `wraps` they run on over the next ones."""
        if wraps:
            return self.row((words,), is_head=is_head)
        if is_head:
            self._sheet.write_string(self._row, 0, words, self._head)
        else:
            self._sheet.write_string(self._row, 0, words)
        self._row += 1
        return None

    def row(self, cells: Sequence[Cell], *, is_head: bool = False) -> None:
        """A row of words, figures and days."""
        look = self._head if is_head else self._words
        for column, cell in enumerate(cells):
            self._write(column, cell, look)
        height = max((self._height(at, cell) for at, cell in enumerate(cells)), default=_LINE)
        if height > _KHMER_LINE:
            self._sheet.set_row(self._row, min(height, _HIGHEST))
        self._row += 1

    def _write(self, column: int, cell: Cell, look: "Format") -> None:
        if isinstance(cell, str):
            self._sheet.write_string(self._row, column, cell, look)
        elif isinstance(cell, dt.date):
            midnight = dt.datetime.combine(cell, dt.time())
            self._sheet.write_datetime(self._row, column, midnight, self._day)
        elif cell is not None:
            self._sheet.write_number(self._row, column, cell, look)

    def _height(self, column: int, cell: Cell) -> float:
        if not isinstance(cell, str):
            return _LINE
        width = self._widths.get(column, 8.0)
        lines = sum(max(1, math.ceil(_signs(part) / width)) for part in cell.split("\n"))
        return lines * (_KHMER_LINE if _has_khmer(cell) else _LINE)

    def skip(self) -> None:
        """An empty row."""
        self._row += 1


class Book:
    """A workbook of sheets."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book

    def sheet(self, name: str | None = None) -> Sheet:
        """One more sheet, behind the others."""
        return Sheet(self._book, self._book.add_worksheet(name))


@contextmanager
def new_book(out: io.BytesIO, title: str = "") -> Iterator[Book]:
    """A workbook that stands in `out` when the block has ended."""
    import xlsxwriter

    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE, "title": title})
    yield Book(book)
    book.close()


def _signs(words: str) -> float:
    """How wide, in Latin letters. Signs that stand above or below another one take no place."""
    return sum(
        (_KHMER_SIGN if _is_khmer(sign) else 1.0)
        for before, sign in zip(" " + words, words, strict=False)
        if unicodedata.category(sign) not in {"Mn", "Cf"} and before != "\u17d2"
    )


def _has_khmer(words: str) -> bool:
    return any(_is_khmer(sign) for sign in words)


def _is_khmer(sign: str) -> bool:
    return "\u1780" <= sign <= "\u17ff"
