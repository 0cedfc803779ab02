"""Use cases of the quizzes room, and what other rooms may ask it."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.modules import service as modules
from training.modules.model import Item, Module
from training.quizzes import rules, store, texts
from training.quizzes.model import (
    Attempt,
    Desk,
    KeptAnswer,
    Opening,
    OpenQuiz,
    Purpose,
    QuizReport,
    Result,
    SeatQuiz,
)

MODULE = Purpose.MODULE

opening_steps: list[Callable[[Session, uuid.UUID], object]] = []
"""Filled by the application: what rooms above do when a quiz opens or closes."""


def quizzes_of(session: Session, course_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, Module]]:
    """The course's modules that have a quiz, in teaching order."""
    ids = courses.list_revision_ids(session, course_id)
    found = [(each, modules.get_module(session, each)) for each in ids]
    return [(revision_id, module) for revision_id, module in found if module.items]


def get_desk(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID | None, slug: str) -> Desk:
    """How the quiz of the module stands for the seat. Raises Refusal (404)."""
    desk = store.find_desk(session, course_id, seat_id, slug, MODULE)
    if desk is None or not modules.get_module(session, desk.revision_id).items:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    return desk


# What the trainer does.


def open_quiz(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Lets the course answer. An open quiz stays as it is; so does one opened with this key.

    Raises Refusal: 404 for no such quiz, 409 unless the course is running.
    """
    rules.check_key(submission_key)
    desk = get_desk(session, course_id, None, slug)
    if desk.course_state is not CourseState.RUNNING:
        raise Refusal(texts.OPEN_ONLY_WHILE_RUNNING, status=409)
    made = store.add_opening(
        session, course_id, desk.revision_id, MODULE, submission_key, now, desk.opening
    )
    if made is not None:
        audit.record(
            session, who, now, "opened", "quiz", made, course_id=course_id, after={"module": slug}
        )
        _tell_rooms_above(session, course_id)


def _tell_rooms_above(session: Session, course_id: uuid.UUID) -> None:
    for step in opening_steps:
        step(session, course_id)


def close_quiz(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    opening_id: uuid.UUID | None,
    who: Who,
    now: dt.datetime,
) -> int:
    """Ends this opening and scores every unfinished sheet; how many were scored.

    An opening that is closed already stays as it is. Raises Refusal (404) for no such quiz.
    """
    desk = get_desk(session, course_id, None, slug)
    if desk.opening is None or desk.opening.id != opening_id:
        return 0
    return _close(session, course_id, desk.opening, slug, who, now)


def close_all(session: Session, course_id: uuid.UUID, who: Who, now: dt.datetime) -> int:
    """Closes every open quiz, for the end of a course; how many sheets were scored by it."""
    slugs = {revision_id: module.slug for revision_id, module in quizzes_of(session, course_id)}
    openings = store.latest_openings(session, course_id, MODULE).values()
    return sum(
        _close(session, course_id, opening, slugs[opening.revision_id], who, now)
        for opening in openings
        if opening.is_open and opening.revision_id in slugs
    )


def _close(
    session: Session, course_id: uuid.UUID, opening: Opening, slug: str, who: Who, now: dt.datetime
) -> int:
    if not store.close_opening(session, opening.id, now):
        return 0
    revision_id = opening.revision_id
    found = store.list_attempts(session, course_id, MODULE, revision_id=revision_id)
    unfinished = [attempt for attempt in found if attempt.finished_at is None]
    kept = store.kept_answers(session, [attempt.id for attempt in unfinished])
    items = modules.get_module(session, revision_id).items
    for attempt in unfinished:
        freeze(session, course_id, attempt.id, items, _codes(kept.get(attempt.id, {})), who, now)
    audit.record(
        session, who, now, "closed", "quiz", opening.id,
        course_id=course_id, after={"module": slug, "scored": len(unfinished)},
    )  # fmt: skip
    _tell_rooms_above(session, course_id)
    return len(unfinished)


def freeze(
    session: Session,
    course_id: uuid.UUID,
    attempt_id: uuid.UUID,
    items: Sequence[Item],
    given: Mapping[str, str],
    who: Who,
    now: dt.datetime,
) -> None:
    """Gives a sheet its score for good and writes it into the trail; a second time is nothing.

    `given` holds the codes that count, by item id.
    """
    score, most = rules.score(items, given), rules.most_of(items)
    if store.finish_attempt(session, attempt_id, score, most, now):
        audit.record(
            session, who, now, "scored", "quiz attempt", attempt_id,
            course_id=course_id, after={"score": score, "most": most},
        )  # fmt: skip


def answers_of(session: Session, attempt: Attempt) -> dict[str, KeptAnswer]:
    """The answers that count on this sheet, by item id."""
    return store.kept_answers(session, [attempt.id]).get(attempt.id, {})


def _codes(kept: dict[str, KeptAnswer]) -> dict[str, str]:
    return {item_id: answer.code for item_id, answer in kept.items()}


# What other rooms and the overview ask.


def list_open(session: Session, course_id: uuid.UUID) -> tuple[OpenQuiz, ...]:
    """The quizzes that can be answered now, in teaching order; none unless the course runs."""
    if courses.get_course(session, course_id).state != CourseState.RUNNING:
        return ()
    openings = store.latest_openings(session, course_id, MODULE)
    return tuple(
        OpenQuiz(revision_id, module.slug, module.title, len(module.items), opening.opened_at)
        for revision_id, module in quizzes_of(session, course_id)
        if (opening := openings.get(revision_id)) is not None and opening.is_open
    )


def state_for_seat(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID
) -> tuple[SeatQuiz, ...]:
    """How every quiz of the course stands for one seat, in teaching order."""
    course = courses.get_course(session, course_id)
    openings = store.latest_openings(session, course_id, MODULE)
    found = store.list_attempts(session, course_id, MODULE, seat_id=seat_id)
    sheets = {attempt.revision_id: attempt for attempt in found}
    state, zone = CourseState(course.state), course.time_zone
    quizzes = []
    for revision_id, module in quizzes_of(session, course_id):
        sheet = sheets.get(revision_id)
        desk = Desk(revision_id, state, zone, openings.get(revision_id), sheet)
        score, most = (sheet.score, sheet.most) if sheet else (None, None)
        quizzes.append(
            SeatQuiz(
                revision_id, module.slug, module.title, len(module.items),
                rules.standing(desk), score, most,
            )
        )  # fmt: skip
    return tuple(quizzes)


def results_by_seat(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, tuple[Result, ...]]:
    """Every frozen score of the course, by seat; a seat without one is left out."""
    found: dict[uuid.UUID, tuple[Result, ...]] = {}
    for sheet in store.list_attempts(session, course_id, MODULE):
        if sheet.finished_at is not None:
            result = Result(sheet.revision_id, sheet.score or 0, sheet.most or 0, sheet.finished_at)
            found[sheet.seat_id] = (*found.get(sheet.seat_id, ()), result)
    return found


def count_unfinished(session: Session, course_id: uuid.UUID) -> int:
    """How many sheets were begun and have no score yet."""
    sheets = store.list_attempts(session, course_id, MODULE)
    return sum(sheet.finished_at is None for sheet in sheets)


def report(session: Session, course_id: uuid.UUID) -> tuple[QuizReport, ...]:
    """Every quiz of the course as the trainer sees it, in teaching order."""
    openings = store.latest_openings(session, course_id, MODULE)
    sheets = store.list_attempts(session, course_id, MODULE)
    finished = [sheet for sheet in sheets if sheet.finished_at is not None]
    kept = store.kept_answers(session, [sheet.id for sheet in finished])
    reports = []
    for revision_id, module in quizzes_of(session, course_id):
        codes = [
            _codes(kept.get(each.id, {})) for each in finished if each.revision_id == revision_id
        ]
        reports.append(
            QuizReport(
                revision_id=revision_id,
                slug=module.slug,
                title=module.title,
                items=len(module.items),
                opening=openings.get(revision_id),
                attempts={each.seat_id: each for each in sheets if each.revision_id == revision_id},
                shares=rules.item_shares(module.items, codes),
            )
        )
    return tuple(reports)
