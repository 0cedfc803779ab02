"""Who has handed in what: facts for the room that decides on certificates.

Of an evaluation it says who has a finished sheet, and nothing of what was on it: the sheets of the
seats are empty once it is closed, see `anonymous`. Whoever finished a sheet, its owner or the
closing, it counts as handed in: nobody loses anything by a button that was not pressed.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from training.courses.model import CourseState
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules.model import Item
from training.quizzes import answer_store, desk, entering, key_store, marking, results, rules, store
from training.quizzes.model import Attempt, Desk, Purpose


@dataclass(frozen=True, slots=True)
class HandedIn:
    """How one assessment stands for one seat."""

    is_finished: bool = False
    is_passed: bool = False
    percent: int | None = None
    """Of the marks, rounded down; None while there is no result."""
    waits: bool = False
    """Marks are missing with which it could be passed."""
    is_shown: bool = False
    """Whether its owner may know the result."""
    may_change: bool = False
    """The owner's phone can still hand it in, or do better."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One assessment of a course, and what came of it."""

    slug: str
    title: Bilingual | None
    """Of the module whose quiz it is; None where it is the whole course's."""
    pass_percent: int
    """0 where there is no pass mark."""
    takes_paper: bool
    """What people wrote on paper can be entered now."""
    nothing: HandedIn
    """How it stands for a seat without a sheet."""
    seats: Mapping[uuid.UUID, HandedIn] = field(default_factory=dict)

    def of(self, seat_id: uuid.UUID) -> HandedIn:
        """How it stands for that seat."""
        return self.seats.get(seat_id, self.nothing)


def find_asked(session: Session, course_id: uuid.UUID, slug: str) -> Collected | None:
    """The assessment without its sheets: title and pass mark. None where there is no such one."""
    found = _find_desk(session, course_id, slug)
    return None if found is None else _asked(session, found)


def _asked(session: Session, found: Desk) -> Collected:
    title = desk.title_of(session, found) if found.purpose is Purpose.MODULE else None
    percent = found.terms.pass_percent
    return Collected(found.slug, title, percent, takes_paper=False, nothing=HandedIn())


def _find_desk(session: Session, course_id: uuid.UUID, slug: str) -> Desk | None:
    try:
        return desk.get_desk(session, course_id, None, slug)
    except Refusal:
        return None


def collect(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    now: dt.datetime,
    seat_id: uuid.UUID | None = None,
) -> Collected | None:
    """What came of that assessment, of one seat alone if it is given; None where there is none.

    As many statements for many seats as for one.
    """
    found = _find_desk(session, course_id, slug)
    if found is None:
        return None
    by_seat: dict[uuid.UUID, list[Attempt]] = {}
    for sheet in store.list_attempts(session, course_id, slug=slug, seat_id=seat_id):
        if sheet.seat_id is not None:
            by_seat.setdefault(sheet.seat_id, []).append(sheet)
    still = _marks_to_come(session, found, [each for own in by_seat.values() for each in own])
    return replace(
        _asked(session, found),
        takes_paper=_takes_paper(found, now),
        nothing=HandedIn(may_change=may_change(found, now)),
        seats={
            each: hand_in(replace(found, attempt=own[-1]), own, still, now)
            for each, own in by_seat.items()
        },
    )


def _takes_paper(found: Desk, now: dt.datetime) -> bool:
    try:
        entering.require_enterable(found, now)
    except Refusal:
        return False
    return True


def hand_in(
    own: Desk, sheets: Sequence[Attempt], still: Mapping[uuid.UUID, int], now: dt.datetime
) -> HandedIn:
    """How it stands for the seat at this desk, with all of its sheets.

    `still` are the marks by hand that are to come for each sheet, at the most.
    """
    counting = results.counting(sheets)
    if counting is None or rules.is_overdue(counting, now):
        is_over = counting is not None
        return HandedIn(is_over, waits=is_over, may_change=may_change(own, now))
    if counting.finished_at is None:
        return HandedIn(may_change=may_change(own, now))
    score, most = counting.score or 0, counting.most or 0
    waiting = [each for each in sheets if each.id in still and each.finished_at is not None]
    return HandedIn(
        is_finished=True,
        is_passed=results.passed(own.terms, score, most) is True,
        percent=score * 100 // most if most else None,
        waits=any(
            results.passed(own.terms, (each.score or 0) + still[each.id], each.most or 0)
            for each in waiting
        ),
        is_shown=results.shows_results(own, own.opening if own.purpose.is_test else None, now),
        may_change=may_change(own, now),
    )


def may_change(own: Desk, now: dt.datetime) -> bool:
    """Whether the seat can still hand it in, or do better, with nobody's help but its opening."""
    if own.opening is None:
        deadline = own.terms.closes_at
        has_deadline_passed = deadline is not None and deadline <= now
        return own.course_state is not CourseState.ENDED and not has_deadline_passed
    if own.attempt is None or own.attempt.finished_at is None:
        return rules.is_open(own, now) and not rules.is_overdue(own.attempt, now)
    return rules.may_try_again(own, now) or rules.waits_for_phone(own, now)


def _marks_to_come(
    session: Session, found: Desk, sheets: Sequence[Attempt]
) -> Mapping[uuid.UUID, int]:
    """For each finished sheet with answers in words that nobody has marked, their most marks."""
    if not found.terms.pass_percent:
        return {}
    items = marking.items_in_words(session, found.course_id, found.slug, found.revision_id)
    ids = [sheet.id for sheet in sheets if sheet.finished_at is not None]
    if not items or not ids:
        return {}
    kept, given = answer_store.kept_answers(session, ids), key_store.given_marks(session, ids)
    to_come = {
        each: _most(items, {item for item, answer in own.items() if answer.code}, given.get(each))
        for each, own in kept.items()
    }
    return {each: marks for each, marks in to_come.items() if marks}


def _most(items: Sequence[Item], answered: set[str], given: Mapping[str, int] | None) -> int:
    return sum(item.marks for item in items if item.id in answered and item.id not in (given or {}))
