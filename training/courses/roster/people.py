"""From the lines of a list to its people, as a mapping says; every other line with a reason."""

import re
from collections.abc import Callable, Iterator, Sequence

from training.courses.roster.model import (
    Line,
    Listed,
    Mapping,
    Meaning,
    NotTaken,
    Reading,
    Sheet,
)
from training.courses.roster.words import (
    Name,
    read_gender,
    read_name,
    read_province,
    read_title,
    settled_title,
)
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.people.model import WORDS_LENGTH, PersonDetails
from training.people.rules import check_details

NO_NAME = say("There is no name in this line.")
A_TOTAL = say("This line looks like a sum, not like a person.")
A_HEADING = say("This line looks like a heading, not like a person.")
ORGANISATION_LONG = say(
    "The institution or organisation has more than %(most)s characters.", most=WORDS_LENGTH
)
_MOST_WORDS = 120
_TOTAL = re.compile(r"^\W*(?:grand\s+|sub\s*-?\s*)?(?:total\b|សរុប)", re.IGNORECASE)
WithoutGlyph = Callable[[str], Sequence[str]]


def read_people(sheet: Sheet, mapping: Mapping, without_glyph: WithoutGlyph) -> Reading:
    """Everybody from the first line of people on, and the lines that are nobody.

    `without_glyph` says which characters no font can print.
    """
    people, refused = list[Listed](), list[NotTaken]()
    for line in sheet.lines:
        if line.number < mapping.first:
            continue
        try:
            people.append(_person(line, mapping, without_glyph))
        except Refusal as refusal:
            words = " · ".join(dict.fromkeys(cell for cell in line.cells if cell))
            shown = " ".join(words.split())[:_MOST_WORDS]
            refused.append(NotTaken(line.number, shown, refusal.reason))
    return Reading(tuple(people), tuple(refused))


def _person(line: Line, mapping: Mapping, without_glyph: WithoutGlyph) -> Listed:
    _require_person(line, mapping)
    name = _name(line, mapping)
    if not (name.km or name.latin):
        raise Refusal(NO_NAME)
    notes = list[Text]()
    gender, province = _gender(line, mapping, notes), _province(line, mapping, notes)
    organisation = _joined(line, mapping, Meaning.ORGANISATION)
    if len(organisation) > WORDS_LENGTH:
        raise Refusal(ORGANISATION_LONG)
    title = read_title(_joined(line, mapping, Meaning.TITLE)) or name.title
    details = PersonDetails(
        name.km, name.latin, settled_title(title, gender), gender, organisation, "", province
    )
    return Listed(line.number, check_details(details, without_glyph), tuple(notes), line.is_hidden)


def _require_person(line: Line, mapping: Mapping) -> None:
    """Raises Refusal for sums, for the head once more, and for headings over many columns."""
    words = [cell for cell in line.cells if cell]
    if _TOTAL.match(words[0]):
        raise Refusal(A_TOTAL)
    named = [
        cell for cell, head in zip(line.cells, mapping.heads, strict=False) if cell and cell in head
    ]
    is_merged = len(words) > 2 and len(set(words)) == 1
    if is_merged or (len(named) > 1 and len(named) == len(words)):
        raise Refusal(A_HEADING)


def _cells(line: Line, mapping: Mapping, *wanted: Meaning) -> Iterator[tuple[Meaning, str]]:
    for at, meaning in enumerate(mapping.meanings):
        if meaning in wanted and line.cell(at):
            yield meaning, line.cell(at)


def _joined(line: Line, mapping: Mapping, wanted: Meaning) -> str:
    cells = dict.fromkeys(cell for _, cell in _cells(line, mapping, wanted))
    return " ".join(" ".join(cells).split())


def _name(line: Line, mapping: Mapping) -> Name:
    """All that the columns of names say: the first words of each script, the first title."""
    family, given = (
        read_name(_joined(line, mapping, it)) for it in (Meaning.FAMILY, Meaning.GIVEN)
    )
    found = [
        read_name(cell)
        for _, cell in _cells(line, mapping, Meaning.NAME, Meaning.NAME_KM, Meaning.NAME_LATIN)
    ]
    whole = Name(
        f"{family.km} {given.km}".strip(),
        f"{family.latin} {given.latin}".strip(),
        family.title or given.title,
    )
    found.append(whole)
    return Name(*(next((part for part in parts if part), "") for parts in _parts(found)))


def _parts(names: Sequence[Name]) -> tuple[list[str], list[str], list[str]]:
    return [it.km for it in names], [it.latin for it in names], [it.title for it in names]


def _gender(line: Line, mapping: Mapping, notes: list[Text]) -> str:
    for at, meaning in enumerate(mapping.meanings):
        cell = line.cell(at)
        if meaning is not Meaning.GENDER or not cell:
            continue
        head = mapping.heads[at] if at < len(mapping.heads) else ""
        found = read_gender(cell, head)
        if found:
            return found
        notes.append(say("Gender “%(words)s” is not understood.", words=cell[:40]))
    return ""


def _province(line: Line, mapping: Mapping, notes: list[Text]) -> str:
    for _, cell in _cells(line, mapping, Meaning.PROVINCE):
        found = read_province(cell)
        if found:
            return found
        notes.append(say("Province “%(words)s” is not understood.", words=cell[:40]))
    return ""
