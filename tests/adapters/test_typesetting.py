from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdf
import pytest

from tests.printed import pages, read_qr, text_of
from training.adapters import house_fonts
from training.adapters.house_fonts import describe_characters
from training.adapters.typesetting import (
    MOST_CHARACTERS_IN_A_TEXT,
    TypesettingError,
    characters_without_glyph,
    fonts_are_installed,
    qr_svg,
    typeset,
)

NOTE = """
#let paper(data) = [
  #set document(title: data.title)
  #set text(font: ("Noto Serif", "Battambang", "Moul"))
  #heading(data.title)
  #data.body
]
"""


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.typ"
    path.write_text(NOTE, encoding="utf-8")
    return path


def test_fonts_are_installed() -> None:
    assert fonts_are_installed()


def test_same_data_gives_same_bytes_and_other_data_other_bytes(note: Path) -> None:
    data = {"title": "ត្បូងឃ្មុំ", "body": "One"}
    assert typeset(note, data) == typeset(note, dict(reversed(data.items())))
    assert typeset(note, data) != typeset(note, data | {"body": "Two"})


def test_two_threads_may_typeset_at_once(note: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        made = list(
            threads.map(lambda n: typeset(note, {"title": "T", "body": f"Text {n}"}), range(8))
        )
    assert [f"Text {n}" in text_of(pdf) for n, pdf in enumerate(made)] == [True] * 8


@pytest.mark.parametrize(
    "body", ["#panic()", "*bold* _x_ $y$", "= not a heading", '"; #sys.inputs', "\\u{41} <b> &amp;"]
)
def test_what_looks_like_markup_is_printed_as_it_was_typed(note: Path, body: str) -> None:
    assert body in text_of(typeset(note, {"title": "T", "body": body}))


@pytest.mark.parametrize("word", ["ត្បូងឃ្មុំ", "ស្ត្រី", "ខ្ញុំ", "បណ្តុះបណ្តាល", "CHHUON Vichheka"])
def test_words_are_copied_out_exactly(note: Path, word: str) -> None:
    assert word in text_of(typeset(note, {"title": "T", "body": word}))


def test_the_file_is_for_archives_and_for_screen_readers(note: Path) -> None:
    pdf = typeset(note, {"title": "T", "body": "B"})
    metadata = pages(pdf)[0].pdf
    assert isinstance(metadata, pypdf.PdfReader)
    assert metadata.xmp_metadata is not None
    xmp = metadata.xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_a_character_that_no_font_has_is_refused_by_name(note: Path) -> None:
    with pytest.raises(TypesettingError, match=r"“漢” \(U\+6F22\)"):
        typeset(note, {"title": "T", "body": ["Name 漢"]})


def test_a_text_that_is_too_long_is_refused(note: Path) -> None:
    with pytest.raises(TypesettingError, match="5,001 characters"):
        typeset(note, {"title": "T", "body": "x" * (MOST_CHARACTERS_IN_A_TEXT + 1)})


def test_too_much_text_in_all_is_refused(note: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.adapters.typesetting.MOST_CHARACTERS_IN_ALL", 20)
    with pytest.raises(TypesettingError, match="too much text"):
        typeset(note, {"title": "T", "body": "more than twenty"})


def test_data_that_the_template_cannot_use_is_an_error_with_the_reason(note: Path) -> None:
    with pytest.raises(TypesettingError, match=r"note\.typ could not be set.*body"):
        typeset(note, {"title": "T"})


def test_a_missing_template_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TypesettingError, match=r"absent\.typ is missing"):
        typeset(tmp_path / "absent.typ", {})


def test_missing_fonts_are_an_error_that_says_what_to_run(
    note: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house_fonts, "FONTS", tmp_path)
    assert not fonts_are_installed()
    with pytest.raises(TypesettingError, match="install_assets"):
        typeset(note, {"title": "T", "body": "B"})


def test_uncovered_characters_are_found_once_each_and_in_order() -> None:
    assert characters_without_glyph("Anna 漢 字 漢 ก") == ["漢", "字", "ก"]


@pytest.mark.parametrize(
    "text",
    ["ត្បូងឃ្មុំ ស្ត្រី ខ្ញុំ ០១២៣៤៥៦៧៨៩ ៗ។៖ ៛", "Þóra Ågren Nguyễn Dvořák", "a\u200bb\u200cc\nd", "“–’…·”"],
)
def test_khmer_and_latin_names_are_covered(text: str) -> None:
    assert characters_without_glyph(text) == []


def test_every_character_of_the_khmer_block_is_covered_but_the_unassigned_ones() -> None:
    block = "".join(map(chr, range(0x1780, 0x17DE))) + "".join(map(chr, range(0x17E0, 0x17EA)))
    assert characters_without_glyph(block) == []


def test_an_invisible_character_is_described_by_its_number() -> None:
    assert describe_characters(["\u202e", "漢"]) == "(U+202E), “漢” (U+6F22)"


@pytest.mark.parametrize(
    "text", ["https://example.org/v/R2P-1#" + "aZ9-_" * 50, "ខ្ញុំ នៅ ត្បូងឃ្មុំ", "1"]
)
def test_a_qr_code_is_read_back(text: str) -> None:
    assert read_qr(qr_svg(text)) == text


@pytest.mark.parametrize("text", ["", "x" * 1201, "ខ" * 401])
def test_a_qr_code_of_nothing_or_of_too_much_is_refused(text: str) -> None:
    with pytest.raises(TypesettingError, match="1200 bytes"):
        qr_svg(text)
