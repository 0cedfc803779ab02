"""What an answer is worth: whole marks, the same on every day and every machine.

The rules, for an item of `m` marks (a part is rounded down, and never below nothing):

    single, true-false   m for a right choice
    several              m × (right ones chosen − wrong ones chosen) / right ones there are
    matching             m × right pairs / pairs
    ordering             m × lines that follow the line that they should follow / (lines − 1)
    short                m where the words are one of the accepted spellings, compared by `folded`
    number               m within the tolerance, its ends included
    text                 what the trainer gives, from 0 to m; nothing until then
    scale                nothing: it is not scored, and neither is an item of 0 marks

With one mark, a part is nothing: such an item is right as a whole or not at all. The rule for
several choices takes away for wrong ones so that ticking everything is worth nothing; the one for
ordering forgives a line that was moved as one (both are used so by Moodle's question types).
"""

import itertools
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from training.kernel.locales import western_digits
from training.modules.model import Item, ItemKind
from training.quizzes.answers import joined, right_sides

NONE_GIVEN: Mapping[str, int] = MappingProxyType({})
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_SAME_SPELLING = (("្ដ", "្ត"), ("ឲ", "ឱ"))
"""Khmer spellings that look or sound alike and are typed for one another."""


def most_of(items: Sequence[Item]) -> int:
    """The most marks that a sheet of these items can have."""
    return sum(item.marks for item in items if item.is_scored)


def score(
    items: Sequence[Item],
    given: Mapping[str, str],
    given_marks: Mapping[str, int] = NONE_GIVEN,
) -> int:
    """The marks of a sheet. `given` holds codes by item id; others are not looked at.

    `given_marks` holds the marks that were given by hand, by item id: to open texts, and to
    everybody where a question counts for nobody.
    """
    return sum(marks_of(item, given.get(item.id), given_marks) for item in items)


def marks_of(item: Item, code: str | None, given_marks: Mapping[str, int] = NONE_GIVEN) -> int:
    """The marks of one answer, from 0 to `item.marks`; those given by hand stand above the rules.

    An open text that is not marked yet has 0.
    """
    if not item.is_scored:
        return 0
    if item.id in given_marks:
        return min(max(given_marks[item.id], 0), item.marks)
    if not code or item.kind is ItemKind.TEXT:
        return 0
    if item.kind in _PARTS:
        right, of = _PARTS[item.kind](item, code)
        return item.marks * max(right, 0) // of if of else 0
    return item.marks if _WHOLE[item.kind](item, code) else 0


def is_judged(item: Item) -> bool:
    """Whether its answers are right or wrong by themselves, without anybody's judgement."""
    return item.is_scored and item.kind is not ItemKind.TEXT


def is_waiting(item: Item, code: str | None, given_marks: Mapping[str, int] = NONE_GIVEN) -> bool:
    """Whether this answer has to be marked by the trainer still."""
    is_by_hand = item.is_scored and not is_judged(item)
    return is_by_hand and bool(code) and item.id not in given_marks


def is_right(item: Item, code: str | None, given_marks: Mapping[str, int] = NONE_GIVEN) -> bool:
    """Whether the answer has all the marks that there are; never for what is not scored."""
    return item.is_scored and marks_of(item, code, given_marks) == item.marks


def folded(words: str) -> str:
    """Words as they are compared: without case, width, unseen signs, spaces and stops.

    Khmer digits count as Western ones, and spellings that are typed for one another are one.
    """
    text = unicodedata.normalize("NFKC", words).casefold().translate(_UNSEEN)
    for typed, kept in _SAME_SPELLING:
        text = text.replace(typed, kept)
    text = western_digits(text)
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "ZPC")


def _several(item: Item, code: str) -> tuple[int, int]:
    right = {option.id for option in item.options if option.right}
    chosen = set(code.split())
    return len(chosen & right) - len(chosen - right), len(right)


def _matching(item: Item, code: str) -> tuple[int, int]:
    return len(joined(item, code).items() & right_sides(item).items()), len(item.pairs)


def _ordering(item: Item, code: str) -> tuple[int, int]:
    wanted, given = [option.id for option in item.options], code.split()
    follows = set(itertools.pairwise(wanted))
    kept = sum(pair in follows for pair in itertools.pairwise(given))
    return (kept, len(wanted) - 1) if sorted(given) == sorted(wanted) else (0, 1)


def _is_right_option(item: Item, code: str) -> bool:
    """A key that was corrected may have made more than one option right."""
    return any(option.right and option.id == code for option in item.options)


def _is_answer(item: Item, code: str) -> bool:
    return code == ("true" if item.answer else "false")


def _is_accepted(item: Item, code: str) -> bool:
    return folded(code) in {folded(each) for each in item.accepted}


def _is_near(item: Item, code: str) -> bool:
    return abs(Decimal(code) - Decimal(item.value)) <= Decimal(item.tolerance)


_PARTS: dict[ItemKind, Callable[[Item, str], tuple[int, int]]] = {
    ItemKind.SEVERAL: _several,
    ItemKind.MATCHING: _matching,
    ItemKind.ORDERING: _ordering,
}
_WHOLE: dict[ItemKind, Callable[[Item, str], bool]] = {
    ItemKind.SINGLE: _is_right_option,
    ItemKind.TRUE_FALSE: _is_answer,
    ItemKind.SHORT: _is_accepted,
    ItemKind.NUMBER: _is_near,
}
