"""What a slide asks the room, as a question."""

import uuid

import pytest

from tests.quizzes import opinions
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.live import asked
from training.live.model import QuestionKind
from training.modules.model import Layout, Module, Section, Slide, SlideText, Status

REVISION = uuid.UUID(int=1)
EN = SlideText("A title", "What *comes* to mind\nfirst?\n\n- Help\n- A **duty**\n")
KM = SlideText("ចំណងជើង", "តើនឹកឃើញអ្វី?\n\n- ជំនួយ\n- ភារកិច្ច\n")


def slide(en: SlideText = EN, km: SlideText | None = KM, layout: Layout = Layout.QUESTION) -> Slide:
    return Slide("warm-up", layout, 3, en, km)


def test_a_slide_is_asked_in_plain_words_of_both_languages_and_nothing_is_right() -> None:
    made = asked.question_of_slide(slide(), REVISION, QuestionKind.SEVERAL, 30)
    assert made.words == Bilingual("តើនឹកឃើញអ្វី?", "What comes to mind first?")
    assert [each.words for each in made.choices] == [
        Bilingual("ជំនួយ", "Help"),
        Bilingual("ភារកិច្ច", "A duty"),
    ]
    assert (made.right, made.seconds, made.slide_id) == ((), 30, "warm-up")


@pytest.mark.parametrize("km", [None, SlideText("ចំណងជើង", "តើនឹកឃើញអ្វី?\n\n- ជំនួយ\n")])
def test_answers_that_do_not_stand_beside_each_other_are_english(km: SlideText | None) -> None:
    made = asked.question_of_slide(slide(km=km), REVISION, QuestionKind.SINGLE, 0)
    assert [each.words for each in made.choices] == [Bilingual("", "Help"), Bilingual("", "A duty")]


def test_a_slide_without_answers_asks_for_words() -> None:
    assert asked.answers_on(slide(SlideText("T", "What do you think?"), None)) == 0
    assert asked.answers_on(slide()) == 2


def test_only_a_slide_that_asks_can_be_asked() -> None:
    section = Section("s", 3, Bilingual("", "S"), (slide(layout=Layout.POINTS),))
    module = Module("m", 1, "1", Status.READY, Bilingual("", "M"), sections=(section,))
    with pytest.raises(Refusal):
        asked.find_asking_slide(module, "warm-up")
    with pytest.raises(Refusal):
        asked.find_asking_slide(module, "nowhere")


def test_only_what_is_tapped_and_shows_no_picture_can_be_asked() -> None:
    module = Module("m", 1, "1", Status.READY, Bilingual("", "M"), items=opinions.ITEMS)
    assert [item.id for item in opinions.ITEMS if asked.can_be_asked(item)] == ["what-help"]
    made = asked.question_of(asked.find_item(module, "what-help"), REVISION, 30)
    assert (made.kind, made.right, len(made.choices)) == (QuestionKind.SEVERAL, (), 3)
    for item in (opinions.SURE, opinions.DEED, opinions.YEAR):
        with pytest.raises(Refusal):
            asked.find_item(module, item.id)
