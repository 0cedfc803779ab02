"""Use cases of proofreading: somebody says whether the own name is right, staff settle it."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.certificates import changing, store
from training.certificates.model import State
from training.certificates.names import texts as name_texts
from training.certificates.names.rules import NO_SPELLING, WAITS, Said, Spelling, is_time, said_of
from training.certificates.sealing import Press
from training.certificates.tables import Certificate, NameCheck
from training.courses import service as courses
from training.courses.model import AgendaItem, CourseState
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal
from training.people import rules as people_rules
from training.people import service as people
from training.people.model import PersonDetails

if TYPE_CHECKING:
    from training.courses.tables import Course, Seat

MOST_SAID = 50
"""How often one person may say something of the own name."""
REASON = "បានកែតម្រូវឈ្មោះ / The name was corrected"
"""Of a certificate that is replaced for its name, for everybody who checks it to read."""
STANDS = frozenset({State.VALID, State.SUSPENDED})
WithoutGlyph = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody says of the own name."""

    is_right: bool
    seen: str
    """`Spelling.mark` of the name that was shown."""
    submission_key: str
    wanted: Spelling = NO_SPELLING
    """How it should be; empty: nothing is said about that."""
    note: str = ""

    @property
    def key(self) -> str:
        """The form's key and what is said: a page gone back to with other words is another form."""
        said = f"{self.is_right}\n{self.wanted.km}\n{self.wanted.latin}\n{self.note}".encode()
        return f"{self.submission_key}.{hashlib.sha256(said).hexdigest()[:16]}"


def spelling_of(details: PersonDetails) -> Spelling:
    """How the person is spelt today."""
    return Spelling(details.name_km, details.name_latin)


find_newest = store.find_newest_name_check
count_open = store.count_open_name_checks


def waits_for_name(
    session: Session,
    course: "Course",
    agenda: Sequence[AgendaItem],
    seat_id: uuid.UUID,
    details: PersonDetails,
    now: dt.datetime,
) -> bool:
    """Whether it is time for the owner of a seat to look at the own name.

    In a course that has ended it is, until the certificate is issued.
    """
    has_ended = course.state == CourseState.ENDED
    if not has_ended and not is_time(agenda, course.date, course.time_zone, now):
        return False
    return said_of(find_newest(session, seat_id), spelling_of(details)) in WAITS


