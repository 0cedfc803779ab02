"""What people chose, option by option, and who may be told of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from training.kernel.locales import Bilingual
from training.modules.model import NO_WORDS, Item, ItemKind
from training.quizzes import answers, scoring
from training.quizzes.analysis.crowds import LEAST
from training.quizzes.model import Choice

_OPTIONS = frozenset({ItemKind.SINGLE, ItemKind.SEVERAL, ItemKind.TRUE_FALSE})
_MADE_UP = frozenset({ItemKind.SHORT, ItemKind.NUMBER, ItemKind.ORDERING})


@dataclass(frozen=True, slots=True)
class Tallied:
    """How many gave an answer, and how much of them was in the strongest and weakest third."""

    count: int = 0
    strongest: float = 0.0
    weakest: float = 0.0

    def __add__(self, other: "Tallied") -> "Tallied":
        return Tallied(
            self.count + other.count,
            self.strongest + other.strongest,
            self.weakest + other.weakest,
        )


NOBODY = Tallied()


@dataclass(frozen=True, slots=True)
class Chosen:
    """One option, in shares from 0 to 1 of all sheets; several options may have been chosen.

    `strongest` and `weakest` are shares of the third of the sheets with the most and the fewest
    marks; None where a third is too few.
    """

    code: str
    words: tuple[Choice, ...]
    is_right: bool
    why: Bilingual
    """Why a wrong one is wrong; may be empty."""
    count: int
    share: float
    strongest: float | None
    weakest: float | None


def tally_options(item: Item, tallied: Mapping[str, Tallied]) -> dict[str, Tallied]:
    """How often each option was chosen, from how often each answer was given; right ones too.

    Options of which one or several are chosen are all there, chosen or not. Of answers that people
    make up themselves only those are told that are right or that five people gave: words of one
    person could say who that is. An open text, which only people can judge, is never told.
    """
    if item.kind is ItemKind.TEXT:
        return {}
    found = {choice.code: NOBODY for choice in _known(item)}
    for code, number in sorted(tallied.items()):
        for part in _parts(item, code):
            found[part] = found.get(part, NOBODY) + number
    if item.kind not in _MADE_UP:
        return found
    return {
        code: number
        for code, number in found.items()
        if number.count >= LEAST or is_right(item, code)
    }


def _known(item: Item) -> tuple[Choice, ...]:
    return answers.choices_of(item) if item.kind in _OPTIONS else ()


def _parts(item: Item, code: str) -> tuple[str, ...]:
    if not code:
        return ()
    if item.kind is ItemKind.SEVERAL:
        return tuple(code.split())
    if item.kind is ItemKind.MATCHING:
        return tuple(f"{left}:{right}" for left, right in answers.joined(item, code).items())
    if item.kind in {ItemKind.SHORT, ItemKind.NUMBER} and scoring.is_right(item, code):
        return (answers.right_code(item),)
    return (code,)


def is_right(item: Item, option: str) -> bool:
    """Whether the option belongs to the right answer."""
    if item.kind is ItemKind.MATCHING:
        return option in answers.right_code(item).split()
    if item.kind is ItemKind.SEVERAL:
        return any(each.id == option and each.right for each in item.options)
    return scoring.is_right(item, option)


def words_of(item: Item, option: str) -> tuple[Choice, ...]:
    """The option as people read it."""
    return answers.said(item, option)


def why_of(item: Item, option: str) -> Bilingual:
    """Why it is wrong, where the pack says so."""
    return next((each.why for each in item.options if each.id == option), NO_WORDS)
