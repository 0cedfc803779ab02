"""A spreadsheet of numbers, held against the register."""

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest
import xlsxwriter
from flask import Flask

from tests.certificates.registered import Issued, facts_of, register
from tests.certificates.test_check_views import words_of
from tests.conftest import ON_SQLITE
from tests.plans import faults, statements_of
from tests.proofreading import ProofReadingClient
from training.adapters.settings import Settings
from training.certificates.checking.number_lists import MOST_NUMBERS
from training.certificates.model import State

PATH = "/certificates/check-list"


def xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return out.getvalue()


def comma_separated(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.fixture
def rows(app: Flask) -> list[list[str]]:
    """A list of an office: numbers between other columns, under a head."""
    valid = register(app, facts_of(name_en="SUN Sopheap"))
    revoked = register(app, facts_of(name_en="KEO Chantha"), State.REVOKED, "=Bought")
    old = register(app, facts_of(name_en="LY Marie"), State.REPLACED, "A letter")
    register(app, facts_of(number="R2P-AAAAA-BBBBB", name_en="LY Mary"), replaces=old.id, edition=2)
    return [
        ["No", "Telephone", "Certificate"],
        ["1", "0123456789", valid.number],
        ["2", "0987654321", revoked.number.lower().replace("-", " ")],
        ["3", "0123456780", f"https://r2p.example.org/v/{old.number}#AAAA"],
        ["4", "0123456781", "R2P-00000-00000"],
        ["5", "0123456782", "lost"],
        ["6", "0123456783", valid.number],
    ]


@pytest.mark.parametrize("write", [xlsx, comma_separated])
def test_every_line_says_how_it_stands(
    administrator: ProofReadingClient, rows: list[list[str]], write: object
) -> None:
    content = write(rows)  # type: ignore[operator] # one of the two above
    name = "list.xlsx" if write is xlsx else "list.csv"
    words = words_of(administrator.post(PATH, data={"file": (io.BytesIO(content), name)}).text)
    assert "✓ Valid: 2 ✗ Not valid: 2 ? Not known: 2" in words
    assert "SUN Sopheap" in words
    assert "✗ Revoked 23 November 2026: =Bought" in words
    assert "✗ Replaced 23 November 2026: A letter R2P-AAAAA-BBBBB" in words
    assert "R2P-00000-00000 ? Not in the register" in words
    assert "lost ? Not a certificate number" in words
    assert "The same number is in line 2." in words


def test_it_is_saved_as_a_spreadsheet_without_formulas(
    administrator: ProofReadingClient, rows: list[list[str]]
) -> None:
    typed = "\r\n".join(row[2] for row in rows[1:])  # as browsers send it
    answer = administrator.post(PATH, data={"numbers": typed, "as": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    cells = list(sheet.iter_rows(values_only=True))
    assert [row[2] for row in cells[1:]] == [
        "Valid", "Revoked", "Replaced", "Not in the register", "Not a certificate number", "Valid",
    ]  # fmt: skip
    assert cells[2][8] == "=Bought"
    assert sheet.cell(3, 9).data_type == "s"
    assert cells[3][9] == "R2P-AAAAA-BBBBB"


def test_what_the_page_saves_again_is_what_it_has_shown(
    app: Flask, administrator: ProofReadingClient
) -> None:
    number = register(app).number
    address = f"https://certificates.of.a.long.name.example.org/training/v/{number}#abc"
    page = administrator.post(PATH, data={"numbers": address}).text
    assert f'name="numbers" value="{number}&#10;"' in page


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("list.csv", b"", "Please choose a file, or type the numbers."),
        ("list.csv", b"Name\nSok\n", "There is no certificate number in it"),
        ("list.xlsx", b"PK\x03\x04 but no workbook", "no table that can be read"),
        ("list.csv", b"\xff\xfe\x00\xd8", "no table that can be read"),
        ("list.csv", b"R2P-00000-00000\n" * (MOST_NUMBERS + 1), "more than 500 numbers"),
    ],
)
def test_what_is_no_list_gets_a_sentence(
    administrator: ProofReadingClient, name: str, content: bytes, told: str
) -> None:
    answer = administrator.post(PATH, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert told in words_of(answer.text)


def test_only_an_administrator_checks_lists(trainer: ProofReadingClient) -> None:
    assert trainer.get(PATH).status_code == 403


@ON_SQLITE
def test_five_hundred_numbers_take_a_handful_of_statements(
    app: Flask, administrator: ProofReadingClient, settings: Settings
) -> None:
    made: list[Issued] = [
        register(app, state=State.REVOKED if at % 2 else State.VALID) for at in range(10)
    ]
    typed = "\n".join([each.number for each in made] * 50)
    with statements_of(app) as asked:
        assert administrator.post(PATH, data={"numbers": typed}).status_code == 200
    assert len(asked) <= 8
    assert faults(str(settings.data_folder / "training.db"), asked) == []
