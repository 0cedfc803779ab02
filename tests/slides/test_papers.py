"""The manual on the phone and on paper, handouts and glossary: what they say and to whom."""

import io

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import Destination

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.plans import faults, statements_of
from tests.printed import pages, text_of, texts_of_pages
from tests.proofreading import ProofReadingClient
from tests.slides.conftest import Course, counted_queries
from training.adapters.settings import Settings
from training.modules import service as modules
from training.modules.model import Handout, HandoutKind, HandoutText
from training.slides import paper


@pytest.fixture
def reader(client_for: ClientMaker, course: Course) -> ProofReadingClient:
    """The trainee of the course, reading Khmer."""
    return client_for(seat_id=course.seat_id, language="km")


@pytest.fixture
def manual(course: Course) -> str:
    """The address of the manual."""
    return f"/c/{course.id}/manual/{course.slug}"


def pdf_of(client: ProofReadingClient, path: str) -> bytes:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "application/pdf"
    return bytes(answer.data)


def test_manual_begins_with_the_khmer_summary_for_a_khmer_reader(
    reader: ProofReadingClient, manual: str
) -> None:
    page = reader.get(manual).text
    assert page.index("របៀបដែលចាប់ផ្តើម") < page.index("How it began")
    assert '<div lang="en">\n  <h3 class="chapter-title">How it began</h3>' in page
    assert "រដ្ឋការ\u2060ការពារ" in page or "រដ្ឋការពារប្រជាជន" in page
    assert 'href="#how-it-began"' in page
    assert "Each chapter begins" not in page


def test_manual_in_english_has_contents_that_lead_to_every_part(
    client_for: ClientMaker, course: Course, manual: str
) -> None:
    page = client_for(seat_id=course.seat_id, language="en").get(manual).text
    for anchor in ("how-it-began", "the-way-there"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}"' in page
    assert 'href="#how-it-began-sources"' not in page
    assert "របៀបដែលចាប់ផ្តើម" not in page
    assert '<aside class="prose-box prose-since">' in page
    assert "<td>2001</td>" in page
    assert "<script" not in page


def test_manual_is_linked_from_my_day_and_from_the_slides(
    reader: ProofReadingClient, trainer: ProofReadingClient, course: Course, manual: str
) -> None:
    assert f'href="{manual}"' in reader.get(f"/c/{course.id}").text
    assert f'href="{manual}"' in reader.get(course.read).text
    decks = trainer.get(course.desk).text
    assert f'href="{manual}"' in decks
    assert f'href="{manual}/manual.pdf"' in decks
    assert f'href="{course.desk}/every-layout/handouts/in-or-out.pdf?in=km"' in decks
    assert f'href="{course.desk}/every-layout/handouts/a-sheet.pdf?in=km"' not in decks
    assert f'href="{course.desk}/glossary.pdf"' in decks


def test_manual_asks_the_database_as_little_as_the_slides_do(
    reader: ProofReadingClient, course: Course, manual: str
) -> None:
    counts = []
    for path in (course.read, manual):
        assert reader.get(path).status_code == 200
        with counted_queries() as seen:
            reader.get(path)
        counts.append(len(seen))
    assert counts[1] <= counts[0]


def test_a_module_without_manual_handouts_or_glossary_has_none(
    trainer: ProofReadingClient, small_course: Course
) -> None:
    for path in (
        f"/c/{small_course.id}/manual/small",
        f"/c/{small_course.id}/manual/small/manual.pdf",
        f"{small_course.desk}/small/handouts/in-or-out.pdf",
        f"{small_course.desk}/glossary.pdf",
    ):
        assert trainer.get(path).status_code == 404, path
    page = trainer.get(small_course.desk).text
    assert "/manual/" not in page
    assert "glossary.pdf" not in page


def test_manual_pdf_has_text_in_both_scripts_and_a_working_outline(
    reader: ProofReadingClient, manual: str
) -> None:
    made = pdf_of(reader, f"{manual}/manual.pdf")
    words, pdf = text_of(made), PdfReader(io.BytesIO(made))
    for expected in ("How it began", "The way there", "Since then", "A/RES/60/1", "ទំនួលខុសត្រូវ"):
        assert expected in words, expected
    assert f"2 / {len(pdf.pages)}" in words
    first, below = pdf.outline
    assert isinstance(first, Destination)
    assert first.title == "How it began"
    assert pdf.get_destination_page_number(first) == 2
    assert isinstance(below, list)
    assert [entry.title for entry in below if isinstance(entry, Destination)] == ["The way there"]
    links = [note.get_object() for page in pdf.pages[1:2] for note in page.get("/Annots", [])]
    assert len(links) >= 2


