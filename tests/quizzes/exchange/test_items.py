"""Which questions of files become quiz items, what is lost on the way, and the way back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quizzes.exchange.strategies import PICTURES, questions
from training.kernel.locales import Bilingual
from training.modules.model import Item, ItemKind
from training.modules.pictures import PICTURE_NAME
from training.quizzes.answers import right_code
from training.quizzes.exchange import formats
from training.quizzes.exchange.from_items import as_questions, left_behind
from training.quizzes.exchange.items import Taken, take
from training.quizzes.exchange.model import NO_WORDS, Format, Kind, Picture, Question, Reading
from training.quizzes.scoring import is_right, marks_of


def english(words: str) -> Bilingual:
    return Bilingual(km="", en=words)


def taken(gift: str) -> Taken:
    return take(formats.read(gift.encode(), Format.GIFT))


def one(gift: str) -> Item:
    found = taken(gift)
    assert found.refused == ()
    (item,) = found.items
    return item


def notes(gift: str) -> list[str]:
    found = taken(gift)
    assert found.refused == ()
    return [str(each.reason) for each in found.notes]


def test_a_single_choice_keeps_what_is_said_to_wrong_answers() -> None:
    item = one("::Where::Where?{=New York ~Rome#No\\: later.\n####At the World Summit.}")
    assert (item.id, item.kind, item.marks) == ("where", ItemKind.SINGLE, 1)
    assert item.reason.en == "At the World Summit."
    assert [(each.id, each.words.en, each.right, each.why.en) for each in item.options] == [
        ("a", "New York", True, ""),
        ("b", "Rome", False, "No: later."),
    ]


def test_every_kind_is_scored_as_the_file_says() -> None:
    for gift, right, wrong in [
        ("Q{~%50%x ~%50%y ~%-100%z}", "a b", "a c"),
        ("Q{=x ~y =z}", "a", "b"),
        ("Q{=x ~y =z}", "c", "b"),
        ("Q{F}", "false", "true"),
        ("Q{=a->b =c->d}", "a:a b:b", "a:b b:a"),
        ("Q{=cat->mammal =frog->amphibian =newt->amphibian}", "a:a b:b c:b", "a:a b:b c:a"),
        ("Q{>3 ALL\nfirst\nsecond\nthird}", "a b c", "c b a"),
        ("Q{=New York =NY}", "new york", "Rome"),
        ("Q{#1..5}", "5", "5.1"),
    ]:
        item = one(gift)
        assert (is_right(item, right), is_right(item, wrong)) == (True, False), gift


def test_ids_come_from_titles_and_are_never_twice_the_same() -> None:
    found = taken("::R2P, 2005!::a{T}\n\n::R2P 2005::b{T}\n\n::ការពារ::c{T}\n\n::ខ::d{T}")
    assert [item.id for item in found.items] == ["r2p-2005", "r2p-2005-2", "q", "q-2"]


@pytest.mark.parametrize(
    ("gift", "told"),
    [
        ("Q{=a ~%50%b}", "Answers that are partly right in the file count as wrong here."),
        ("Q{=a =%50%b}", "Answers that are partly right in the file count as wrong here."),
        ("Q{#=1 =%50%1:2}", "Answers that are partly right in the file count as wrong here."),
        ("Q{~%60%a ~%40%b}", "Its right answers count differently in the file and alike here."),
        ("Q{=a->b =c->d =->e}", "An answer that belongs to nothing on the left side was left out."),
        ("Q{T#no#yes}", "Of what it says about its answers, one text was kept as the reason."),
        ("Q{#1.23456789:1}", "Its number was rounded to six decimals."),
    ],
)
def test_what_an_item_cannot_keep_is_told(gift: str, told: str) -> None:
    assert notes(gift) == [told]


@pytest.mark.parametrize(
    ("gift", "told"),
    [
        ("Q{=a" + " ~b" * 10 + "}", "It has more than 10 answers."),
        ("Q{=a->b =c->b}", "All of its pairs have the same right side."),
        ("Q{=a->b =->c}", "It has fewer than two pairs."),
        ("Q{=%50%a}", "None of its answers is fully right."),
        ("Q{=...}", "An answer has neither a letter nor a digit."),
        ("Q{=" + "a" * 201 + "}", "An answer is longer than 200 signs."),
        ("Q{#=1 =2}", "It has 2 right numbers and needs one."),
        ("Q{#1234567890123}", "Its number has more than twelve digits."),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_line(gift: str, told: str) -> None:
    found = taken(f"Good{{T}}\n\n{gift}")
    assert [(each.line, str(each.reason)) for each in found.refused] == [(3, told)]
    assert len(found.items) == 1


@settings(max_examples=200, deadline=None)
@given(asked=st.lists(questions(*Kind), min_size=1, max_size=4))
def test_each_question_is_taken_or_refused_and_what_is_taken_can_be_answered(
    asked: list[Question],
) -> None:
    found = take(Reading(questions=tuple(asked)))
    assert len(found.items) + len(found.refused) == len(asked)
    assert len({item.id for item in found.items}) == len(found.items)
    for item in found.items:
        if item.kind is ItemKind.TEXT:
            assert marks_of(item, "words", {item.id: item.marks}) == item.marks
        else:
            assert marks_of(item, right_code(item)) == item.marks


@pytest.mark.parametrize("file_format", [Format.GIFT, Format.MOODLE_XML, Format.CSV, Format.XLSX])
@settings(max_examples=80, deadline=None)
@given(asked=questions(*Kind))
def test_an_item_comes_back_from_every_file(file_format: Format, asked: Question) -> None:
    comes_back(take(Reading(questions=(asked,))), file_format)


@pytest.mark.parametrize("file_format", [Format.GIFT, Format.MOODLE_XML])
@settings(max_examples=80, deadline=None)
@given(asked=questions(*Kind), picture=PICTURES)
def test_an_item_comes_back_with_its_picture(
    file_format: Format, asked: Question, picture: Picture
) -> None:
    found = take(Reading(questions=(replace(asked, picture=picture),)))
    if found.items:
        assert dict(found.pictures) == {found.items[0].picture: picture.content}
    comes_back(found, file_format)


def comes_back(taken: Taken, file_format: Format) -> None:
    for item in taken.items:
        asked = as_questions([item], "own-quiz", taken.pictures)
        written = formats.write(asked, file_format)
        back = take(formats.read(written.content, file_format))
        assert written.refused == back.refused == ()
        assert back.items == (item,)
        assert back.pictures == taken.pictures


def test_a_text_keeps_what_gives_marks_where_it_has_marks() -> None:
    text = Question(1, Kind.TEXT, "deed", english("What would you do?"), rubric=english("A point."))
    marked, opinion = take(Reading((replace(text, marks=3), replace(text, marks=0)))).items
    assert (marked.kind, marked.marks, marked.rubric.en) == (ItemKind.TEXT, 3, "A point.")
    assert (opinion.marks, opinion.rubric) == (0, NO_WORDS)


def test_the_same_picture_is_kept_once_and_one_without_words_is_told() -> None:
    told = Picture("map.jpeg", b"one", english("A map."))
    asked = [Question(1, Kind.TEXT, name, english("Q")) for name in ("a", "b", "c")]
    pictures = (told, replace(told, name="other.jpg"), Picture("plan.png", b"two"))
    together = zip(asked, pictures, strict=True)
    found = take(Reading(tuple(replace(each, picture=picture) for each, picture in together)))
    one, same, other = (item.picture for item in found.items)
    assert one == same != other
    assert found.pictures == {one: b"one", other: b"two"}
    assert [str(each.reason) for each in found.notes] == [
        "Its picture has no words for those who do not see it."
    ]
    assert all(PICTURE_NAME.fullmatch(name) for name in found.pictures)


def test_a_file_has_a_hundred_pictures_at_most() -> None:
    asked = tuple(
        Question(line, Kind.TEXT, "t", english("Q"), picture=Picture("a.png", bytes([line])))
        for line in range(1, 103)
    )
    found = take(Reading(asked))
    assert (len(found.items), len(found.pictures)) == (100, 100)
    assert [(each.line, str(each.reason)) for each in found.refused] == [
        (101, "The file has more than 100 pictures."),
        (102, "The file has more than 100 pictures."),
    ]


def test_what_no_file_has_a_place_for_stays_behind_and_is_told() -> None:
    words = english("Q")
    ends = (english("low"), english("high"))
    scale = Item("a", ItemKind.SCALE, "", 0, words, NO_WORDS, marks=0, steps=5, ends=ends)
    opinion = Item("b", ItemKind.NUMBER, "", 0, words, NO_WORDS, marks=0)
    text = Item("c", ItemKind.TEXT, "", 0, words, NO_WORDS, marks=0)
    assert [each.title for each in as_questions([scale, opinion, text], "")] == ["c"]
    assert [(each.line, str(each.reason)) for each in left_behind([scale, opinion, text])] == [
        (1, "Files of questions have no place for scales."),
        (2, "Files of questions have no place for a question in which nothing is right."),
    ]
