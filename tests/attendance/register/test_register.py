"""The register: what it says of each person, and the same in every file."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.attendance.register.conftest import ITEMS
from training.adapters.spreadsheets import as_csv, without_apostrophe
from training.attendance.model import Presence
from training.attendance.register import files, paper
from training.attendance.register.model import Attended, Register
from training.attendance.register.saying import Voice, people_table, sessions_table
from training.courses.model import HalfDay, Slot
from training.kernel.texts import Text

VOICE = Voice("en", str)
DANGEROUS = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1")


def in_one(text: Text | str, _language: str) -> str:
    return str(text)


def with_organisation(register: Register, words: str) -> Register:
    first, *rest = register.rows
    person = replace(first.person, details=replace(first.person.details, organisation=words))
    return replace(register, rows=(replace(first, person=person), *rest))


def as_dicts(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_minutes_are_counted_against_those_of_the_own_group(register: Register) -> None:
    dara, bopha, mom = register.rows
    assert (dara.presence.minutes, dara.minutes_that_count, dara.percent) == (170, 200, 85)
    assert (bopha.presence.minutes, bopha.minutes_that_count, bopha.percent) == (0, 190, 0)
    assert mom.minutes_that_count == 200
    assert [dara.presence.minutes_of[slot] for slot in register.slots] == [50, 90, 30]
    assert [dara.minutes_of_day(day) for day in register.days] == [140, 30]


def share_of(present: int, whole: int) -> int:
    presence = Presence(frozenset(), {Slot(0, HalfDay.MORNING): present})
    return Attended(None, {}, frozenset(), presence, whole).percent  # type: ignore[arg-type] # nobody


def test_a_share_that_is_not_whole_is_never_rounded_up_to_all() -> None:
    assert share_of(999, 1000) == 99


def test_nobody_was_there_for_more_than_all_of_it() -> None:
    assert share_of(180, 120) == 100


def test_letters_and_signs(register: Register) -> None:
    dara, bopha, mom = register.rows
    assert [dara.letters(each) for each in ITEMS] == ["L10", "P", "–", "L5 E15"]
    assert [dara.source_letter(each) for each in ITEMS] == ["c", "p", "", "h!"]
    assert [bopha.letters(each) for each in ITEMS] == ["X", "–", "·", "A"]
    assert [mom.letters(each) for each in ITEMS] == ["·", "·", "·", "·"]


def test_the_csv_says_each_session_in_words(register: Register) -> None:
    content = files.as_csv(register, VOICE)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    dara, bopha, mom = as_dicts(content)
    first = "1. 2026-11-22 09:00 Session one"
    last = "4. 2026-11-23 09:00 Session four"
    assert (dara[f"{first}: Attendance"], dara[f"{first}: Minutes late"]) == ("Late", "10")
    assert dara[f"{first}: Source"] == "by code"
    assert (dara[f"{last}: Minutes late"], dara[f"{last}: Minutes early"]) == ("5", "15")
    assert dara["3. 2026-11-22 13:30 Session three: Attendance"] == "for another group"
    assert (dara["Gender"], dara["Province or capital"]) == ("Male", "Phnom Penh")
    assert (dara["Minutes in all"], dara["Per cent"], dara["Not settled yet"]) == ("170", "85", "1")
    assert dara["Minutes, 2026-11-22, Morning"] == "50"
    assert bopha["Khmer name"] == "កែវ បុប្ផា"
    assert mom["Has left"] == "yes"


@pytest.mark.parametrize("words", DANGEROUS)
def test_no_cell_of_the_csv_is_a_formula(register: Register, words: str) -> None:
    (dara, *_) = as_dicts(files.as_csv(with_organisation(register, words), VOICE))
    assert dara["Institution or organisation"] == f"'{words}"


@pytest.mark.parametrize("words", ["R2P", "a=b", "'tis", "x-1", "អង្គការ"])
def test_what_is_no_formula_stays_as_it_is(register: Register, words: str) -> None:
    (dara, *_) = as_dicts(files.as_csv(with_organisation(register, words), VOICE))
    assert dara["Institution or organisation"] == words


@pytest.mark.parametrize("words", DANGEROUS)
def test_in_the_spreadsheet_it_is_a_text(register: Register, words: str) -> None:
    content = files.as_xlsx(with_organisation(register, words), VOICE)
    sheet = load_workbook(io.BytesIO(content))["People"]
    cell = sheet.cell(2, 6)
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x000D_", "\r") == words  # as XLSX writes a return
    assert not any(each.data_type == "f" for row in sheet.iter_rows() for each in row)


def test_the_spreadsheet_has_figures_as_numbers_and_a_sheet_of_sessions(
    register: Register,
) -> None:
    book = load_workbook(io.BytesIO(files.as_xlsx(register, VOICE)))
    people, sessions = book["People"], book["Sessions"]
    heads = [cell.value for cell in people[1]]
    assert people.cell(2, heads.index("Per cent") + 1).value == 85
    rows = [[cell.value for cell in row] for row in sessions.iter_rows(min_row=2)]
    assert sessions["B2"].is_date
    assert str(rows[0][1]) == "2026-11-22 00:00:00"
    assert [*rows[0][:1], *rows[0][2:]] == [1, "09:00", "10:00", "Session one", "", 60, 1, 7]
    assert [row[5] for row in rows] == ["", "A", "B", ""]


def test_files_and_tables_say_the_same(register: Register) -> None:
    table = [[str(cell) for cell in row] for row in people_table(register, VOICE)]
    lines = csv.reader(io.StringIO(files.as_csv(register, VOICE).decode("utf-8-sig"), newline=""))
    assert [[without_apostrophe(cell) for cell in row] for row in lines] == table
    assert {len(row) for row in table} == {len(table[0])}
    assert {len(row) for row in sessions_table(register, VOICE)} == {9}


@given(st.lists(st.lists(st.text(), min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_written_as_csv_comes_back(rows: list[list[str]]) -> None:
    text = as_csv(rows).decode("utf-8-sig")
    read = csv.reader(io.StringIO(text, newline=""))
    assert [[without_apostrophe(cell) for cell in row] for row in read] == rows


def test_the_paper_has_a_table_for_each_day_and_the_hour_of_the_course(register: Register) -> None:
    words = paper.paper_words(register, in_one)
    days = words["days"]
    assert isinstance(days, list)
    assert [len(day["sessions"]) for day in days] == [3, 1]
    assert days[0]["rows"][0]["boxes"] == [["L10", "c"], ["P", "p"], ["–", ""]]
    assert days[0]["sessions"][0]["present"]["en"] == "1 present, 7 counted"
    assert words["printed"] == {
        "km": "Printed ថ្ងៃទី២៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦, ០០:០៥",
        "en": "Printed 24 November 2026, 00:05",
    }
    assert paper.as_pdf(register, in_one).startswith(b"%PDF")


@pytest.mark.parametrize("people", [12, 60])
def test_the_paper_of_a_full_course_can_be_set(register: Register, people: int) -> None:
    many = tuple(
        replace(row, person=replace(row.person, number=number))
        for number, row in enumerate(register.rows * (people // 3), 1)
    )
    assert len(many) == people
    assert paper.as_pdf(replace(register, rows=many), in_one).startswith(b"%PDF")


def test_a_register_of_nobody_is_heads_alone(register: Register) -> None:
    assert as_dicts(files.as_csv(replace(register, rows=()), VOICE)) == []
    assert paper.as_pdf(replace(register, rows=()), in_one).startswith(b"%PDF")
