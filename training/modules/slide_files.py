"""One slide file, cut into slides: headings, braces, and blocks between ::: and :::."""

import re
from dataclasses import dataclass, field

from training.modules.findings import Place
from training.modules.model import SlideText

MAX_SLIDE_SIGNS = 20_000
MAX_SLIDES = 200
MAX_HEADING_SIGNS = 500
_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>\S+)|(?P<key>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+)))'
)
BLOCKS = ("notes", "column", "picture")


@dataclass
class Draft:
    """A slide as it stands in one file; `body` keeps its lines, so that line numbers hold."""

    line: int
    title: str
    attributes: dict[str, str]
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    notes_line: int = 0
    description_line: int = 0

    @property
    def id(self) -> str:
        """The id in the braces, or empty."""
        return self.attributes.get("id", "")

    @property
    def body(self) -> str:
        """The body without the blocks taken out of it, blank lines in their stead."""
        return "\n".join(self.lines)

    @property
    def words(self) -> SlideText:
        """The slide's words, without the empty lines around them."""
        return SlideText(
            title=self.title,
            body=self.body.strip("\n").rstrip(),
            notes="\n".join(self.notes).strip("\n").rstrip(),
            description=" ".join(" ".join(self.description).split()),
        )


def cut(text: str, place: Place) -> list[Draft]:
    """The slides of a file, in order; what cannot be understood is a fault."""
    cutter = _Cutter(place)
    for number, line in enumerate(text.split("\n"), 1):
        cutter.take(number, line)
    cutter.close_open_block()
    for draft in cutter.drafts:
        signs = sum(map(len, draft.lines + draft.notes + draft.description))
        if signs > MAX_SLIDE_SIGNS:
            place.fault(draft.line, f"This slide is longer than {MAX_SLIDE_SIGNS} signs. Split it.")
    if len(cutter.drafts) > MAX_SLIDES:
        place.fault(cutter.drafts[MAX_SLIDES].line, f"A file holds at most {MAX_SLIDES} slides.")
    return cutter.drafts[:MAX_SLIDES]


class _Cutter:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.drafts: list[Draft] = []
        self.block = ""
        self.block_line = 0
        self.told = False

    def take(self, number: int, line: str) -> None:
        if line.startswith("#") and not line.startswith("##"):
            self.close_open_block()
            self.drafts.append(_begin(number, line[1:].strip(), self.place))
        elif not self.drafts:
            self._before_the_first(number, line)
        elif line.startswith(":::"):
            self._fence(number, line.strip(":").strip(), line)
        else:
            self._keep(line)

    def _before_the_first(self, number: int, line: str) -> None:
        if line.strip() and not self.told:
            self.told = True
            self.place.fault(number, "Text before the first slide. Begin with # Title {#id …}.")

    def _fence(self, number: int, name: str, line: str) -> None:
        if not name:
            if not self.block:
                self.place.fault(number, "This ::: closes a block that was never opened.")
            self._keep(line if self.block == "column" else "")
            self.block = ""
        elif name not in BLOCKS:
            self.place.fault(number, f'The block "{name}" is not known. Use {", ".join(BLOCKS)}.')
            self._keep("")
            self.block, self.block_line = name, number
        else:
            self._open(number, name, line)

    def _open(self, number: int, name: str, line: str) -> None:
        self.close_open_block()
        draft = self.drafts[-1]
        self.block, self.block_line = name, number
        draft.lines.append(line if name == "column" else "")
        seen = {"notes": draft.notes_line, "picture": draft.description_line}.get(name, 0)
        if seen:
            self.place.fault(number, f"This slide has a second block of {name}. Join the two.")
        elif name == "notes":
            draft.notes_line = number + 1
        elif name == "picture":
            draft.description_line = number + 1

    def _keep(self, line: str) -> None:
        draft = self.drafts[-1]
        taken = {"notes": draft.notes, "picture": draft.description}.get(self.block)
        if taken is not None:
            taken.append(line)
            draft.lines.append("")
        else:
            draft.lines.append(line)

    def close_open_block(self) -> None:
        if self.block:
            self.place.fault(
                self.block_line, f"::: {self.block} is not closed. Write ::: after it."
            )
        self.block = ""


def _begin(number: int, heading: str, place: Place) -> Draft:
    if len(heading) > MAX_HEADING_SIGNS:
        place.fault(number, f"This heading is longer than {MAX_HEADING_SIGNS} signs. Shorten it.")
        return Draft(number, "", {})
    title, opening, inside = heading.rpartition("{")
    if not opening or not inside.endswith("}"):
        place.fault(number, "This slide has no braces. Write # Title {#id …}.")
        return Draft(number, heading, {})
    title = title.strip()
    if not title:
        place.fault(number, "This slide has no title. Write it before the braces.")
    if re.search(r"</?[A-Za-z!]", title):
        place.fault(number, "HTML is not allowed in a title.")
    return Draft(number, title, _attributes(number, inside[:-1], place))


def _attributes(number: int, inside: str, place: Place) -> dict[str, str]:
    found: dict[str, str] = {}
    position = 0
    while inside[position:].strip():
        match = _ATTRIBUTE.match(inside, position)
        if not match:
            rest = inside[position:].strip()[:40]
            place.fault(number, f'"{rest}" in the braces is not understood. Write key=value.')
            break
        position = match.end()
        key = match["key"] or "id"
        if key in found:
            place.fault(number, f'"{key}" is given twice in the braces. Keep one.')
        found[key] = match["id"] or match["quoted"] or match["bare"] or ""
    return found
