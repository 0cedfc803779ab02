"""Slide files: what is read, and every fault and warning in them."""

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import EN, KM
from training.modules.model import Layout
from training.modules.rules import slide_fingerprint


def test_slides_come_in_the_order_of_the_english_file(pack: Pack) -> None:
    module = pack.module()
    assert [slide.layout for slide in module.slides] == [
        Layout.TITLE,
        Layout.POINTS,
        Layout.COLUMNS,
        Layout.TIMELINE,
        Layout.TABLE,
        Layout.QUESTION,
        Layout.ACTIVITY,
        Layout.PICTURE,
        Layout.BOARD,
        Layout.FIGURE,
    ]
    first = module.slides[0]
    assert (first.id, first.minutes, first.facts) == ("welcome", 2, ("D1",))
    assert first.en.title == "Welcome"
    assert first.en.body == "A short subtitle\n\n- the first aim"
    assert first.en.notes == "Say hello."
    assert first.km is not None
    assert first.km.title == "សូមស្វាគមន៍"
    assert first.km.notes == "សួស្តី។"
    assert first.translated_from == slide_fingerprint(first.en)


def test_the_order_of_the_khmer_file_does_not_matter(pack: Pack) -> None:
    text = (pack.path / KM).read_text(encoding="utf-8")
    first, *others = text.split("\n# ")
    pack.write(KM, "\n# ".join([first, *reversed(others)]))
    assert [slide.id for slide in pack.module().slides][:2] == ["welcome", "points"]


def test_a_picture_is_described_in_both_languages(pack: Pack) -> None:
    slide = pack.module().slides[1]
    assert slide.picture == "drawing.svg"
    assert slide.en.description == "Two circles"
    assert slide.km is not None
    assert slide.km.description == "រង្វង់ពីរ"


def test_windows_line_ends_and_a_byte_order_mark_are_fine(pack: Pack) -> None:
    before = pack.module()
    for name in (EN, KM):
        text = (pack.path / name).read_text(encoding="utf-8").replace("\n", "\r\n")
        pack.write(name, b"\xef\xbb\xbf" + text.encode())
    assert pack.module() == before
    assert pack.read().warnings == ()


def test_a_zero_width_space_stays(pack: Pack) -> None:
    pack.edit(KM, "# សូមស្វាគមន៍", "# សូម\u200bស្វាគមន៍")
    khmer = pack.module().slides[0].km
    assert khmer is not None
    assert khmer.title == "សូម\u200bស្វាគមន៍"


BRACES = '{#welcome layout=title minutes=2 facts="D1"}'


