"""The name desk: how everybody in a course is spelt, what they said of it, and what looks odd."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from training.certificates import store
from training.certificates.names.checks import spelling_of
from training.certificates.names.rules import Said, find_twins, said_of, spelling_to_offer
from training.certificates.names.signs import Odd, odd_in_khmer, odd_in_latin
from training.certificates.tables import NameCheck
from training.courses import service as courses
from training.courses.model import SeatedPerson

ORDER = (Said.ASKED, Said.NOTHING, Said.OTHER, Said.ANSWERED, Said.RIGHT)
"""First what staff can do something about."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a human should look at in one spelling of a name."""

    odd: tuple[Odd, ...] = ()
    twins: tuple[SeatedPerson, ...] = ()
    """Who may be the same person in another seat."""

    def __bool__(self) -> bool:
        return bool(self.odd or self.twins)


@dataclass(frozen=True, slots=True)
class Row:
    """One person at the desk."""

    person: SeatedPerson
    said: Said
    check: NameCheck | None
    """What was said last."""
    today: Look
    """The name as it is."""
    wanted: Look
    """The name as it is asked for; empty where nothing is."""
    number: str = ""
    """Of one of the certificates; empty: none is issued."""


@dataclass(frozen=True, slots=True)
class Desk:
    """All rows, those with a request first, then in the Khmer order of names."""

    rows: tuple[Row, ...]

    def those(self, said: Said) -> tuple[Row, ...]:
        """The rows for which it stands like that."""
        return tuple(row for row in self.rows if row.said is said)


def gather(session: Session, course_id: uuid.UUID) -> Desk:
    """The desk of one course."""
    people = courses.list_people(session, course_id)
    checks = store.list_name_checks(session, course_id)
    issued = store.list_issued(session, course_id)
    said = {
        person.number: said_of(checks.get(person.seat_id), spelling_of(person.details))
        for person in people
    }
    asked = [
        _as_wanted(person, checks.get(person.seat_id))
        if said[person.number] is Said.ASKED
        else person
        for person in people
    ]
    twins, twins_then = find_twins(people), find_twins(asked)
    rows = [
        Row(
            person,
            said[person.number],
            checks.get(person.seat_id),
            _look(person, twins),
            Look() if then is person else _look(then, twins_then),
            next((each.number for each in issued.get(person.seat_id, {}).values()), ""),
        )
        for person, then in zip(people, asked, strict=True)
    ]
    return Desk(tuple(sorted(rows, key=lambda row: ORDER.index(row.said))))


def _as_wanted(person: SeatedPerson, asked: NameCheck | None) -> SeatedPerson:
    """The person as it would be, were the request accepted."""
    wanted = spelling_to_offer(asked, spelling_of(person.details))
    details = replace(person.details, name_km=wanted.km, name_latin=wanted.latin)
    return person if details == person.details else replace(person, details=details)


def _look(person: SeatedPerson, twins: Mapping[int, tuple[SeatedPerson, ...]]) -> Look:
    name = spelling_of(person.details)
    odd = (*odd_in_khmer(name.km), *odd_in_latin(name.latin))
    return Look(odd, twins.get(person.number, ()))
