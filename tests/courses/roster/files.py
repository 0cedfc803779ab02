"""Lists of participants as organisers send them, made here."""

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

DARA, BOPHA = ("សុខ ដារ៉ា", "SOK Dara"), ("កែវ បុប្ផា", "KEO Bopha")


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(rows: Sequence[Sequence[Any]], *merged: str, hidden: Sequence[int] = ()) -> bytes:
    """One sheet with these rows, cells merged, rows hidden."""
    book = Workbook()
    sheet = book.create_sheet("List")
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    return saved(book)


def ministry_list() -> bytes:
    """Titles, a head of two rows, one ministry over several lines, a sum, a signature."""
    rows: list[list[Any]] = [
        ["ព្រះរាជាណាចក្រកម្ពុជា"],
        ["បញ្ជីឈ្មោះអ្នកចូលរួមវគ្គបណ្តុះបណ្តាល"],
        [],
        ["ល.រ", "ឈ្មោះ", None, "ភេទ", "តួនាទី", "ស្ថាប័ន", "ខេត្ត/រាជធានី", "លេខទូរស័ព្ទ", "ហត្ថលេខា"],
        [None, "ខ្មែរ", "ឡាតាំង", None, None, None, None, None, None],
        [1, "លោក សុខ ដារ៉ា", "SOK Dara", "ប", "អនុប្រធាន", "មន្ទីរធម្មការ", "បាត់ដំបង", "012 345 678"],
        [2, "លោកស្រី កែវ បុប្ផា", "KEO Bopha", "ស", "មន្ត្រី", None, "ខេត្តសៀមរាប", "092 111 222"],
        [],
        [3, "ព្រះតេជគុណ ប៊ុត សុវណ្ណ", "BUTH Sovann", "ប", None, "វត្តបទុមវត្តី", "Phnom Penh", None],
        ["សរុប", "៣ នាក់", None, None, None, None, None, None],
        [None, None, None, None, None, None, "អ្នករៀបចំ"],
    ]
    return workbook(
        rows, "A1:I1", "A2:I2", "B4:C4", "A4:A5", "D4:D5", "E4:E5", "F4:F5", "G4:G5", "F6:F7"
    )


def csv_of(rows: Sequence[Sequence[str]], sign: str = ",", end: str = "\r\n") -> str:
    """The rows as a program without quotes would write them."""
    return "".join(sign.join(row) + end for row in rows)
