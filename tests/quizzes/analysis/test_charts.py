"""What the charts draw: as long as it says, written at its mark, without styles in place."""

import xml.etree.ElementTree as ET
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.kernel.locales import LANGUAGES, Language
from training.quizzes.analysis import charts, said
from training.quizzes.analysis.charts import Bar, Frame, Move, Names
from training.quizzes.analysis.drawing import WIDTH, Drawing, Words
from training.quizzes.analysis.figures import Interval

FRAME = Frame("gain", "What & when", "From <before> to after")
NAMES = Names("before", "after")
SVG = "{http://www.w3.org/2000/svg}"
SHARES = st.floats(0, 1)
WORDS = Words(("explain where it came from", "and why"))
SAY = partial(said.share, language="en")


def tree(drawing: Drawing) -> ET.Element:
    return ET.fromstring(drawing.svg)  # noqa: S314 - our own


def of(drawing: Drawing, tag: str, kind: str) -> list[ET.Element]:
    return [each for each in tree(drawing).iter(SVG + tag) if each.get("class") == kind]


def test_a_drawing_says_what_it_is_to_who_does_not_see_it() -> None:
    root = tree(charts.numbered_bars(FRAME, [("1", 0.5)], SAY))
    named = {each.get("id"): each.text for each in root if each.get("id")}
    assert named[root.get("aria-labelledby")] == "What & when"
    assert named[root.get("aria-describedby")] == "From <before> to after"
    assert root.get("role") == "img"


def test_a_bar_is_as_long_as_its_share() -> None:
    bars = [Bar(WORDS, 1, is_right=True), Bar(WORDS, 0.25, is_right=False), Bar(WORDS, 0, False)]
    drawing = charts.labelled_bars(FRAME, bars, SAY)
    (right,) = of(drawing, "rect", "chart-filled")
    wrong, none = of(drawing, "rect", "chart-hollow")
    widths = [float(each.get("width", "")) for each in (right, wrong, none)]
    assert widths == [294, 73.5, 0]
    written = [each.text for each in of(drawing, "text", "chart-words")]
    assert [each for each in written if each and "%" in each] == ["100%", "25%", "0%"]


def test_before_is_a_ring_and_after_a_dot() -> None:
    drawing = charts.moves(FRAME, [Move(WORDS, 0.25, 0.75)], NAMES, SAY)
    ring, dot = of(drawing, "circle", "chart-hollow")[1:], of(drawing, "circle", "chart-filled")[1:]
    assert [float(each.get("cx", "")) for each in (*ring, *dot)] == [83.5, 230.5]
    assert {each.words for each in drawing.words} >= {"25%", "75%", "before", "after", "and why"}


def test_columns_are_as_high_as_their_counts() -> None:
    counts = [(4, 0), (2, 1)]
    drawing = charts.columns(FRAME, ["0–20", "20–40"], counts, NAMES, str)
    before, after = (of(drawing, "rect", f"chart-{kind}")[1:] for kind in ("hollow", "filled"))
    assert [float(each.get("height", "")) for each in before] == [130, 65]
    assert [float(each.get("height", "")) for each in after] == [0, 32.5]


@given(st.lists(st.builds(Move, st.just(WORDS), SHARES, SHARES), min_size=1, max_size=12))
def test_every_stroke_is_on_the_sheet_and_none_has_a_style(rows: list[Move]) -> None:
    numbered = [(str(place), row.before) for place, row in enumerate(rows)]
    bars = [Bar(row.words, row.after, row.before > 0.5) for row in rows]
    counts = [(round(row.before * 30), round(row.after * 30)) for row in rows[:5]]
    for drawing in (
        charts.moves(FRAME, rows, NAMES, SAY),
        charts.numbered_bars(FRAME, numbered, SAY),
        charts.labelled_bars(FRAME, bars, SAY),
        charts.columns(FRAME, ["0–20"] * len(counts), counts, NAMES, str),
    ):
        for each in tree(drawing).iter():
            assert "style" not in each.attrib
            assert each.tag != f"{SVG}style"
            assert 0 <= float(each.get("x", each.get("cx", "0"))) <= WIDTH
            assert 0 <= float(each.get("y", each.get("cy", "0"))) <= drawing.height


def test_paper_has_the_strokes_without_the_words_and_the_words_beside_them() -> None:
    drawing = charts.moves(FRAME, [Move(WORDS, 0.25, 0.75)], NAMES, SAY)
    assert "<text" not in drawing.bare_svg
    assert drawing.bare_svg.count("<circle") == drawing.svg.count("<circle") == 4
    assert len(drawing.words) == drawing.svg.count("<text")


@pytest.mark.parametrize(
    ("language", "written"), [("en", ["41%", "+32", "−4", "0", "0.46", "−5 … 12"]),
                              ("km", ["៤១%", "+៣២", "−៤", "០", "០,៤៦", "−៥ … ១២"])],
)  # fmt: skip
def test_figures_are_written_in_the_digits_of_the_language(
    language: Language, written: list[str]
) -> None:
    assert [
        said.share(0.41, language), said.points(31.5, language), said.points(-4.4, language),
        said.points(-0.2, language), said.decimal(0.455, language),
        said.between(Interval(-5, 12.2), language),
    ] == written  # fmt: skip


@given(st.integers(1, 60), st.integers(0, 60), st.sampled_from(LANGUAGES))
def test_a_half_is_rounded_up(most: int, score: int, language: Language) -> None:
    whole = (200 * score + most) // (2 * most)
    assert said.percent(100 * score / most, "en") == f"{whole}%"
    assert len(said.percent(100 * score / most, language)) == len(f"{whole}%")
