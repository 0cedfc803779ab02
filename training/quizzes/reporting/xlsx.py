"""A report as a spreadsheet: what it says on the first sheet, then a sheet for each table."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from training.quizzes.reporting.model import Cell, Part, Report, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - as XLSX has it; the same bytes every time
_NARROW, _WIDE, _WORDY = 14, 40, 2
_FIRST_TABLE = 2
Looks = Mapping[str, "Format"]


def as_xlsx(report: Report) -> bytes:
    """The file. Figures are numbers, words are text: nothing in it is taken for a formula."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _MADE, "title": report.title})
    looks = {
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
    }
    groups = _grouped(report.parts)
    _summary(book.add_worksheet("1"), report, groups, looks)
    for number, (part, *questions) in enumerate(groups, _FIRST_TABLE):
        sheet = book.add_worksheet(str(number))
        row = _part(sheet, part, 0, looks)
        for each in questions:
            row = _part(sheet, each, row + 1, looks)
    book.close()
    return out.getvalue()


def _grouped(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts with a table, each with the small ones that follow it, which have one sheet with it."""
    groups: list[list[Part]] = []
    for part in parts:
        if part.is_small and groups:
            groups[-1].append(part)
        elif part.table is not None:
            groups.append([part])
    return groups


def _summary(
    sheet: "Worksheet", report: Report, groups: Sequence[Sequence[Part]], looks: Looks
) -> None:
    """What the report says, with the number of the sheet where a table stands."""
    places = {group[0].key: number for number, group in enumerate(groups, _FIRST_TABLE)}
    lines = [(words, "words") for words in (*report.about, "", report.headline, *report.sentences)]
    for part in report.parts:
        if part.is_small:
            continue
        place = f" ({places[part.key]})" if part.key in places else ""
        lines += [("", "words"), (f"{part.heading}{place}", "head")]
        lines += [(words, "words") for words in (*part.sentences, *part.notes)]
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, report.title, looks["title"])
    for row, (words, look) in enumerate(lines, 1):
        sheet.write_string(row, 0, words, looks[look])


def _part(sheet: "Worksheet", part: Part, row: int, looks: Looks) -> int:
    """Writes it from `row` on; the row after it."""
    sheet.write_string(row, 0, part.heading, looks["title" if not row else "head"])
    row += 1
    if part.is_small:
        for words in part.sentences:
            sheet.write_string(row, 0, words)
            row += 1
    return _table(sheet, part.table, row, looks) if part.table else row


def _table(sheet: "Worksheet", table: Table, row: int, looks: Looks) -> int:
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _WIDE if place < _WORDY else _NARROW)
        sheet.write_string(row, place, column.words, looks["head"])
    for number, cells in enumerate(table.rows, row + 1):
        for place, cell in enumerate(cells):
            _write(sheet, number, place, cell, looks)
    return row + 1 + len(table.rows)


def _write(sheet: "Worksheet", row: int, place: int, cell: Cell, looks: Looks) -> None:
    if cell.value is None:
        sheet.write_string(row, place, cell.words, looks["words"])
    else:
        sheet.write_number(row, place, cell.value, looks["words"])
