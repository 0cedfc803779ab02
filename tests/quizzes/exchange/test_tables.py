"""Tables of questions, as CSV and as spreadsheets."""

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

from training.kernel.locales import Bilingual
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format, Kind, Question
from training.quizzes.exchange.sheets import as_csv

Found = tuple[list[Question], list[tuple[int, str]]]
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1"]


def read(content: bytes, file_format: Format = Format.CSV) -> Found:
    found = formats.read(content, file_format)
    return list(found.questions), [(each.line, str(each.reason)) for each in found.refused]


def one(text: str) -> Question:
    questions, refused = read(text.encode())
    assert refused == []
    (found,) = questions
    return found


def weights(question: Question) -> list[int]:
    return [int(each.weight) for each in question.choices]


def sheet(fill: Callable[[Worksheet], object]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    fill(book.add_worksheet())
    book.close()
    return out.getvalue()


def test_a_plain_table_of_a_teacher() -> None:
    found = one("Question;A;B;C;Right\nWhich pillar?;one;two;three;B\n")
    assert (found.kind, found.line) == (Kind.SINGLE, 2)
    assert weights(found) == [0, 100, 0]


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_a_line_for_excel_says_what_separates(first: str) -> None:
    """The commas of the head would win otherwise, and the lines are counted as they stand."""
    found = one(f"{first}\r\nQuestion;A;B;Right\r\nWho, where, when, how?;one;two;B\r\n")
    assert (found.kind, found.line) == (Kind.SINGLE, 3)
    assert found.choices[0].words.en == "one"
    assert weights(found) == [0, 100]


@pytest.mark.parametrize(
    ("head", "right"),
    [("Question,Answer 1,Answer 2,Correct", "2"), ("question,option_a,option_b,key", "b")],
)
def test_other_names_of_the_columns(head: str, right: str) -> None:
    assert weights(one(f"{head}\nWhich?,one,two,{right}\n")) == [0, 100]


def test_the_kind_follows_from_what_is_right() -> None:
    assert one('question,a,b,c,right\nWhich?,x,y,z,"A, C"\n').kind is Kind.SEVERAL
    truth = one("question,right\nIs it so?,FALSE\n")
    assert (truth.kind, weights(truth)) == (Kind.TRUE_FALSE, [0, 100])


def test_both_languages_have_their_columns() -> None:
    found = one("question.km,question.en,a.km,a.en,b,right\nតើ?,What?,ក,one,ខ,A\n")
    assert found.words == Bilingual(km="តើ?", en="What?")
    assert [each.words for each in found.choices] == [
        Bilingual(km="ក", en="one"),
        Bilingual(km="ខ", en=""),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("poem,Q,x,y,A", 'The type "poem" is none of these: single, several, true-false, matching'),
        (",Q,x,y,", "None of its answers is marked as right."),
        (",Q,x,y,D", "Its cell right names an answer that it has not."),
        (",Q,x,y,!", '"!" is not the letter of one answer.'),
        (",Q,x,,A", "It needs at least 2 answers."),
        ("true-false,Q,,,A", 'Its cell right has neither "true" nor "false".'),
        ("number,Q,many,,", '"many" is no number.'),
    ],
)
def test_a_row_that_cannot_be_taken_is_told_with_its_line(row: str, told: str) -> None:
    questions, refused = read(f"type,question,a,b,right\n{row}\n,Good?,x,y,A\n".encode())
    ((line, reason),) = refused
    assert line == 2
    assert reason.startswith(told)
    assert [each.line for each in questions] == [3]


def test_a_cell_of_several_lines_does_not_move_the_lines_after_it() -> None:
    questions, _ = read(b'question,a,b,right\n"One\ntwo",x,y,A\nNext,x,y,A\n')
    assert [(each.line, each.words.en) for each in questions] == [(2, "One\ntwo"), (4, "Next")]


def test_unknown_columns_and_missing_ones_are_told() -> None:
    _, refused = read(b"question,a,b,right,Time,Points\nQ,x,y,A,3,5\n")
    assert refused == [(1, "These columns are not known or stand twice: Time, Points.")]
    _, refused = read(b"Frage,a,b\nQ,x,y\n")
    assert refused == [(1, "The first row names no column question, question.km or question.en.")]
    _, refused = read(b'question,a,b,right\n"Q,x,y,A\n')
    assert refused[0][1].startswith("From here on the table cannot be read: a quote")


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_that_is_written_is_a_formula(text: str) -> None:
    asked = formats.read(
        f"question,a,b,right\n'{text},'{text},x,A\n".encode(), Format.CSV
    ).questions
    assert asked[0].words.en == text
    in_csv = formats.write(asked, Format.CSV).content.decode("utf-8-sig")
    assert f",{text}" not in in_csv
    assert f"'{text}" in in_csv
    book = load_workbook(io.BytesIO(formats.write(asked, Format.XLSX).content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value]
    assert text in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} == {"s"}


