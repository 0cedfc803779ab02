"""The way into a file: CSV and XLSX as sheets of lines, whatever program wrote them."""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from training.adapters.spreadsheets import TooMuch, as_text, opened, part_of, without_apostrophe
from training.courses.roster.model import MOST_PEOPLE, Line, Sheet
from training.kernel.refusal import Refusal
from training.kernel.texts import say

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_BYTES = 2_000_000
MOST_LINES = MOST_PEOPLE + 100
"""That are not empty: a list has titles, sums and signatures around its people."""
MOST_ROWS = 20_000
"""Empty ones among them."""
MOST_COLUMNS, MOST_SHEETS = 60, 20
MOST_UNPACKED_BYTES = 20_000_000
MOST_MERGED_CELLS = 200_000
MOST_CELL_SIGNS = 1_000
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MERGED = re.compile(rb'<mergeCell\s[^<>]*ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"')
_ROW = re.compile(rb"<row\s([^<>]*)>")
_NUMBER, _HIDDEN = re.compile(rb'\br="([0-9]{1,7})"'), re.compile(rb'\bhidden="(?:1|true)"')

TOO_LARGE = say("The file has more than %(most)s MB, which is the most.", most=2)
TOO_LONG = say(
    "This list has more than %(most)s lines with people. Please divide it into several files; "
    "nothing was saved.",
    most=MOST_PEOPLE,
)
NOT_UTF = say(
    "The letters of this file cannot be read. "
    "Please save it as XLSX, or as CSV with UTF-8, and choose it again."
)
NO_XLSX = say("The file is no XLSX that can be read. Save it again as XLSX.")
OLD_EXCEL = say("This is a file of an old Excel. Please save it as XLSX and choose it again.")
NOTHING_IN_IT = say("There is no line with words in this file.")


def read(name: str, content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file that have lines. Raises Refusal with what is wrong with the file."""
    if len(content) > MOST_BYTES:
        raise Refusal(TOO_LARGE, field="file")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(OLD_EXCEL, field="file")
    is_packed = content.startswith(b"PK\x03\x04") or name.lower().endswith(".xlsx")
    sheets = _sheets_of_xlsx(content) if is_packed else (_sheet_of_csv(content),)
    if any(each.is_too_long for each in sheets) and not any(each.lines for each in sheets):
        raise Refusal(TOO_LONG, field="file")
    found = tuple(each for each in sheets if each.lines or each.is_too_long)
    if not found:
        raise Refusal(NOTHING_IN_IT, field="file")
    return found


def decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8, or UTF-16 as Excel's "Unicode text". Raises Refusal."""
    if content.startswith(_UTF_16):
        encoding = "utf-16"
    elif content[1:2] == b"\0":
        encoding = "utf-16-le"
    elif content[:1] == b"\0":
        encoding = "utf-16-be"
    else:
        encoding = "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(NOT_UTF, field="file") from error
    if "\0" in text:
        raise Refusal(NOT_UTF, field="file")
    return text


def _sheet_of_csv(content: bytes) -> Sheet:
    text = decoded(content)
    lines, begins = list[Line](), 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        for row in reader:
            cells = _tidy(without_apostrophe(cell) for cell in row)
            if any(cells):
                lines.append(Line(begins, cells))
            if len(lines) > MOST_LINES or begins > MOST_ROWS:
                return Sheet("", (), is_too_long=True)
            begins = reader.line_num + 1
    except csv.Error as error:
        reason = "From line %(line)s on the table cannot be read: a quote is not closed."
        raise Refusal(say(reason, line=begins), field="file") from error
    return Sheet("", tuple(lines))


def _delimiter(text: str) -> str:
    """The sign that most of the first lines have outside quotes, of two the one had more often."""
    head = re.sub(r'"[^"]*"', "", text[:20_000]).splitlines()[:30]

    def use(sign: str) -> tuple[int, int]:
        return sum(sign in line for line in head), sum(line.count(sign) for line in head)

    return max("\t;,", key=use)


def _tidy(cells: Iterable[str]) -> tuple[str, ...]:
    """Cells without spaces around their lines, and without the empty ones at the end of the row."""
    found = [
        "\n".join(" ".join(line.split()) for line in cell[:MOST_CELL_SIGNS].split("\n")).strip()
        for cell in cells
    ][:MOST_COLUMNS]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def _sheets_of_xlsx(content: bytes) -> tuple[Sheet, ...]:
    try:
        with opened(content, MOST_UNPACKED_BYTES) as (book, packed):
            return tuple(
                _sheet(each, _around(part_of(each, packed)))
                for each in book.worksheets[:MOST_SHEETS]
                if hasattr(each, "iter_rows")
            )
    except TooMuch as error:
        reason = say("The spreadsheet is too large when it is unpacked.")
        raise Refusal(reason, field="file") from error
    except Exception as error:  # openpyxl lets through whatever a broken file makes it meet
        raise Refusal(NO_XLSX, field="file") from error


@dataclass(slots=True)
class _Around:
    """What the stream of rows does not tell of a sheet."""

    hidden: set[int] = field(default_factory=set)
    source: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Of each merged cell the one that holds the words; rows and columns count from 1."""


def _around(xml: bytes) -> _Around:
    found = _Around()
    for row in _ROW.findall(xml):
        number = _NUMBER.search(row)
        if number and _HIDDEN.search(row):
            found.hidden.add(int(number[1]))
    for left, top, right, bottom in _MERGED.findall(xml):
        _merge(found, (int(top), _column(left)), (int(bottom), _column(right)))
    return found


def _merge(found: _Around, first: tuple[int, int], last: tuple[int, int]) -> None:
    rows = range(first[0], min(last[0], MOST_ROWS) + 1)
    columns = range(first[1], min(last[1], MOST_COLUMNS) + 1)
    if len(found.source) + len(rows) * len(columns) > MOST_MERGED_CELLS:
        raise TooMuch
    found.source.update({(row, column): first for row in rows for column in columns})


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(sheet: "Worksheet", around: _Around) -> Sheet:
    """Read as a stream: a sheet can claim a million rows with one cell."""
    lines, said = list[Line](), dict[tuple[int, int], str]()
    for number, row in _rows(sheet):
        for column, cell in enumerate(row, 1):
            source = around.source.get((number, column))
            if source == (number, column):
                said[source] = cell
            elif source is not None:
                row[column - 1] = said.get(source, "")
        cells = _tidy(row)
        if any(cells):
            lines.append(Line(number, cells, number in around.hidden))
        if len(lines) > MOST_LINES or number > MOST_ROWS:
            return Sheet(sheet.title, (), is_too_long=True)
    return Sheet(sheet.title, tuple(lines))


def _rows(sheet: "Worksheet") -> Iterator[tuple[int, list[str]]]:
    bounds = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS}
    for number, row in enumerate(sheet.iter_rows(values_only=True, **bounds), 1):
        yield number, [_shown(cell) for cell in row]


def _shown(cell: object) -> str:
    """A formula that went wrong shows a word such as #REF!, which says nothing about anybody."""
    words = as_text(cell)
    return "" if words.startswith("#") and words.rstrip("!?").isupper() else words


def samples(lines: Sequence[Line], column: int, most: int = 3) -> tuple[str, ...]:
    """The first different words of a column, to know it by."""
    found = dict.fromkeys(line.cell(column) for line in lines)
    found.pop("", None)
    return tuple(found)[:most]
