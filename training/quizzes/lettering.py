"""Answers on paper, as letters: what a printed sheet shows, and what is typed from it.

The choices of a question have letters in the order of the paper, the same for everybody: A, B, C …
in English, ក, ខ, គ … in Khmer. Who types may use either, or digits, and mix them:

    single, true-false, scale   B  ខ  2            one sign
    several                     AC  កគ  13         all that are ticked
    matching                    CAB  គ-ខ           for each line the letter of its right side
    ordering                    2143  2 1 4 3      for each line of the paper its place
    short, number, text         as it was written

`-` is no answer. Codes are made of that here, and that of codes; see `answers` for the codes.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.kernel.locales import western_digits
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.modules.model import Item, ItemKind
from training.quizzes import answers, texts
from training.quizzes.model import Choice

LATIN = "ABCDEFGHIJ"
KHMER = "កខគឃងចឆជឈញ"
"""As many as a question can have choices."""
DIGITS = "123456789"
NOTHING = "-"
MOST_SIGNS = 1_000
"""Of a line; more than any sheet has questions."""
LETTERED = answers.CHOSEN | {ItemKind.SEVERAL}
"""Kinds that are ticked on paper, and so have a place in the line that is typed for a sheet."""
_SHUFFLED = frozenset({ItemKind.MATCHING, ItemKind.ORDERING})
_BLANK = frozenset("-–—−_ \u00a0\u200b")
_GROUP = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|([^()\[\]])")
"""One place in the line: signs in brackets, or a single one."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood: codes by item id, and a sentence for each thing that was not."""

    codes: Mapping[str, str]
    faults: tuple[Text, ...] = ()


def choices_on_paper(item: Item) -> tuple[Choice, ...]:
    """The choices in the order of the paper: that of the pack, unless that would be the answer."""
    return answers.choices_in_order(item, _seed(item)) if item.kind in _SHUFFLED else _packed(item)


def _packed(item: Item) -> tuple[Choice, ...]:
    return answers.choices_of(item)


def _seed(item: Item) -> int:
    """The first seed that moves something."""
    packed = _packed(item)
    return next(s for s in itertools.count() if answers.choices_in_order(item, s) != packed)


def place_of(sign: str) -> int:
    """The place, from 1, that a letter of either alphabet or a digit names; 0 for another sign."""
    sign = western_digits(sign).upper()
    return next((row.index(sign) + 1 for row in (LATIN, KHMER, DIGITS) if sign in row), 0)


def read_line(items: Sequence[Item], signs: str) -> Typed:
    """The codes of what was ticked: for each lettered question in turn a sign, or `(AC)`.

    Other kinds have no place in the line.
    """
    asked = [(number, item) for number, item in enumerate(items, 1) if item.kind in LETTERED]
    groups = ["".join(found) for found in _GROUP.findall(signs)]
    if _GROUP.sub("", signs):
        return Typed({}, (texts.BRACKETS_WRONG,))
    while len(groups) > len(asked) and groups[-1].isspace():
        groups.pop()
    if len(groups) != len(asked):
        return Typed({}, (say(texts.SIGNS_MISCOUNTED, given=len(groups), asked=len(asked)),))
    return _read((number, item, sign) for (number, item), sign in zip(asked, groups, strict=True))


def read_sheet(items: Sequence[Item], typed: Mapping[str, str]) -> Typed:
    """The codes of a whole sheet; `typed` has by item id what was typed for a question."""
    return _read((number, item, typed.get(item.id, "")) for number, item in enumerate(items, 1))


def _read(given: Iterable[tuple[int, Item, str]]) -> Typed:
    codes: dict[str, str] = {}
    faults: list[Text] = []
    for number, item, typed in given:
        try:
            codes[item.id] = read_typed(item, typed)
        except Refusal as refusal:
            faults.append(say(texts.IN_QUESTION, number=number, reason=refusal.reason))
    return Typed(codes, tuple(faults))


def read_typed(item: Item, typed: str) -> str:
    """The code of what was typed for one question, empty for no answer.

    Raises Refusal (422) with a sentence for what cannot be an answer to it.
    """
    if all(sign in _BLANK for sign in typed):
        return ""
    read = _READERS.get(item.kind)
    return read(item, typed) if read else answers.read_answer(item, 0, typed)


def _one(item: Item, typed: str) -> str:
    (*others, choice) = _chosen(item, typed)
    if others:
        raise Refusal(texts.ONE_LETTER_ONLY)
    return choice.code


def _several(item: Item, typed: str) -> str:
    chosen = {choice.code for choice in _chosen(item, typed.replace(",", ""))}
    return " ".join(choice.code for choice in _packed(item) if choice.code in chosen)


def _chosen(item: Item, typed: str) -> list[Choice]:
    choices = choices_on_paper(item)
    signs = [sign for sign in typed if sign not in _BLANK]
    return [choices[_place(sign, len(choices)) - 1] for sign in signs]


def _place(sign: str, most: int) -> int:
    place = place_of(sign)
    if not 1 <= place <= most:
        last = f"{LATIN[most - 1]}/{KHMER[most - 1]}"
        raise Refusal(say(texts.NO_SUCH_LETTER, sign=sign, last=last))
    return place


def _matching(item: Item, typed: str) -> str:
    choices = choices_on_paper(item)
    signs = [sign for sign in typed if sign not in {" ", ","}]
    if len(signs) != len(item.pairs):
        raise Refusal(say(texts.LETTER_FOR_EACH, lines=len(item.pairs)))
    places = ["0" if sign in _BLANK else str(_place(sign, len(choices))) for sign in signs]
    return answers.read_answer(item, _seed(item), ",".join(places))


def _ordering(item: Item, typed: str) -> str:
    written = western_digits(typed).strip()
    places = re.findall(r"[0-9]+", written) if re.search(r"[ ,]", written) else list(written)
    lines = range(1, len(item.options) + 1)
    if sorted(places) != sorted(map(str, lines)):
        raise Refusal(say(texts.PLACE_FOR_EACH, lines=len(lines)))
    return answers.read_answer(item, _seed(item), ",".join(places))


_READERS: dict[ItemKind, Callable[[Item, str], str]] = {
    **dict.fromkeys(answers.CHOSEN, _one),
    ItemKind.SEVERAL: _several,
    ItemKind.MATCHING: _matching,
    ItemKind.ORDERING: _ordering,
}


def typed_of(item: Item, code: str, alphabet: str = LATIN) -> str:
    """What one would type for an answer that is kept; empty for none."""
    if not code or item.kind in answers.TYPED:
        return answers.typed_again(item, code)
    places = {choice.code: place for place, choice in enumerate(choices_on_paper(item), 1)}
    if item.kind is ItemKind.MATCHING:
        joined = answers.joined(item, code)
        sides = (places.get(joined.get(pair.id, ""), 0) for pair in item.pairs)
        return "".join(alphabet[place - 1] if place else NOTHING for place in sides)
    codes = code.split()
    if item.kind is ItemKind.ORDERING:
        return " ".join(str(codes.index(each) + 1) for each in places if each in codes)
    chosen = sorted(places[each] for each in codes if each in places)
    return "".join(signs_of(item, alphabet)[place - 1] for place in chosen)


def signs_of(item: Item, alphabet: str = LATIN) -> str:
    """The letters of the choices in that alphabet; the steps of a scale are numbers."""
    return DIGITS if item.kind is ItemKind.SCALE else alphabet
