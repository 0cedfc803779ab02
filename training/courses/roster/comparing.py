"""Who on a list is new to the course, who sits in it already, who stands on the list twice."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.courses.roster.model import Listed
from training.people.model import PersonDetails
from training.people.rules import may_be_same, search_key


class Fate(enum.StrEnum):
    """What a list's line is to the course."""

    NEW = "new"
    IN_COURSE = "in-course"
    TWICE = "twice"
    """The same name stands further up in the list."""
    HIDDEN = "hidden"
    """New, and hidden in the file: perhaps taken off the list."""


SAME_NAME = frozenset({Fate.IN_COURSE, Fate.TWICE})
"""Only somebody who looks can say whether these are other people."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One person of the list and what becomes of the line."""

    listed: Listed
    fate: Fate
    first_line: int = 0
    """Where the same name stands first, for one that is there twice."""


class _Names:
    """Names by what they may be found by, in either script."""

    def __init__(self) -> None:
        self._found: dict[str, list[tuple[PersonDetails, int]]] = defaultdict(list)

    def add(self, details: PersonDetails, line: int = 0) -> None:
        for key in _keys(details):
            self._found[key].append((details, line))

    def line_of(self, details: PersonDetails) -> int | None:
        """The first line with a name that may be the same one; None where there is none."""
        near = (pair for key in _keys(details) for pair in self._found.get(key, ()))
        return next((line for other, line in near if may_be_same(details, other)), None)


def _keys(details: PersonDetails) -> Iterator[str]:
    yield from (search_key(each) for each in (details.name_km, details.name_latin) if each)


def compare(people: Sequence[Listed], seated: Sequence[PersonDetails]) -> tuple[Compared, ...]:
    """Each person of the list, in its order, held against the course and the lines before."""
    here, above = _Names(), _Names()
    for details in seated:
        here.add(details)
    found = list[Compared]()
    for listed in people:
        first = above.line_of(listed.details)
        if here.line_of(listed.details) is not None:
            found.append(Compared(listed, Fate.IN_COURSE))
        elif first is not None:
            found.append(Compared(listed, Fate.TWICE, first))
        else:
            found.append(Compared(listed, Fate.HIDDEN if listed.is_hidden else Fate.NEW))
        above.add(listed.details, listed.line)
    return tuple(found)
