"""How the certificates of a course stand: for everybody, for one seat, for those who trained it."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.attendance import service as attendance
from training.attendance.model import Mark
from training.certificates import rules, store, wording
from training.certificates.evidence import (
    Asked,
    CourseFacts,
    asked_of,
    chance_of,
    evidence_of,
    gather,
    requirements_of_course,
)
from training.certificates.model import Kind, State
from training.certificates.rules import Decision, Forecast, Outlook
from training.certificates.store import Issued
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, SeatView, Slot
from training.kernel.locales import Bilingual
from training.kernel.texts import Text
from training.people import service as people
from training.quizzes import service as quizzes

if TYPE_CHECKING:
    from training.courses.tables import Course, Seat


@dataclass(frozen=True, slots=True)
class Award:
    """One kind of certificate for one person: how it stands, and what was issued of it."""

    kind: Kind
    forecast: Forecast
    issued: Issued | None
    """The newest edition; None while there is none."""

    @property
    def is_due(self) -> bool:
        """Whether the person is entitled to it and was never given one."""
        return self.forecast.decision.entitled and self.issued is None


@dataclass(frozen=True, slots=True)
class Prospect:
    """One kind of certificate as its owner looks forward to it."""

    kind: Kind
    forecast: Forecast


@dataclass(frozen=True, slots=True)
class Case:
    """One person of a course and the kinds of certificates that the course gives."""

    seat: SeatView
    awards: tuple[Award, ...]
    """The course's own kinds first, so one at least; then others that were issued."""

    @property
    def forecast(self) -> Forecast:
        """Of the first kind: what the course asks of everybody."""
        return self.awards[0].forecast

    @property
    def decision(self) -> Decision:
        """Of the first kind, by what is known now."""
        return self.forecast.decision

    @property
    def number(self) -> str:
        """Of a certificate that was issued to the person; empty: there is none."""
        return next((each.issued.number for each in self.awards if each.issued), "")

    @property
    def will_miss(self) -> bool:
        """Whether somebody who is expected has lost the certificate."""
        return self.forecast.outlook is Outlook.LOST and not self.seat.has_left

    def renamed(self, issued: Issued) -> Bilingual | None:
        """The name on a certificate, where it is not today's: it was corrected after the issue."""
        is_todays = issued.name == self.seat.name or issued.state != State.VALID
        return None if is_todays else issued.name


@dataclass(frozen=True, slots=True)
class StaffCase:
    """Somebody who trained the course, where it certifies that."""

    account_id: uuid.UUID
    name: Bilingual
    issued: Issued | None


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
            facts,
            shared[seat.group, seat.without_phone],
            seat,
            marks[seat.seat_id],
            issued.get(seat.seat_id, {}),
        )
        for seat in seats
    )


def _case(
    facts: CourseFacts,
    asked: Asked,
    seat: SeatView,
    marks: Sequence[Mark],
    issued: dict[Kind, Issued],
) -> Case:
    evidence = evidence_of(facts, seat.seat_id, marks)
    chance = chance_of(facts, asked, seat, seat.seat_id, marks)
    own = rules.kinds_of_seats(facts.rule)
    kinds = (*own, *(kind for kind in issued if kind not in own))

    def award(kind: Kind) -> Award:
        requirements = rules.asked_for(kind, asked.requirements, facts.test_percent)
        return Award(kind, rules.foresee(requirements, evidence, chance), issued.get(kind))

    return Case(seat, tuple(award(kind) for kind in kinds))


def review_staff(session: Session, course_id: uuid.UUID) -> tuple[StaffCase, ...]:
    """Who trains the course, where it certifies that; in the Khmer order of names."""
    course = courses.get_course(session, course_id)
    if Kind.FACILITATION not in course.rule.kinds:
        return ()
    issued = store.list_issued_to_staff(session, course_id)
    trainers = courses.list_trainers(session, course_id) | set(issued)
    names = people.names_of_accounts(session, trainers)
    return tuple(StaffCase(each, name, issued.get(each)) for each, name in names.items())


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
    own = (item for item in course_rules.own_items(agenda, seat.group) if item.counts)
    return next((item for item in own if slot is None or item.slot == slot), None)


def say_rule(session: Session, course_id: uuid.UUID) -> tuple[Text, ...]:
    """The rule of the course as sentences, and what a kind of certificate asks for besides."""
    rule = courses.get_course(session, course_id).rule
    quiz = quizzes.find_asked(session, course_id, rule.quiz) if rule.quiz else None
    agenda = courses.list_agenda(session, course_id)
    words = rules.rule_in_words(requirements_of_course(rule, agenda, quiz))
    more = (wording.ALSO_ASKED.get(kind) for kind in rules.kinds_of_seats(rule))
    return (*words, *(each for each in more if each))


def foresee_own(
    session: Session,
    course: "Course",
    agenda: tuple[AgendaItem, ...],
    seat: "Seat",
    marks: Sequence[Mark],
    now: dt.datetime,
) -> tuple[Prospect, ...]:
    """How each kind of certificate stands for one seat, as its owner may know it.

    Course and marks are at hand.
    """
    facts = gather(session, course, agenda, now, seat.id)
    asked = asked_of(facts, seat)
    evidence = evidence_of(facts, seat.id, marks, for_owner=True)
    chance = chance_of(facts, asked, seat, seat.id, marks)

    def prospect(kind: Kind) -> Prospect:
        requirements = rules.asked_for(kind, asked.requirements, facts.test_percent)
        return Prospect(kind, rules.foresee(requirements, evidence, chance))

    return tuple(prospect(kind) for kind in rules.kinds_of_seats(facts.rule))


def review_own(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, now: dt.datetime
) -> tuple[Prospect, ...]:
    """The same, looked up."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    seat = courses.get_seat(session, course_id, seat_id)
    marks = attendance.list_current_marks(session, course_id, seat_id)
    return foresee_own(session, course, agenda, seat, marks, now)
