"""The sign-in sheet on paper: who stands in which row, in both languages, on every page."""

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from PIL import Image

from tests.printed import pages, pictures_described, text_of, texts_of_pages
from training.attendance.model import Sheet
from training.attendance.paper import SheetPaper, sheet_pdf
from training.attendance.sheets import Row
from training.courses.model import AgendaItem, HalfDay, ItemKind, Logo, LogoRole, Organiser, Slot
from training.kernel.locales import Bilingual, khmer_digits
from training.people.model import PersonDetails

HARD = (
    PersonDetails("ស្រ្តីប្រុសសង្គ្រាម ង៉ែតសំណាង", "NGET Samnang"),
    PersonDetails("ឃ្លាំង ស៊ីវុត្ថា", "KHLEANG Sivutha", "venerable"),
    PersonDetails("ហ៊្វីលីព កែវ", "PHILIP Keo", organisation="វត្តបទុមវតី"),
    PersonDetails("ព្រះឥន្ទ្រ ឧត្តុង្គ ឫទ្ធិ ៗ", "PREAH IN Ottong Rithy"),
    PersonDetails("", "ANDERSON Mary-Elizabeth", "dr", organisation="Asia Pacific Centre"),
    PersonDetails("ជា", ""),
    PersonDetails("ក" * 120, "A" * 120),
)
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2"/></svg>'
)


def printed(people: int, *, blanks: int = 10, group: str = "", logos: int = 0) -> SheetPaper:
    told = [HARD[place % len(HARD)] for place in range(people)]
    rows = [
        Row(number, uuid.UUID(int=number), 200 + number, group, each, has_left=False)
        for number, each in enumerate(told, 1)
    ]
    slot = Slot(1, HalfDay.AFTERNOON)
    item = AgendaItem(
        uuid.uuid4(), 810, 900, Bilingual("មេរៀនទី១", "Module 1"), ItemKind.MODULE, True, day=1
    )
    seat_ids = tuple(row.seat_id for row in rows)
    sheet = Sheet(
        uuid.UUID(int=7), uuid.UUID(int=8), 3, slot, group, seat_ids, blanks,
        dt.datetime(2026, 11, 25, tzinfo=dt.UTC),
    )  # fmt: skip
    return SheetPaper(
        sheet=sheet,
        title=Bilingual("វគ្គសាកល្បង", "A test course"),
        first_day=dt.date(2026, 11, 24),
        place=Bilingual("សាលាខេត្ត រាជធានីភ្នំពេញ", "Provincial hall, Phnom Penh"),
        organisers=(Organiser("អ្នករៀបចំ", "The organiser"),),
        logos=tuple(logo(place) for place in range(logos)),
        items=(item,),
        rows=rows,
    )


def logo(place: int) -> Logo:
    role = LogoRole.FUNDER if place % 2 else LogoRole.ORGANISER
    kind, content = ("image/svg+xml", DRAWING) if place % 2 else ("image/png", png())
    return Logo(uuid.uuid4(), role, Bilingual("", f"Logo {place}"), kind, content)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (40, 90), (200, 30, 30, 90)).save(out, "PNG")
    return out.getvalue()


def bare(text: str) -> str:
    """Without spaces: a name that is too long for a line goes on in the next one."""
    return "".join(text.split())


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert sheet_pdf(printed(20, logos=2)) == sheet_pdf(printed(20, logos=2))


@pytest.mark.parametrize("people", [1, 7, 25])
def test_every_row_has_its_number_and_the_names_as_they_were_told(people: int) -> None:
    paper = printed(people, blanks=3)
    text = text_of(sheet_pdf(paper))
    for row in paper.rows:
        told = row.details
        for words in (told.name_km, told.name_latin, told.organisation, str(row.seat_number)):
            assert bare(words) in bare(text)
    last = people + 3
    for number in range(1, last + 1):
        assert f"{khmer_digits(number)} {number} " in text + " "
    assert f"{khmer_digits(last + 1)} {last + 1}" not in text


def test_a_monk_stands_with_his_title() -> None:
    text = text_of(sheet_pdf(printed(2)))
    assert "ព្រះតេជគុណ ឃ្លាំង ស៊ីវុត្ថា" in text
    assert "Venerable KHLEANG Sivutha" in text


def test_the_head_says_what_it_is_for_in_both_languages() -> None:
    text = texts_of_pages(sheet_pdf(printed(5, group="A")))[0]
    for words in (
        "បញ្ជីវត្តមាន", "Sign-in sheet", "វគ្គសាកល្បង", "A test course",
        "ថ្ងៃទី២៥ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ពេលរសៀល ក្រុម A", "25 November 2026, Afternoon, group A",
        "សាលាខេត្ត រាជធានីភ្នំពេញ", "Provincial hall, Phnom Penh", "The organiser", "អ្នករៀបចំ",
        "13:30–15:00", "មេរៀនទី១", "Module 1", "ហត្ថលេខា", "Signature", "ស្នាមមេដៃ", "Thumbprint",
        "Only the trainers, the organisers and the funders see it.", "ម្ចាស់ជំនួយប៉ុណ្ណោះ",
    ):  # fmt: skip
        assert bare(words) in bare(text), words


def test_every_page_has_the_number_of_the_sheet_the_heads_and_the_page() -> None:
    found = texts_of_pages(sheet_pdf(printed(60)))
    assert len(found) > 2
    for page, text in enumerate(found, 1):
        assert "បញ្ជីលេខ ៣" in text
        assert "Sheet 3" in text
        assert f"Page {page} of {len(found)}" in text
        assert f"{khmer_digits(page)}/{khmer_digits(len(found))}" in bare(text)
        if "Thumbprint" not in text:
            assert page == len(found), "only the trainer's line may stand on a page by itself"


def test_rows_are_at_least_ten_millimetres_high() -> None:
    """On A4 so many rows at most fit a page, and long names make them fewer."""
    for text in texts_of_pages(sheet_pdf(printed(0, blanks=60))):
        rows = sum(f"{khmer_digits(number)} {number} " in text for number in range(1, 61))
        assert rows <= 297 / 10
    first = texts_of_pages(sheet_pdf(printed(0, blanks=60)))[0]
    assert f"{khmer_digits(13)} 13 " in first


@pytest.mark.parametrize("logos", [0, 1, 4, 8])
def test_logos_are_printed_with_whose_they_are(logos: int) -> None:
    pdf = sheet_pdf(printed(3, logos=logos))
    assert pictures_described(pdf) == sorted(
        (f"Logo {place}" for place in range(logos)), key=lambda it: (int(it[5:]) % 2, it)
    )
    text = text_of(pdf)
    assert ("Organised by" in text) is (logos > 0)
    assert ("Supported by" in text) is (logos > 1)


def test_a_character_that_no_font_has_keeps_nobody_off_the_sheet() -> None:
    paper = printed(1)
    strange = PersonDetails("ជា", "CHEA", "the 漢", organisation="Pagoda 🙏")
    changed: Any = [Row(1, uuid.UUID(int=1), 1, "", strange, has_left=False)]
    made = SheetPaper(**{**{n: getattr(paper, n) for n in paper.__slots__}, "rows": changed})
    assert "Pagoda" in text_of(sheet_pdf(made))


def test_the_pages_are_a4_upright() -> None:
    for page in pages(sheet_pdf(printed(3))):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
