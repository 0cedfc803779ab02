"""Seats that a list of participants keeps for people, and how somebody's phone takes one."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict

from sqlalchemy import update
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import store, texts
from training.courses.tables import Course, Seat
from training.kernel.access import ActorKind, Who
from training.kernel.ids import new_id, random_code
from training.kernel.refusal import Refusal
from training.people import service as people
from training.people.model import PersonDetails

SEAT_CODE_BITS = 40
WithoutGlyph = Callable[[str], Sequence[str]]


def take_seat(
    session: Session,
    course_id: uuid.UUID,
    details: PersonDetails,
    submission_key: str,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> Seat | None:
    """The expected seat of that name, taken by a phone; None where no seat or no single one is.

    What was typed fills in what the list left empty. Where they differ the list's words stay, and
    the trail keeps both. Raises Refusal (409) when another phone has just taken it.
    """
    found = store.list_named(session, course_id, details)
    if len(found) != 1 or not found[0].is_expected or found[0].has_left:
        return None
    listed = found[0]
    if not store.take_expected(session, listed.seat_id, submission_key, now):
        made = store.find_seat_by_key(session, course_id, submission_key)
        if made is None:
            raise Refusal(texts.SAME_NAME, status=409, field="another_person")
        return made
    seat = session.get_one(Seat, listed.seat_id, populate_existing=True)
    who = Who(ActorKind.SEAT, seat.id, details.name_km or details.name_latin)
    audit.record(session, who, now, "took the seat", "seat", seat.id, course_id=course_id)
    _complete(session, seat, listed.details, details, who, now, without_glyph)
    return seat


def _complete(
    session: Session,
    seat: Seat,
    listed: PersonDetails,
    typed: PersonDetails,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> None:
    kept, said = asdict(listed), asdict(typed)
    differing = {name for name in said if said[name] and kept[name] not in {"", said[name]}}
    full = PersonDetails(**{name: kept[name] or said[name] for name in kept})
    people.correct_person(session, seat.person_id, full, who, now, without_glyph, seat.course_id)
    if differing:
        audit.record(
            session, who, now, "typed differently", "person", seat.person_id,
            course_id=seat.course_id,
            before={name: kept[name] for name in differing},
            after={name: said[name] for name in differing},
        )  # fmt: skip


def note_phone(session: Session, seat: Seat, now: dt.datetime) -> None:
    """Somebody has come to their expected seat with its seat code."""
    if seat.is_expected and store.take_expected(session, seat.id, seat.submission_key, now):
        who = Who(ActorKind.SEAT, seat.id, "")
        audit.record(session, who, now, "took the seat", "seat", seat.id, course_id=seat.course_id)


def add_seats(
    session: Session,
    course: Course,
    listed: Sequence[tuple[str, PersonDetails]],
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> None:
    """Keeps a seat for each of these people: submission keys, which differ, and details."""
    persons = [people.add_person(session, details, now, without_glyph) for _, details in listed]
    session.flush()
    count = len(listed)
    raised = update(Course).where(Course.id == course.id)
    raised = raised.values(seats_given=Course.seats_given + count)
    highest = session.scalar(raised.returning(Course.seats_given)) or count
    seats = [
        Seat(
            id=new_id(),
            course_id=course.id,
            person_id=person.id,
            number=highest - count + place,
            code=random_code(SEAT_CODE_BITS),
            without_phone=True,
            is_expected=True,
            submission_key=key,
            joined_at=now,
        )
        for place, ((key, _), person) in enumerate(zip(listed, persons, strict=True), 1)
    ]
    session.add_all(seats)
    session.flush()
    for seat in seats:
        audit.record(session, who, now, "listed", "seat", seat.id, course_id=course.id)
