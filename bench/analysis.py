"""2,000 finished sheets of 15 questions, as plain values, turned into figures."""

import datetime as dt
import random
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench import room
from training.adapters import clock
from training.kernel.ids import new_id
from training.modules.model import Item, Use
from training.modules.reader import read_pack
from training.quizzes import analysing
from training.quizzes import service as quizzes
from training.quizzes.analysis import beside, learning, misconceptions, whole
from training.quizzes.analysis.model import Sheet, When
from training.quizzes.answers import choices_of
from training.quizzes.scoring import most_of, score
from training.quizzes.tables import QuizAnswer, QuizAttempt

SHEETS = 2_000
TURNS = 5
PACKS = Path(__file__).resolve().parents[1] / "modules"
SLUG = "understanding-r2p"
ONE_TEST = "2,000 sheets × 15 questions, one test"
FROM_DATABASE = "2,000 sheets × 15 questions out of SQLite, one quiz of a course"
BOTH_TESTS = "1,000 people × 15 questions, before and after, with both tests' questions"


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysis, in milliseconds of CPU: the fastest of five turns."""

    name: str
    cpu_ms: float


def measure(folder: Path) -> list[Analysis]:
    """One test of everybody, all the figures of two tests, and one test out of a database."""
    items = questions()
    before, after = sheets(items, When.BEFORE, SHEETS // 2), sheets(items, When.AFTER, SHEETS // 2)
    return [
        _measured(ONE_TEST, partial(whole.figures, {"": items}, sheets(items, When.OTHER))),
        _measured(BOTH_TESTS, partial(learned, items, [*before, *after])),
        _from_database(folder),
    ]


def _from_database(folder: Path) -> Analysis:
    """A quiz of one course, from its rows to its figures."""
    app = room.prepared(room.settings_for(folder))
    database = app.extensions["training.database"]
    with app.app_context():
        with database.writing() as session:
            course_id, slug = _taken(session, clock.now())
            session.commit()
        with database.reading() as session:
            found = _measured(FROM_DATABASE, partial(analysing.analyse, session, course_id, slug))
    database.dispose()
    return found


def _taken(session: Session, now: dt.datetime) -> tuple[uuid.UUID, str]:
    """A course where everybody has finished the quiz of its module."""
    course, seat_ids = room.seated(session, "analysis", SHEETS, now)
    ((revision_id, module), *_) = quizzes.quizzes_of(session, course.id)
    made = sheets(module.items, When.OTHER)
    ids = [new_id() for _ in made]
    attempts = [
        {
            "id": id_, "course_id": course.id, "seat_id": seat_id, "slug": module.slug,
            "revision_id": revision_id, "form": "", "number": 1, "seed": 7, "started_at": now,
            "due_at": None, "finished_at": now, "finished_by": "seat", "seen_at": None,
            "score": sheet.score, "most": sheet.most,
        }
        for id_, seat_id, sheet in zip(ids, seat_ids, made, strict=True)
    ]  # fmt: skip
    answers = [
        {
            "id": new_id(), "attempt_id": id_, "item_id": item_id, "choice": code,
            "submission_key": f"{number}", "arrived_at": None,
            "given_at": now + dt.timedelta(seconds=20 * number),
        }
        for id_, sheet in zip(ids, made, strict=True)
        for number, (item_id, code) in enumerate(sheet.codes.items(), 1)
    ]  # fmt: skip
    session.execute(insert(QuizAttempt), attempts)
    session.execute(insert(QuizAnswer), answers)
    return course.id, module.slug


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
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return Analysis(name, round(min(taken) * 1000, 1))
