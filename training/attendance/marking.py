"""Use cases of marking: by the code on the screen, and by the trainer's hand."""

import datetime as dt
import uuid
from dataclasses import asdict

from sqlalchemy.orm import Session

from training.attendance import rules, store, texts
from training.attendance.model import HandMark, Mark, MarkSource, MarkStatus, Opening
from training.attendance.service import code_of, get_item
from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual, digits_only
from training.kernel.refusal import Refusal
from training.throttle import service as throttle

WRONG_CODES = 20
"""Wrong codes that one seat may type in a quarter of an hour."""
_TRIES = 5


class CodeClosed(Refusal):
    """The code was right until it closed. `title` is that of its agenda item."""

    def __init__(self, title: Bilingual) -> None:
        super().__init__(texts.code_closed(title.best("en")[0]), status=410, field="code")
        self.title = title


def mark_by_code(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    typed: str,
    submission_key: str,
    secret: str,
    now: dt.datetime,
) -> Mark:
    """The mark that holds after a trainee typed the code: a mark that is there already stays.

    Raises Refusal: 409 while nothing is open or the course is not running, 410 for a code that has
    closed, 422 for a wrong one, 429 after too many wrong ones from this seat.
    """
    key = f"{submission_key}.{digits_only(typed)}"
    made = store.find_mark_by_key(session, seat_id, key)
    if made is not None:
        return made
    courses.require_running(session, course_id)
    tries = f"attendance:{seat_id}"
    throttle.require_room(session, tries, WRONG_CODES, now)
    opening = store.find_open(session, course_id)
    if opening is not None and rules.is_code(typed, code_of(secret, course_id, opening)):
        return _mark_present(session, course_id, opening, seat_id, key, now)
    closed = _find_closed(session, course_id, typed, secret)
    if closed is not None:
        return _already_marked(session, course_id, closed, seat_id)
    if opening is None:
        raise Refusal(texts.NOTHING_OPEN, status=409)
    if len(digits_only(typed)) != rules.CODE_DIGITS:
        raise Refusal(texts.SIX_DIGITS, field="code")
    raise throttle.wrong_try(texts.WRONG_CODE, tries, now, field="code")


def _find_closed(session: Session, course_id: uuid.UUID, typed: str, secret: str) -> Opening | None:
    closed = store.list_closed(session, course_id)
    fitting = (each for each in closed if rules.is_code(typed, code_of(secret, course_id, each)))
    return next(fitting, None)


def _already_marked(
    session: Session, course_id: uuid.UUID, closed: Opening, seat_id: uuid.UUID
) -> Mark:
    current = store.find_current_mark(session, closed.agenda_item_id, seat_id)
    if current is not None:
        return current
    agenda = courses.list_agenda(session, course_id)
    titles = (item.title for item in agenda if item.id == closed.agenda_item_id)
    raise CodeClosed(next(titles, Bilingual("", "")))


def _mark_present(
    session: Session,
    course_id: uuid.UUID,
    opening: Opening,
    seat_id: uuid.UUID,
    submission_key: str,
    now: dt.datetime,
) -> Mark:
    current = store.find_current_mark(session, opening.agenda_item_id, seat_id)
    if current is not None:
        return current
    mark = Mark(
        new_id(), opening.agenda_item_id, seat_id, 1, MarkStatus.PRESENT, 0, 0,
        MarkSource.CODE, None, now,
    )  # fmt: skip
    if mark.id in store.add_marks(session, [_row(course_id, mark, submission_key)]):
        return mark
    return store.find_current_mark(session, opening.agenda_item_id, seat_id) or mark


def _row(course_id: uuid.UUID, mark: Mark, submission_key: str) -> dict[str, object]:
    return {**asdict(mark), "course_id": course_id, "submission_key": submission_key}


