"""From a sheet to its people: the head, the columns, every line that is nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import any_glyph
from tests.courses.roster.files import BOPHA, DARA, csv_of, ministry_list, workbook
from training.courses.roster.comparing import Fate, compare
from training.courses.roster.heads import guess, meaning_of_head, read_with
from training.courses.roster.model import Listed, Mapping, Meaning, Reading
from training.courses.roster.people import read_people
from training.courses.roster.reading import read
from training.kernel.refusal import Refusal
from training.people.model import PersonDetails


def people_of(content: bytes, name: str = "x.xlsx") -> Reading:
    sheet = read(name, content)[0]
    return read_people(sheet, guess(sheet), any_glyph)


def names_of(content: bytes, name: str = "x.xlsx") -> list[tuple[str, str]]:
    return [(it.details.name_km, it.details.name_latin) for it in people_of(content, name).people]


def test_a_list_of_a_ministry_is_read_as_it_is() -> None:
    found = people_of(ministry_list())
    assert [(each.line, each.details) for each in found.people] == [
        (6, PersonDetails(*DARA, "mr", "male", "មន្ទីរធម្មការ", "", "02")),
        (7, PersonDetails(*BOPHA, "ms", "female", "មន្ទីរធម្មការ", "", "17")),
        (
            9,
            PersonDetails("ប៊ុត សុវណ្ណ", "BUTH Sovann", "venerable", "male", "វត្តបទុមវត្តី", "", "12"),
        ),
    ]
    assert [(each.line, str(each.reason)) for each in found.refused] == [
        (10, "This line looks like a sum, not like a person."),
        (11, "There is no name in this line."),
    ]


def test_a_phone_number_and_a_position_are_nowhere_in_what_is_taken() -> None:
    taken = repr(people_of(ministry_list()).people)
    assert "012" not in taken
    assert "អនុប្រធាន" not in taken


def test_the_head_of_two_rows_is_found_in_a_csv_that_forgot_what_was_merged() -> None:
    rows = [
        ("List of participants", "", "", ""),
        ("No", "Name", "", "Sex"),
        ("", "Khmer", "Latin", ""),
        ("1", *DARA, "M"),
    ]
    assert names_of(csv_of(rows, ";").encode(), "x.csv") == [DARA]


def test_genders_that_are_ticked_in_two_columns() -> None:
    content = workbook(
        [["No", "Name", "Sex", None], [None, None, "F", "M"], [1, DARA[1], None, "✓"],
         [2, BOPHA[1], "✓", None]],
        "C1:D1",
    )  # fmt: skip
    assert [each.details.gender for each in people_of(content).people] == ["male", "female"]


def test_family_and_given_names_in_two_columns_become_one_name() -> None:
    content = workbook([["Family name", "Given name", "Sex"], ["SOK", "Dara", "M"]])
    assert names_of(content) == [("", "SOK Dara")]


def test_both_scripts_in_one_cell() -> None:
    content = workbook([["ឈ្មោះ / Name", "Sex"], [" ".join(DARA), "M"], ["\n".join(BOPHA), "F"]])
    assert names_of(content) == [DARA, BOPHA]


def test_a_table_without_a_head_is_guessed_by_its_words() -> None:
    rows = [["1", *DARA, "M", "Kampot", "012345678"], ["2", *BOPHA, "F", "Kep", "092345678"]]
    sheet = read("x.csv", csv_of(rows).encode())[0]
    assert guess(sheet).meanings == (
        Meaning.NOT_KEPT, Meaning.NAME_KM, Meaning.NAME_LATIN, Meaning.GENDER, Meaning.PROVINCE,
        Meaning.NOT_KEPT,
    )  # fmt: skip
    assert guess(sheet).first == 1


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("Name of organisation", Meaning.ORGANISATION),
        ("ឈ្មោះស្ថាប័ន", Meaning.ORGANISATION),
        ("Job title", Meaning.NOT_KEPT),
        ("Title", Meaning.TITLE),
        ("No.", Meaning.NOT_KEPT),
        ("ល.រ", Meaning.NOT_KEPT),
        ("លេខទូរស័ព្ទ", Meaning.NOT_KEPT),
        ("Surname", Meaning.FAMILY),
        ("Full name (English)", Meaning.NAME_LATIN),
        ("ឈ្មោះជាភាសាខ្មែរ", Meaning.NAME_KM),
        ("គោត្តនាម និងនាម", Meaning.FAMILY),
        ("អក្សរឡាតាំង", Meaning.NAME_LATIN),
        ("ឡាតាំង", Meaning.NAME_LATIN),
        ("ជាអក្សរខ្មែរ", Meaning.NAME_KM),
        ("Latin letters", Meaning.NAME_LATIN),
        ("ភេទ", Meaning.GENDER),
        ("Province/City", Meaning.PROVINCE),
        ("Lunch", None),
        ("", None),
        ("name " * 20, None),
    ],
)
def test_heads_are_known_in_both_languages(head: str, meaning: Meaning | None) -> None:
    assert meaning_of_head(head) == meaning


def test_headings_and_the_head_once_more_are_nobody() -> None:
    content = workbook(
        [["No", "Name", "Sex"], ["Battambang"] * 3, [1, "SOK Dara", "M"], ["No", "Name", "Sex"],
         [2, "KEO Bopha", "F"], ["Total: 2 people"]]
    )  # fmt: skip
    found = people_of(content)
    assert [each.line for each in found.people] == [3, 5]
    assert [each.line for each in found.refused] == [2, 4, 6]


def test_what_is_not_understood_is_said_and_left_out() -> None:
    content = workbook([["Name", "Sex", "Province"], ["SOK Dara", "??", "Paris"]])
    (person,) = people_of(content).people
    assert (person.details.gender, person.details.province) == ("", "")
    assert [str(note) for note in person.notes] == [
        "Gender “??” is not understood.",
        "Province “Paris” is not understood.",
    ]


def test_a_name_that_cannot_be_printed_is_refused_with_its_line() -> None:
    content = workbook([["Name", "Sex"], ["SOK Dara", "M"], ["孫 Sopheap", "M"]])
    sheet = read("x.xlsx", content)[0]
    found = read_people(sheet, guess(sheet), lambda words: [s for s in words if s == "孫"])
    assert [each.line for each in found.people] == [2]
    assert [(each.line, "cannot be printed" in str(each.reason)) for each in found.refused] == [
        (3, True)
    ]


def test_too_long_words_are_refused() -> None:
    content = workbook([["Name", "Organisation"], ["SOK Dara", "x" * 201], ["S" * 121, "R2P"]])
    assert [each.line for each in people_of(content).refused] == [2, 3]


def test_a_formula_is_an_organisation_like_any_other() -> None:
    content = csv_of([("Name", "Organisation"), ("SOK Dara", "=HYPERLINK(1)")]).encode()
    (person,) = people_of(content, "x.csv").people
    assert person.details.organisation == "=HYPERLINK(1)"


def test_the_line_where_people_begin_can_be_chosen() -> None:
    sheet = read("x.csv", b"Name,Sex\nSOK Dara,M\nKEO Bopha,F\n")[0]
    assert [it.line for it in read_people(sheet, read_with(sheet, 3), any_glyph).people] == [3]


CELLS = st.sampled_from(
    [
        "",
        "Name",
        "ឈ្មោះ",
        "Khmer",
        "Sex",
        "F",
        "ស",
        "✓",
        "1",
        "Total",
        "SOK Dara",
        "សុខ ដារ៉ា",
        "Kep",
        "#",
    ]
) | st.text(max_size=8)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8))
def test_whatever_stands_in_a_table_every_line_is_a_person_or_has_a_reason(
    rows: list[list[str]],
) -> None:
    try:
        (sheet,) = read("x.csv", csv_of(rows, "\t", "\n").encode("utf-8", "replace"))
    except Refusal:
        return
    mapping = guess(sheet)
    assert len(mapping.meanings) == sheet.width
    found = read_people(sheet, Mapping(1, mapping.meanings, mapping.heads), any_glyph)
    lines = [each.line for each in found.people] + [each.line for each in found.refused]
    assert sorted(lines) == [line.number for line in sheet.lines]


def listed(line: int, km: str, latin: str, *, is_hidden: bool = False) -> Listed:
    return Listed(line, PersonDetails(km, latin), (), is_hidden)


def test_a_list_is_held_against_the_course_and_against_itself() -> None:
    found = compare(
        [
            listed(2, *DARA),
            listed(3, "សុខ ឌីណា", "SOK Dara"),
            listed(4, "", "sok  DARA"),
            listed(5, *BOPHA),
            listed(6, "ហេង ស្រីមុំ", "", is_hidden=True),
        ],
        [PersonDetails(BOPHA[0], "")],
    )
    assert [(each.fate, each.first_line) for each in found] == [
        (Fate.NEW, 0),
        (Fate.NEW, 0),
        (Fate.TWICE, 2),
        (Fate.IN_COURSE, 0),
        (Fate.HIDDEN, 0),
    ]
