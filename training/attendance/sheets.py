"""Use cases of sign-in sheets: making one, and whom its rows name."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.attendance import rules, sheet_store
from training.attendance import sheet_texts as texts
from training.attendance.model import Sheet
from training.audit import service as audit
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, SeatedPerson, Slot
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal
from training.people.model import PersonDetails

USUAL_BLANKS = 10
MOST_BLANKS = 60


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a sheet can be made for: a half-day, and a parallel group; "" is everybody."""

    slot: Slot
    group: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that names somebody: printed on it, or known since the sheet was entered."""

    number: int
    seat_id: uuid.UUID
    """The seat that the person goes on with, where two were merged."""
    seat_number: int
    group: str
    details: PersonDetails
    has_left: bool
    is_walk_in: bool = False


def list_occasions(session: Session, course_id: uuid.UUID) -> tuple[Occasion, ...]:
    """Every half-day in which something counts; and each of its parallel groups by itself."""
    agenda = courses.list_agenda(session, course_id)
    return tuple(
        Occasion(slot, group)
        for slot in course_rules.slots_of(agenda)
        for group in ("", *course_rules.groups_of(i for i in agenda if i.slot == slot and i.counts))
    )


def items_of(session: Session, sheet: Sheet) -> tuple[AgendaItem, ...]:
    """The agenda items that the sheet speaks about, as the agenda is now."""
    counted = rules.counted_items(courses.list_agenda(session, sheet.course_id))
    group = group_now(session, sheet)
    return tuple(
        item for item in counted if item.slot == sheet.slot and (not group or item.is_for(group))
    )


def group_now(session: Session, sheet: Sheet) -> str:
    """The parallel group that the sheet is for; "" is everybody.

    So is one whose group the agenda has lost or calls otherwise since: each person's own group says
    what they take part in.
    """
    groups = course_rules.groups_of(courses.list_agenda(session, sheet.course_id))
    return sheet.group if sheet.group in groups else ""


def make_sheet(
    session: Session,
    course_id: uuid.UUID,
    occasion: Occasion,
    blanks: int,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Sheet:
    """The next sheet: a row for everybody expected there, in the order of names, and empty ones.

    The same key gives the same sheet. Raises Refusal: 404 without such a course, 422 for a half-day
    or group that the agenda does not have, too many empty rows, or no row at all.
    """
    courses.lock_course(session, course_id)
    made = sheet_store.find_sheet_by_key(session, course_id, submission_key)
    if made is not None:
        return made
    if occasion not in list_occasions(session, course_id):
        raise Refusal(texts.NO_SUCH_OCCASION, field="occasion")
    if not 0 <= blanks <= MOST_BLANKS:
        raise Refusal(texts.too_many_blanks(MOST_BLANKS), field="blanks")
    seats = [
        seat
        for seat in courses.list_seats(session, course_id)
        if not seat.has_left and (not occasion.group or seat.group == occasion.group)
    ]
    if not seats and not blanks:
        raise Refusal(texts.SHEET_WITHOUT_ROWS, field="blanks")
    sheet = Sheet(
        new_id(), course_id, sheet_store.highest_number(session, course_id) + 1, occasion.slot,
        occasion.group, tuple(seat.seat_id for seat in seats), blanks, now,
    )  # fmt: skip
    sheet_store.add_sheet(session, _as_row(sheet, who, submission_key))
    facts = {"number": sheet.number, "rows": len(seats), "blanks": blanks}
    audit.record(
        session, who, now, "made", "sign-in sheet", sheet.id, course_id=course_id, after=facts
    )
    return sheet


def _as_row(sheet: Sheet, who: Who, submission_key: str) -> dict[str, object]:
    return {
        "id": sheet.id,
        "course_id": sheet.course_id,
        "number": sheet.number,
        "day": sheet.slot.day,
        "half": sheet.slot.half.value,
        "group": sheet.group,
        "seat_ids": sheet.seat_ids,
        "blanks": sheet.blanks,
        "made_by": who.id,
        "made_at": sheet.made_at,
        "submission_key": submission_key,
    }


def get_sheet(session: Session, course_id: uuid.UUID, number: int) -> Sheet:
    """The sheet of that number. Raises Refusal (404)."""
    courses.get_course(session, course_id)
    sheet = sheet_store.find_sheet(session, course_id, number)
    if sheet is None:
        raise Refusal(texts.no_sheet(number), status=404, field="number")
    return sheet


def rows_of(session: Session, sheet: Sheet) -> tuple[Row, ...]:
    """The rows that name somebody, in their order: those printed, then walk-ins entered so far."""
    people = {each.seat_id: each for each in courses.list_people(session, sheet.course_id)}
    printed = dict(enumerate(sheet.seat_ids, 1))
    walk_ins: dict[int, uuid.UUID] = {}
    for entry in sheet_store.list_entries(session, sheet.id):
        for number, seat_id in entry.walk_ins.items():
            walk_ins.setdefault(int(number), seat_id)
    return tuple(
        _row(number, _seated(session, people, seat_id), is_walk_in=number in walk_ins)
        for number, seat_id in sorted((printed | walk_ins).items())
    )


def _seated(
    session: Session, people: dict[uuid.UUID, SeatedPerson], seat_id: uuid.UUID
) -> SeatedPerson:
    while seat_id not in people:
        seat = courses.find_seat(session, seat_id)
        if seat is None or seat.merged_into is None:
            raise LookupError("a sheet names a seat that is not there")
        seat_id = seat.merged_into
    return people[seat_id]


def _row(number: int, person: SeatedPerson, *, is_walk_in: bool) -> Row:
    return Row(
        number, person.seat_id, person.number, person.group, person.details, person.has_left,
        is_walk_in,
    )  # fmt: skip


list_sheets = sheet_store.list_sheets
list_entries = sheet_store.list_entries
list_entries_of_course = sheet_store.list_entries_of_course
