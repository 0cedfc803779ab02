"""The trainee's page: for each seat of the phone what is recorded, and what is left to do."""

import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from flask import render_template

from training.attendance import code_marking, rules, scan_cookie, service, texts
from training.attendance.forms import CodeForm
from training.attendance.model import Mark
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import MINUTES_OF_A_DAY, AgendaItem, CourseState
from training.kernel.refusal import Refusal
from training.web.context import actor, db, language, now

if TYPE_CHECKING:
    from training.courses.tables import Course


def mark_page(course_id: uuid.UUID, form: CodeForm, asked: uuid.UUID | None = None) -> str:
    """The page for the phone of this request. `asked` is the agenda item that was just marked."""
    course = courses.get_course(db(), course_id)
    agenda = courses.list_agenda(db(), course_id)
    openings = service.list_open(db(), course_id)
    is_running = course.state == CourseState.RUNNING
    scan = scan_cookie.find(course_id, now()) if is_running else None
    scanned = scan.agenda_item_id if scan else None
    held = courses.list_held_seats(db(), course_id, actor().held_seat_ids)
    marks = {seat.seat_id: _marks(course_id, seat.seat_id) for seat in held}
    day = marks[held[0].seat_id] if held else {}
    return render_template(
        "attendance/mark.html",
        course=course,
        form=form,
        seats=[
            rules.own_seat(seat, marks[seat.seat_id], agenda, openings, scanned, asked)
            for seat in held
        ],
        is_open=bool(openings),
        day=[(item, day[item.id]) for item in _today(agenda, course) if item.id in day],
        texts=texts,
    )


def _today(agenda: Sequence[AgendaItem], course: "Course") -> Iterator[AgendaItem]:
    """The items of today; of a course of one day all, whatever day it is held on."""
    today = course_rules.minute_of_course(course.date, course.time_zone, now()) // MINUTES_OF_A_DAY
    is_one_day = course_rules.days_of(agenda) == 1
    return (item for item in agenda if is_one_day or item.day == today)


def _marks(course_id: uuid.UUID, seat_id: uuid.UUID) -> dict[uuid.UUID, Mark]:
    return rules.newest(service.list_current_marks(db(), course_id, seat_id))


def in_own_words(refusal: Refusal) -> Refusal:
    """A refusal that names an agenda item, in the reader's language."""
    if not isinstance(refusal, code_marking.CodeClosed):
        return refusal
    title, _ = refusal.title.best(language())
    return Refusal(texts.code_closed(title), status=refusal.status, field=refusal.field)
