"""Quiz items turned into questions as files carry them."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from training.kernel.texts import Text, say
from training.modules.model import Item, ItemKind
from training.quizzes.exchange.model import (
    FULL,
    NOTHING,
    Choice,
    Kind,
    Number,
    Picture,
    Question,
    Remark,
)
from training.quizzes.exchange.parts import truths
from training.quizzes.exchange.wording import in_its_language

_FIVE_DECIMALS = Decimal("0.00001")
"""As Moodle writes the weight of one answer of three: 33.33333."""


def left_behind(items: Sequence[Item]) -> tuple[Remark, ...]:
    """Why some items are in no file; the line is the place in the list from 1."""
    reasons = ((place, _why_not(item)) for place, item in enumerate(items, 1))
    return tuple(Remark(place, reason) for place, reason in reasons if reason)


def _why_not(item: Item) -> Text | None:
    if item.kind is ItemKind.SCALE:
        return say("Files of questions have no place for scales.")
    if not item.is_scored and item.kind is not ItemKind.TEXT:
        return say("Files of questions have no place for a question in which nothing is right.")
    return None


def as_questions(
    items: Sequence[Item], category: str, pictures: Mapping[str, bytes] = MappingProxyType({})
) -> tuple[Question, ...]:
    """Items as files carry them; the title is the id, the line the place in the list from 1.

    Those of `left_behind` are not among them. What no file has a place for, the objective, the
    difficulty and the facts, is not in them. `pictures` are those of the module, by name.
    """
    return tuple(
        Question(
            line=place,
            kind=Kind(item.kind.value),
            title=item.id,
            words=item.question,
            choices=_CHOICES[item.kind](item),
            reason=item.reason,
            rubric=item.rubric,
            category=category,
            picture=_picture(item, pictures),
            marks=item.marks,
        )
        for place, item in enumerate(items, 1)
        if _why_not(item) is None
    )


def _picture(item: Item, pictures: Mapping[str, bytes]) -> Picture | None:
    content = pictures.get(item.picture)
    return Picture(item.picture, content, item.alt) if content else None


def _chosen(item: Item) -> tuple[Choice, ...]:
    """A wrong choice takes away what a right one gives, as `scoring` has it."""
    is_single = item.kind is ItemKind.SINGLE
    right = sum(option.right for option in item.options) or 1
    share = (FULL / right).quantize(_FIVE_DECIMALS)
    wrong = NOTHING if is_single else -share
    return tuple(
        Choice(option.words, share if option.right else wrong, option.why)
        for option in item.options
    )


def _truth(item: Item) -> tuple[Choice, ...]:
    return truths(bool(item.answer))


def _pairs(item: Item) -> tuple[Choice, ...]:
    return tuple(Choice(pair.left, FULL, to=pair.right) for pair in item.pairs)


def _lines(item: Item) -> tuple[Choice, ...]:
    return tuple(Choice(option.words, FULL) for option in item.options)


def _spellings(item: Item) -> tuple[Choice, ...]:
    return tuple(Choice(in_its_language(spelling), FULL) for spelling in item.accepted)


def _number(item: Item) -> tuple[Choice, ...]:
    number = Number(Decimal(item.value), Decimal(item.tolerance))
    return (Choice(weight=FULL, number=number),)


def _nothing(item: Item) -> tuple[Choice, ...]:  # noqa: ARG001 - as the others
    return ()


_CHOICES: dict[ItemKind, Callable[[Item], tuple[Choice, ...]]] = {
    ItemKind.SINGLE: _chosen,
    ItemKind.SEVERAL: _chosen,
    ItemKind.TRUE_FALSE: _truth,
    ItemKind.MATCHING: _pairs,
    ItemKind.ORDERING: _lines,
    ItemKind.SHORT: _spellings,
    ItemKind.NUMBER: _number,
    ItemKind.TEXT: _nothing,
}
