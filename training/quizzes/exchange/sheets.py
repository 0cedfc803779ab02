"""CSV and XLSX as rows of cells, both ways; nothing about what stands in them.

A cell that a spreadsheet would take for a formula is written as text: in XLSX by its type, in CSV
with an apostrophe before it, which reading takes away again (OWASP, "CSV Injection").
"""

import csv
import datetime as dt
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from training.kernel.texts import say
from training.quizzes.exchange.model import NotTaken, Remark
from training.quizzes.exchange.tables import Row

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS = 5_001, 300
MOST_UNPACKED_BYTES = MOST_SIGNS_IN_ALL = 10_000_000
MOST_CELL_SIGNS = 20_000
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as XLSX has it; the same bytes every time
_MERGED = re.compile(rb'mergeCell\s[^<>]*ref="[A-Z]{1,3}([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')
TOO_MANY = say(
    "The table has more than %(rows)s rows or %(columns)s columns.",
    rows=MOST_ROWS,
    columns=MOST_COLUMNS,
)
TOO_LARGE = say("The spreadsheet is too large when it is unpacked.")


def rows_of_csv(text: str) -> Iterator[Row | Remark]:
    """The rows with the line where each begins; separated by commas, semicolons or tabs."""
    begins = 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            if begins > MOST_ROWS * 20 or len(row) > MOST_COLUMNS:
                yield Remark(begins, TOO_MANY)
                return
            yield begins, [_without_apostrophe(cell) for cell in row]
            begins = reader.line_num + 1
    except csv.Error:
        yield Remark(begins, say("From here on the table cannot be read: a quote is not closed."))


def _delimiter(text: str) -> str:
    """The sign that the first row has most often outside quotes."""
    head = re.sub(r'"[^"]*"', "", text.lstrip("\n").partition("\n")[0])
    return max(",;\t", key=head.count)


def _without_apostrophe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """The table in UTF-8 with a byte order mark, without which Excel garbles Khmer."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def rows_of_xlsx(content: bytes) -> list[Row | Remark]:
    """The rows of the first sheet. Raises NotTaken for what is no spreadsheet, or too large."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise NotTaken(TOO_LARGE)  # noqa: TRY301 - what follows only adds to it
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            path = sheet._worksheet_path  # type: ignore[attr-defined] # noqa: SLF001 (openpyxl's only name for it)
            return list(_rows(sheet, _merged_rows(packed.read(path))))
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
        cells = [_as_text(cell) for cell in row]
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


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)[:MOST_CELL_SIGNS]


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
