"""CSV and XLSX as the world writes and reads them: what is safe to open, what is safe to hand out.

A cell that a spreadsheet would take for a formula is written as text: in XLSX by its type, in CSV
with an apostrophe before it, which reading takes away again (OWASP, "CSV Injection").
"""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELL_SIGNS = 20_000
_FORMULA = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


class TooMuch(Exception):
    """A workbook that is larger than it may be once it is unpacked."""


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    """The table as RFC 4180 has it, in UTF-8 with a byte order mark: else Excel garbles Khmer."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def without_apostrophe(cell: str) -> str:
    """A cell of a CSV file without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


@contextmanager
def opened(content: bytes, most_bytes: int) -> Iterator[tuple["Workbook", zipfile.ZipFile]]:
    """A workbook to be read as a stream, formulas as the values last seen, and what is packed in.

    Raises TooMuch where it would unpack to more than `most_bytes`, and whatever openpyxl lets
    through for a file that is none.
    """
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(each.file_size for each in packed.infolist()) > most_bytes:
            raise TooMuch
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield book, packed


def part_of(sheet: "Worksheet", packed: zipfile.ZipFile) -> bytes:
    """The XML of a sheet: the stream of its rows does not tell what is merged or hidden."""
    path = sheet._worksheet_path  # type: ignore[attr-defined] # noqa: SLF001 (openpyxl's only name for it)
    return packed.read(path)


def as_text(cell: object) -> str:
    """What a cell shows, without the decimals that whole numbers do not have."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)[:MOST_CELL_SIGNS]
