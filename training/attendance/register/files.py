"""The register as CSV and as a spreadsheet. Nothing in either is taken for a formula."""

import datetime as dt
import io
from typing import TYPE_CHECKING

from training.adapters import spreadsheets
from training.attendance.register.model import Register
from training.attendance.register.saying import (
    Table,
    Voice,
    people_table,
    sessions_table,
)

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as XLSX has it; the same bytes every time
_FIRST_WIDTHS = (7, 26, 26, 14, 10, 30, 22, 22, 8, 9)
_WIDTH, _FROZEN = 16, 3


def as_csv(register: Register, voice: Voice) -> bytes:
    """One line for each person (RFC 4180, UTF-8 with a byte order mark)."""
    table = people_table(register, voice)
    return spreadsheets.as_csv([[str(cell) for cell in row] for row in table])


def as_xlsx(register: Register, voice: Voice) -> bytes:
    """A sheet of people and one of sessions, in whole words."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE, "title": voice.spoken(register.title)})
    _write(book, voice.say("People"), people_table(register, voice), _FIRST_WIDTHS, _FROZEN)
    widths = (9, 12, 8, 8, 50, 8, 9, 9, 14)
    _write(book, voice.say("Sessions"), sessions_table(register, voice), widths)
    book.close()
    return out.getvalue()


def _write(
    book: "Workbook", name: str, table: Table, widths: tuple[int, ...], frozen: int = 0
) -> None:
    sheet = book.add_worksheet(name)
    words = book.add_format({"text_wrap": True, "valign": "top"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, frozen)
    for column in range(len(table[0])):
        sheet.set_column(column, column, widths[column] if column < len(widths) else _WIDTH)
    for number, row in enumerate(table):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, words)
            else:
                sheet.write_string(number, column, cell, words if number else head)
