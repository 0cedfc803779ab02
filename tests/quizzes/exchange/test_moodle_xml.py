"""Moodle XML as Moodle exports it, in new and old forms, and as nobody should send it."""

import base64
from decimal import Decimal

import pytest

from tests.quizzes.exchange.strategies import PNG
from training.kernel.locales import Bilingual
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format, Kind, Number, Question

ENCODED = base64.b64encode(PNG).decode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0"/></svg>'


def quiz(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inside}\n</quiz>'.encode()


def question(kind: str, inside: str, asked: str = "<p>What?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Name</text></name><questiontext format="html">'
        f"<text><![CDATA[{asked}]]></text></questiontext>{inside}</question>"
    )


def answer(text: str, fraction: str, more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


TRUTH = answer("true", "100") + answer("false", "0")


def read(content: bytes) -> tuple[list[Question], list[tuple[int, str]]]:
    found = formats.read(content, Format.MOODLE_XML)
    return list(found.questions), [(each.line, str(each.reason)) for each in found.refused]


def one(kind: str, inside: str, asked: str = "<p>What?</p>") -> Question:
    questions, refused = read(quiz(question(kind, inside, asked)))
    assert refused == []
    (found,) = questions
    return found


def reason(kind: str, inside: str, asked: str = "<p>What?</p>") -> str:
    questions, refused = read(quiz(question(kind, inside, asked)))
    assert questions == []
    ((line, told),) = refused
    assert line == 3
    return told


def test_a_choice_with_feedback_and_marks() -> None:
    feedback = '<feedback format="html"><text>&lt;p&gt;No.&lt;/p&gt;</text></feedback>'
    found = one(
        "multichoice",
        "<single>true</single><defaultgrade>2.0000000</defaultgrade>"
        "<generalfeedback><text>Paragraph 138.</text></generalfeedback>"
        + answer("a", "100")
        + answer("b", "-33.33333", feedback),
    )
    assert (found.kind, found.title, found.line, found.marks) == (Kind.SINGLE, "Name", 3, 2)
    assert found.reason.en == "Paragraph 138."
    assert [(each.words.en, each.weight, each.feedback.en) for each in found.choices] == [
        ("a", 100, ""),
        ("b", Decimal("-33.33333"), "No."),
    ]


def test_several_answers_may_be_right() -> None:
    answers = answer("a", "50") + answer("b", "50")
    assert one("multichoice", f"<single>false</single>{answers}").kind is Kind.SEVERAL


def test_both_languages_of_a_text() -> None:
    asked = (
        '<p><span class="multilang" lang="km">តើ<b>អ្វី</b>?</span>'
        '<span class="multilang" lang="en">What <span style="color:red">is</span> it?</span></p>'
    )
    found = one("truefalse", TRUTH, asked)
    assert found.words == Bilingual(km="តើអ្វី?", en="What is it?")


@pytest.mark.parametrize("first", ["true", "false"])
def test_true_stands_first_or_second(first: str) -> None:
    answers = TRUTH if first == "true" else answer("false", "0") + answer("true", "100")
    assert [each.weight for each in one("truefalse", answers).choices] == [100, 0]


def test_the_words_of_an_old_file_for_true_are_in_its_own_language() -> None:
    answers = answer("Vrai", "0") + answer("Faux", "100")
    assert [each.weight for each in one("truefalse", answers).choices] == [0, 100]


def test_numbers_spellings_pairs_lines_and_free_text() -> None:
    number = one("numerical", answer("6.25", "100", "<tolerance>0.05</tolerance>"))
    assert number.choices[0].number == Number(Decimal("6.25"), Decimal("0.05"))
    short = one("shortanswer", answer("New York", "100") + answer("*", "0"))
    assert [each.words.en for each in short.choices] == ["New York"]
    pair = "<subquestion><text>{}</text><answer><text>{}</text></answer></subquestion>"
    pairs = one("matching", pair.format("frog", "amphibian") + pair.format("", "insect"))
    assert [(each.words.en, each.to.en) for each in pairs.choices] == [
        ("frog", "amphibian"),
        ("", "insect"),
    ]
    order = one("ordering", answer("first", "1") + answer("second", "2"))
    assert [each.words.en for each in order.choices] == ["first", "second"]
    essay = one("essay", "<graderinfo><text>Two reasons.</text></graderinfo>")
    assert (essay.kind, essay.rubric.en) == (Kind.TEXT, "Two reasons.")


def test_categories_are_nested() -> None:
    category = '<question type="category"><category><text>{}</text></category></question>'
    inside = category.format("$course$/top/R2P/Pillar: one") + question("truefalse", TRUTH)
    questions, _ = read(quiz(inside + category.format("top") + question("truefalse", TRUTH)))
    assert [each.category for each in questions] == ["R2P/Pillar: one", ""]


def file(name: str, content: str = ENCODED) -> str:
    return f'<file name="{name}" path="/" encoding="base64">{content}</file>'


def with_picture(asked: str, files: str) -> bytes:
    found = question("truefalse", TRUTH, asked)
    return quiz(found.replace("</questiontext>", f"{files}</questiontext>"))


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [("My map.png", PNG, "My-map.png"), ("ផែនទី.PNG", PNG, "picture.png"), ("a.svg", SVG, "a.svg")],
)
def test_a_picture_inside_the_file_is_taken_with_its_words(
    name: str, content: bytes, kept: str
) -> None:
    asked = f'What?<img src="@@PLUGINFILE@@/{name.replace(" ", "%20")}" alt="A map">'
    files = file(name, base64.b64encode(content).decode())
    ((found,), refused) = read(with_picture(asked, files))
    assert refused == []
    assert found.picture
    assert (found.picture.name, found.picture.content) == (kept, content)
    assert found.picture.alt == Bilingual(km="", en="A map")


