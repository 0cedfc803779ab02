"""From the sheets of a course to the figures of its pages."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.modules import service as modules
from training.modules.model import Item, ItemKind
from training.quizzes import (
    analysis_store,
    correcting,
    key_store,
    results,
    service,
    store,
    texts,
)
from training.quizzes.analysis import beside, learning, misconceptions, whole
from training.quizzes.analysis.crowds import TooFew
from training.quizzes.analysis.learning import Items, Learning, PersonalGain
from training.quizzes.analysis.misconceptions import Surviving
from training.quizzes.analysis.model import Objective, Sheet, When
from training.quizzes.analysis.timing import seconds_spent
from training.quizzes.analysis.whole import TestFigures
from training.quizzes.assessments import FORMS, POST_TEST, PRE_TEST
from training.quizzes.correcting import Corrections
from training.quizzes.desk import get_desk, questions
from training.quizzes.model import Attempt, Desk
from training.quizzes.reporting.learning_parts import Aim

_WHEN = {PRE_TEST: When.BEFORE, POST_TEST: When.AFTER}


@dataclass(frozen=True, slots=True)
class Analysed:
    """One assessment, analysed; `left_out` people are in no figure, see `analysis.beside`."""

    desk: Desk
    figures: TestFigures
    left_out: int


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned between the two tests of a course."""

    learning: Learning
    surviving: Sequence[Surviving] | TooFew | None
    """None as long as the test after the course can still be answered."""
    aims: Mapping[Objective, Aim]
    people: tuple[PersonalGain, ...]
    """For the trainer alone, never beside the figures."""


def analyse(session: Session, course_id: uuid.UUID, slug: str) -> Analysed:
    """The figures of one assessment. Raises Refusal (404) where nothing in it is right or wrong."""
    desk = get_desk(session, course_id, None, slug)
    if not desk.purpose.is_scored:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    if not desk.purpose.is_test:
        items: Items = {
            "": _asked(session, desk, "", key_store.list_corrections(session, course_id))
        }
        sheets = list_sheets(session, course_id, (slug,), items)
        return Analysed(desk, whole.figures(items, sheets), 0)
    items = _of_forms(session, desk)
    both = list_sheets(session, course_id, _WHEN, items)
    when = _WHEN[slug]
    all_of_it = len(learning.by_seat(both, when))
    kept = len(beside.kept_sheets(both, when))
    figures = beside.figures(items, both, when)
    return Analysed(desk, figures, all_of_it - kept)


def learned(session: Session, course_id: uuid.UUID) -> Learned:
    """What was learned between the tests of a course. Raises Refusal (404) without such tests."""
    desk = get_desk(session, course_id, None, POST_TEST)
    items = _of_forms(session, desk)
    sheets = list_sheets(session, course_id, _WHEN, items)
    is_over = not gives_away(session, desk)
    return Learned(
        learning.figures(items, sheets),
        misconceptions.surviving(items, learning.matched(sheets)) if is_over else None,
        _aims(session, course_id),
        learning.personal_gains(sheets),
    )


def _of_forms(session: Session, desk: Desk) -> Items:
    corrections = key_store.list_corrections(session, desk.course_id)
    return {form: _asked(session, desk, form, corrections) for form in FORMS}


def _asked(session: Session, desk: Desk, form: str, corrections: Corrections) -> tuple[Item, ...]:
    """The questions, with what is right in them by now.

    Those of which everybody has the marks say nothing, so they are left out.
    """
    asked = questions(session, desk.course_id, desk.slug, desk.revision_id, form)
    key = correcting.key_of(desk.slug, asked, corrections)
    return tuple(item for item in key.items if not key.is_void(item.id))


def _aims(session: Session, course_id: uuid.UUID) -> dict[Objective, Aim]:
    taught = (
        modules.get_module(session, each) for each in courses.list_revision_ids(session, course_id)
    )
    return {
        (module.slug, aim.id): Aim(module.title, aim.words)
        for module in taught
        for aim in module.aims
    }


def list_sheets(
    session: Session, course_id: uuid.UUID, slugs: Collection[str], items: Items
) -> list[Sheet]:
    """The finished sheets of these assessments, of every seat the one that counts."""
    attempts = _counting(session, course_id, slugs)
    held = analysis_store.list_held(session, course_id, slugs)
    marks: Mapping[uuid.UUID, Mapping[str, int]] = {}
    if any(item.kind is ItemKind.TEXT for asked in items.values() for item in asked):
        marks = key_store.given_marks(session, [attempt.id for attempt in attempts])
    nothing = analysis_store.Held()
    return [
        _sheet(attempt, held.get(attempt.id, nothing), marks.get(attempt.id, {}))
        for attempt in attempts
    ]


def _counting(session: Session, course_id: uuid.UUID, slugs: Collection[str]) -> list[Attempt]:
    found: dict[tuple[uuid.UUID, str], list[Attempt]] = {}
    for each in store.list_attempts(session, course_id):
        if each.slug in slugs and each.seat_id is not None and each.finished_at is not None:
            found.setdefault((each.seat_id, each.slug), []).append(each)
    counting = (results.counting(sheets) for sheets in found.values())
    return [each for each in counting if each is not None]


def _sheet(attempt: Attempt, held: analysis_store.Held, marks: Mapping[str, int]) -> Sheet:
    if attempt.seat_id is None:
        raise ValueError("a sheet without a seat is not analysed")
    return Sheet(
        seat_id=attempt.seat_id,
        when=_WHEN.get(attempt.slug, When.OTHER),
        form=attempt.form,
        codes=held.codes,
        score=attempt.score or 0,
        most=attempt.most or 0,
        seconds=seconds_spent(attempt.started_at, held.taps),
        marks=marks,
    )


def gives_away(session: Session, desk: Desk) -> bool:
    """Whether the figures of this assessment are not for the screen in the room now."""
    post_test = service.find_post_test(session, desk.course_id)
    has_ended = desk.course_state is CourseState.ENDED
    return results.gives_away(desk.purpose, desk.opening, post_test, has_ended=has_ended)
