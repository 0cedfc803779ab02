"""What is right in a question by now: the key of its pack, with a course's corrections over it.

An item is never changed in its place. A correction lies over it, for one course, and the newest of
an item counts; taking one back is another correction, which says what the pack says.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from msgspec import structs

from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.modules.model import NO_WORDS, Item, ItemKind, Option
from training.quizzes import answers, assessments, scoring, texts
from training.quizzes.model import Correction

Corrections = Mapping[tuple[str, str], Correction]
"""By the slug of the module and the id of the item in it."""
NO_CORRECTIONS: Corrections = MappingProxyType({})
MOST_REASON = 500
MOST_SPELLINGS = 30
KEY, VOID, BACK = "key", "void", "back"
"""Ways to correct: another key, marks for everybody, or back to what the pack says."""
WITHOUT_KEY = frozenset({ItemKind.MATCHING, ItemKind.TEXT})
"""Kinds of which only the marks can be given to everybody."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is right on a sheet by now; `corrections` holds what differs from the pack, by item."""

    items: tuple[Item, ...]
    corrections: Mapping[str, Correction]

    def by_hand(self, given: Mapping[str, int] = scoring.NONE_GIVEN) -> dict[str, int]:
        """The marks that no rule gives: those that the trainer `given`, and all where void."""
        void = {each.id: each.marks for each in self.items if self.is_void(each.id)}
        return {**given, **void}

    def is_void(self, item_id: str) -> bool:
        """Whether everybody has the marks of this item."""
        return item_id in self.corrections and self.corrections[item_id].is_void

    def score(self, codes: Mapping[str, str], given: Mapping[str, int] = scoring.NONE_GIVEN) -> int:
        """The marks of a sheet with these answers, by item id."""
        return scoring.score(self.items, codes, self.by_hand(given))

    @property
    def most(self) -> int:
        """The most marks that there are."""
        return scoring.most_of(self.items)


def place_of(slug: str, item_id: str) -> tuple[str, str]:
    """The module and the id in it of an item that the assessment `slug` asks."""
    name = assessments.read_slug(slug)
    if name is not None and name.purpose.is_test:
        module_slug, _, in_module = item_id.partition(".")
        return module_slug, in_module
    return name.module_slug if name else "", item_id


def key_of(slug: str, items: Sequence[Item], corrections: Corrections) -> Key:
    """What is right in the questions of that assessment."""
    if not corrections:
        return Key(tuple(items), {})
    standing = {
        item.id: found
        for item in items
        if (found := corrections.get(place_of(slug, item.id))) and is_other(item, found)
    }
    corrected = (
        with_correction(item, standing[item.id]) if item.id in standing else item for item in items
    )
    return Key(tuple(corrected), standing)


def is_other(item: Item, correction: Correction) -> bool:
    """Whether it says something else than the item does."""
    return correction.is_void or with_correction(item, correction) != item


def with_correction(item: Item, correction: Correction) -> Item:
    """The item with what is right in it now; all else in it stays."""
    right = correction.right
    if correction.is_void or not right:
        return item
    if item.kind is ItemKind.TRUE_FALSE:
        return structs.replace(item, answer=right[0] == answers.TRUE.code)
    if item.kind is ItemKind.SHORT:
        return structs.replace(item, accepted=right)
    if item.kind is ItemKind.NUMBER:
        return structs.replace(item, value=right[0], tolerance=right[1])
    if item.kind is ItemKind.ORDERING:
        found = {each.id: each for each in item.options}
        same = sorted(found) == sorted(right)
        return structs.replace(item, options=tuple(found[each] for each in right)) if same else item
    return structs.replace(item, options=tuple(_option(each, right) for each in item.options))


def _option(option: Option, right: Sequence[str]) -> Option:
    """An option that is right only by now is no longer told why it is wrong."""
    is_right = option.id in right
    why = NO_WORDS if is_right and not option.right else option.why
    return structs.replace(option, right=is_right, why=why)


