"""2,000 finished sheets of 15 questions, as plain values, turned into figures."""

import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from training.modules.model import Item, Use
from training.modules.reader import read_pack
from training.quizzes.analysis import beside, learning, misconceptions, whole
from training.quizzes.analysis.model import Sheet, When
from training.quizzes.answers import choices_of
from training.quizzes.scoring import most_of, score

SHEETS = 2_000
TURNS = 5
PACKS = Path(__file__).resolve().parents[1] / "modules"
SLUG = "understanding-r2p"
ONE_TEST = "2,000 sheets × 15 questions, one test"
BOTH_TESTS = "1,000 people × 15 questions, before and after, with both tests' questions"


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis, in milliseconds of wall time: the fastest of five turns."""

    name: str
    analysis_ms: float


def measure() -> list[Analysis]:
    """One test of everybody, and all the figures of a test before and a test after."""
    items = questions()
    before, after = sheets(items, When.BEFORE, SHEETS // 2), sheets(items, When.AFTER, SHEETS // 2)
    return [
        _measured(ONE_TEST, partial(whole.figures, {"": items}, sheets(items, When.OTHER))),
        _measured(BOTH_TESTS, partial(learned, items, [*before, *after])),
    ]


def questions() -> tuple[Item, ...]:
    """The fifteen of module 1, as a course knows them. Raises RuntimeError without them."""
    module = read_pack(PACKS, SLUG).module
    items = module.items_for(Use.MODULE) if module else ()
    if len(items) != 15:
        raise RuntimeError(f"{len(items)} questions instead of 15")
    return tuple(replace(item, id=f"{SLUG}.{item.id}") for item in items)


def sheets(items: Sequence[Item], when: When, count: int = SHEETS) -> list[Sheet]:
    """So many sheets of chance; of who knows more, more answers are right."""
    chance = random.Random(2005)
    return [_sheet(items, when, number, chance) for number in range(count)]


def _sheet(items: Sequence[Item], when: When, number: int, chance: random.Random) -> Sheet:
    codes = {item.id: chance.choice(choices_of(item)).code for item in items}
    seconds = {item.id: chance.randint(5, 90) for item in items}
    marks = score(items, codes)
    return Sheet(uuid.UUID(int=number), when, "", codes, marks, most_of(items), seconds)


def learned(items: Sequence[Item], given: Sequence[Sheet]) -> None:
    """All that the page of a course's two tests needs."""
    forms = {"": items}
    learning.figures(forms, given)
    misconceptions.surviving(forms, learning.matched(given))
    for when in (When.BEFORE, When.AFTER):
        beside.figures(forms, given, when)


def _measured(name: str, work: Callable[[], object]) -> Analysis:
    taken = []
    for _ in range(TURNS):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return Analysis(name, round(min(taken) * 1000, 1))
