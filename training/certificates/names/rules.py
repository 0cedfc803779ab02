"""What somebody said of the own name, when to ask, and who may be there twice."""

import datetime as dt
import enum
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from training.certificates.names.signs import in_usual_order
from training.courses import rules as course_rules
from training.courses.model import AgendaItem, SeatedPerson
from training.people.rules import search_key


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in both scripts; either may be empty."""

    km: str = ""
    latin: str = ""

    @property
    def mark(self) -> str:
        """16 hexadecimal digits, the same for the same spelling: what a form says it showed."""
        return hashlib.sha256(f"{self.km}\n{self.latin}".encode()).hexdigest()[:16]


NO_SPELLING = Spelling()


class Said(enum.StrEnum):
    """How it stands between somebody and the own name."""

    NOTHING = "nothing"
    RIGHT = "right"
    """Confirmed as it is spelt today."""
    ASKED = "asked"
    """A correction is asked for, and nobody has looked at it yet."""
    ANSWERED = "answered"
    """It was looked at: the name is corrected, or was left, and waits to be confirmed."""
    OTHER = "other"
    """What was confirmed is not how the name is spelt today."""


WAITS = frozenset({Said.NOTHING, Said.ANSWERED, Said.OTHER})
"""In these it is the person's turn to look."""


class Check(Protocol):
    """What is read of a row of name checks."""

    is_right: bool
    name_km: str
    name_latin: str
    wanted_km: str
    wanted_latin: str
    settled_at: dt.datetime | None


def said_of(newest: Check | None, name: Spelling) -> Said:
    """How it stands by the newest that was said, where the name is spelt like that today."""
    if newest is None:
        return Said.NOTHING
    if not newest.is_right:
        return Said.ANSWERED if newest.settled_at else Said.ASKED
    return Said.RIGHT if Spelling(newest.name_km, newest.name_latin) == name else Said.OTHER


def spelling_to_offer(asked: Check | None, name: Spelling) -> Spelling:
    """What stands in the boxes at first: the spelling that is asked for, else that of today."""
    wanted = Spelling(asked.wanted_km, asked.wanted_latin) if asked else NO_SPELLING
    return name if wanted == NO_SPELLING else wanted


def is_time(agenda: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime) -> bool:
    """Whether to ask now: from the beginning of the last half-day, while there is time to mend.

    `agenda` is that of the person, `day` the first of the course.
    """
    counted = [item for item in agenda if item.counts] or agenda
    last = max((item.slot for item in counted), default=None)
    begins = min((item.begins for item in counted if item.slot == last), default=0)
    return course_rules.minute_of_course(day, time_zone, now) >= begins


def find_twins(people: Iterable[SeatedPerson]) -> Mapping[int, tuple[SeatedPerson, ...]]:
    """By seat number, who may be the same person: the same name in one script, however spelt.

    Case, spaces, invisible signs, the order of Khmer signs and of Latin names count for nothing.
    """
    alike: dict[str, list[SeatedPerson]] = defaultdict(list)
    for person in people:
        for key in _keys_of(person):
            alike[key].append(person)
    twins: dict[int, dict[int, SeatedPerson]] = defaultdict(dict)
    for group in alike.values():
        for one in group:
            twins[one.number].update({each.number: each for each in group if each is not one})
    return {number: tuple(found.values()) for number, found in twins.items() if found}


def _keys_of(person: SeatedPerson) -> set[str]:
    km, latin = person.details.name_km, person.details.name_latin
    words = sorted(search_key(word) for word in latin.split())
    return {search_key(in_usual_order(km)), search_key(latin), "".join(words)} - {""}