@pytest.mark.parametrize(
    ("old", "new", "words", "says"),
    [
        (BRACES, "", "# Welcome", "This slide has no braces. Write # Title {#id …}."),
        (BRACES, "{layout=title minutes=2}", "# Welcome", 'The slide "Welcome" has no id.'),
        ("{#welcome", "{#Welcome_1", "# Welcome", 'The id "Welcome_1" may have a-z'),
        ("{#welcome", "{#points", "# Points", "The slide id points is used twice."),
        ("# Welcome", "#", "{#welcome", "This slide has no title."),
        ("# Welcome", "# <b>Welcome</b>", "{#welcome", "HTML is not allowed in a title."),
        ("# Welcome", "# " + "W" * 600, "{#welcome", "This heading is longer than 500 signs."),
        ("layout=title", "layout=poem", "# Welcome", 'the layout "poem" is not one of title'),
        ("layout=title ", "", "# Welcome", 'the layout "" is not one of title'),
        ("minutes=2", "minutes=soon", "# Welcome", "minutes= must be a whole number from 1"),
        ("minutes=2", "minutes=0", "# Welcome", "minutes= must be a whole number from 1"),
        ("minutes=2", "minutes=2 minutes=3", "# Welcome", '"minutes" is given twice'),
        ("minutes=2", "minutes=2 colour=red", "# Welcome", "colour= is not known in the braces"),
        ("minutes=2", "minutes=2 from=12345678", "# Welcome", "from= belongs in the Khmer file"),
        ("minutes=2", "minutes=2 ???", "# Welcome", '"??? facts="D1"" in the braces is not'),
        ('facts="D1"', 'facts="Z9"', "# Welcome", "Slide welcome: The fact Z9 is not in facts"),
        ('facts="D1"', 'facts="G6-number"', "# Welcome", "The fact G6-number is tagged M?"),
        ('facts="D1"', 'facts="X-later"', "# Welcome", "The fact X-later is later than 2019-07"),
        ("picture=drawing.svg", "picture=../x.svg", "# Points", "picture= must name an svg"),
        ("picture=drawing.svg", "picture=x.gif", "# Points", "picture= must name an svg"),
        ("picture=drawing.svg", "picture=no.svg", "# Points", "pictures/no.svg is missing."),
        ("Two circles\n:::", "\n:::", "# Points", "the picture drawing.svg needs words"),
        ("# Welcome", "Hello\n\n# Welcome", "Hello", "Text before the first slide."),
        ("::: notes", "::: note", "::: note", 'The block "note" is not known.'),
        ("Say hello.\n:::", "Say hello.", "::: notes", "::: notes is not closed."),
        ("A short subtitle", "A <b>short</b> one", "A <b>", "HTML is not allowed here: <b>."),
        ("Say hello.", "<script>x</script>", "<script>", "HTML is not allowed here: <script>"),
        ("Two circles\n", "<i>Two</i>\n", "<i>Two", "HTML is not allowed here: <i>."),
        ("A short subtitle", "<!-- later -->", "<!--", "HTML is not allowed here: <!-- later"),
        ("A short subtitle", "[x](javascript:alert(1))", "[x]", "A link must begin with https:"),
        ("A short subtitle", "[x](//far.example)", "[x]", "A link must begin with https:"),
        ("A short subtitle", "<javascript:x>", "<javascript", "A link must begin with https:"),
        ("](pictures/drawing.svg)", "](https://x.example/a.svg)", "![Two", "must lie in pictures/"),
        ("](pictures/drawing.svg)", "](pictures/../a.svg)", "![Two", "must lie in pictures/"),
        ("![Two circles]", "![]", "![](", "This picture has no description."),
        ("A short subtitle", "## A heading", "## A", "title has no place for a heading."),
        ("- the first aim", "- a\n\n1. b", "A short", "has at most one list, of aims."),
        ("- one\n- two", "## one", "## one", "points has no place for a heading."),
        ("- a\n", "### deep\n", "### deep", "A column has one heading, with ##"),
        ("## Left", "| a |\n|---|\n| b |", "| a |", "columns has no place for a table."),
        ("::: column\n## Left", "x\n\n::: column\n## Left", "x", "Text outside the columns."),
        ("A short subtitle", "::: column\nx\n:::", "::: column", "Only the layout columns has"),
        ("- **1948** Genocide", "- 1948 Genocide", "- 1948", "An item of a timeline begins with"),
        ("|---|--:|\n", "", "| Crime", "The layout table needs one table"),
        ("What comes to mind?\n", "", "- Soldiers", "begins with the question as a paragraph."),
        ("1. Stand up.\n2. Talk.", "Talk.", "Aim: to", "The layout activity needs a paragraph"),
        ("![Two circles](pictures/drawing.svg)", "x", "x", "The layout picture needs"),
    ],
)
def test_a_fault_names_its_line(pack: Pack, old: str, new: str, words: str, says: str) -> None:
    pack.edit(EN, old, new)
    reading = pack.read()
    found = [one for one in reading.faults if says in one.message]
    assert reading.module is None
    assert [(one.file, one.line) for one in found] == [(f"first/{EN}", pack.line(EN, words))]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("Say hello.\n:::", "Say hello.\n:::\n\n:::", 11, "closes a block that was never opened."),
        ("Say hello.", "Say.\n:::\n\n::: notes\nMore.", 11, "a second block of notes. Join"),
        ("## Left\n- a\n", "\n", 27, "This column is empty."),
        ("::: column\n## Right\n- b\n:::", "", 25, "The layout columns needs two blocks"),
        ("1. Stand up.\n2. Talk.", "- a\n\n1. b", 74, "no place for a list with dots."),
    ],
)
def test_a_fault_inside_blocks(pack: Pack, old: str, new: str, line: int, says: str) -> None:
    pack.edit(EN, old, new)
    found = [one for one in pack.read().faults if says in one.message]
    assert [(one.file, one.line) for one in found] == [(f"first/{EN}", line)]


@pytest.mark.parametrize(
    ("old", "new", "words", "says"),
    [
        ("{#welcome", "{#welcom", "{#welcom ", "The English file has no slide welcom."),
        ("{#welcome", "{#points", "{#points", "The slide id points is used twice."),
        ("{#welcome", "{#welcome layout=title", "{#welcome", "layout= belongs in the English"),
        ("{#welcome", "{#welcome minutes=2", "{#welcome", "minutes= belongs in the English file"),
        ("{#welcome", "{#welcome size=2", "{#welcome", "size= is not known in the braces."),
        ("- **១៩៤៨**", "- ១៩៤៨", "- ១៩៤៨", "An item of a timeline begins with its date"),
        ("![រង្វង់ពីរ]", "![ ]", "![ ]", "This picture has no description."),
        ("រង្វង់ពីរ\n:::", ":::", "{#points", "the picture drawing.svg needs words"),
        ("ចំណងជើងរង", "<u>ចំណងជើងរង</u>", "<u>", "HTML is not allowed here"),
    ],
)
def test_a_fault_in_the_khmer(pack: Pack, old: str, new: str, words: str, says: str) -> None:
    pack.edit(KM, old, new)
    found = [one for one in pack.read().faults if says in one.message]
    assert len(found) == 1, pack.read().faults
    assert found[0].file == f"first/{KM}"
    if "twice" not in says:
        assert found[0].line == pack.line(KM, words)