def test_csv_begins_with_the_mark_without_which_excel_garbles_khmer() -> None:
    assert as_csv([["ខ្មែរ"]]).startswith(b"\xef\xbb\xbf")


def test_merged_cells_cost_their_rows_only() -> None:
    def fill(page: Worksheet) -> None:
        page.merge_range(0, 0, 0, 3, "Quiz of Monday")
        page.write_row(1, 0, ["question", "a", "b", "right"])
        page.write_row(2, 0, ["First?", "x", "y", "A"])
        page.merge_range(3, 0, 4, 0, "For both?")
        page.write_row(5, 0, ["Last?", 1.5, True, "A"])

    questions, refused = read(sheet(fill), Format.XLSX)
    assert [each.line for each in questions] == [3, 6]
    assert [each.words.en for each in questions[1].choices] == ["1.5", "true"]
    told = "This row has merged cells. Take them apart, so that each says its own."
    assert refused == [(1, told), (4, told), (5, told)]


def test_a_formula_gives_its_last_value_and_is_not_run() -> None:
    def fill(page: Worksheet) -> None:
        page.write_row(0, 0, ["question", "a", "b", "right"])
        page.write_formula(1, 0, "=A9", None, "Kept?")
        page.write_row(1, 1, ["x", "y", "A"])

    questions, _ = read(sheet(fill), Format.XLSX)
    assert questions[0].words.en == "Kept?"


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", bytes(20_000_000))
    _, refused = read(out.getvalue(), Format.XLSX)
    assert refused == [(1, "The spreadsheet is too large when it is unpacked.")]


def test_a_sheet_without_end_is_refused() -> None:
    def fill(page: Worksheet) -> None:
        page.write_row(0, 0, ["question", "a", "b", "right"])
        for row in range(1, 5_003):
            page.write_row(row, 0, ["Q", "x", "y", "A"])

    _, refused = read(sheet(fill), Format.XLSX)
    assert refused[-1] == (5_002, "The table has more than 5001 rows or 300 columns.")


def test_empty_rows_before_the_names_are_passed_over() -> None:
    questions, refused = read(b"\r\n,,\r\nquestion,a,b,right\r\nWhich?,x,y,B\r\n")
    assert refused == []
    assert [(each.line, weights(each)) for each in questions] == [(4, [0, 100])]


def test_weights_alone_say_what_is_right() -> None:
    questions, refused = read(
        b"question,a,b,c,a.weight,b.weight,c.weight\n"
        b"Which?,x,y,z,33.333%,66.667,-50\nWhich one?,x,y,z,100,,\n"
    )
    assert refused == []
    assert [(each.kind, weights(each)) for each in questions] == [
        (Kind.SEVERAL, [33, 66, -50]),
        (Kind.SINGLE, [100, 0, 0]),
    ]


@pytest.mark.parametrize("head", ["question,a,b,right", "question,a,b,right,,"])
def test_a_cell_under_no_name_is_never_lost_unseen(head: str) -> None:
    """As where a comma in the question was not put in quotes."""
    questions, refused = read(f"{head}\nWhich?,x,y,A,\nIs it so, truly?,x,y,A\n".encode())
    assert [each.line for each in questions] == [2]
    assert refused == [(3, '"A" stands under no name of a column.')]


def test_a_table_with_khmer_heads_and_letters_is_read() -> None:
    questions, refused = read(
        'សំណួរ,ក,ខ,ចម្លើយ គ,ចម្លើយ ត្រឹមត្រូវ\nតើឆ្នាំណា?,១៩៩៤,២០០៥,២០០១,ខ\nមួយណា?,ក,ខ,គ,"ក, គ"\n'
        "ពិតទេ?,,,,ខុស\nឆ្នាំ?,១៩៩៤,២០០៥,,២\n".encode()
    )
    assert refused == []
    assert [(each.kind, weights(each)) for each in questions] == [
        (Kind.SINGLE, [0, 100, 0]),
        (Kind.SEVERAL, [100, 0, 100]),
        (Kind.TRUE_FALSE, [0, 100]),
        (Kind.SINGLE, [0, 100]),
    ]
    assert questions[0].words == Bilingual(km="តើឆ្នាំណា?", en="")
