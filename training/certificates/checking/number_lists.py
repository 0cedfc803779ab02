"""A list of certificate numbers, held against the register: out of a spreadsheet, into another."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from sqlalchemy.orm import Session

from training.adapters.spreadsheets import TooMuch, as_text, opened
from training.adapters.workbooks import Cell, new_book
from training.certificates import rules, store
from training.certificates.checking.checking import Answer, read_scanned
from training.certificates.model import Facts, State
from training.credentials.model import Issuers
from training.kernel.refusal import Refusal
from training.kernel.texts import say

MOST_NUMBERS = 500
MOST_BYTES = 2_000_000
MOST_UNPACKED_BYTES = 20_000_000
MOST_ROWS, MOST_COLUMNS = 20_000, 60
_WIDTHS = (8, 22, 14, 30, 30, 40, 16, 16, 40, 22)
_FAULTS = (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, ParseError, TooMuch)
"""What reading a workbook raises that is none, or is too large."""

TOO_LARGE = say("The file has more than %(most)s MB, which is the most.", most=2)
NO_TABLE = say("This is no table that can be read. Please save it as XLSX, or as CSV with UTF-8.")
NO_NUMBERS = say(
    "There is no certificate number in it. A number looks like R2P-7KQ4M-2XAB9; all of them have "
    "to be in one column."
)
TOO_MANY = say(
    "There are more than %(most)s numbers in it. Please divide it into several files.",
    most=MOST_NUMBERS,
)
Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list and what the register says of it."""

    row: int
    """Its place in the file, from 1."""
    typed: str
    answer: Answer
    number: str = ""
    """Ungrouped; empty where the cell holds none."""
    facts: Facts | None = None
    """None where the register does not have it."""
    state: State | None = None
    since: dt.datetime | None = None
    reason: str = ""
    replaced_by: str = ""
    first_row: int = 0
    """The line in which the same number stood before; 0: it did not."""


def read_table(name: str, content: bytes) -> Rows:
    """The cells of an XLSX, or of a CSV file. Raises Refusal with what is wrong with it."""
    if len(content) > MOST_BYTES:
        raise Refusal(TOO_LARGE, field="file")
    is_packed = content.startswith(b"PK\x03\x04") or name.lower().endswith(".xlsx")
    try:
        return _rows_of_xlsx(content) if is_packed else _rows_of_text(content.decode("utf-8-sig"))
    except (*_FAULTS, csv.Error) as error:
        raise Refusal(NO_TABLE, field="file") from error


def _rows_of_xlsx(content: bytes) -> Rows:
    with opened(content, MOST_UNPACKED_BYTES) as (book, _):
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
        return [[as_text(cell) for cell in row] for row in rows]


def _rows_of_text(text: str) -> Rows:
    separator = max(",;\t", key=text[:10_000].count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [row[:MOST_COLUMNS] for row, _ in zip(lines, range(MOST_ROWS), strict=False)]


def numbers_in(rows: Rows) -> list[tuple[int, str]]:
    """Row and cell of the column of numbers; a head above them is left out. Raises Refusal."""
    width = max(map(len, rows), default=0)
    columns = [[_cell(row, at) for row in rows] for at in range(width)]
    column = max(columns, key=_likeness, default=[])
    if _likeness(column) == (0, 0):
        raise Refusal(NO_NUMBERS, field="file")
    first = next(at for at, cell in enumerate(column) if _is_number(cell))
    found = [(at + 1, cell.strip()) for at, cell in enumerate(column) if at >= first]
    found = [(row, cell) for row, cell in found if cell]
    if len(found) > MOST_NUMBERS:
        raise Refusal(TOO_MANY, field="file")
    return found


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _is_number(cell: str) -> bool:
    return bool(read_scanned(cell[:200]).number)


def _likeness(column: list[str]) -> tuple[int, int]:
    """How many cells look like our numbers with their prefix, and how many without."""
    numbers = [cell for cell in column if _is_number(cell)]
    return sum(rules.PREFIX in cell.upper() for cell in numbers), len(numbers)


def look_up(session: Session, cells: Sequence[tuple[int, str]], issuers: Issuers) -> list[Line]:
    """What the register says of every cell, in their order; three statements."""
    numbers = {row: read_scanned(cell[:200]).number for row, cell in cells}
    found = store.list_standings(session, {each for each in numbers.values() if each})
    lines, seen = [], dict[str, int]()
    for row, cell in cells:
        number = numbers[row]
        line = _line(row, cell, number, found.get(number), issuers, seen.get(number, 0))
        lines.append(line)
        if number:
            seen.setdefault(number, row)
    return lines


def _line(
    row: int,
    cell: str,
    number: str,
    found: store.Standing | None,
    issuers: Issuers,
    first_row: int,
) -> Line:
    if found is None:
        return Line(row, cell[:60], Answer.CANNOT_SAY, number, first_row=first_row)
    is_known = not found.key_id or found.key_id in issuers.keys
    answer = Answer.VALID if is_known else Answer.CANNOT_SAY
    return Line(
        row=row,
        typed=cell[:60],
        answer=answer if found.state is State.VALID else Answer.NOT_VALID,
        number=number,
        facts=found.facts,
        state=found.state,
        since=found.since,
        reason=found.reason,
        replaced_by=found.replaced_by,
        first_row=first_row,
    )


def as_xlsx(
    lines: Sequence[Line], head: Sequence[str], cells_of: Callable[[Line], Iterator[Cell]]
) -> bytes:
    """The lines as a spreadsheet. Nothing in it is taken for a formula."""
    out = io.BytesIO()
    with new_book(out) as book:
        sheet = book.sheet()
        sheet.columns(_WIDTHS, frozen=2, heads=1)
        sheet.row(head, is_head=True)
        for line in lines:
            sheet.row((line.row, *cells_of(line)))
    return out.getvalue()
