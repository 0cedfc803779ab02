"""The name desk: how everybody in a course is spelt, what they said of it, and what looks odd."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.certificates import store
from training.certificates.name_checks import spelling_of
from training.certificates.name_rules import Said, find_twins, said_of
from training.certificates.name_signs import Odd, odd_in_khmer, odd_in_latin
from training.certificates.tables import NameCheck
from training.courses import service as courses
from training.courses.model import SeatedPerson

ORDER = (Said.ASKED, Said.NOTHING, Said.OTHER, Said.ANSWERED, Said.RIGHT)
"""First what staff can do something about."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person at the desk."""

    person: SeatedPerson
    said: Said
    check: NameCheck | None
    """What was said last."""
    odd_km: tuple[Odd, ...]
    odd_latin: tuple[Odd, ...]
    twins: tuple[SeatedPerson, ...]
    """Who may be the same person in another seat."""
    number: str = ""
    """Of the newest certificate; empty: none is issued."""

    @property
    def is_odd(self) -> bool:
        """Whether a human should look at it, whatever its owner says."""
        return bool(self.odd_km or self.odd_latin or self.twins)


@dataclass(frozen=True, slots=True)
class Desk:
    """All rows, those with a request first, then in the Khmer order of names."""

    rows: tuple[Row, ...]

    def those(self, said: Said) -> tuple[Row, ...]:
        """The rows for which it stands like that."""
        return tuple(row for row in self.rows if row.said is said)

    @property
    def odd(self) -> tuple[Row, ...]:
        """The rows in which something looks odd."""
        return tuple(row for row in self.rows if row.is_odd)


def gather(session: Session, course_id: uuid.UUID) -> Desk:
    """The desk of one course."""
    people = courses.list_people(session, course_id)
    checks = store.list_name_checks(session, course_id)
    issued = store.list_issued(session, course_id)
    twins = find_twins(people)
    rows = [
        _row(person, checks.get(person.seat_id), twins.get(person.number, ()), issued)
        for person in people
    ]
    return Desk(tuple(sorted(rows, key=lambda row: ORDER.index(row.said))))


def _row(
    person: SeatedPerson,
    check: NameCheck | None,
    twins: tuple[SeatedPerson, ...],
    issued: store.Issued,
) -> Row:
    name = spelling_of(person.details)
    number, _ = issued.get(person.seat_id, ("", None))
    return Row(
        person,
        said_of(check, name),
        check,
        odd_in_khmer(name.km),
        odd_in_latin(name.latin),
        twins,
        number,
    )
