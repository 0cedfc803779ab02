"""Use cases of the certificates room: who is entitled, issue all, find one again."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.adapters.typesetting import characters_without_glyph
from training.attendance import service as attendance
from training.attendance.model import Mark
from training.audit import service as audit
from training.certificates import name_checks, rules, store, texts
from training.certificates.evidence import (
    Asked,
    CourseFacts,
    asked_of,
    chance_of,
    evidence_of,
    gather,
    own_items,
    requirements_of_course,
)
from training.certificates.freezing import freeze
from training.certificates.model import Facts
from training.certificates.rules import Decision, Forecast, Outlook
from training.certificates.tables import Certificate
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState, SeatView, Slot
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.modules import service as modules_room
from training.people import service as people
from training.people.model import PersonDetails
from training.quizzes import service as quizzes

if TYPE_CHECKING:
    from training.courses.tables import Course, Seat

ATTENDANCE = "attendance"


@dataclass(frozen=True, slots=True)
class Case:
    """One person of a course: how it stands, and the number of a certificate that was issued."""

    seat: SeatView
    forecast: Forecast
    number: str
    """Empty while none was issued."""
    printed: Bilingual | None = None
    """The name on the certificate, where it is not today's: it was corrected after the issue."""

    @property
    def decision(self) -> Decision:
        """By what is known now."""
        return self.forecast.decision

    @property
    def will_miss(self) -> bool:
        """Whether somebody who is expected has lost the certificate."""
        return self.forecast.outlook is Outlook.LOST and not self.seat.has_left


def review(session: Session, course_id: uuid.UUID, now: dt.datetime) -> tuple[Case, ...]:
    """Everybody in the course with the decision and what can still become of it.

    In the Khmer order of names.
    """
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    facts = gather(session, course, agenda, now)
    marks: dict[uuid.UUID, list[Mark]] = defaultdict(list)
    for mark in attendance.list_current_marks(session, course_id):
        marks[mark.seat_id].append(mark)
    issued = store.list_issued(session, course_id)
    seats = courses.list_seats(session, course_id)
    asked = {(seat.group, seat.without_phone): seat for seat in seats}
    shared = {alike: asked_of(facts, seat) for alike, seat in asked.items()}
    return tuple(
        _case(
            seat,
            _foresee(facts, shared[seat.group, seat.without_phone], seat, marks[seat.seat_id]),
            issued.get(seat.seat_id),
        )
        for seat in seats
    )


def _foresee(facts: CourseFacts, asked: Asked, seat: SeatView, marks: Sequence[Mark]) -> Forecast:
    return rules.foresee(
        asked.requirements,
        evidence_of(facts, seat.seat_id, marks),
        chance_of(facts, asked, seat, seat.seat_id, marks),
    )


def _case(seat: SeatView, forecast: Forecast, issued: tuple[str, Facts] | None) -> Case:
    if issued is None:
        return Case(seat, forecast, "")
    number, facts = issued
    printed = Bilingual(facts.name_km or facts.name_en, facts.name_en or facts.name_km)
    return Case(seat, forecast, number, printed if printed != seat.name else None)


def list_unsettled(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, uuid.UUID]:
    """Whose attendance was said in two ways, by seat, and the agenda item of the first such thing.

    The decision follows the mark that holds until somebody settles it.
    """
    found: dict[uuid.UUID, uuid.UUID] = {}
    for conflict in attendance.list_conflicts(session, course_id):
        found.setdefault(conflict.mark.seat_id, conflict.mark.agenda_item_id)
    return found


def item_to_mend(
    agenda: Sequence[AgendaItem], seat: SeatView, slot: Slot | None
) -> AgendaItem | None:
    """The agenda item whose roll to open for what somebody missed: the first of the half-day."""
    own = (item for item in own_items(agenda, seat.group) if item.counts)
    return next((item for item in own if slot is None or item.slot == slot), None)


def say_rule(session: Session, course_id: uuid.UUID) -> tuple[Text, ...]:
    """The rule of the course as sentences."""
    rule = courses.get_course(session, course_id).rule
    quiz = quizzes.find_asked(session, course_id, rule.quiz) if rule.quiz else None
    agenda = courses.list_agenda(session, course_id)
    return rules.rule_in_words(requirements_of_course(rule, agenda, quiz))


def foresee_own(
    session: Session,
    course: "Course",
    agenda: tuple[AgendaItem, ...],
    seat: "Seat",
    marks: Sequence[Mark],
    now: dt.datetime,
) -> Forecast:
    """How it stands for one seat, as its owner may know it, where course and marks are at hand."""
    facts = gather(session, course, agenda, now, seat.id)
    asked = asked_of(facts, seat)
    return rules.foresee(
        asked.requirements,
        evidence_of(facts, seat.id, marks, for_owner=True),
        chance_of(facts, asked, seat, seat.id, marks),
    )


def review_own(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, now: dt.datetime
) -> Forecast:
    """How it stands for one seat, as its owner may know it."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    seat = courses.get_seat(session, course_id, seat_id)
    marks = attendance.list_current_marks(session, course_id, seat_id)
    return foresee_own(session, course, agenda, seat, marks, now)


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
        case
        for case in review(session, course_id, now)
        if case.decision.entitled and not case.number
    ]
    modules = [modules_room.get_module(session, each) for each in _revisions(session, course_id)]
    agenda = courses.list_agenda(session, course_id)
    day = local_date(now, course.time_zone)
    for case in waiting:
        number = rules.new_number()
        person = people.get_details(session, case.seat.person_id)
        minutes = course_rules.minutes_held_for(agenda, case.seat.group)
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


def correct_person_of(
    session: Session, certificate: Certificate, details: PersonDetails, who: Who, now: dt.datetime
) -> None:
    """Brings name and title of the person in the lists to what the certificate says now."""
    seat = courses.find_seat(session, certificate.seat_id) if certificate.seat_id else None
    if seat is None:
        return
    known = people.get_details(session, seat.person_id)
    wanted = replace(
        known, name_km=details.name_km, name_latin=details.name_latin, title=details.title
    )
    people.correct_person(
        session, seat.person_id, wanted, who, now, characters_without_glyph, seat.course_id
    )


def get_of_seat(session: Session, seat_id: uuid.UUID) -> Certificate:
    """The certificate of a seat. Raises Refusal (404) when none was issued."""
    found = store.find_by_seat(session, seat_id)
    if found is None:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    return found


find_of_seat = store.find_by_seat
waits_for_name = name_checks.waits_for_name
