"""What many people said, question by question: counted, and never who said what. Pure functions.

Nothing here joins two answers of the same sheet: typed words come in an order of each question's
own, so that nobody is known by the way the answers of one person go together.
"""

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.kernel.locales import Bilingual, khmer_digits
from training.modules.model import Item, ItemKind
from training.quizzes.answers import TYPED, choices_of, said
from training.quizzes.model import Choice

Sheets = Mapping[uuid.UUID, Mapping[str, str]]
"""Codes by sheet and item id."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many chose it, and how many that is of a hundred who answered the question."""

    choice: Choice
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Opinion:
    """One question: how often each choice was taken, or the words that were typed."""

    number: int
    item: Item
    answered: int
    tallies: tuple[Tally, ...]
    words: tuple[Choice, ...]
    average: Bilingual | None
    """The mean step of a scale, to a tenth; None where it has none."""


def opinions(items: Sequence[Item], sheets: Sheets) -> tuple[Opinion, ...]:
    """Every question in its order."""
    return tuple(_opinion(number, item, sheets) for number, item in enumerate(items, 1))


def _opinion(number: int, item: Item, sheets: Sheets) -> Opinion:
    given = {sheet_id: own[item.id] for sheet_id, own in sheets.items() if own.get(item.id)}
    return Opinion(
        number=number,
        item=item,
        answered=len(given),
        tallies=() if item.kind in TYPED else _tallies(item, list(given.values())),
        words=_words(item, given) if item.kind in TYPED else (),
        average=_average(list(given.values())) if item.kind is ItemKind.SCALE else None,
    )


def _tallies(item: Item, codes: Sequence[str]) -> tuple[Tally, ...]:
    counts = Counter(each for code in codes for each in code.split())
    return tuple(
        Tally(choice, counts[choice.code], percent(counts[choice.code], len(codes)))
        for choice in choices_of(item)
    )


def percent(count: int, of: int) -> int:
    """The share in per cent, rounded half up; 0 of nothing."""
    return (count * 200 + of) // (of * 2) if of else 0


def _average(codes: Sequence[str]) -> Bilingual | None:
    if not codes:
        return None
    tenths = (sum(map(int, codes)) * 20 + len(codes)) // (len(codes) * 2)
    written = f"{tenths // 10}.{tenths % 10}"
    return Bilingual(khmer_digits(written.replace(".", ",")), written)


def _words(item: Item, given: Mapping[uuid.UUID, str]) -> tuple[Choice, ...]:
    by_lot = sorted(given, key=lambda each: hashlib.sha256(f"{each}/{item.id}".encode()).digest())
    return tuple(choice for each in by_lot for choice in said(item, given[each]))
