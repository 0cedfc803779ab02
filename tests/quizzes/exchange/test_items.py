"""Which questions of files become quiz items, what is lost on the way, and the way back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quizzes.exchange.strategies import questions
from training.modules.model import Item, ItemKind
from training.quizzes.answers import right_code
from training.quizzes.exchange import formats
from training.quizzes.exchange.from_items import as_questions
from training.quizzes.exchange.items import Taken, take
from training.quizzes.exchange.model import Format, Kind, Question, Reading
from training.quizzes.scoring import is_right, marks_of


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
        ("Q{F}", "false", "true"),
        ("Q{=a->b =c->d}", "a:a b:b", "a:b b:a"),
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
        ("Q{=a =b ~c}", "Several of its answers are right, and only one can be chosen."),
        ("Q{=a" + " ~b" * 10 + "}", "It has more than 10 answers."),
        ("Q{=a->b =c->b}", "Two of its pairs have the same right side."),
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
        assert marks_of(item, right_code(item)) == item.marks


@pytest.mark.parametrize("file_format", [Format.GIFT, Format.MOODLE_XML, Format.CSV, Format.XLSX])
@settings(max_examples=80, deadline=None)
@given(asked=questions(*Kind))
def test_an_item_comes_back_from_every_file(file_format: Format, asked: Question) -> None:
    for item in take(Reading(questions=(asked,))).items:
        written = formats.write(as_questions([item], "own-quiz"), file_format)
        back = take(formats.read(written.content, file_format))
        assert written.refused == back.refused == ()
        assert back.items == (item,)
