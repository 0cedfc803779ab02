"""Use cases of joining a course and going on from another phone."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import expected, rules, store, texts
from training.courses.model import CourseState
from training.courses.service import get_course, get_seat
from training.courses.tables import Course, Seat
from training.kernel.access import ActorKind, Device, Who
from training.kernel.ids import new_id, random_code, read_code
from training.kernel.locales import digits_only
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.people import rules as people_rules
from training.people import service as people
from training.people.model import PersonDetails
from training.throttle import service as throttle

SEAT_CODE_BITS = expected.SEAT_CODE_BITS
WRONG_CODES = 20
"""Wrong join codes that one device may type in a quarter of an hour, and as many seat codes."""
WRONG_CODES_OF_NEWCOMERS = 3_000
"""The same for all devices of one network together whose first request is a code.

They get an id with the answer, so that a phone kept out here gets in when it tries once more."""
WithoutGlyph = Callable[[str], Sequence[str]]


def require_guess(session: Session, guess: str, device: Device, now: dt.datetime) -> str:
    """The key under which a wrong guess of this device counts. `guess` says of what.

    Raises Refusal (429) after too many.
    """
    if device.is_new:
        key = f"{guess}:new:{device.network}"
        throttle.require_room(session, key, WRONG_CODES_OF_NEWCOMERS, now, texts.ONCE_MORE)
    else:
        key = f"{guess}:{device.id}"
        throttle.require_room(session, key, WRONG_CODES, now)
    return key


def find_course(session: Session, typed_code: str, device: Device, now: dt.datetime) -> Course:
    """The course of a typed join code, in Khmer or Western digits, whether it can be joined or not.

    Raises Refusal: 404 for an unknown code, 429 after too many unknown ones.
    """
    key = require_guess(session, "join", device, now)
    course = store.find_course_by_code(session, digits_only(typed_code)[:12])
    if course is None:
        raise throttle.wrong_try(texts.WRONG_JOIN_CODE, key, now, status=404, field="code")
    return course


def find_joinable(session: Session, typed_code: str, device: Device, now: dt.datetime) -> Course:
    """The course of a typed join code, open for joining.

    Raises Refusal: 404 for an unknown code, 409 or 410 for a course that cannot be joined now.
    """
    course = find_course(session, typed_code, device, now)
    require_joinable(course)
    return course


def require_joinable(course: Course) -> None:
    """Raises Refusal (409 or 410) unless the course can be joined now."""
    rules.require_joinable(CourseState(course.state), course.join_open)


def find_made_seat(
    session: Session, course_id: uuid.UUID, details: PersonDetails, submission_key: str
) -> Seat | None:
    """The seat that this form made already, when it is sent again; joining may be closed by now."""
    return store.find_seat_by_key(session, course_id, _key_of(submission_key, details))


def _key_of(submission_key: str, details: PersonDetails) -> str:
    """The form's key and the name in it: a page gone back to with another name is another form."""
    typed = f"{details.name_km}\n{details.name_latin}".encode()
    return f"{submission_key}.{hashlib.sha256(typed).hexdigest()[:16]}"


def join(
    session: Session,
    course: Course,
    details: PersonDetails,
    submission_key: str,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
    another_person: bool = False,
) -> Seat:
    """A seat for a trainee; the same submission key and name give the same seat.

    Whoever stands on the list of participants takes the seat that was kept for them.
    Raises Refusal (409) when the name sits in the course already and `another_person` is not said.
    """
    made = find_made_seat(session, course.id, details, submission_key)
    if made is not None:
        return made
    require_joinable(course)
    asked = rules.check_asked(details, course.asked)
    clean = people_rules.check_details(asked, without_glyph)
    key = _key_of(submission_key, details)
    if not another_person:
        made = expected.take_seat(session, course.id, clean, key, now, without_glyph)
        made = made or _require_new_name_or_made(session, course.id, clean, key, texts.SAME_NAME)
        if made is not None:
            return made
    seat = _give_seat(session, course, clean, key, now, without_glyph)
    who = Who(ActorKind.SEAT, seat.id, details.name_km or details.name_latin)
    audit.record(session, who, now, "joined", "seat", seat.id, course_id=course.id)
    return seat