def mark_by_hand(
    session: Session,
    course_id: uuid.UUID,
    wanted: HandMark,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Mark:
    """The trainer's word, as the next version; the same form and button twice are one mark.

    Raises Refusal: 404 for an item or seat that is not this course's, 409 unless the course is
    running or planned for today, 422 for minutes that cannot be.
    """
    minute_now = _require_open_for_hand(session, course_id, now)
    item = get_item(session, course_id, wanted.agenda_item_id)
    seat = courses.find_seat(session, wanted.seat_id)
    if seat is None or seat.course_id != course_id:
        raise Refusal(texts.UNKNOWN_SEAT, status=404)
    key = f"{submission_key}.{wanted.status}.{wanted.minutes_late}.{wanted.minutes_early}"
    for _ in range(_TRIES):
        made = store.find_mark_by_key(session, wanted.seat_id, key, wanted.agenda_item_id)
        if made is not None:
            return made
        late, early = rules.missed_minutes(wanted, item, minute_now)
        current = store.find_current_mark(session, wanted.agenda_item_id, wanted.seat_id)
        if current is not None and rules.says_the_same(current, wanted.status, late, early):
            return current
        mark = _by_hand(wanted, current, (late, early), who, now)
        if store.add_marks(session, [_row(course_id, mark, key)]):
            _note_mark(session, course_id, current, mark, who, now)
            return mark
    raise Refusal(texts.UNKNOWN_STATUS, status=409)


def _require_open_for_hand(session: Session, course_id: uuid.UUID, now: dt.datetime) -> int | None:
    course = courses.get_course(session, course_id)
    state = CourseState(course.state)
    rules.require_open_for_hand(state, course.date, course.time_zone, now)
    return rules.minute_of_day(course.date, course.time_zone, now)


def _by_hand(
    wanted: HandMark, current: Mark | None, missed: tuple[int, int], who: Who, now: dt.datetime
) -> Mark:
    return Mark(
        id=new_id(),
        agenda_item_id=wanted.agenda_item_id,
        seat_id=wanted.seat_id,
        version=current.version + 1 if current else 1,
        status=wanted.status,
        minutes_late=missed[0],
        minutes_early=missed[1],
        source=MarkSource.HAND,
        marked_by=who.id,
        marked_at=now,
    )


def _note_mark(
    session: Session,
    course_id: uuid.UUID,
    before: Mark | None,
    after: Mark,
    who: Who,
    now: dt.datetime,
) -> None:
    audit.record(
        session,
        who,
        now,
        "marked",
        "attendance",
        after.seat_id,
        course_id=course_id,
        before=_facts(before) if before else None,
        after=_facts(after),
    )


def _facts(mark: Mark) -> dict[str, object]:
    return {
        "agenda_item_id": str(mark.agenda_item_id),
        "version": mark.version,
        "status": mark.status.value,
        "minutes_late": mark.minutes_late,
        "minutes_early": mark.minutes_early,
        "source": mark.source.value,
    }


def mark_rest_present(
    session: Session,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    highest_number: int,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> int:
    """Marks everybody without a mark as present by hand, and says how many that were.

    `highest_number` is the highest seat number on the trainer's page: whoever joined after the page
    was drawn is left alone. Raises Refusal (404, 409) as `mark_by_hand`.
    """
    _require_open_for_hand(session, course_id, now)
    get_item(session, course_id, item_id)
    done = store.count_marks_by_key(session, course_id, item_id, submission_key)
    if done:
        return done
    marked = {mark.seat_id for mark in store.list_current_marks(session, course_id, None, item_id)}
    marks = [
        _by_hand(HandMark(item_id, seat.seat_id, MarkStatus.PRESENT), None, (0, 0), who, now)
        for seat in courses.list_seats(session, course_id)
        if seat.number <= highest_number and seat.seat_id not in marked
    ]
    rows = [_row(course_id, mark, submission_key) for mark in marks]
    added = store.add_marks(session, rows)
    for mark in marks:
        if mark.id in added:
            _note_mark(session, course_id, None, mark, who, now)
    return len(added)