def test_a_picture_of_old_files_and_one_written_in_the_text() -> None:
    old = f"<image>quiz/map.png</image><image_base64>{ENCODED}</image_base64>{TRUTH}"
    assert one("truefalse", old).picture is not None
    inline = f'What?<img alt="" src="data:image/png;base64,{ENCODED}">'
    assert one("truefalse", TRUTH, inline).picture is not None


@pytest.mark.parametrize(
    ("asked", "files", "told"),
    [
        ("@@PLUGINFILE@@/a.png", "", "Its picture a.png is not in the file."),
        ("http://a.example/a.png", "", "Its picture http://a.example/a.png is not in the file."),
        ("@@PLUGINFILE@@/a.gif", file("a.gif"), "Its picture a.gif is neither PNG, JPEG nor SVG."),
        ("@@PLUGINFILE@@/a.png", file("a.png", "%%"), "Its picture a.png is damaged."),
        ("@@PLUGINFILE@@/a.png", file("a.png", "QUJD"), "Its picture a.png cannot be shown"),
        ("@@PLUGINFILE@@/a.jpg", file("a.jpg"), "Its picture a.jpg cannot be shown on phones."),
        ("@@PLUGINFILE@@/a.png", file("a.png", "A" * 700_000), "Its picture a.png is larger than"),
    ],
)
def test_a_picture_that_cannot_be_shown_refuses_its_question(
    asked: str, files: str, told: str
) -> None:
    questions, refused = read(with_picture(f'What?<img src="{asked}">', files))
    assert questions == []
    assert refused[0][1].startswith(told)


def test_a_picture_in_what_is_said_is_left_out_and_told() -> None:
    said = (
        '<generalfeedback format="html"><text>So.&lt;img src="a.png"&gt;</text></generalfeedback>'
    )
    found = one("truefalse", said + TRUTH)
    assert found.reason.en == "So."
    assert [str(each) for each in found.left_out] == [
        "A picture in what is said about the answers was left out."
    ]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("description", "It is a text that asks nothing (description)."),
        ("cloze", "It has gaps with answers in its text (cloze), which cannot be taken."),
        ("calculated", "It makes its numbers by a formula, which cannot be taken."),
        ("ddmarker", "Questions of the type ddmarker cannot be taken."),
        ("truefalse", "It has 0 answers and not true and false."),
        ("multichoice", "It needs at least 2 answers."),
    ],
)
def test_a_kind_that_cannot_be_asked_is_refused_with_its_reason(kind: str, told: str) -> None:
    assert reason(kind, "") == told


