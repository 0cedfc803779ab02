"""What pages of a room ask about courses and seats: built once, filled in each time."""

from sqlalchemy import bindparam, func, select

from training.courses.tables import AgendaRow, Course, CourseModule, CourseTrainer, Seat
from training.people.tables import Person

OWN = Seat.merged_into.is_(None)
ITEM = (
    AgendaRow.id,
    AgendaRow.starts_at,
    AgendaRow.ends_at,
    AgendaRow.title_km,
    AgendaRow.title_en,
    AgendaRow.kind,
    AgendaRow.counts,
    AgendaRow.day,
    AgendaRow.group,
)
SEATED = select(
    Seat.id,
    Seat.person_id,
    Seat.number,
    Person.name_km,
    Person.name_latin,
    Seat.without_phone,
    Seat.group,
    Seat.left_at,
    Seat.is_expected,
).join(Person, Person.id == Seat.person_id)
ALL_SEATED = SEATED.where(Seat.course_id == bindparam("course_id"), OWN).order_by(
    Person.sort_key, Seat.number
)
PINNED = (
    select(CourseModule.revision_id)
    .where(CourseModule.course_id == bindparam("course_id"))
    .order_by(CourseModule.position)
)
DAY = select(Course.state, Course.date, Course.time_zone).where(Course.id == bindparam("course_id"))
AGENDA = (
    select(*ITEM)
    .where(AgendaRow.course_id == bindparam("course_id"))
    .order_by(AgendaRow.day, AgendaRow.starts_at, AgendaRow.group)
)
ONE_ITEM = select(*ITEM).where(
    AgendaRow.course_id == bindparam("course_id"), AgendaRow.id == bindparam("item_id")
)
TRAINS = select(CourseTrainer.account_id).where(
    CourseTrainer.course_id == bindparam("course_id"),
    CourseTrainer.account_id == bindparam("account_id"),
)
HELD = select(func.coalesce(Seat.merged_into, Seat.id)).where(
    Seat.id == bindparam("seat_id"), Seat.course_id == bindparam("course_id")
)
NUMBERED = select(Seat.id).where(
    Seat.course_id == bindparam("course_id"), Seat.number == bindparam("number"), OWN
)
HELD_FAST = HELD.with_for_update(read=True, key_share=True)
"""The same, kept from being merged until the commit."""
ONE_FAST = (
    select(func.coalesce(Seat.merged_into, Seat.id))
    .where(Seat.id == bindparam("seat_id"))
    .with_for_update(read=True, key_share=True)
)
