"""What is asked: an item of a module, or a slide that asks, as a question to the room."""

import uuid

from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.live import texts
from training.live.model import Choice, NewQuestion, QuestionKind
from training.modules import rules as module_rules
from training.modules.model import Item, ItemKind, Layout, Module, Slide

KINDS = {
    ItemKind.SINGLE: QuestionKind.SINGLE,
    ItemKind.SEVERAL: QuestionKind.SEVERAL,
    ItemKind.TRUE_FALSE: QuestionKind.TRUE_FALSE,
}
"""Items that a room can answer by tapping."""


def can_be_asked(item: Item) -> bool:
    """Whether the item can be a question to the room, where no picture is shown beside one."""
    return item.kind in KINDS and not item.picture


def find_item(module: Module, item_id: str) -> Item:
    """An item that a room can answer, whatever it is kept for. Raises Refusal (404)."""
    for item in (*module.items, *module.kept_items):
        if item.id == item_id and can_be_asked(item):
            return item
    raise Refusal(texts.NO_SUCH_QUESTION, status=404)


def question_of(item: Item, revision_id: uuid.UUID, seconds: int) -> NewQuestion:
    """An item of a module as a question to the room."""
    is_statement = item.kind is ItemKind.TRUE_FALSE
    truth = "true" if item.answer else "false"
    return NewQuestion(
        kind=KINDS[item.kind],
        words=item.question,
        choices=tuple(Choice(each.id, each.words) for each in item.options),
        right=(truth,) if is_statement else tuple(each.id for each in item.options if each.right),
        reason=item.reason,
        seconds=seconds,
        revision_id=revision_id,
        item_id=item.id,
    )


def find_asking_slide(module: Module, slide_id: str) -> Slide:
    """A slide of the module that asks the room something. Raises Refusal (404)."""
    for slide in module.slides:
        if slide.id == slide_id and slide.layout is Layout.QUESTION:
            return slide
    raise Refusal(texts.NO_SUCH_QUESTION, status=404)


def question_of_slide(
    slide: Slide, revision_id: uuid.UUID, kind: QuestionKind, seconds: int
) -> NewQuestion:
    """What a slide asks, as an opinion: nothing is right or wrong.

    Answers in Khmer stand beside the English ones where there are as many of them.
    """
    question_en, answers_en = module_rules.asked_by(slide.en)
    question_km, answers_km = module_rules.asked_by(slide.km) if slide.km else ("", ())
    if len(answers_km) != len(answers_en):
        answers_km = ("",) * len(answers_en)
    pairs = zip(answers_km, answers_en, strict=True)
    return NewQuestion(
        kind=kind,
        words=Bilingual(question_km, question_en),
        choices=tuple(Choice(str(place), Bilingual(*pair)) for place, pair in enumerate(pairs, 1)),
        seconds=seconds,
        revision_id=revision_id,
        slide_id=slide.id,
    )


def answers_on(slide: Slide) -> int:
    """How many answers a slide lists; 0 for one that asks for the room's own words."""
    return len(module_rules.asked_by(slide.en)[1])
