"""Questions written as Moodle XML, so that Moodle and this software read the same again."""

import base64
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from training.kernel.locales import Bilingual
from training.quizzes.exchange.markup import as_html
from training.quizzes.exchange.model import (
    NO_WORDS,
    Choice,
    Kind,
    Picture,
    Question,
    plain,
)
from training.quizzes.exchange.pictures import IN_FILE

_TYPES = {
    Kind.SINGLE: "multichoice",
    Kind.SEVERAL: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
    Kind.SHORT: "shortanswer",
    Kind.NUMBER: "numerical",
    Kind.TEXT: "essay",
}


def write(questions: Sequence[Question]) -> bytes:
    """A <quiz> of these questions, in UTF-8."""
    quiz = ET.Element("quiz")
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            node = ET.SubElement(quiz, "question", {"type": "category"})
            _text(ET.SubElement(node, "category"), f"$course$/top/{category}")
        _write(quiz, question)
    ET.indent(quiz)
    written: bytes = ET.tostring(quiz, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _write(quiz: ET.Element, question: Question) -> None:
    node = ET.SubElement(quiz, "question", {"type": _TYPES[question.kind]})
    _text(ET.SubElement(node, "name"), question.title)
    _asked(node, question.words, question.picture)
    _html(node, "generalfeedback", question.reason)
    _plain(node, "defaultgrade", str(question.marks))
    if question.kind in (Kind.SINGLE, Kind.SEVERAL):
        _plain(node, "single", "true" if question.kind is Kind.SINGLE else "false")
        _plain(node, "shuffleanswers", "true")
        _plain(node, "answernumbering", "abc")
    elif question.kind is Kind.TEXT:
        _plain(node, "responseformat", "editor")
        _html(node, "graderinfo", question.rubric)
    elif question.kind is Kind.ORDERING:
        _plain(node, "layouttype", "VERTICAL")
        _plain(node, "selecttype", "ALL")
        _plain(node, "selectcount", str(len(question.choices)))
        _plain(node, "gradingtype", "RELATIVE_NEXT_EXCLUDE_LAST")
    for place, choice in enumerate(question.choices, 1):
        _choice(node, question.kind, choice, place)


def _choice(node: ET.Element, kind: Kind, choice: Choice, place: int) -> None:
    if kind is Kind.MATCHING:
        pair = _html(node, "subquestion", choice.words)
        _text(ET.SubElement(pair, "answer"), as_html(choice.to))
        return
    weight = str(place) if kind is Kind.ORDERING else plain(choice.weight)
    if kind in (Kind.SINGLE, Kind.SEVERAL, Kind.ORDERING):
        answer = _html(node, "answer", choice.words)
    else:
        answer = ET.SubElement(node, "answer", {"format": "moodle_auto_format"})
        _text(answer, _bare(kind, choice))
    answer.set("fraction", weight)
    _html(answer, "feedback", choice.feedback)
    if choice.number:
        _plain(answer, "tolerance", plain(choice.number.tolerance))


def _bare(kind: Kind, choice: Choice) -> str:
    """What Moodle has without markup: a number, a spelling, or true and false."""
    if choice.number:
        return plain(choice.number.value)
    words = choice.words.km or choice.words.en
    return words.replace("*", "\\*") if kind is Kind.SHORT else words


def _asked(node: ET.Element, words: Bilingual, picture: Picture | None) -> None:
    if picture is None:
        _html(node, "questiontext", words)
        return
    asked = ET.SubElement(node, "questiontext", {"format": "html"})
    _text(asked, as_html(words, IN_FILE + picture.name, picture.alt))
    attributes = {"name": picture.name, "path": "/", "encoding": "base64"}
    file = ET.SubElement(asked, "file", attributes)
    file.text = base64.b64encode(picture.content).decode("ascii")


def _html(node: ET.Element, tag: str, words: Bilingual) -> ET.Element:
    made = ET.SubElement(node, tag, {"format": "html"})
    _text(made, as_html(words) if words != NO_WORDS else "")
    return made


def _text(node: ET.Element, text: str) -> None:
    ET.SubElement(node, "text").text = text


def _plain(node: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(node, tag).text = text
