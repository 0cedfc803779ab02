"""What is settled before the page is set agrees with what the typesetter makes of it."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import typst

from tests.certificates.hard_names import COENG, CONSONANTS, ENDS, SHIFTERS, VOWELS, hard_names
from tests.certificates.paper.conftest import sample, third
from training.adapters import typesetting
from training.adapters.text_widths import ems, lines
from training.certificates.model import Facts, Kind, Logo, Named, Signatory
from training.certificates.paper.composing import HEIGHT, MEASURE, WIDTH, compose
from training.certificates.paper.page_parts import MM, Logos, Row, Run, height_of

LONG_KM = "សុវណ្ណារ៉ាត្នា ឃ្មុំ " * 9
LONG_EN = "Sovannaratana Chhunheang " * 8


def longest() -> Facts:
    km, en = LONG_KM[:200], LONG_EN[:200]
    return sample(
        name_km=km, name_en=en, title_km=km, title_en=en, course_title_km=km, course_title_en=en,
        venue_km=km, venue_en=en, province_km=km, province_en=en, kind=Kind.TRAINER,
        modules=(Named(km, en),) * 20, organisers=(Named(km, en),) * 4, kingdom_header=True,
        signatories=(Signatory(km, en, km, en),) * 3, lunar_date_km=km, key_fingerprint=en,
        number="Z" * 64,
    )  # fmt: skip


def runs_of(value: Any) -> Iterator[Run]:
    if isinstance(value, Run):
        yield value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from runs_of(getattr(value, field))
    elif isinstance(value, tuple):
        for each in value:
            yield from runs_of(each)


def measured(runs: list[Run]) -> list[tuple[float, float]]:
    """Width and height of each as the typesetter has them, in points."""
    main = (
        '#import "/certificates/paper/formal.typ": run\n'
        "#set par(leading: 0pt, spacing: 0pt)\n#set text(hyphenate: false)\n"
        f"#let given = json({typesetting._quoted(json.dumps(msgspec.to_builtins(runs)))})\n"
        "#context [#metadata(given.map(it => {\n"
        "  let room = measure(run(it))\n  (room.width.pt(), room.height.pt())\n}))<room>]"
    )
    compiler = typst.Compiler(
        input=main.encode(), root=typesetting.PACKAGE, font_paths=typesetting._fonts()
    )
    found: list[tuple[float, float]] = json.loads(compiler.query("<room>"))[0]["value"]
    return found


def every_style(words: str) -> Iterator[Run]:
    for style in ("moul", "km", "km-bold", "en", "en-bold", "en-italic"):
        yield Run(style, "ink", 10.0, (words,))


def test_no_text_is_wider_or_higher_on_paper_than_was_reckoned() -> None:
    words = [name for pair in hard_names(100) for name in pair if name]
    words += ["AVATAR Wm fi ffi", "ស្ត្រី" * 8, "១២៣ (R2P) “ក”", LONG_KM, LONG_EN]
    runs = [run for each in words for run in every_style(" ".join(each.split()))]
    for run, (width, height) in zip(runs, measured(runs), strict=True):
        assert width <= ems(run.lines[0], run.style) * run.size + 0.01, run
        assert height == pytest.approx(run.height, abs=0.01), run


def every_syllable() -> Iterator[str]:
    for letter in CONSONANTS:
        yield from (f"{letter}{COENG}{below}" for below in CONSONANTS)
        for sign in ("", *SHIFTERS, f"{COENG}រ", f"{COENG}យ"):
            yield from (f"{letter}{sign}{vowel}" for vowel in [*VOWELS, *ENDS, *"័៍៌៏"])


@pytest.mark.parametrize("style", ["moul", "km", "km-bold"])
def test_no_khmer_syllable_is_wider_on_paper_than_was_reckoned(style: str) -> None:
    runs = [Run(style, "ink", 100.0, (syllable,)) for syllable in every_syllable()]
    for run, (width, _) in zip(runs, measured(runs), strict=True):
        assert width <= ems(run.lines[0], style) * run.size + 0.01, run


@pytest.mark.parametrize("qr_side", [0, 34 * MM])
@pytest.mark.parametrize("facts", [sample(), longest(), sample(kind=Kind.TRAINER)])
def test_all_of_a_page_stands_within_its_room(facts: Facts, qr_side: float) -> None:
    page = compose(facts, qr_side, {})
    assert sum(map(height_of, page.groups)) + page.foot < HEIGHT
    for parts in page.groups:
        for run in runs_of(parts):
            assert all(ems(line, run.style) * run.size <= WIDTH + 0.01 for line in run.lines)


def test_a_long_name_shrinks_and_a_very_long_one_wraps() -> None:
    def name(words: str) -> Run:
        page = compose(sample(name_km="", name_en=words, title_en=""), 0, {})
        return next(run for run in runs_of(page) if run.style == "en-bold")

    short, long, longer = name("KEO Sok"), name("Sovannaratana " * 4), name("Sovannaratana " * 8)
    assert len(short.lines) == len(long.lines) == 1
    assert short.size > long.size
    assert len(longer.lines) == 2
    widths = [ems(line, longer.style) * longer.size for line in longer.lines]
    assert max(widths) <= MEASURE
    assert min(widths) > 0.7 * max(widths)


def test_a_title_shrinks_with_a_long_name_so_that_both_stand_on_one_line() -> None:
    page = compose(sample(name_km="", name_en="Sovannaratana " * 4, title_en="Professor"), 0, {})
    row = page.groups[2][-1]
    assert isinstance(row, Row)
    title, name = row.runs
    assert title.lines == ("Professor",)
    assert title.size == pytest.approx(0.85 * name.size)
    widths = (ems(run.lines[0], run.style) * run.size for run in row.runs)
    assert sum(widths) + row.gap <= MEASURE + 0.01


def test_a_lone_logo_stands_left_of_the_kingdom_and_costs_no_height() -> None:
    alone, none = (
        compose(sample(kingdom_header=True, logos=logos), 0, {"1" * 64: 1.0})
        for logos in ((Logo("1" * 64),), ())
    )
    (logo,) = (part for part in alone.groups[0] if isinstance(part, Logos))
    assert logo.side == "left"
    assert list(map(height_of, alone.groups)) == list(map(height_of, none.groups))


def test_khmer_lines_end_between_phrases_then_between_words() -> None:
    title = "ទំនួលខុសត្រូវក្នុងការការពារ និងការបង្ការអំពើឃោរឃៅ"
    assert lines(tuple(title.split()), 15, "km") == tuple(title.split())
    broken = lines(tuple(title.split()), 7, "km")
    assert "".join(broken) == title.replace(" ", "")
    words = {"ទំនួលខុសត្រូវ", "ក្នុង", "ការការពារ", "និង", "ការបង្ការ", "អំពើឃោរឃៅ"}
    assert all(any(line.startswith(word) for word in words) for line in broken)


def test_a_word_without_an_end_is_cut_between_letters() -> None:
    cut = lines(("ស្ត្រី" * 30,), 9, "moul")
    assert "".join(cut) == "ស្ត្រី" * 30
    assert all(line.startswith("ស្ត្រី") and line.endswith("ស្ត្រី") for line in cut)


def test_the_signatories_offices_shrink_before_they_take_the_page() -> None:
    offices = (Signatory(LONG_KM[:200], LONG_EN[:200], LONG_KM[:200], LONG_EN[:200]),) * 3
    page = compose(sample(signatories=offices), 34 * MM, {})
    assert page.foot <= 64 * MM
    assert compose(sample(signatories=(third(),) * 3), 0, {}).foot < page.foot