def hear(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    heard: Heard,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> NameCheck:
    """Writes down what somebody says of the own name; the same form twice is written once.

    What was asked for before is taken back by it, unless it adds nothing to that. Raises Refusal:
    409 when another name was shown than the one of today, 422 for a spelling that cannot be
    printed, 429 after very many times.
    """
    made = store.find_name_check(session, seat_id, heard.key)
    if made is not None:
        return made
    seat = courses.get_seat(session, course_id, seat_id)
    details = people.get_details(session, seat.person_id)
    if heard.seen != spelling_of(details).mark:
        raise Refusal(name_texts.NAME_CHANGED, status=409)
    wanted = _wanted(details, heard, without_glyph)
    newest = find_newest(session, seat_id)
    if newest is not None:
        if _is_open(newest) and not (heard.is_right or heard.note or wanted != NO_SPELLING):
            return newest
        if newest.version >= MOST_SAID:
            raise Refusal(name_texts.SAID_TOO_OFTEN, status=429)
        newest.settled_at = newest.settled_at or now
    version = newest.version + 1 if newest else 1
    made = _row(seat, version, details, wanted, heard, now)
    session.add(made)
    session.flush()
    action = "confirmed the name of" if heard.is_right else "asked to correct the name of"
    audit.record(
        session, who, now, action, "seat", seat_id, course_id=course_id, after=_trace(wanted)
    )
    return made


def _row(
    seat: "Seat",
    version: int,
    shown: PersonDetails,
    wanted: Spelling,
    heard: Heard,
    now: dt.datetime,
) -> NameCheck:
    return NameCheck(
        id=new_id(),
        course_id=seat.course_id,
        seat_id=seat.id,
        version=version,
        is_right=heard.is_right,
        name_km=shown.name_km,
        name_latin=shown.name_latin,
        wanted_km=wanted.km,
        wanted_latin=wanted.latin,
        note=heard.note,
        said_at=now,
        settled_at=now if heard.is_right else None,
        settled_by=None,
        submission_key=heard.key,
    )


def _is_open(check: NameCheck) -> bool:
    """Whether it is a request that nobody has answered."""
    return not check.is_right and check.settled_at is None


def _wanted(details: PersonDetails, heard: Heard, without_glyph: WithoutGlyph) -> Spelling:
    """The spelling that is asked for, clean; none where that is how it is spelt already."""
    if heard.is_right or heard.wanted == NO_SPELLING:
        return NO_SPELLING
    typed = replace(details, name_km=heard.wanted.km, name_latin=heard.wanted.latin)
    wanted = spelling_of(people_rules.check_details(typed, without_glyph))
    if wanted != spelling_of(details):
        return wanted
    if not heard.note:
        raise Refusal(name_texts.SAY_WHAT, field="name_km")
    return NO_SPELLING


def _trace(spelling: Spelling) -> dict[str, str]:
    return {"name_km": spelling.km, "name_latin": spelling.latin} if spelling != NO_SPELLING else {}


@dataclass(frozen=True, slots=True)
class Request:
    """Which request staff answer, as their page showed it."""

    course_id: uuid.UUID
    seat_id: uuid.UUID
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What answering a request did."""

    is_new: bool
    """False where it was settled before; then nothing was done."""
    issued: int = 0
    """How many corrected certificates were issued in the place of others."""


def accept(
    session: Session,
    request: Request,
    name: Spelling,
    press: Press,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> Outcome:
    """Corrects the person's name and what is issued with it, and settles the request.

    Every certificate that counts gets a successor with the name as it is now. Raises Refusal: 404
    where nobody asks, 409 where something newer was said or a certificate is suspended, 422 for a
    name that cannot be printed, or that is as it was.
    """
    check = _hold(session, request)
    if check.settled_at is not None:
        return Outcome(is_new=False)
    seat = courses.get_seat(session, request.course_id, request.seat_id)
    before = people.get_details(session, seat.person_id)
    typed = replace(before, name_km=name.km, name_latin=name.latin)
    is_changed = people.correct_person(
        session, seat.person_id, typed, who, now, without_glyph, request.course_id
    )
    if not is_changed and spelling_of(before) == Spelling(check.name_km, check.name_latin):
        raise Refusal(name_texts.STILL_THE_SAME, field="name_km")
    check.settled_at, check.settled_by = now, who.id
    details = people.get_details(session, seat.person_id)
    issued = [
        changing.correct(session, old.id, details, REASON, press, f"name-{check.id}", who, now)
        for old in store.list_of_seat(session, seat.id)
        if old.state in STANDS and not _says(old, details)
    ]
    return Outcome(is_new=True, issued=len(issued))


def _says(certificate: Certificate, details: PersonDetails) -> bool:
    """Whether the certificate is spelt like that."""
    facts = certificate.facts
    return Spelling(facts.name_km, facts.name_en) == spelling_of(details)


def decline(session: Session, request: Request, who: Who, now: dt.datetime) -> Outcome:
    """Leaves the name as it is, and settles the request. Raises Refusal as `accept`."""
    check = _hold(session, request)
    if check.settled_at is not None:
        return Outcome(is_new=False)
    check.settled_at, check.settled_by = now, who.id
    audit.record(
        session, who, now, "left the name of", "seat", request.seat_id,
        course_id=request.course_id,
        before=_trace(Spelling(check.wanted_km, check.wanted_latin)),
    )  # fmt: skip
    return Outcome(is_new=True)


def _hold(session: Session, request: Request) -> NameCheck:
    courses.get_seat(session, request.course_id, request.seat_id)
    newest = store.hold_newest_name_check(session, request.seat_id)
    if newest is None:
        raise Refusal(name_texts.NOTHING_ASKED, status=404)
    if newest.version != request.version:
        raise Refusal(name_texts.NOT_THE_NEWEST, status=409)
    if newest.is_right:
        raise Refusal(name_texts.NOTHING_ASKED, status=404)
    return newest


def is_asked(session: Session, seat_id: uuid.UUID) -> bool:
    """Whether the owner of a seat waits for an answer to a request."""
    newest = find_newest(session, seat_id)
    return newest is not None and _is_open(newest)


def how_it_stands(
    session: Session, seat: "Seat", details: PersonDetails
) -> tuple[Said, NameCheck | None]:
    """What the owner of a seat said last, and what that means today."""
    newest = find_newest(session, seat.id)
    return said_of(newest, spelling_of(details)), newest
