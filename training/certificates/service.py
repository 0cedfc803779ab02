"""Use cases of the certificates room: who is entitled, issue all, find one again."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.attendance import rules as attendance_rules
from training.attendance import service as attendance
from training.attendance.model import Mark
from training.audit import service as audit
from training.certificates import rules, store, texts
from training.certificates.freezing import freeze
from training.certificates.model import Facts
from training.certificates.rules import Decision, Evidence
from training.certificates.tables import Certificate
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState, SeatView, Slot
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.modules import service as modules_room
from training.people import service as people

if TYPE_CHECKING:
    from training.courses.tables import Course

ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class Case:
    """One person of a course: the decision, and the number of a certificate that was issued."""

    seat: SeatView
    decision: Decision
    number: str
    """Empty while none was issued."""
    printed: Bilingual | None = None
    """The name on the certificate, where it is not today's: it was corrected after the issue."""


def half_days_held(agenda: Sequence[AgendaItem]) -> frozenset[Slot]:
    """The half-days in which something counts for attendance."""
    return frozenset(course_rules.slots_of(agenda))


def review(session: Session, course_id: uuid.UUID) -> tuple[Case, ...]:
    """Everybody in the course with the decision and its reasons, in the Khmer order of names."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    marks: dict[uuid.UUID, list[Mark]] = defaultdict(list)
    for mark in attendance.list_current_marks(session, course_id):
        marks[mark.seat_id].append(mark)
    issued = store.list_issued(session, course_id)
    return tuple(
        _case(seat, decide(course, agenda, marks.get(seat.seat_id, [])), issued.get(seat.seat_id))
        for seat in courses.list_seats(session, course_id)
    )


def _case(seat: SeatView, decision: Decision, issued: tuple[str, Facts] | None) -> Case:
    if issued is None:
        return Case(seat, decision, "")
    number, facts = issued
    printed = Bilingual(facts.name_km or facts.name_en, facts.name_en or facts.name_km)
    return Case(seat, decision, number, printed if printed != seat.name else None)


def decide(course: "Course", agenda: Sequence[AgendaItem], marks: Sequence[Mark]) -> Decision:
    """The decision for one person's marks, where course, agenda and marks are at hand."""
    presence = attendance_rules.summary(agenda, marks)
    evidence = Evidence(presence.half_days, presence.minutes)
    return rules.decide(course.rule, half_days_held(agenda), evidence)


def review_seat(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> Decision:
    """The decision for one seat, as it stands now."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    return decide(course, agenda, attendance.list_current_marks(session, course_id, seat_id))


def issue_all(
    session: Session, course_id: uuid.UUID, public_url: str, who: Who, now: dt.datetime
) -> int:
    """Issues a certificate to everybody who is entitled and has none: how many were issued.

    Asking twice issues nothing twice: the course is locked, and seat and kind are unique.
    Raises Refusal (409) while the course has not ended.
    """
    course = courses.lock_course(session, course_id)
    if course.state != CourseState.ENDED:
        raise Refusal(texts.NOT_ENDED, status=409)
    waiting = [
        case for case in review(session, course_id) if case.decision.entitled and not case.number
    ]
    modules = [modules_room.get_module(session, each) for each in _revisions(session, course_id)]
    minutes = course_rules.counted_minutes(courses.list_agenda(session, course_id))
    day = local_date(now, course.time_zone)
    for case in waiting:
        number = rules.new_number()
        person = people.get_details(session, case.seat.person_id)
        facts = freeze(course, modules, minutes, person, number, public_url, day)
        session.add(_certificate(course_id, case.seat.seat_id, number, facts, who, now))
        audit.record(
            session, who, now, "issued", "certificate", case.seat.seat_id,
            course_id=course_id, after={"number": rules.written_number(number)},
        )  # fmt: skip
    session.flush()
    return len(waiting)


def _revisions(session: Session, course_id: uuid.UUID) -> Sequence[uuid.UUID]:
    return courses.list_revision_ids(session, course_id)


def _certificate(
    course_id: uuid.UUID, seat_id: uuid.UUID, number: str, facts: Facts, who: Who, now: dt.datetime
) -> Certificate:
    return Certificate(
        id=new_id(),
        number=number,
        course_id=course_id,
        seat_id=seat_id,
        kind=ATTENDANCE,
        edition=1,
        facts=facts,
        issued_at=now,
        issued_by=who.id,
    )


def find_by_number(session: Session, typed: str) -> Certificate:
    """The certificate of a typed or scanned number. Raises Refusal (404)."""
    number = rules.read_number(typed)
    found = store.find_by_number(session, number) if number else None
    if found is None:
        raise Refusal(texts.UNKNOWN_NUMBER, status=404, field="number")
    return found


def get_of_seat(session: Session, seat_id: uuid.UUID) -> Certificate:
    """The certificate of a seat. Raises Refusal (404) when none was issued."""
    found = store.find_by_seat(session, seat_id)
    if found is None:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    return found


find_of_seat = store.find_by_seat
list_facts = store.list_facts