def test_manual_pdf_is_set_once_for_everybody(app: Flask, course: Course) -> None:
    with app.extensions["training.database"].reading() as session:
        found = {each.slug: each for _, each in modules.list_offered(session)}
    module = found[course.slug]
    assert paper.manual_pdf(module) is paper.manual_pdf(module)


@pytest.mark.parametrize(
    ("language", "card", "trainer_words", "key"),
    [("en", "Flood", "For the trainer", "Secret: out"), ("km", "ទឹកជំនន់", "សម្រាប់គ្រូ", "១. ក្រៅ")],
)
def test_cards_come_first_and_the_key_is_on_a_page_of_its_own(
    trainer: ProofReadingClient,
    course: Course,
    language: str,
    card: str,
    trainer_words: str,
    key: str,
) -> None:
    path = f"{course.desk}/every-layout/handouts/in-or-out.pdf?in={language}"
    cards, words = texts_of_pages(pdf_of(trainer, path))
    assert card in cards
    assert trainer_words not in cards
    assert trainer_words in words
    assert key in words
    assert card not in words


def test_a_sheet_is_one_page_and_in_english_where_it_has_no_khmer(
    trainer: ProofReadingClient, course: Course
) -> None:
    (words,) = texts_of_pages(
        pdf_of(trainer, f"{course.desk}/every-layout/handouts/a-sheet.pdf?in=km")
    )
    assert "Write here:" in words
    assert "_" not in words


def test_no_line_on_paper_begins_with_the_khmer_sign_of_repetition(
    app: Flask, course: Course
) -> None:
    with app.extensions["training.database"].reading() as session:
        module = {each.slug: each for _, each in modules.list_offered(session)}[course.slug]
    words = "".join(f"{'ការ' * shift} សញ្ញានីមួយៗក្រោមកត្តាមួយ\n\n" for shift in range(10, 40))
    sheet = Handout(
        name="sheet",
        id="sheet",
        kind=HandoutKind.SHEET,
        en=HandoutText("Sheet"),
        km=HandoutText("សន្លឹក", body=words),
    )
    pdf = paper.handout_pdf(module, sheet, "km")
    lines = [line.strip() for page in pages(pdf) for line in page.extract_text().splitlines()]
    assert len(lines) > 40, "no line was long enough to be broken"
    assert not [line for line in lines if line.lstrip("\u2060").startswith("ៗ")]


def test_glossary_marks_what_waits_to_be_confirmed(
    trainer: ProofReadingClient, course: Course
) -> None:
    words = text_of(pdf_of(trainer, f"{course.desk}/glossary.pdf")).replace(" *", "*")
    for expected in ("genocide", "អំពើប្រល័យពូជសាសន៍", "pillar", "សសរស្តម្ភ*", "Words"):
        assert expected in words, expected
    assert "អំពើប្រល័យពូជសាសន៍*" not in words


def test_handouts_and_their_keys_are_for_the_trainer_alone(
    reader: ProofReadingClient, course: Course, manual: str
) -> None:
    assert (
        reader.get(f"{course.desk}/every-layout/handouts/in-or-out.pdf").status_code == 302
    )  # to sign in
    for path in (manual, course.read):
        assert "Secret:" not in reader.get(path).text


def test_a_character_that_no_font_has_is_said_so(
    trainer: ProofReadingClient, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper.FOR_TRAINER.__class__, "best", lambda *_: ("漢", "en"))
    answer = trainer.get(f"{course.desk}/every-layout/handouts/in-or-out.pdf?in=en")
    assert answer.status_code == 409
    assert "This paper could not be made." in answer.text


@ON_SQLITE
def test_no_paper_reads_through_a_table_that_grows(
    app: Flask,
    client_for: ClientMaker,
    workshop: Workshop,
    course: Course,
    manual: str,
    settings: Settings,
) -> None:
    staff = client_for(account_id=workshop.trainer_id)
    paths = (
        manual,
        f"{manual}/manual.pdf",
        f"{course.desk}/{course.slug}/handouts/in-or-out.pdf",
        f"{course.desk}/glossary.pdf",
    )
    with statements_of(app) as asked:
        for path in paths:
            assert staff.get(path).status_code == 200, path
    assert len(asked) > 8
    assert faults(str(settings.data_folder / "training.db"), asked) == []
