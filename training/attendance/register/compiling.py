"""Compiles the register from what is recorded."""

import datetime as dt
import uuid
from collections import Counter, defaultdict

from sqlalchemy.orm import Session

from training.attendance import rules, service, store
from training.attendance.model import Mark
from training.attendance.register.model import Attended, Counted, Register
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, SeatedPerson


def compile_register(session: Session, course_id: uuid.UUID, now: dt.datetime) -> Register:
    """The register as it stands now. Raises Refusal (404) for a course that does not exist."""
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    items = rules.counted_items(agenda)
    marks: dict[uuid.UUID, dict[uuid.UUID, Mark]] = defaultdict(dict)
    for mark in service.list_current_marks(session, course_id):
        marks[mark.seat_id][mark.agenda_item_id] = mark
    unsettled: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for conflict in service.list_conflicts(session, course_id):
        unsettled[conflict.mark.seat_id].add(conflict.mark.agenda_item_id)
    rows = tuple(
        attended(person, agenda, marks[person.seat_id], frozenset(unsettled[person.seat_id]))
        for person in courses.list_people(session, course_id)
    )
    return Register(
        course.title,
        course.venue,
        course.date,
        now,
        course.time_zone,
        _counted(items, rows, store.list_head_counts(session, course_id)),
        course_rules.slots_of(items),
        rows,
    )


def attended(
    person: SeatedPerson,
    agenda: tuple[AgendaItem, ...],
    marks: dict[uuid.UUID, Mark],
    unsettled: frozenset[uuid.UUID],
) -> Attended:
    """One person's part: `marks` are those that hold, by agenda item."""
    return Attended(
        person,
        marks,
        unsettled,
        rules.summary(agenda, marks.values()),
        course_rules.minutes_held_for(agenda, person.group),
    )


def _counted(
    items: tuple[AgendaItem, ...], rows: tuple[Attended, ...], heads: dict[uuid.UUID, int]
) -> tuple[Counted, ...]:
    present = Counter[uuid.UUID](
        item_id for row in rows for item_id, mark in row.marks.items() if rules.is_here(mark.status)
    )
    return tuple(
        Counted(number, item, present[item.id], heads.get(item.id))
        for number, item in enumerate(items, 1)
        if item.id is not None
    )
