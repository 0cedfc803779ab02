"""Issuing: everybody once, in parts of a few people, so that all see how far it is.

A part is decided (read), frozen (with the designs of today, which stay as they are from then on),
set and signed (no transaction open) and written (the course locked). What has changed meanwhile is
seen when it is written: who is no more entitled, or has another name by then, is left for the next
part.
Whoever presses twice, on two laptops at one database, finds what the other has written: seat, kind
and edition are unique, and what somebody has already is left alone. What a killed process had
written stays, and the next press goes on from there.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.adapters.database import Database
from training.audit import service as audit
from training.certificates import freezing, reviewing, rules, sealing, store, texts
from training.certificates.changes import clean_reason
from training.certificates.designs import designs, pictures
from training.certificates.freezing import Ground
from training.certificates.model import Facts, Kind, State
from training.certificates.sealing import Press, Sealed
from training.certificates.tables import Certificate
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.modules import service as modules_room
from training.people import service as people
from training.people.model import PersonDetails

if TYPE_CHECKING:
    from training.courses.tables import Course

LONGEST_LUNAR_DATE = 120
PART = 20
"""People in one part: a second or so."""
_WHY_NO_OTHER = {
    State.SUSPENDED: texts.IS_SUSPENDED,
    State.REPLACED: texts.REPLACED_ELSEWHERE,
}
"""Why somebody gets no second certificate while the first may count, here or elsewhere."""


@dataclass(frozen=True, slots=True)
class Due:
    """A certificate that somebody is to get: of a seat, or of an account for staff."""

    kind: Kind
    seat_id: uuid.UUID | None
    account_id: uuid.UUID | None
    group: str = ""
    edition: int = 1
    exception: str = ""


@dataclass(frozen=True, slots=True)
class Ready:
    """The same with its number and all that it will say."""

    due: Due
    number: str
    facts: Facts
    design_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    issued: int
    """By this press."""
    left: int


def list_due(session: Session, course_id: uuid.UUID, now: dt.datetime) -> list[Due]:
    """What everybody is entitled to and has not got, person after person; staff last."""
    participants = [
        Due(award.kind, case.seat.seat_id, None, case.seat.group)
        for case in reviewing.review(session, course_id, now)
        for award in case.awards
        if award.is_due
    ]
    staff = [
        Due(Kind.FACILITATION, None, case.account_id)
        for case in reviewing.review_staff(session, course_id)
        if case.issued is None
    ]
    return participants + staff


def issue_part(
    database: Database,
    course_id: uuid.UUID,
    press: Press,
    who: Who,
    now: dt.datetime,
    lunar_date_km: str = "",
    most: int = PART,
) -> Progress:
    """Issues the next few, with today's lunar date where it was typed in.

    Raises Refusal: 404, 409 while the course has not ended, 422 for a lunar date that is too long.
    """
    if len(lunar_date_km) > LONGEST_LUNAR_DATE:
        raise Refusal(texts.LUNAR_DATE_TOO_LONG)
    with database.reading() as session:
        require_ended(courses.get_course(session, course_id))
        due = list_due(session, course_id, now)
    if not due:
        return Progress(0, 0)
    with database.writing() as session:
        ready = _freeze_all(session, course_id, due[:most], now, lunar_date_km)
        many = [each.facts for each in ready]
        work, printed = sealing.begin(session, press, many, now)
        session.commit()
    sealed = sealing.seal(work, many, printed)
    with database.writing() as session:
        progress = _write(session, course_id, ready, sealed, who, now)
        session.commit()
    return progress


def issue_all(
    session: Session, course_id: uuid.UUID, press: Press, who: Who, now: dt.datetime
) -> int:
    """Issues all that is due in one transaction, which nobody should be waiting for: how many."""
    require_ended(courses.lock_course(session, course_id))
    ready = _freeze_all(session, course_id, list_due(session, course_id, now), now)
    sealed = sealing.seal_here(session, press, [each.facts for each in ready], now)
    return _write(session, course_id, ready, sealed, who, now).issued


def issue_exception(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    kind: Kind,
    reason: str,
    press: Press,
    who: Who,
    now: dt.datetime,
) -> Certificate:
    """One certificate for somebody whom the rule does not give it to; the reason is kept.

    Asking twice gives the same, and who has a corrected one has that. Who had one that was revoked
    gets the next edition. Raises Refusal: 404, 409 while the course has not ended, one is suspended
    or was replaced by one that is not here, 422 without a reason.
    """
    course = courses.lock_course(session, course_id)
    seat = courses.get_seat(session, course_id, seat_id)
    own = {each.kind: each for each in store.list_of_seat(session, seat_id)}.get(kind)
    has = store.find_last_correction(session, own) if own else None
    if has is not None and has.state == State.VALID:
        return has
    require_ended(course)
    if has is not None and has.state != State.REVOKED:
        raise Refusal(_WHY_NO_OTHER[State(has.state)], status=409)
    edition = own.edition + 1 if own else 1
    due = Due(kind, seat_id, None, seat.group, edition, clean_reason(reason))
    ready = _freeze_all(session, course_id, [due], now)
    sealed = sealing.seal_here(session, press, [each.facts for each in ready], now)
    return _add(session, course_id, ready[0], sealed[0], who, now)


def require_ended(course: "Course") -> None:
    """Raises Refusal (409) while the course has not ended."""
    if course.state != CourseState.ENDED:
        raise Refusal(texts.NOT_ENDED, status=409)


def _freeze_all(
    session: Session,
    course_id: uuid.UUID,
    due: Sequence[Due],
    now: dt.datetime,
    lunar_date_km: str = "",
) -> list[Ready]:
    course = courses.get_course(session, course_id)
    taught = [
        modules_room.get_module(session, each)
        for each in courses.list_revision_ids(session, course_id)
    ]
    looks = {
        kind: designs.design_for(session, course, kind) for kind in {each.kind for each in due}
    }
    for design_id, _ in looks.values():
        designs.mark_used(session, design_id, now)
    logos = pictures.keep_course_logos(session, course_id, now)
    day = local_date(now, course.time_zone)
    ground = Ground(course, taught, looks, logos, day, lunar_date_km)
    agenda = courses.list_agenda(session, course_id)

    def ready(each: Due, person: PersonDetails) -> Ready:
        number, minutes = rules.new_number(), course_rules.minutes_held_for(agenda, each.group)
        facts = freezing.freeze(ground, each.kind, minutes, person, number)
        return Ready(each, number, facts, looks[each.kind][0])

    return [ready(*pair) for pair in _with_persons(session, course_id, due)]


def _with_persons(
    session: Session, course_id: uuid.UUID, due: Sequence[Due]
) -> Iterator[tuple[Due, PersonDetails]]:
    """Each with whose it is, as far as the seat is still there: it may just have been merged."""
    seats = {each.seat_id: each.person_id for each in courses.list_seats(session, course_id)}
    wanted = {seats[each.seat_id] for each in due if each.seat_id in seats}
    persons = people.details_of_persons(session, wanted)
    staff = people.details_of_accounts(
        session, {each.account_id for each in due if each.account_id}
    )
    for each in due:
        if each.seat_id in seats:
            yield each, persons[seats[each.seat_id]]
        elif each.account_id:
            yield each, staff[each.account_id]


def _write(
    session: Session,
    course_id: uuid.UUID,
    ready: Sequence[Ready],
    sealed: Sequence[Sealed],
    who: Who,
    now: dt.datetime,
) -> Progress:
    """Writes those that are still due, and to somebody of the name that was printed."""
    require_ended(courses.lock_course(session, course_id))
    due = list_due(session, course_id, now)
    persons = dict(_with_persons(session, course_id, due))
    count = 0
    for each, made in zip(ready, sealed, strict=True):
        person = persons.get(each.due)
        if person is not None and freezing.is_said_of(each.facts, person):
            _add(session, course_id, each, made, who, now)
            count += 1
    return Progress(count, len(due) - count)


def _add(
    session: Session, course_id: uuid.UUID, ready: Ready, sealed: Sealed, who: Who, now: dt.datetime
) -> Certificate:
    due = ready.due
    made = Certificate(
        id=new_id(),
        number=ready.number,
        course_id=course_id,
        seat_id=due.seat_id,
        account_id=due.account_id,
        kind=due.kind.value,
        edition=due.edition,
        facts=sealed.facts,
        issued_at=now,
        issued_by=who.id,
        exception=due.exception,
        key_id=sealed.place.key_id,
        status_index=sealed.place.index,
        design_id=ready.design_id,
    )
    session.add(made)
    session.flush()
    sealing.keep(session, made.id, sealed)
    after = {"number": rules.written_number(ready.number), "kind": due.kind.value}
    audit.record(
        session, who, now, "issued", "certificate", due.seat_id or due.account_id,
        course_id=course_id, after=after | ({"exception": due.exception} if due.exception else {}),
    )  # fmt: skip
    return made