def key_in(item: Item) -> tuple[str, ...]:
    """What is right in the item, as a correction says it; nothing where there is no key."""
    if item.kind in WITHOUT_KEY or not item.is_scored:
        return ()
    if item.kind is ItemKind.TRUE_FALSE:
        return (answers.right_code(item),)
    if item.kind is ItemKind.SHORT:
        return item.accepted
    if item.kind is ItemKind.NUMBER:
        return item.value, item.tolerance
    chosen = (
        item.options if item.kind is ItemKind.ORDERING else [o for o in item.options if o.right]
    )
    return tuple(option.id for option in chosen)


def fields_of(item: Item, right: Sequence[str]) -> list[str]:
    """What stands in the fields of the form that asks for the key; `item` is as in the pack."""
    if item.kind is ItemKind.ORDERING:
        return [str(right.index(option.id) + 1) for option in item.options if option.id in right]
    if item.kind is ItemKind.NUMBER:
        return [answers.readable(each) for each in right]
    return ["\n".join(right)] if item.kind is ItemKind.SHORT else list(right)


def read_correction(item: Item, way: str, fields: Sequence[str], reason: str) -> Correction:
    """What a form says is right in an item, which is as in the pack. Raises Refusal (422)."""
    if not item.is_scored:
        raise Refusal(texts.NOTHING_RIGHT)
    if way == VOID:
        right: tuple[str, ...] = ()
    elif way == BACK:
        right = key_in(item)
    elif way == KEY and item.kind not in WITHOUT_KEY:
        right = _READERS.get(item.kind, _options)(item, fields)
    else:
        raise Refusal(texts.CHOOSE_CORRECTION, field="way")
    return Correction(right, way == VOID, _reason(reason))


def _reason(written: str) -> str:
    reason = answers.tidy(written, MOST_REASON)
    if not reason:
        raise Refusal(texts.SAY_WHY_CORRECTED, field="reason")
    return reason


def _options(item: Item, fields: Sequence[str]) -> tuple[str, ...]:
    """In the order of the pack; of true and false only one."""
    codes = [choice.code for choice in answers.choices_of(item)]
    if not set(fields) <= set(codes) or (item.kind is ItemKind.TRUE_FALSE and len(fields) > 1):
        raise Refusal(texts.UNREADABLE)
    if not fields:
        raise Refusal(texts.ONE_MUST_BE_RIGHT, field="right")
    return tuple(code for code in codes if code in fields)


def _order(item: Item, fields: Sequence[str]) -> tuple[str, ...]:
    places = [str(place) for place in range(1, len(item.options) + 1)]
    if len(fields) != len(places) or not set(fields) <= set(places):
        raise Refusal(texts.UNREADABLE)
    if sorted(fields) != sorted(places):
        raise Refusal(texts.TWO_IN_ONE_PLACE, field="right")
    ordered = sorted(zip(map(int, fields), item.options, strict=True), key=lambda pair: pair[0])
    return tuple(option.id for _, option in ordered)


def _spellings(_item: Item, fields: Sequence[str]) -> tuple[str, ...]:
    lines = [answers.tidy(each, answers.MOST_WORDS) for each in "\n".join(fields).splitlines()]
    found = tuple(dict.fromkeys(each for each in lines if scoring.folded(each)))
    if not found:
        raise Refusal(texts.ONE_MUST_BE_RIGHT, field="right")
    if len(found) > MOST_SPELLINGS:
        raise Refusal(say(texts.TOO_MANY_SPELLINGS, most=MOST_SPELLINGS), field="right")
    return found


def _number(item: Item, fields: Sequence[str]) -> tuple[str, ...]:
    if len(fields) != 2:
        raise Refusal(texts.UNREADABLE)
    is_decimal = answers.asks_decimal(item)
    value, tolerance = (
        answers.read_number(each, asks_decimal=is_decimal) for each in (fields[0], fields[1] or "0")
    )
    if value is None or tolerance is None or tolerance < 0:
        raise Refusal(texts.NO_NUMBER, field="right")
    return answers.plain(value), answers.plain(tolerance)


_READERS: dict[ItemKind, Callable[[Item, Sequence[str]], tuple[str, ...]]] = {
    ItemKind.ORDERING: _order,
    ItemKind.SHORT: _spellings,
    ItemKind.NUMBER: _number,
}
