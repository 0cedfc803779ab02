"""What the words of a list mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.courses.roster.words import (
    Name,
    read_gender,
    read_name,
    read_province,
    read_title,
    settled_title,
)
from training.people.model import PROVINCES, TITLES

BOTH = Name("សុខ ដារ៉ា", "SOK Dara")


@pytest.mark.parametrize(
    "cell",
    [
        "សុខ ដារ៉ា SOK Dara",
        "សុខ ដារ៉ា (SOK Dara)",
        "សុខ ដារ៉ា\nSOK Dara",
        "SOK Dara / សុខ ដារ៉ា",
        "SOK Dara - សុខ ដារ៉ា",
        "1. សុខ ដារ៉ា SOK Dara",
        "៣) សុខ ដារ៉ា – SOK Dara",
        "សុខ ដារ៉ា SOK Dara 012 345 678",
        "សុខ ដារ៉ាSOK Dara",
    ],
)
def test_two_scripts_in_one_cell_become_two_names(cell: str) -> None:
    assert read_name(cell) == BOTH


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("លោក សុខ ដារ៉ា", Name("សុខ ដារ៉ា", "", "mr")),
        ("លោកសុខ ដារ៉ា Mr. SOK Dara", Name("សុខ ដារ៉ា", "SOK Dara", "mr")),
        ("លោកស្រី កែវ បុប្ផា", Name("កែវ បុប្ផា", "", "ms")),
        ("លោកជំទាវ កែវ បុប្ផា", Name("កែវ បុប្ផា", "", "her-excellency")),
        ("ឯ.ឧ. សុខ ដារ៉ា", Name("សុខ ដារ៉ា", "", "his-excellency")),
        ("ឯកឧត្តមបណ្ឌិត សុខ ដារ៉ា", Name("សុខ ដារ៉ា", "", "his-excellency")),
        ("ព្រះតេជគុណ ប៊ុត សុវណ្ណ", Name("ប៊ុត សុវណ្ណ", "", "venerable")),
        ("Ven. BUTH Sovann", Name("", "BUTH Sovann", "venerable")),
        ("H.E. SOK Dara", Name("", "SOK Dara", "excellency")),
        ("Mrs KEO Bopha", Name("", "KEO Bopha", "ms")),
        ("Dr. Mr. SOK D'Arcy-Ly", Name("", "SOK D'Arcy-Ly", "dr")),
    ],
)
def test_titles_before_a_name_are_taken_off(cell: str, found: Name) -> None:
    assert read_name(cell) == found


@pytest.mark.parametrize("cell", ["HE Sopheap", "VEN Sokha", "កញ្ញា", "MISSOURI Tan", "DRA Mon"])
def test_a_name_that_begins_like_a_title_stays(cell: str) -> None:
    found = read_name(cell)
    assert (found.km or found.latin, found.title) == (cell, "")


@pytest.mark.parametrize("cell", ["", "12", "012 345 678", "---", "/", "+855 12 345 678"])
def test_numbers_and_signs_are_no_name(cell: str) -> None:
    assert read_name(cell) == Name()


@given(st.text(max_size=60))
def test_a_name_is_found_in_any_text_without_an_error(cell: str) -> None:
    found = read_name(cell)
    assert "(" not in found.km + found.latin


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        *((word, "female") for word in ("ស", "ស្រី", "ស្រ្តី", "F", "female", "Female", "នារី")),
        *((word, "male") for word in ("ប", "ប្រុស", "M", "male", "M.", " m ")),
        ("ផ្សេងទៀត", "other"),
        ("", ""),
        ("?", None),
        ("hello", None),
    ],
)
def test_genders_are_known_in_both_languages(cell: str, code: str | None) -> None:
    assert read_gender(cell) == code


@pytest.mark.parametrize("tick", ["✓", "x", "1"])
def test_a_tick_means_what_its_head_says(tick: str) -> None:
    assert read_gender(tick, "ភេទ ស្រី") == "female"
    assert read_gender(tick, "Sex M") == "male"
    assert read_gender(tick, "No") is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("ភ្នំពេញ", "12"),
        ("Phnom Penh", "12"),
        ("កណ្ដាល", "08"),
        ("Kompong Cham", "03"),
        ("Siem Reap Province", "17"),
        ("ខេត្តសៀមរាប / Siem Reap", "17"),
        ("Sihanoukville", "18"),
        ("mondulkiri", "11"),
        ("Paris", None),
        ("", ""),
    ],
)
def test_provinces_are_known_by_their_many_spellings(cell: str, code: str | None) -> None:
    assert read_province(cell) == code


def test_every_province_is_known_by_its_own_names() -> None:
    for code, both in PROVINCES.items():
        assert {read_province(both.km), read_province(both.en)} == {code}


def test_every_title_is_known_by_its_own_names() -> None:
    for code, both in TITLES.items():
        assert read_title(both.km) == code
        assert settled_title(read_title(both.en), "female" if code[:3] == "her" else "") == code
    assert read_title("ឧកញ៉ា") == "ឧកញ៉ា"
