"""The register as CSV and as a spreadsheet. Nothing in either is taken for a formula."""

import io

from training.adapters import spreadsheets, workbooks
from training.attendance.register.model import Register
from training.attendance.register.saying import Voice, people_table, sessions_table

_FIRST_WIDTHS = (7, 26, 26, 14, 10, 30, 22, 22, 8, 9)
_WIDTH, _FROZEN = 16, 3
_SESSION_WIDTHS = (9, 12, 8, 8, 50, 8, 9, 9, 14)


def as_csv(register: Register, voice: Voice) -> bytes:
    """One line for each person (RFC 4180, UTF-8 with a byte order mark)."""
    table = people_table(register, voice)
    return spreadsheets.as_csv([[str(cell) for cell in row] for row in table])


def as_xlsx(register: Register, voice: Voice) -> bytes:
    """A sheet of people and one of sessions, in whole words."""
    out = io.BytesIO()
    with workbooks.new_book(out, voice.spoken(register.title)) as book:
        heads, *people = people_table(register, voice)
        sheet = book.sheet(voice.say("People"))
        more = (_WIDTH,) * (len(heads) - len(_FIRST_WIDTHS))
        sheet.columns((*_FIRST_WIDTHS, *more), frozen=_FROZEN, heads=1)
        sheet.row(heads, is_head=True)
        for row in people:
            sheet.row(row)
        heads, *sessions = sessions_table(register, voice)
        sheet = book.sheet(voice.say("Sessions"))
        sheet.columns(_SESSION_WIDTHS, heads=1)
        sheet.row(heads, is_head=True)
        for row in sessions:
            sheet.row(row)
    return out.getvalue()
