"""The manual of a section, its Khmer summary, and the handouts."""

import pytest

from tests.modules.conftest import Pack
from training.modules.model import HandoutKind
from training.modules.rules import chapter_fingerprint, count_manual_words

MANUAL, SUMMARY = "manual/1-start.en.md", "manual/1-start.km.md"
CARDS, CARDS_KM = "handouts/in-or-out.en.md", "handouts/in-or-out.km.md"


def test_a_chapter_has_its_parts_and_a_summary(pack: Pack) -> None:
    (chapter,) = pack.module().chapters
    assert [part.id for part in chapter.parts] == [
        "how-it-began", "the-way-there", "how-it-began-sources",
    ]  # fmt: skip
    assert chapter.passages[0].facts == ("D1", "X-later")
    assert chapter.summary is not None
    assert chapter.summary.title == "របៀបដែលចាប់ផ្តើម"
    assert chapter.translated_from == chapter_fingerprint(chapter.parts)


def test_words_of_sources_and_headings_do_not_count(pack: Pack) -> None:
    assert count_manual_words(pack.module()) == 32


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("{#the-way-there", "{#how-it-began", 5, "The heading id how-it-began is used twice."),
        (" {#the-way-there", " {facts2", 5, "in the braces is not understood"),
        ('{#the-way-there facts="D1 X-later"}', "", 5, "This heading has no braces."),
        ('"D1 X-later"', '"Z9"', 5, "Heading the-way-there: The fact Z9 is not in facts.toml."),
        ('began facts="D1"', 'began facts="X-later"', 1, "X-later is later than 2019-07."),
        ("**2020** It", "It", 11, "A since box begins with its date in bold"),
        ("::: case", "::: poem", 14, 'The block "poem" is not known.'),
        ("- first", "### deeper\n- first", 7, "Headings of the manual are # and ## only."),
        ("- first", "![x](pictures/drawing.svg)", 7, "The manual has no pictures."),
        ("- first", "<b>first</b>", 7, "HTML is not allowed here"),
    ],
)
def test_a_fault_names_its_line(pack: Pack, old: str, new: str, line: int, says: str) -> None:
    pack.edit(MANUAL, old, new)
    found = [one for one in pack.read().faults if says in one.message]
    assert [(one.file, one.line) for one in found] == [(f"first/{MANUAL}", line)], (
        pack.read().faults
    )


def test_a_summary_that_is_stale_or_missing_is_told(pack: Pack) -> None:
    pack.edit(MANUAL, "New York", "Geneva")
    assert "This summary is stale" in pack.warning()[2]
    assert pack.stamp() == 1
    (pack.path / SUMMARY).unlink()
    assert pack.warning() == (
        SUMMARY, 1, "This file is missing: the chapter has no Khmer summary.",
    )  # fmt: skip


def test_a_chapter_without_sources_is_told(pack: Pack) -> None:
    pack.edit(MANUAL, "## Sources {#how-it-began-sources}", '## More {#how-it-began-more facts=""}')
    pack.stamp()
    assert pack.warning()[2].startswith("This chapter does not end with ## Sources")


def test_a_handout_has_cards_and_a_key(pack: Pack) -> None:
    (handout,) = pack.module().handouts
    assert (handout.name, handout.id, handout.kind) == ("in-or-out", "in-or-out", HandoutKind.CARDS)
    assert handout.en.body.count("\n## ") == 2
    assert handout.en.key == "1. Out\n2. In"
    assert handout.text("km")[0].title == "ក្នុងឬក្រៅ?"
    assert "Out" not in handout.en.body


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("kind=cards", "kind=poem", 'The kind "poem" of handout in-or-out is not one of'),
        ("kind=cards", "kind=line layout=title", "layout= is not known in the braces."),
        ("## 1\n", "", ""),
        ("kind=cards", "kind=line", ""),
        ('facts="D1"', 'facts="X-later"', "Handout in-or-out: The fact X-later is later"),
        ("A flood", "![x](pictures/drawing.svg)", "A handout has no pictures."),
    ],
)
def test_a_handout_is_held_to_its_form(pack: Pack, old: str, new: str, says: str) -> None:
    pack.edit(CARDS, old, new)
    faults = pack.read().faults
    assert bool(faults) == bool(says)
    assert all(says in one.message for one in faults)


def test_the_ends_of_a_line_are_two(pack: Pack) -> None:
    for name in (CARDS, CARDS_KM):
        text = (pack.path / name).read_text(encoding="utf-8")
        pack.write(name, text.replace("::: key", "## 3\nMore.\n\n::: key"))
    pack.edit(CARDS, "kind=cards", "kind=line")
    assert {one.message for one in pack.read().faults} == {
        "A line needs two ## headings: the words of its two ends."
    }


def test_a_handout_without_key_or_khmer_is_told(pack: Pack) -> None:
    (pack.path / CARDS_KM).unlink()
    assert pack.warning()[2] == "This file is missing: the handout is printed in English only."