def add_without_phone(
    session: Session,
    course_id: uuid.UUID,
    details: PersonDetails,
    submission_key: str,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
    another_person: bool = False,
) -> Seat:
    """A seat that the trainer gives to somebody without a phone, in a course that has not ended."""
    course = get_course(session, course_id)
    made = find_made_seat(session, course.id, details, submission_key)
    if made is not None:
        return made
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    rules.check_choices(details)
    clean = people_rules.check_details(details, without_glyph)
    key = _key_of(submission_key, details)
    if not another_person:
        made = _require_new_name_or_made(session, course.id, clean, key, texts.NAME_IN_COURSE)
        if made is not None:
            return made
    seat = _give_seat(session, course, clean, key, now, without_glyph)
    seat.without_phone = True
    audit.record(session, who, now, "added", "seat", seat.id, course_id=course.id)
    return seat


def correct(
    session: Session,
    seat: Seat,
    details: PersonDetails,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
    another_person: bool = False,
) -> bool:
    """Corrects the name and facts of a seat's person. True when something changed.

    Raises Refusal: 422 for a fault in a field, 409 when the new name sits in the course already
    and `another_person` is not said.
    """
    rules.check_choices(details)
    clean = people_rules.check_details(details, without_glyph)
    is_renamed = _name_key(clean) != _name_key(people.get_details(session, seat.person_id))
    if is_renamed and not another_person:
        _require_new_name(session, seat.course_id, clean, texts.NAME_IN_COURSE, but=seat.person_id)
    return people.correct_person(
        session, seat.person_id, clean, who, now, without_glyph, seat.course_id
    )


def _name_key(details: PersonDetails) -> str:
    return people_rules.search_key(f"{details.name_km} {details.name_latin}")


def _require_new_name(
    session: Session,
    course_id: uuid.UUID,
    details: PersonDetails,
    reason: Text,
    but: uuid.UUID | None = None,
) -> None:
    if any(each.person_id != but for each in store.list_named(session, course_id, details)):
        raise Refusal(reason, status=409, field="another_person")


def _require_new_name_or_made(
    session: Session, course_id: uuid.UUID, details: PersonDetails, key: str, reason: Text
) -> Seat | None:
    """None for a new name; the seat of this very form where it was sent twice at once.

    The other request may have committed since this one looked. Raises Refusal (409).
    """
    try:
        _require_new_name(session, course_id, details, reason)
    except Refusal:
        made = store.find_seat_by_key(session, course_id, key)
        if made is None:
            raise
        return made
    return None


def _give_seat(
    session: Session,
    course: Course,
    details: PersonDetails,
    submission_key: str,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> Seat:
    person = people.add_person(session, details, now, without_glyph)
    session.flush()
    raised = update(Course).where(Course.id == course.id).values(seats_given=Course.seats_given + 1)
    number = session.scalar(raised.returning(Course.seats_given))
    seat = Seat(
        id=new_id(),
        course_id=course.id,
        person_id=person.id,
        number=number,
        code=random_code(SEAT_CODE_BITS),
        without_phone=False,
        submission_key=submission_key,
        joined_at=now,
    )
    session.add(seat)
    session.flush()
    return seat


def continue_with_seat_code(
    session: Session, join_code: str, seat_code: str, device: Device, now: dt.datetime
) -> Seat:
    """The seat of a typed seat code, in a course that may have ended (its certificate is there).

    The code of a seat that was merged into another leads to that one.

    Raises Refusal: 404 for a wrong code, 429 after too many wrong ones of this device.
    """
    course = find_course(session, join_code, device, now)
    key = require_guess(session, "seat-code", device, now)
    seat = store.find_seat_by_code(session, course.id, read_code(seat_code)[:16])
    if seat is None:
        raise throttle.wrong_try(texts.WRONG_SEAT_CODE, key, now, status=404, field="seat_code")
    seat = get_seat(session, course.id, seat.merged_into or seat.id)
    expected.note_phone(session, seat, now)
    return seat
