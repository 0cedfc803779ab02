"""What all files of a pack share while it is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from training.modules.facts import check_facts
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.model import Fact
from training.modules.parts import Draft
from training.modules.toml_reading import ID

NAME_THEM = 'Write facts="…", or facts="" if it states none.'


@dataclass
class Shelf:
    """The folder, what is found in it, and the names that may be used once only."""

    folder: Folder
    findings: Findings
    facts: Mapping[str, Fact]
    true_as_of: date | None = None
    seen: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    pictures: dict[str, tuple[str, int]] = field(default_factory=dict)
    drawn: dict[str, tuple[str, int]] = field(default_factory=dict)

    def place(self, file: str) -> Place:
        """The place of one file of the pack."""
        return Place(file, self.findings)

    def need_picture(self, name: str, place: Place, line: int) -> None:
        """Remember that a slide or an item shows this picture, and where it said so first."""
        self.pictures.setdefault(name, (place.file, line))

    def need_figure(self, name: str, place: Place, line: int) -> None:
        """Remember that a slide shows this picture as a figure, with words in both languages."""
        self.drawn.setdefault(name, (place.file, line))

    def check_facts(self, draft: Draft, part: str, place: Place, has_since: bool) -> None:
        """Note facts that may not be named, and a part that names none without saying so.

        What came later may be named where a box says so.
        """
        if "facts" not in draft.attributes:
            place.warn(draft.line, f"{part} {draft.id} names no facts. {NAME_THEM}")
        until = None if has_since else self.true_as_of
        for sentence in check_facts(draft.facts, self.facts, until):
            place.fault(draft.line, f"{part} {draft.id}: {sentence}")


def check_id(draft: Draft, seen: set[str], place: Place, part: str = "slide") -> None:
    """Note a fault for an id that is missing, malformed or used before; remember it."""
    if not draft.id:
        if draft.attributes:
            message = f'The {part} "{draft.title[:40]}" has no id. Write {{#id …}}.'
            place.fault(draft.line, message)
    elif not ID.fullmatch(draft.id):
        place.fault(draft.line, f'The id "{draft.id}" may have a-z, 0-9 and hyphens only.')
    elif draft.id in seen:
        place.fault(draft.line, f"The {part} id {draft.id} is used twice. Give one a new id.")
    seen.add(draft.id)


def check_keys(
    draft: Draft, allowed: Iterable[str], english: Iterable[str], khmer: Iterable[str], place: Place
) -> None:
    """Note a fault for keys in the braces that belong to the other language, or to none."""
    for key in draft.attributes:
        if key in allowed:
            continue
        if key in english:
            place.fault(draft.line, f"{key}= belongs in the English file only. Delete it here.")
        elif key in khmer:
            place.fault(draft.line, f"{key}= belongs in the Khmer file only. Delete it here.")
        else:
            place.fault(draft.line, f"{key}= is not known in the braces. Mend its spelling.")
