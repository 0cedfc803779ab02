"""CSV and XLSX as rows of cells, both ways; nothing about what stands in them."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from training.adapters.spreadsheets import (
    TooMuch,
    as_csv,
    as_text,
    opened,
    part_of,
    without_apostrophe,
)
from training.kernel.texts import say
from training.quizzes.exchange.model import NotTaken, Remark
from training.quizzes.exchange.tables import Row

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS = 5_001, 300
MOST_UNPACKED_BYTES = MOST_SIGNS_IN_ALL = 10_000_000
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as XLSX has it; the same bytes every time
_TOLD = re.compile(r'"?sep=([,;\t])"?\n', re.IGNORECASE)
_MERGED = re.compile(rb'mergeCell\s[^<>]*ref="[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
__all__ = ["as_csv", "as_xlsx", "rows_of_csv", "rows_of_xlsx"]
TOO_MANY = say(
    "The table has more than %(rows)s rows or %(columns)s columns.",
    rows=MOST_ROWS,
    columns=MOST_COLUMNS,
)
TOO_LARGE = say("The spreadsheet is too large when it is unpacked.")


def rows_of_csv(text: str) -> Iterator[Row | Remark]:
    """The rows with the line where each begins; separated by commas, semicolons or tabs.

    A first line such as `sep=;`, which Excel reads and does not show, says which of them it is.
    """
    told = _TOLD.match(text)
    delimiter = told[1] if told else _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        if told:
            next(reader)
            begins = 2
        for row in reader:
            if begins > MOST_ROWS * 20 or len(row) > MOST_COLUMNS:
                yield Remark(begins, TOO_MANY)
                return
            if any(row):
                yield begins, [without_apostrophe(cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error:
        yield Remark(begins, say("From here on the table cannot be read: a quote is not closed."))


def _delimiter(text: str) -> str:
    """The sign that the first row has most often outside quotes."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    return max(",;\t", key=head.count)


def rows_of_xlsx(content: bytes) -> list[Row | Remark]:
    """The rows of the first sheet. Raises NotTaken for what is no spreadsheet, or too large."""
    try:
        with opened(content, MOST_UNPACKED_BYTES) as (book, packed):
            sheet = book.worksheets[0]
            return list(_rows(sheet, _merged_rows(part_of(sheet, packed))))
    except TooMuch as error:
        raise NotTaken(TOO_LARGE) from error
    except NotTaken:
        raise
    except Exception as error:  # openpyxl lets through whatever a broken file makes it meet
        reason = say("The file is no XLSX that can be read. Save it again as XLSX.")
        raise NotTaken(reason) from error


def _rows(sheet: "Worksheet", merged: set[int]) -> Iterator[Row | Remark]:
    """Read as a stream: a sheet can claim a million rows with one cell."""
    signs = 0
    bounds = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS + 1}
    for number, row in enumerate(sheet.iter_rows(values_only=True, **bounds), 1):
        cells = [as_text(cell) for cell in row]
        signs += sum(map(len, cells))
        if number in merged:
            reason = say("This row has merged cells. Take them apart, so that each says its own.")
            yield Remark(number, reason)
        elif any(cells):
            if number > MOST_ROWS or cells[MOST_COLUMNS:] > [""]:
                raise NotTaken(TOO_MANY, number)
            if signs > MOST_SIGNS_IN_ALL:
                raise NotTaken(TOO_LARGE, number)
            yield number, cells[:MOST_COLUMNS]


def _merged_rows(sheet: bytes) -> set[int]:
    """The rows in which cells are merged; the stream of rows does not say so."""
    begins, ends = Counter[int](), Counter[int]()
    for first, last in _MERGED.findall(sheet):
        begins[int(first)] += 1
        ends[int(last)] += 1
    found, still_open = set(), 0
    for row in range(1, MOST_ROWS + 1):
        still_open += begins[row]
        if still_open > 0:
            found.add(row)
        still_open -= ends[row]
    return found


def as_xlsx(rows: Sequence[Sequence[str | int]]) -> bytes:
    """The table on one sheet, every word as text and never as a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": _MADE})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    head = book.add_format({"bold": True})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell, text if number else head)
    sheet.set_column(0, max(len(rows[0]) - 1, 0), 24)
    book.close()
    return out.getvalue()
