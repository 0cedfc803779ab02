"""A list of participants: the tables of its file, what a column may be, what came of each line."""

import enum
from dataclasses import dataclass

from training.kernel.texts import Text
from training.people.model import PersonDetails

MOST_PEOPLE = 1_000
"""In one list."""


class Meaning(enum.StrEnum):
    """What stands in a column."""

    NAME = "name"
    """Khmer, Latin or both in one cell, with a title perhaps."""
    NAME_KM = "name-km"
    NAME_LATIN = "name-latin"
    FAMILY = "family"
    GIVEN = "given"
    TITLE = "title"
    GENDER = "gender"
    ORGANISATION = "organisation"
    PROVINCE = "province"
    NOT_KEPT = "not-kept"
    """Numbers, phones, positions, signatures: read by nobody."""


NAMES = frozenset(
    {Meaning.NAME, Meaning.NAME_KM, Meaning.NAME_LATIN, Meaning.FAMILY, Meaning.GIVEN}
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet. `number` counts from 1, as the file's own program counts."""

    number: int
    cells: tuple[str, ...]
    is_hidden: bool = False

    def cell(self, column: int) -> str:
        """What stands in that column, counted from 0; empty beyond the end."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its lines that are not empty. Merged cells say all over what they say."""

    name: str
    lines: tuple[Line, ...]
    is_too_long: bool = False
    """More lines than a list may have: none was read."""

    @property
    def width(self) -> int:
        """How many columns the widest line has."""
        return max((len(line.cells) for line in self.lines), default=0)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How a sheet is to be read."""

    first: int
    """The number of the line where the people begin."""
    meanings: tuple[Meaning, ...]
    """Of each column, from the left."""
    heads: tuple[str, ...] = ()
    """What stands above each column."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list, as they would sit in the course."""

    line: int
    details: PersonDetails
    notes: tuple[Text, ...] = ()
    """What the line said and nobody understood, and so is not kept."""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A line that is nobody who could be taken, and why. `words` are what stands in it."""

    line: int
    words: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a sheet, in its order."""

    people: tuple[Listed, ...]
    refused: tuple[NotTaken, ...]
