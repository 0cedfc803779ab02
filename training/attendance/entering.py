"""Use cases of entering a signed sheet: what it would mean, and recording it.

A sheet speaks as phones do: where nothing holds, what it says becomes a mark, else a claim.
Entering it again corrects nothing silently: the earlier entry stays, and what differs is shown as a
conflict.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.adapters.house_fonts import characters_without_glyph
from training.attendance import marking, recording, row_numbers, rules, sheet_store, store
from training.attendance import sheet_texts as texts
from training.attendance.model import Mark, MarkSource, MarkStatus, Sheet
from training.attendance.sheets import Row, group_now, items_of, rows_of
from training.audit import service as audit
from training.courses import joining
from training.courses import service as courses
from training.courses.model import AgendaItem, SeatedPerson
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.people import rules as people_rules
from training.people.model import PersonDetails

ANOTHER = "new"
"""What is chosen where the name is another person's."""


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Who signed in a row that was empty."""

    row: int
    details: PersonDetails
    chosen: str = ""
    """Where somebody in the course has the name: the id of that seat, or ANOTHER."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody read from a sheet."""

    signed: frozenset[int]
    """The numbers of the rows that are signed."""
    walk_ins: tuple[WalkIn, ...] = ()
    only_signed: bool = False
    """Nothing is said of who did not sign: the sheet was for those without a phone."""

    @property
    def fingerprint(self) -> str:
        """The same for the same reading: what is saved is what was looked at."""
        said = repr((sorted(self.signed), self.walk_ins, self.only_signed))
        return hashlib.sha256(said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Clash:
    """A mark that holds, and says otherwise than the sheet: a person will have to settle it."""

    details: PersonDetails
    item: AgendaItem
    mark: Mark


@dataclass(frozen=True, slots=True)
class Outlook:
    """What recording a reading would do."""

    signed: tuple[Row, ...]
    not_signed: tuple[Row, ...]
    """Of whom the sheet says that they were absent; who has left the course is not among them."""
    added: tuple[WalkIn, ...]
    """Who would come into the course."""
    known: tuple[tuple[WalkIn, SeatedPerson], ...]
    """Walk-ins who are in the course already, as was chosen."""
    twins: tuple[tuple[WalkIn, tuple[SeatedPerson, ...]], ...]
    """Walk-ins whose name somebody in the course has; whether it is them has to be chosen."""
    clashes: tuple[Clash, ...]
    faults: tuple[Text, ...]
    """What has to be put right first."""

    @property
    def signed_count(self) -> int:
        """How many people signed, each counted once, whatever rows they signed in."""
        seats = {row.seat_id for row in self.signed} | {each.seat_id for _, each in self.known}
        return len(seats) + len(self.added)

    @property
    def is_ready(self) -> bool:
        """Whether it can be recorded as it stands."""
        return not self.faults and not self.undecided

    @property
    def undecided(self) -> tuple[int, ...]:
        """The rows of which it is to be chosen who signed there."""
        decided = {walk_in.row for walk_in, _ in self.known}
        return tuple(
            each.row for each, _ in self.twins if each.chosen != ANOTHER and each.row not in decided
        )


def look_at(session: Session, sheet: Sheet, reading: Reading) -> Outlook:
    """What recording this reading would do; nothing is changed."""
    rows = rows_of(session, sheet)
    people = courses.list_people(session, sheet.course_id)
    twins = tuple(
        (each, found) for each in reading.walk_ins if (found := _with_name(people, each.details))
    )
    known = tuple(
        (each, person)
        for each, found in twins
        for person in found
        if str(person.seat_id) == each.chosen
    )
    signed_seats = {row.seat_id for row in rows if row.number in reading.signed}
    signed_seats |= {person.seat_id for _, person in known}
    alike = {each.row for each, _ in twins}
    not_signed = tuple(
        row
        for row in rows
        if row.seat_id not in signed_seats and not row.has_left and not reading.only_signed
    )
    return Outlook(
        signed=tuple(row for row in rows if row.seat_id in signed_seats),
        not_signed=not_signed,
        added=tuple(
            each for each in reading.walk_ins if each.row not in alike or each.chosen == ANOTHER
        ),
        known=known,
        twins=twins,
        clashes=tuple(_clashes(session, sheet, people, signed_seats, not_signed)),
        faults=tuple(_faults(sheet, rows, reading)),
    )


def _with_name(people: Sequence[SeatedPerson], wanted: PersonDetails) -> tuple[SeatedPerson, ...]:
    """Who has the same name in one of the two scripts; on paper people often write one alone."""
    km, latin = _keys(wanted)
    return tuple(
        each
        for each in people
        for own_km, own_latin in (_keys(each.details),)
        if (km and km == own_km) or (latin and latin == own_latin)
    )


def _keys(details: PersonDetails) -> tuple[str, str]:
    return people_rules.search_key(details.name_km), people_rules.search_key(details.name_latin)


def _faults(sheet: Sheet, rows: Sequence[Row], reading: Reading) -> Iterator[Text]:
    last = len(sheet.seat_ids) + sheet.blanks
    named = {row.number for row in rows} | {each.row for each in reading.walk_ins}
    beyond = {number for number in reading.signed if not 1 <= number <= last}
    if beyond:
        yield texts.rows_not_there(row_numbers.written(beyond), last)
    nameless = reading.signed - named - beyond
    if nameless:
        yield texts.names_missing(row_numbers.written(nameless))
    seen: set[str] = set()
    for each in reading.walk_ins:
        try:
            people_rules.check_details(each.details, characters_without_glyph)
        except Refusal as refusal:
            yield texts.row_fault(each.row, refusal.reason)
        keys = {key for key in _keys(each.details) if key}
        if keys & seen and each.chosen != ANOTHER:
            yield texts.NAME_TWICE
        seen |= keys


def _clashes(
    session: Session,
    sheet: Sheet,
    people: Sequence[SeatedPerson],
    signed_seats: set[uuid.UUID],
    not_signed: Sequence[Row],
) -> Iterator[Clash]:
    held = {
        (mark.agenda_item_id, mark.seat_id): mark
        for mark in store.list_current_marks(session, sheet.course_id)
    }
    absent, group = {row.seat_id for row in not_signed}, group_now(session, sheet)
    for item in items_of(session, sheet):
        for person in people:
            mark = held.get((item.id, person.seat_id)) if item.id else None
            if mark is None or not item.is_for(group or person.group):
                continue
            is_here = rules.is_here(mark.status)
            if person.seat_id in (absent if is_here else signed_seats):
                yield Clash(person.details, item, mark)


def enter(
    session: Session,
    sheet: Sheet,
    reading: Reading,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Records a reading: who signed was present, whom a row names and who did not sign was absent,
    unless the reading is of signatures only.

    Who signed in an empty row comes into the course as somebody without a phone. The same key
    records once. Raises Refusal: 409 unless the course is running or planned for today, or where
    nothing counts in that half-day any more; 422 for whatever the outlook finds at fault.
    """
    courses.lock_course(session, sheet.course_id)
    if sheet_store.find_entry_by_key(session, sheet.id, submission_key) is not None:
        return
    marking.require_open_for_hand(session, sheet.course_id, now)
    items = items_of(session, sheet)
    if not items:
        raise Refusal(texts.NOTHING_TO_RECORD, status=409)
    outlook = look_at(session, sheet, reading)
    for fault in outlook.faults:
        raise Refusal(fault)
    for row in outlook.undecided:
        raise Refusal(texts.who_is_it(row))
    walk_ins = {each.row: person.seat_id for each, person in outlook.known}
    walk_ins |= _seat_all(session, sheet, outlook.added, submission_key, who, now)
    signed = {row.seat_id for row in outlook.signed} | set(walk_ins.values())
    absent = {row.seat_id for row in outlook.not_signed}
    said = _said(session, sheet, items, signed, absent, who, now)
    marks = recording.take_all(session, sheet.course_id, said, f"sheet.{submission_key}")
    entry = {
        "id": new_id(),
        "sheet_id": sheet.id,
        "rows": tuple(sorted(reading.signed | walk_ins.keys())),
        "walk_ins": {str(row): seat_id for row, seat_id in sorted(walk_ins.items())},
        "entered_by": who.id,
        "entered_at": now,
        "submission_key": submission_key,
    }
    sheet_store.add_entry(session, entry)
    facts = {
        "entry": str(entry["id"]),
        "number": sheet.number,
        "rows": row_numbers.written(reading.signed | walk_ins.keys()),
        "walk_ins": len(walk_ins),
        "absent": len(absent),
        "marks": marks,
        "claims": len(said) - marks,
    }
    audit.record(
        session, who, now, "entered", "sign-in sheet", sheet.id,
        course_id=sheet.course_id, after=facts,
    )  # fmt: skip


def _said(
    session: Session,
    sheet: Sheet,
    items: Sequence[AgendaItem],
    signed: Collection[uuid.UUID],
    absent: Collection[uuid.UUID],
    who: Who,
    now: dt.datetime,
) -> list[recording.Said]:
    """What the sheet says of each person and each agenda item that is for them."""
    group_of = {each.seat_id: each.group for each in courses.list_seats(session, sheet.course_id)}
    group = group_now(session, sheet)
    statuses = {
        **dict.fromkeys(absent, MarkStatus.ABSENT),
        **dict.fromkeys(signed, MarkStatus.PRESENT),
    }
    return [
        recording.Said(item.id, seat_id, MarkSource.PAPER, status, now, who.id)
        for seat_id, status in sorted(statuses.items())
        for item in items
        if item.id is not None and item.is_for(group or group_of.get(seat_id, ""))
    ]


def _seat_all(
    session: Session,
    sheet: Sheet,
    added: Sequence[WalkIn],
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> dict[int, uuid.UUID]:
    found, group = {}, group_now(session, sheet)
    for each in added:
        seat = joining.add_without_phone(
            session, sheet.course_id, each.details, f"{submission_key}.{each.row}", who, now,
            characters_without_glyph, another_person=each.chosen == ANOTHER,
        )  # fmt: skip
        if group and not seat.group:
            courses.put_in_group(session, seat, group, who, now)
        found[each.row] = seat.id
    return found
