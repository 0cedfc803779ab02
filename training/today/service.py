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
from training.certificates.rules import Forecast
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState, SeatView
from training.live import service as live
from training.modules import service as modules
from training.modules.model import Module
from training.people import service as people
from training.people.model import PersonDetails
from training.quizzes import service as quizzes
from training.quizzes.model import OpenQuiz, SeatQuiz, Standing
from training.today import rules
from training.today.model import Line, Step, TraineeFacts

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
    lines: tuple[Line, ...]
    modules: tuple[Module, ...]
    quizzes: tuple[SeatQuiz, ...]
    open_item: AgendaItem | None
    open_quiz: SeatQuiz | None
    forecast: Forecast
    """How the certificate stands."""
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
    on = course_rules.current_item(agenda, course.date, course.time_zone, now)
    forecast = certificates.foresee_own(session, course, agenda, seat, marks, now)
    facts = TraineeFacts(
        is_running=course.state == CourseState.RUNNING,
        has_ended=course.state == CourseState.ENDED,
        has_certificate=certificates.find_of_seat(session, seat_id) is not None,
        is_entitled=forecast.decision.entitled,
        attendance_waits=open_item is not None and open_item.id not in marked,
        quiz_waits=bool(waiting),
        room_follows=stage.revision_id is not None or stage.question_id is not None,
    )
    return MyDay(
        course=course,
        person=people.get_details(session, seat.person_id),
        seat_number=seat.number,
        seat_code=seat.code,
        step=rules.decide_step(facts),
        lines=tuple(Line(item, item == on, marked.get(item.id, False)) for item in agenda),
        modules=_modules(session, course_id),
        quizzes=sheets,
        open_item=open_item,
        open_quiz=waiting[0] if waiting else None,
        forecast=forecast,
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
    agenda: tuple[AgendaItem, ...]
    on: AgendaItem | None
    coming: AgendaItem | None
    minutes_left: int
    """Of the item that is on."""
    seats: tuple[SeatView, ...]
    open_item: AgendaItem | None
    roll_item: AgendaItem | None
    """The item whose attendance counts now: the open one, else the one that is on."""
    present: int
    """How many are marked as in the room for that item."""
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
    on = course_rules.current_item(agenda, course.date, course.time_zone, now)
    open_item = _item_of(agenda, attendance.find_open(session, course_id))
    roll_item = open_item or (on if on and on.counts else None)
    cases = certificates.review(session, course_id, now)
    return Cockpit(
        course=course,
        agenda=agenda,
        on=on,
        coming=course_rules.next_item(agenda, course.date, course.time_zone, now),
        minutes_left=course_rules.minutes_left(on, course.time_zone, now) if on else 0,
        seats=tuple(case.seat for case in cases),
        open_item=open_item,
        roll_item=roll_item,
        present=_count_present(session, course_id, roll_item),
        open_quizzes=quizzes.list_open(session, course_id),
        unfinished=quizzes.count_unfinished(session, course_id),
        modules=_modules(session, course_id),
        issued=sum(bool(case.number) for case in cases),
        entitled=sum(case.decision.entitled for case in cases),
        will_miss=sum(case.will_miss for case in cases),
        contested=len(attendance.list_conflicts(session, course_id)),
    )


def _count_present(session: Session, course_id: uuid.UUID, item: AgendaItem | None) -> int:
    if item is None:
        return 0
    marks = attendance.list_current_marks(session, course_id, item_id=item.id)
    return sum(mark.status in IN_THE_ROOM for mark in marks)
