"""Somebody joined twice: one of the two seats stays, the other leads to it.

Nothing is thrown away. The seat that goes keeps its person and its marks, and both trails say what
happened; its phone and its seat code lead to the seat that stays. What else hangs on a seat comes
over as the rooms above say, each in a `merging.py` of its own. There is no way back.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import store, texts
from training.courses.model import Foreseen, Pair, SeatedPerson
from training.courses.service import get_seat, lock_course
from training.courses.tables import Seat
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.people import rules as people_rules
from training.people import service as people


class MergingRoom(Protocol):
    """What a room above does with what hangs on a seat."""

    def foresee(self, session: Session, pair: Pair) -> Sequence[Foreseen]:
        """What would come over and what collides. Raises Refusal (409) where it cannot be."""
        ...

    def carry_over(self, session: Session, pair: Pair, who: Who, now: dt.datetime) -> None:
        """Does that, in the caller's transaction. Raises Refusal (409)."""
        ...


merging_rooms: list[MergingRoom] = []
"""Filled by the application, in the order in which they are asked."""


def foresee(session: Session, pair: Pair) -> tuple[Foreseen, ...]:
    """What merging would do. Raises Refusal: 404, 409 or 422 where it cannot be."""
    _require_two(pair)
    seats = [get_seat(session, pair.course_id, each) for each in (pair.staying, pair.going)]
    if any(seat.merged_into for seat in seats):
        raise Refusal(texts.MERGED_ALREADY, status=409)
    return tuple(each for room in merging_rooms for each in room.foresee(session, pair))


def merge(session: Session, pair: Pair, who: Who, now: dt.datetime) -> Seat:
    """The seat that stays, after the other was merged into it; asking again changes nothing.

    Raises Refusal: 404 for a seat of another course, 409 where one was merged elsewhere before or
    where a room above refuses, 422 for twice the same seat.
    """
    _require_two(pair)
    for seat_id in (pair.staying, pair.going):
        get_seat(session, pair.course_id, seat_id)
    # The seats before the course: a phone's tap holds its seat first as well.
    held = store.hold_to_merge(session, [pair.staying, pair.going])
    lock_course(session, pair.course_id)
    staying, going = held[pair.staying], held[pair.going]
    if going.merged_into == staying.id:
        return staying
    if going.merged_into or staying.merged_into:
        raise Refusal(texts.MERGED_ALREADY, status=409)
    for room in merging_rooms:
        room.carry_over(session, pair, who, now)
    _join_facts(staying, going)
    session.flush()
    store.lead_on(session, going.id, staying.id)
    session.refresh(going)
    _note(session, staying, going, who, now)
    return staying


def _require_two(pair: Pair) -> None:
    if pair.staying == pair.going:
        raise Refusal(texts.SAME_SEAT, field="other")


def _join_facts(staying: Seat, going: Seat) -> None:
    """What is known of the person by either seat: a phone, a group, being here."""
    staying.without_phone = staying.without_phone and going.without_phone
    staying.is_expected = staying.is_expected and going.is_expected
    staying.group = staying.group or going.group
    staying.left_at = staying.left_at if going.left_at else None


def _note(session: Session, staying: Seat, going: Seat, who: Who, now: dt.datetime) -> None:
    for seat, other, action in ((staying, going, "took in"), (going, staying, "merged into")):
        details = people.get_details(session, other.person_id)
        audit.record(
            session, who, now, action, "seat", seat.id, course_id=seat.course_id,
            after={
                "seat": str(other.id), "number": other.number,
                "name_km": details.name_km, "name_latin": details.name_latin,
            },
        )  # fmt: skip


def keys_of(person: SeatedPerson) -> frozenset[str]:
    """The forms by which the person's names are compared."""
    names = (person.details.name_km, person.details.name_latin)
    return frozenset(people_rules.search_key(name) for name in names) - {""}


def split_alike(
    person: SeatedPerson, others: Sequence[SeatedPerson]
) -> tuple[tuple[SeatedPerson, ...], tuple[SeatedPerson, ...]]:
    """Who has the same name in either script, and everybody else."""
    keys = keys_of(person)
    alike = tuple(each for each in others if keys & keys_of(each))
    return alike, tuple(each for each in others if each not in alike)
