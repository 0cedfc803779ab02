"""What is written in a format and read again is the same question."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quizzes.exchange.strategies import PERHAPS, PICTURES, PLAIN_SINGLE, questions
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format, Kind, Picture, Question
from training.quizzes.exchange.wording import default_title

MANY = settings(max_examples=150, deadline=None)


def without_lines(found: tuple[Question, ...]) -> list[Question]:
    return [replace(each, line=1) for each in found]


def come_back(asked: list[Question], file_format: Format) -> None:
    written = formats.write(asked, file_format)
    assert written.refused == ()
    read = formats.read(written.content, file_format)
    assert read.refused == (), written.content.decode("utf-8", "replace")
    assert without_lines(read.questions) == asked


@MANY
@given(asked=st.lists(questions(*Kind), min_size=1, max_size=3))
def test_gift_gives_back_every_kind_of_question(asked: list[Question]) -> None:
    come_back(asked, Format.GIFT)


@MANY
@given(
    asked=st.lists(questions(*Kind), min_size=1, max_size=3),
    picture=st.none() | PICTURES,
    marks=st.integers(0, 20),
    rubric=PERHAPS,
)
def test_moodle_xml_gives_back_every_kind_of_question(
    asked: list[Question], picture: object, marks: int, rubric: object
) -> None:
    fewest = 0 if asked[0].kind is Kind.TEXT else 1
    first = replace(asked[0], picture=picture, marks=max(marks, fewest))  # type: ignore[arg-type]
    if first.kind is Kind.TEXT:
        first = replace(first, rubric=rubric)  # type: ignore[arg-type]
    come_back([first, *asked[1:]], Format.MOODLE_XML)


@MANY
@given(asked=st.lists(questions(*Kind), min_size=1, max_size=3), marks=st.integers(0, 20))
@pytest.mark.parametrize("file_format", [Format.CSV, Format.XLSX])
def test_tables_give_back_every_kind_of_question(
    file_format: Format, asked: list[Question], marks: int
) -> None:
    fewest = 0 if asked[0].kind is Kind.TEXT else 1
    come_back([replace(asked[0], marks=max(marks, fewest)), *asked[1:]], file_format)


@MANY
@given(asked=questions(*Kind), picture=PICTURES)
def test_gift_gives_back_a_picture_and_its_words(asked: Question, picture: Picture) -> None:
    """Only its name is not written there."""
    written = formats.write([replace(asked, picture=picture)], Format.GIFT)
    assert written.refused == ()
    (found,) = formats.read(written.content, Format.GIFT).questions
    assert found.picture == replace(picture, name="picture.png")
    assert replace(found, picture=None, line=1) == asked


@MANY
@given(asked=PLAIN_SINGLE)
def test_aiken_gives_back_a_question_with_one_right_answer(asked: Question) -> None:
    written = formats.write([asked], Format.AIKEN)
    read = formats.read(written.content, Format.AIKEN)
    if written.refused:
        assert read.questions == ()
    else:
        assert without_lines(read.questions) == [replace(asked, title=default_title(asked.words))]


@given(asked=questions(*Kind), language=st.sampled_from(["km", "en"]))
def test_a_question_in_one_language_has_no_text_in_two(asked: Question, language: str) -> None:
    one = formats.in_one(asked, language)  # type: ignore[arg-type]
    for words in (one.words, one.reason, *(each.words for each in one.choices)):
        assert not (words.km and words.en)
    assert bool(one.words.km) == (bool(asked.words.km) if language == "km" else not asked.words.en)
