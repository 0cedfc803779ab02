"""Figures: drawings whose words are put in for each language."""

from xml.etree import ElementTree as ET

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import KM
from training.modules.figures import SVG, draw
from training.modules.model import Figure

DRAWING, WORDS = "pictures/wall.svg", "pictures/wall.toml"


def figure_of(pack: Pack) -> Figure:
    (figure,) = pack.module().figures
    return figure


def test_each_language_has_its_own_words(pack: Pack) -> None:
    english = draw(figure_of(pack), "en", "A wall", "a")
    khmer = draw(figure_of(pack), "km", "ជញ្ជាំង", "a")
    assert "Protection" in english
    assert "ការការពារ" in khmer
    assert "Protection" not in khmer
    assert "Anything" not in english + khmer


def test_a_figure_is_described_and_fills_its_place(pack: Pack) -> None:
    root = ET.fromstring(draw(figure_of(pack), "en", 'A "wall" & more', "a"))  # noqa: S314 (our own drawing)
    assert (root.get("role"), root.get("aria-label")) == ("img", 'A "wall" & more')
    assert root.get("width") is None
    assert root.get("viewBox") == "0 0 80 40"


def test_a_line_break_makes_a_line_and_centred_labels_stay_centred(pack: Pack) -> None:
    pack.edit(WORDS, 'en = "Protection"', 'en = "Pro\\ntection"')
    root = ET.fromstring(draw(figure_of(pack), "en", "A wall", "a"))  # noqa: S314 (our own drawing)
    top, base = root.iter(f"{SVG}text")
    assert [(span.text, span.get("dy"), span.get("x")) for span in top] == [
        ("Pro", "-0.625em", "40"), ("tection", "1.25em", "40"),
    ]  # fmt: skip
    assert [(span.text, span.get("dy")) for span in base] == [("Two", "0em"), ("lines", "1.25em")]


def test_ids_are_kept_apart_on_a_page_with_two_drawings(pack: Pack) -> None:
    shown = draw(figure_of(pack), "en", "A wall", "left")
    assert 'id="left-shade"' in shown
    assert "url(#left-shade)" in shown


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (WORDS, "[top]", "[topp]", "The <text> top has no words here."),
        (WORDS, 'en = "Protection"\n', "", "The label top has no English."),
        (DRAWING, ' id="top"', "", 'The <text> "Anything" has no id for its words.'),
        (DRAWING, 'id="base"', 'id="top"', "Two <text> have the id top."),
        (DRAWING, 'viewBox="0 0 80 40"', "", "A figure needs viewBox="),
    ],
)
def test_a_fault_is_told(pack: Pack, file: str, old: str, new: str, says: str) -> None:
    pack.edit(file, old, new)
    assert any(says in one.message for one in pack.read().faults), pack.read().faults


def test_the_layout_figure_needs_a_file_of_words(pack: Pack) -> None:
    (pack.path / WORDS).unlink()
    assert "needs pictures/wall.toml with the words of wall.svg." in pack.fault()[2]


def test_a_label_without_khmer_is_told_and_shown_in_english(pack: Pack) -> None:
    pack.edit(WORDS, 'km = "ការការពារ"\n', "")
    assert pack.warning()[2].startswith("The label top has no Khmer.")
    assert 'lang="en"' in draw(figure_of(pack), "km", "x", "a")


def test_a_board_needs_leads_in_bold(pack: Pack) -> None:
    pack.edit(KM, "**ជម្លោះ** ប្រដាប់អាវុធ", "ជម្លោះ ប្រដាប់អាវុធ")
    assert "An item of a board begins with its lead in bold" in pack.fault()[2]


def test_a_later_fact_needs_a_since_box(pack: Pack) -> None:
    english = "slides/1-start.en.md"
    pack.edit(english, "::: since\n**2024** The framework was revised.\n:::\n", "")
    assert "The fact X-later is later than 2019-07." in pack.fault()[2]
