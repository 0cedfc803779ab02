"""Marking oneself: by typed digits, and what those have in common with scans."""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from training.attendance import codes, recording, statements, texts
from training.attendance.model import Mark, MarkSource, MarkStatus, Opening
from training.attendance.statements import PhoneSeat
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState
from training.kernel.access import ActorKind, Who
from training.kernel.locales import Bilingual, digits_only
from training.kernel.refusal import Refusal
from training.people import service as people
from training.throttle import service as throttle

WRONG_CODES = 20
"""Wrong codes that one seat may type in a quarter of an hour."""


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
    device: str = "",
) -> Mark:
    """The mark that holds after a trainee typed the code of now, or of half a minute ago.

    What is recorded already stays. Raises Refusal: 409 while nothing is open, the course is not
    running or the person has left, 410 for a code that has closed or grown old, 422 for a wrong
    one, 429 after too many wrong ones from this seat.
    """
    key = f"{submission_key}.{digits_only(typed)}"
    seat = find_seat(session, course_id, seat_id)
    made = seat.made_by(key)
    if made is not None:
        return made
    openings = list_openings_while_running(session, course_id)
    tries = f"attendance:{seat_id}"
    throttle.require_room(session, tries, WRONG_CODES, now)
    for opening in openings:
        age = codes.age_of(typed, secret, course_id, opening.agenda_item_id, now)
        if age is None:
            continue
        if opening.closed_at is not None:
            return _already_marked(session, course_id, opening, seat)
        if not codes.is_fresh(age):
            raise Refusal(texts.OLD_CODE, status=410, field="code")
        return mark_present(session, course_id, opening, seat, key, now, now, device)
    if all(opening.closed_at is not None for opening in openings):
        raise Refusal(texts.NOTHING_OPEN, status=409)
    if len(digits_only(typed)) != codes.CODE_DIGITS:
        raise Refusal(texts.SIX_DIGITS, field="code")
    is_join_code = digits_only(typed) == courses.get_course(session, course_id).join_code
    reason = texts.JOIN_CODE if is_join_code else texts.WRONG_CODE
    raise throttle.wrong_try(reason, tries, now, field="code")


def find_seat(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> PhoneSeat:
    """The seat with its marks. Raises Refusal (404) for one that this course does not have."""
    seat = statements.find_seat(session, course_id, seat_id)
    if seat is None:
        raise Refusal(texts.UNKNOWN_SEAT, status=404)
    return seat


def list_openings_while_running(session: Session, course_id: uuid.UUID) -> tuple[Opening, ...]:
    """Every opening, those that are open first. Raises Refusal: 404, 409 unless the course runs."""
    found = statements.find_openings(session, course_id)
    state, openings = found or (CourseState(courses.get_course(session, course_id).state), ())
    course_rules.require_running(state)
    return openings


def _already_marked(
    session: Session, course_id: uuid.UUID, closed: Opening, seat: PhoneSeat
) -> Mark:
    current = seat.newest(closed.agenda_item_id)
    if current is not None and current.status is not MarkStatus.UNMARKED:
        return current
    raise code_closed(session, course_id, closed)


def code_closed(session: Session, course_id: uuid.UUID, opening: Opening) -> CodeClosed:
    """The refusal of a code that was right until it closed."""
    item = _item(session, course_id, opening.agenda_item_id)
    return CodeClosed(item.title if item else Bilingual("", ""))


def _item(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> AgendaItem | None:
    agenda = courses.list_agenda(session, course_id)
    return next((item for item in agenda if item.id == item_id), None)


def mark_present(
    session: Session,
    course_id: uuid.UUID,
    opening: Opening,
    seat: PhoneSeat,
    submission_key: str,
    seen_at: dt.datetime,
    now: dt.datetime,
    device: str = "",
) -> Mark:
    """Takes that this seat's phone saw the code of an opening at `seen_at`.

    A mark by code bears the moment when the code was seen, which is before `now` where somebody had
    to join first. Raises Refusal (409) for a seat that has left, or is in another parallel group;
    one without a group comes into that of the agenda item.
    """
    if seat.left_at is not None:
        raise Refusal(texts.HAS_LEFT, status=409, field="code")
    if opening.group and opening.group != seat.group:
        if seat.group:
            raise Refusal(texts.other_group(opening.group, seat.group), status=409, field="code")
        _come_into_group(session, course_id, seat.id, opening.group, now)
    said = recording.Said(
        opening.agenda_item_id, seat.id, MarkSource.CODE, MarkStatus.PRESENT,
        min(seen_at, now), None, device,
    )  # fmt: skip
    current = seat.newest(opening.agenda_item_id)
    return recording.take_after(session, course_id, said, submission_key, current)


def _come_into_group(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, group: str, now: dt.datetime
) -> None:
    seat = courses.get_seat(session, course_id, seat_id)
    name = people.get_details(session, seat.person_id)
    who = Who(ActorKind.SEAT, seat.id, name.name_km or name.name_latin)
    courses.put_in_group(session, seat, group, who, now)