def test_an_answer_with_a_picture_is_refused() -> None:
    shown = answer("&lt;img src='a.png'&gt;", "100") + answer("b", "0")
    told = "One of its answers has a picture; only the question can have one."
    assert reason("multichoice", shown) == told


BOMB = """<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>
<quiz>&c;</quiz>"""
OUTSIDE = BOMB.replace('"ha"', 'SYSTEM "file:///etc/hostname"')


@pytest.mark.parametrize("content", [BOMB, OUTSIDE, '<!DOCTYPE quiz SYSTEM "a.dtd"><quiz/>'])
def test_entities_and_outside_files_are_never_read(content: str) -> None:
    questions, refused = read(content.encode())
    assert questions == []
    assert [told for _, told in refused] == [
        "The file has a DOCTYPE or entities of its own, which are not read. Delete them."
    ]


def test_what_stands_before_a_broken_place_is_read() -> None:
    whole = question("truefalse", TRUTH)
    questions, refused = read(quiz(f"{whole}\n{whole}\n<question type='truefalse'>\n<name></nam>"))
    assert len(questions) == 2
    told = "From here on the file is no XML: an element is closed that is not the one open."
    assert refused == [(6, told)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "The file breaks off here: its end is missing."),
        ("<quiz>\n<question", "The file breaks off here: its end is missing."),
        ("<quiz>\n<question>", "The file breaks off here: its end is missing."),
        ("<quiz>\na & b</quiz>", "a sign stands where it may not, such as & or < in words."),
        ("<quiz>&nbsp;</quiz>", "it has a sign by name, such as &nbsp;, that XML lacks."),
        ("<quiz/>\n<quiz/>", "something stands behind its end."),
        ("<quiz a='1' a='2'/>", "an element says the same thing twice."),
        ("<quiz xmlns:a='b'><?xml version='1.0'?></quiz>", "Delete what is before it."),
        ("<quiz><?xml-x", "its end is missing."),
        ("<?xml version='1.0' standalone='maybe'?><quiz/>", "it is not well-formed."),
    ],
)
def test_what_is_wrong_with_broken_xml_is_said_in_our_own_words(content: str, told: str) -> None:
    _, refused = read(content.encode())
    assert [each.endswith(told) for _, each in refused] == [True], refused


def test_other_xml_is_no_quiz() -> None:
    told = "The file is XML, but no Moodle quiz: it does not begin with <quiz>."
    assert read(b"<html><body/></html>") == ([], [(1, told)])


def test_a_file_nested_without_end_is_refused() -> None:
    _, refused = read(b"<quiz>" + b"<a>" * 100_000)
    assert refused == [(1, "The file is nested too deeply to be a quiz.")]


def test_a_picture_may_lie_in_a_folder_inside_the_file() -> None:
    asked = '<p>What?<img src="@@PLUGINFILE@@/my%20maps/a.png" alt="A map"></p>'
    inside = f'<file name="a.png" path="/my maps/" encoding="base64">{ENCODED}</file>'
    text = question("truefalse", TRUTH, asked)
    text = text.replace("</questiontext>", f"{inside}</questiontext>")
    ((found,), refused) = read(quiz(text))
    assert refused == []
    assert found.picture is not None
    assert (found.picture.name, found.picture.content) == ("my-maps-a.png", PNG)


@pytest.mark.parametrize(
    ("asked", "told"), [("What <b>is</b> it?", "Why."), ("What is it?", "A <i>true</i> word.")]
)
def test_words_in_tags_that_nobody_escaped_are_not_lost_unseen(asked: str, told: str) -> None:
    text = question("truefalse", f"{TRUTH}<generalfeedback><text>{told}</text></generalfeedback>")
    questions, refused = read(quiz(text.replace("<![CDATA[<p>What?</p>]]>", asked)))
    assert questions == []
    assert refused == [(3, "Its words hold tags that are not escaped. Write them in CDATA.")]


def test_an_empty_line_before_the_xml_is_named() -> None:
    questions, refused = read(b"\n" + quiz(question("truefalse", TRUTH)))
    assert questions == []
    assert refused == [
        (2, "Its line <?xml does not stand at the beginning of the file. Delete what is before it.")
    ]
