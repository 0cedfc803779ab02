"""From the sheets of a course to the figures of its pages."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.modules import service as modules
from training.quizzes import analysis_store, rules, service, store, texts
from training.quizzes.analysis import beside, learning, misconceptions, whole
from training.quizzes.analysis.crowds import TooFew
from training.quizzes.analysis.learning import Items, Learning, PersonalGain
from training.quizzes.analysis.misconceptions import Surviving
from training.quizzes.analysis.model import Objective, Sheet, When
from training.quizzes.analysis.timing import seconds_spent
from training.quizzes.analysis.whole import TestFigures
from training.quizzes.assessments import FORMS, POST_TEST, PRE_TEST
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
        items = questions(session, course_id, slug, desk.revision_id, "")
        sheets = list_sheets(session, course_id, (slug,))
        return Analysed(desk, whole.figures({"": items}, sheets), 0)
    both = list_sheets(session, course_id, _WHEN)
    when = _WHEN[slug]
    all_of_it = len(learning.by_seat(both, when))
    kept = len(beside.kept_sheets(both, when))
    figures = beside.figures(_of_forms(session, course_id), both, when)
    return Analysed(desk, figures, all_of_it - kept)


def learned(session: Session, course_id: uuid.UUID) -> Learned:
    """What was learned between the tests of a course. Raises Refusal (404) without such tests."""
    items = _of_forms(session, course_id)
    if not all(items.values()):
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    sheets = list_sheets(session, course_id, _WHEN)
    is_over = not gives_away(session, get_desk(session, course_id, None, POST_TEST))
    return Learned(
        learning.figures(items, sheets),
        misconceptions.surviving(items, learning.matched(sheets)) if is_over else None,
        _aims(session, course_id),
        learning.personal_gains(sheets),
    )


def _of_forms(session: Session, course_id: uuid.UUID) -> Items:
    return {form: questions(session, course_id, PRE_TEST, None, form) for form in FORMS}


def _aims(session: Session, course_id: uuid.UUID) -> dict[Objective, Aim]:
    taught = (
        modules.get_module(session, each) for each in courses.list_revision_ids(session, course_id)
    )
    return {
        (module.slug, aim.id): Aim(module.title, aim.words)
        for module in taught
        for aim in module.aims
    }


def list_sheets(session: Session, course_id: uuid.UUID, slugs: Collection[str]) -> list[Sheet]:
    """The finished sheets of these assessments, of every seat the one that counts."""
    attempts = _counting(session, course_id, slugs)
    held = analysis_store.list_held(session, course_id, list(slugs))
    nothing = analysis_store.Held()
    return [_sheet(attempt, held.get(attempt.id, nothing)) for attempt in attempts]


def _counting(session: Session, course_id: uuid.UUID, slugs: Collection[str]) -> list[Attempt]:
    found: dict[tuple[uuid.UUID, str], list[Attempt]] = {}
    for each in store.list_attempts(session, course_id):
        if each.slug in slugs and each.seat_id is not None and each.finished_at is not None:
            found.setdefault((each.seat_id, each.slug), []).append(each)
    counting = (rules.counting(sheets) for sheets in found.values())
    return [each for each in counting if each is not None]


def _sheet(attempt: Attempt, held: analysis_store.Held) -> Sheet:
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
        marks=held.marks,
    )


def gives_away(session: Session, desk: Desk) -> bool:
    """Whether the figures of this assessment are not for the screen in the room now."""
    post_test = service.find_post_test(session, desk.course_id)
    has_ended = desk.course_state is CourseState.ENDED
    return rules.gives_away(desk.purpose, desk.opening, post_test, has_ended=has_ended)