def test_a_missing_english_file(pack: Pack) -> None:
    (pack.path / EN).unlink()
    told = [one.message for one in pack.read().faults]
    assert f"{EN} is missing. Add it, or mend its name." in told


def test_an_english_file_without_slides(pack: Pack) -> None:
    pack.write(EN, "")
    told = [one.message for one in pack.read().faults]
    assert "This file has no slides. Begin each with # Title {#id …}." in told


def test_an_endless_slide(pack: Pack) -> None:
    pack.edit(EN, "Say hello.", "Say hello.\n" * 3000)
    assert pack.fault() == (EN, 1, "This slide is longer than 20000 signs. Split it.")


def test_too_many_slides(pack: Pack) -> None:
    more = "# S {{#s-{0} layout=points minutes=1}}\n- a\n"
    pack.write(EN, "".join(more.format(number) for number in range(201)))
    told = [(one.line, one.message) for one in pack.read().faults]
    assert (401, "A file holds at most 200 slides.") in told


def test_the_same_id_in_two_sections(pack: Pack) -> None:
    pack.edit(
        "module.toml",
        "[[section]]",
        '[[section]]\nfile = "2-more"\nminutes = 5\n'
        'title.en = "More"\ntitle.km = "ទៀត"\n\n[[section]]',
    )
    pack.write("slides/2-more.en.md", "# Again {#welcome layout=points minutes=1}\n- a\n")
    assert pack.fault() == (EN, 1, "The slide id welcome is used twice. Give one a new id.")


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        (EN, "Say hello.\n", "", 1, "Slide welcome has no notes for the trainer."),
        (EN, "- one\n", "- " + "word " * 45 + "\n", 11, "Slide points has 46 words; at most 45."),
        (EN, "- one\n- two", "- a\n" * 7, 13, "7 points; at most 6 can be read. Split the slide."),
        (KM, "សួស្តី។\n", "", 1, "The notes of slide welcome have no Khmer."),
        (KM, "- មួយ\n", "", 11, "Slide points has 1 points or rows, the English 2."),
        (KM, "- ក\n", "- ក\n- ក\n", 24, "Slide two-columns has 3 points or rows, the English 2."),
    ],
)
def test_a_warning_names_its_line(
    pack: Pack, file: str, old: str, new: str, line: int, says: str
) -> None:
    pack.edit(file, old, new)
    reading = pack.read()
    assert reading.module is not None, reading.faults
    found = [one for one in reading.warnings if says in one.message]
    assert len(found) == 1, reading.warnings
    assert (found[0].file, found[0].line) == (f"first/{file}", line)


def test_tables_and_timelines_may_have_more_words(pack: Pack) -> None:
    pack.edit(EN, "Genocide Convention", "word " * 60)
    pack.stamp()
    assert pack.read().warnings == ()
    pack.edit(EN, "World Summit", "word " * 60)
    pack.stamp()
    assert "has 122 words; at most 90" in pack.warning()[2]


def test_a_stale_translation_names_the_new_fingerprint(pack: Pack) -> None:
    pack.edit(EN, "A short subtitle", "A new subtitle")
    now = slide_fingerprint(pack.module().slides[0].en)
    assert pack.warning() == (
        KM,
        1,
        f"Slide welcome is stale: its English has changed. Mend it, write from={now}.",
    )


def test_a_translation_without_a_fingerprint(pack: Pack) -> None:
    stamp = slide_fingerprint(pack.module().slides[0].en)
    pack.edit(KM, f" from={stamp}", "")
    assert pack.warning() == (
        KM,
        1,
        f"Slide welcome has no from=. Read it against the English, write from={stamp}.",
    )


def test_a_slide_without_khmer_is_shown_in_english(pack: Pack) -> None:
    text = (pack.path / KM).read_text(encoding="utf-8")
    pack.write(KM, "# " + text.split("\n# ", 1)[1])
    assert pack.warning() == (EN, 1, "Slide welcome has no Khmer. It is shown in English.")
    slide = pack.module().slides[0]
    assert slide.text("km") == (slide.en, "en")


def test_a_missing_khmer_file_is_one_warning(pack: Pack) -> None:
    (pack.path / KM).unlink()
    assert pack.warning() == (KM, 1, "This file is missing: 10 slides are shown in English.")


def test_a_slide_file_that_no_section_names(pack: Pack) -> None:
    pack.write("slides/9-lost.en.md", "")
    assert pack.warning() == (
        "slides/9-lost.en.md",
        1,
        "No section names this file, so nobody sees it.",
    )
