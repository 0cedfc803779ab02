"""What people plan to do after a course: with names, for its trainer and for administrators."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.kernel.locales import Bilingual
from training.modules import service as modules
from training.modules.model import Item
from training.quizzes import answer_store
from training.quizzes.answers import said
from training.quizzes.assessments import PLAN
from training.quizzes.desk import get_desk, items_of
from training.quizzes.model import Choice
from training.quizzes.statements import NEWEST_PLANS, OLDER_PLANS, PLANS_OF_COURSE

PAGE = 30


@dataclass(frozen=True, slots=True)
class Told:
    """A question of a plan and what was answered; nothing where it was left out."""

    item: Item
    said: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One person's plan as it was left last."""

    id: uuid.UUID
    name: Bilingual
    course_id: uuid.UUID
    course_title: Bilingual
    course_date: dt.date
    told: tuple[Told, ...]


def list_plans(session: Session, course_id: uuid.UUID) -> tuple[Plan, ...]:
    """The plans of a course, in the Khmer order of names."""
    return _plans(session, ask(session, PLANS_OF_COURSE, {"course_id": course_id}).all())


def list_questions(session: Session, course_id: uuid.UUID) -> tuple[Item, ...]:
    """What the plan of this course asks. Raises Refusal (404) where none can be opened."""
    return items_of(session, get_desk(session, course_id, None, PLAN))


def list_all(session: Session, before: uuid.UUID | None) -> tuple[tuple[Plan, ...], bool]:
    """A page of all courses' plans, the newest first, and whether there are older ones."""
    if before is None:
        rows = ask(session, NEWEST_PLANS, {"most": PAGE + 1}).all()
    else:
        rows = ask(session, OLDER_PLANS, {"most": PAGE + 1, "before": before}).all()
    return _plans(session, rows[:PAGE]), len(rows) > PAGE


def _plans(session: Session, rows: Sequence[Row[Any]]) -> tuple[Plan, ...]:
    kept = answer_store.kept_answers(session, [row.id for row in rows])
    return tuple(
        Plan(
            id=row.id,
            name=Bilingual(row.name_km or row.name_latin, row.name_latin or row.name_km),
            course_id=row.course_id,
            course_title=Bilingual(row.title_km, row.title_en),
            course_date=row.date,
            told=tuple(
                Told(
                    item, said(item, kept[row.id][item.id].code if item.id in kept[row.id] else "")
                )
                for item in modules.get_module(session, row.revision_id).items
            ),
        )
        for row in rows
    )
