"""Gathers the day from the rooms below."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.attendance import service as attendance
from training.attendance.model import IN_THE_ROOM, Opening
from training.certificates import service as certificates
from training.certificates.rules import Outlook
from training.certificates.service import Prospect
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState, Day, SeatView
from training.kernel.moments import local_date
from training.live import service as live
from training.modules import service as modules
from training.modules.model import Module
from training.people import service as people
from training.people.model import PersonDetails
from training.quizzes import service as quizzes
from training.quizzes.model import OpenQuiz, SeatQuiz, Standing
from training.today import rules
from training.today.model import Running, Step, TraineeFacts

if TYPE_CHECKING:
    from training.courses.tables import Course


@dataclass(frozen=True, slots=True)
class MyDay:
    """All that a trainee's page shows."""

    course: "Course"
    person: PersonDetails
    seat_number: int
    seat_code: str
    step: Step
    days: tuple[Day, ...]
    """The agenda as this person goes through it."""
    length: int
    """How many days the course lasts."""
    today: dt.date
    """In the course's zone."""
    on: tuple[AgendaItem, ...]
    marked: frozenset[uuid.UUID | None]
    """The items that the trainee was marked present in."""
    group: str
    has_left: bool
    modules: tuple[Module, ...]
    quizzes: tuple[SeatQuiz, ...]
    open_item: AgendaItem | None
    open_quiz: SeatQuiz | None
    prospects: tuple[Prospect, ...]
    """How each kind of certificate stands."""
    has_live: bool
    """The trainer has shown something to the room, so there is something to follow or look up."""


def gather_my_day(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, now: dt.datetime
) -> MyDay:
    """The trainee's day at this moment."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    seat = courses.get_seat(session, course_id, seat_id)
    marks = attendance.list_current_marks(session, course_id, seat_id)
    marked: dict[uuid.UUID | None, bool] = {
        mark.agenda_item_id: mark.status in IN_THE_ROOM for mark in marks
    }
    opening = attendance.find_open_for(session, course_id, seat_id)
    open_item = _item_of(agenda, opening)
    sheets = quizzes.state_for_seat(session, course_id, seat_id, now)
    called = [each for each in sheets if each.purpose.calls_the_room]
    waiting = [each for each in called if each.standing in {Standing.OPEN, Standing.BEGUN}]
    stage = live.find_stage(session, course_id)
    own = course_rules.own_items(agenda, seat.group)
    has_left = seat.left_at is not None
    prospects = certificates.foresee_own(session, course, agenda, seat, marks, now)
    person = people.get_details(session, seat.person_id)
    forecasts = [each.forecast for each in prospects]
    may_come = any(each.outlook is not Outlook.LOST for each in forecasts)
    facts = TraineeFacts(
        is_running=course.state == CourseState.RUNNING,
        has_ended=course.state == CourseState.ENDED,
        has_certificate=certificates.find_of_seat(session, seat_id) is not None,
        is_entitled=any(each.decision.entitled for each in forecasts),
        attendance_waits=open_item is not None and open_item.id not in marked and not has_left,
        quiz_waits=bool(waiting) and not has_left,
        room_asks=stage.question_id is not None,
        name_waits=may_come
        and not has_left
        and certificates.waits_for_name(session, course, own, seat_id, person, now),
        room_follows=stage.revision_id is not None or stage.question_id is not None,
    )
    return MyDay(
        course=course,
        person=person,
        seat_number=seat.number,
        seat_code=seat.code,
        step=rules.decide_step(facts),
        days=course_rules.split_days(own, course.date),
        length=course_rules.days_of(agenda),
        today=local_date(now, course.time_zone),
        on=course_rules.items_on(own, course.date, course.time_zone, now),
        marked=frozenset(item_id for item_id, is_here in marked.items() if is_here),
        group=seat.group,
        has_left=has_left,
        modules=_modules(session, course_id),
        quizzes=sheets,
        open_item=open_item,
        open_quiz=waiting[0] if waiting else None,
        prospects=prospects,
        has_live=stage.sequence > 0,
    )


def _item_of(agenda: Sequence[AgendaItem], opening: Opening | None) -> AgendaItem | None:
    """The agenda item that can be marked by code now."""
    return next((item for item in agenda if opening and item.id == opening.agenda_item_id), None)


def _modules(session: Session, course_id: uuid.UUID) -> tuple[Module, ...]:
    ids = courses.list_revision_ids(session, course_id)
    return tuple(modules.get_module(session, each) for each in ids)


@dataclass(frozen=True, slots=True)
class Cockpit:
    """All that the trainer's first tab shows."""

    course: "Course"
    days: tuple[Day, ...]
    on: tuple[Running, ...]
    """One for each parallel group."""
    coming: tuple[AgendaItem, ...]
    """What each parallel group has next; one where all have the same."""
    people: int
    """How many are in the course; who has left is not counted."""
    open_items: tuple[AgendaItem, ...]
    roll_items: tuple[AgendaItem, ...]
    """The items whose attendance counts now: the open ones, else those that are on."""
    present: int
    """How many are marked as in the room for those items."""
    expected: int
    """How many take part in those items."""
    open_quizzes: tuple[OpenQuiz, ...]
    unfinished: int
    modules: tuple[Module, ...]
    issued: int
    entitled: int
    will_miss: int
    """How many will not get a certificate any more, of those who are still expected."""
    contested: int
    """How many marks a person has to settle."""


def gather_cockpit(session: Session, course_id: uuid.UUID, now: dt.datetime) -> Cockpit:
    """The trainer's day at this moment."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    on = course_rules.items_on(agenda, course.date, course.time_zone, now)
    opened = {each.agenda_item_id for each in attendance.list_open(session, course_id)}
    open_items = tuple(item for item in agenda if item.id in opened)
    roll_items = open_items or tuple(item for item in on if item.counts)
    cases = certificates.review(session, course_id, now)
    seats = [case.seat for case in cases if not case.seat.has_left]
    return Cockpit(
        course=course,
        days=course_rules.split_days(agenda, course.date),
        on=tuple(
            Running(item, course_rules.minutes_left(item, course.time_zone, now)) for item in on
        ),
        coming=course_rules.next_items(agenda, course.date, course.time_zone, now),
        people=len(seats),
        open_items=open_items,
        roll_items=roll_items,
        present=_count_present(session, course_id, roll_items, seats),
        expected=sum(any(item.may_come(seat.group) for item in roll_items) for seat in seats),
        open_quizzes=quizzes.list_open(session, course_id),
        unfinished=quizzes.count_unfinished(session, course_id),
        modules=_modules(session, course_id),
        issued=sum(bool(case.number) for case in cases),
        entitled=sum(case.decision.entitled for case in cases),
        will_miss=sum(case.will_miss for case in cases),
        contested=len(attendance.list_conflicts(session, course_id)),
    )


def _count_present(
    session: Session,
    course_id: uuid.UUID,
    items: Sequence[AgendaItem],
    seats: Sequence[SeatView],
) -> int:
    counted = {seat.seat_id for seat in seats}
    marks = (
        mark
        for item in items
        for mark in attendance.list_current_marks(session, course_id, item_id=item.id)
    )
    return len({mark.seat_id for mark in marks if mark.status in IN_THE_ROOM} & counted)
