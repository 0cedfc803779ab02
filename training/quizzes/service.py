"""What other rooms and the pages ask the quizzes room."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import CourseState
from training.modules import service as modules
from training.modules.model import Item, Module
from training.quizzes import (
    answer_store,
    assessments,
    correcting,
    handed_in,
    key_store,
    limits,
    opening,
    overseeing,
    results,
    rules,
    store,
    terms_store,
)
from training.quizzes.desk import (
    desk_of,
    get_desk,
    items_of,
    key_of_sheet,
    list_assessments,
    questions,
    title_of,
)
from training.quizzes.model import (
    Assessment,
    Attempt,
    Desk,
    KeptAnswer,
    Opening,
    OpenQuiz,
    Purpose,
    SeatQuiz,
    Standing,
)
from training.quizzes.opening import opening_steps
from training.quizzes.sheet import Reviewed, reviewed

__all__ = ["get_desk", "items_of", "list_assessments", "opening_steps", "title_of"]

open_quiz = opening.open_quiz
close_quiz = opening.close_quiz
close_all = opening.close_all
has_due = opening.has_due
settle_all = opening.settle_all
list_lines = overseeing.list_lines
list_shares = overseeing.list_shares
report = overseeing.report
collect = handed_in.collect
find_asked = handed_in.find_asked


def quizzes_of(session: Session, course_id: uuid.UUID) -> Sequence[tuple[uuid.UUID, Module]]:
    """The course's modules that have a quiz, in teaching order."""
    ids = courses.list_revision_ids(session, course_id)
    found = [(each, modules.get_module(session, each)) for each in ids]
    return [(revision_id, module) for revision_id, module in found if module.items]


def answers_of(session: Session, attempt: Attempt) -> dict[str, KeptAnswer]:
    """The answers that count on this sheet, by item id."""
    return answer_store.kept_answers(session, [attempt.id]).get(attempt.id, {})


def review(session: Session, desk: Desk) -> tuple[Reviewed, ...]:
    """The seat's sheet in its own order, with what is right in it by now and what it is worth."""
    attempt = desk.attempt
    if attempt is None:
        return ()
    key = key_of_sheet(session, desk.course_id, attempt)
    marks = key_store.given_marks(session, [attempt.id]).get(attempt.id, {})
    items = assessments.in_order(key.items, attempt.seed, desk.terms)
    kept = answers_of(session, attempt)
    return reviewed(items, kept, key.by_hand(marks), key.corrections)


def as_corrected(session: Session, course_id: uuid.UUID, module_slug: str, item: Item) -> Item:
    """An item of that module with what is right in it by now, in this course."""
    corrections = key_store.list_corrections(session, course_id)
    return correcting.key_of(module_slug, [item], corrections).items[0]


def list_open(session: Session, course_id: uuid.UUID) -> tuple[OpenQuiz, ...]:
    """What the room can answer now, in the order of the day; none unless the course runs.

    What each does at their own time is not among it.
    """
    if courses.get_course(session, course_id).state != CourseState.RUNNING:
        return ()
    openings = store.latest_openings(session, course_id)
    if not any(each.is_open for each in openings.values()):
        return ()
    return tuple(
        OpenQuiz(each.slug, each.purpose, each.revision_id, each.title, each.items, found.opened_at)
        for each in list_assessments(session, course_id, openings)
        if (found := openings.get(each.slug)) is not None and found.is_open
        if each.purpose.calls_the_room
    )


def is_being_asked(session: Session, course_id: uuid.UUID, module_slug: str, item_id: str) -> bool:
    """Whether a quiz or homework of that module that is open now asks that item.

    Practice is not among them: it shows what is right itself.
    """
    openings = store.latest_openings(session, course_id)
    for purpose in (Purpose.MODULE, Purpose.HOME):
        slug = assessments.slug_of(purpose, module_slug)
        opened = openings.get(slug)
        if opened is not None and opened.is_open:
            asked = questions(session, course_id, slug, opened.revision_id, "")
            if any(item.id == item_id for item in asked):
                return True
    return False


def state_for_seat(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, now: dt.datetime
) -> tuple[SeatQuiz, ...]:
    """How all that the seat can answer, or could, stands for it, in the order of the day.

    The quizzes of the modules are there from the beginning, all else once it was opened.
    """
    course = courses.get_course(session, course_id)
    openings, changed = store.openings_with_terms(session, course_id)
    sheets: dict[str, list[Attempt]] = {}
    for sheet in store.list_attempts(session, course_id, seat_id=seat_id):
        sheets.setdefault(sheet.slug, []).append(sheet)
    post_test = openings.get(assessments.POST_TEST)
    found = []
    for each in list_assessments(session, course_id, openings):
        own = sheets.get(each.slug, [])
        if each.slug in openings or own or each.purpose is Purpose.MODULE:
            desk = desk_of(course, each, openings, changed, own[-1] if own else None)
            found.append(_for_seat(each, desk, results.counting(own), post_test, now))
    return tuple(found)


def _for_seat(
    asked: Assessment,
    desk: Desk,
    counting: Attempt | None,
    post_test: Opening | None,
    now: dt.datetime,
) -> SeatQuiz:
    found = SeatQuiz(
        asked.slug, asked.purpose, asked.title, asked.items, rules.standing(desk, now),
        desk.terms.closes_at, rules.may_try_again(desk, now),
    )  # fmt: skip
    if counting is None or found.standing is not Standing.FINISHED:
        return found
    if not results.shows_results(desk, post_test, now):
        return found
    score, most = counting.score, counting.most
    passed = results.passed(desk.terms, score or 0, most or 0)
    return replace(found, score=score, most=most, is_passed=passed)


def minutes_of(session: Session, desk: Desk, seat_id: uuid.UUID) -> int:
    """Minutes that the seat has for a sheet, its extra time included; 0 is no limit."""
    time = limits.own_time(desk.terms, terms_store.find_extra_percent(session, seat_id))
    return int(time.total_seconds() // 60) if time else 0


def count_late(session: Session, attempt: Attempt) -> int:
    """How many answers of the sheet came after its end and were taken nevertheless."""
    return answer_store.count_late(session, [attempt.id]).get(attempt.id, 0)


def find_post_test(session: Session, course_id: uuid.UUID) -> Opening | None:
    """The latest opening of the test after the course: what is right in a test waits for it."""
    return store.latest_openings(session, course_id).get(assessments.POST_TEST)


def are_forms_free(session: Session, course_id: uuid.UUID) -> bool:
    """Whether the items of the two forms can be shown: the test after the course is over."""
    found = find_post_test(session, course_id)
    return found is not None and not found.is_open


def count_unfinished(session: Session, course_id: uuid.UUID) -> int:
    """How many sheets in the room were begun and are not finished yet."""
    counts = store.count_sheets(session, course_id)
    return sum(each.unfinished for slug, each in counts.items() if not _is_anywhere(slug))


def _is_anywhere(slug: str) -> bool:
    name = assessments.read_slug(slug)
    return name is not None and not name.purpose.calls_the_room
