"""A report as a spreadsheet: what it says on the first sheet, then a sheet for each table."""

import io
from collections.abc import Sequence

from training.adapters.workbooks import Sheet, new_book
from training.quizzes.reporting.model import Part, Report, Table

_NARROW, _WIDE, _WORDY = 14, 40, 2
_SUMMARY = 110
_FIRST_TABLE = 2


def as_xlsx(report: Report) -> bytes:
    """The file. Figures are numbers, words are text: nothing in it is taken for a formula."""
    out = io.BytesIO()
    with new_book(out, report.title) as book:
        groups = _grouped(report.parts)
        _summary(book.sheet("1"), report, groups)
        for number, group in enumerate(groups, _FIRST_TABLE):
            sheet = book.sheet(str(number))
            tables = [each.table for each in group if each.table is not None]
            most = max((len(table.columns) for table in tables), default=1)
            sheet.columns([_WIDE if place < _WORDY else _NARROW for place in range(most)])
            for each in group:
                _part(sheet, each, is_first=each is group[0])
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


def _summary(sheet: Sheet, report: Report, groups: Sequence[Sequence[Part]]) -> None:
    """What the report says, with the number of the sheet where a table stands."""
    places = {group[0].key: number for number, group in enumerate(groups, _FIRST_TABLE)}
    sheet.columns((_SUMMARY,))
    sheet.title(report.title)
    for words in (*report.about, "", report.headline, *report.sentences):
        sheet.line(words)
    for part in report.parts:
        if part.is_small:
            continue
        place = f" ({places[part.key]})" if part.key in places else ""
        sheet.skip()
        sheet.line(f"{part.heading}{place}", is_head=True)
        for words in (*part.sentences, *part.notes):
            sheet.line(words)


def _part(sheet: Sheet, part: Part, *, is_first: bool) -> None:
    """Its heading, what it says, and its table."""
    if is_first:
        sheet.title(part.heading)
    else:
        sheet.skip()
        sheet.line(part.heading, is_head=True, wraps=False)
    if part.is_small:
        for words in part.sentences:
            sheet.line(words, wraps=False)
    if part.table is not None:
        _table(sheet, part.table)


def _table(sheet: Sheet, table: Table) -> None:
    sheet.row([column.words for column in table.columns], is_head=True)
    for cells in table.rows:
        sheet.row([cell.words if cell.value is None else cell.value for cell in cells])
