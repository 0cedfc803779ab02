"""One Markdown file of a pack, cut into parts: headings, braces, and blocks between ::: and :::."""

import re
from dataclasses import dataclass, field

from training.modules.findings import Place
from training.modules.model import SlideText

MAX_PART_SIGNS = 20_000
MAX_PARTS = 200
MAX_HEADING_SIGNS = 500
_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>\S+)|(?P<key>[a-z]+)=(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+)))'
)


@dataclass(frozen=True)
class Grammar:
    """What a kind of file may hold: blocks taken out of the text, and blocks kept in it."""

    part: str
    taken: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    longest: int = MAX_PART_SIGNS


SLIDES = Grammar("slide", taken=("notes", "picture", "since"), kept=("column",))
MANUAL = Grammar("section", kept=("since", "case", "reflect"), longest=100_000)
SUMMARY = Grammar("summary")
HANDOUT = Grammar("handout", taken=("key",), longest=40_000)


@dataclass
class Taken:
    """The lines of one block that was taken out, and the line on which they begin."""

    line: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The block as Markdown, without the empty lines around it."""
        return "\n".join(self.lines).strip("\n").rstrip()


@dataclass
class Draft:
    """A part as it stands in one file; `body` keeps its lines, so that line numbers hold."""

    line: int
    title: str
    attributes: dict[str, str]
    lines: list[str] = field(default_factory=list)
    blocks: dict[str, Taken] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id in the braces, or empty."""
        return self.attributes.get("id", "")

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that the braces name."""
        return tuple(self.attributes.get("facts", "").split())

    @property
    def body(self) -> str:
        """The body without the blocks taken out of it, blank lines in their stead."""
        return "\n".join(self.lines)

    def block(self, name: str) -> Taken:
        """A block that was taken out; an empty one where there is none."""
        return self.blocks.get(name, Taken())

    @property
    def words(self) -> SlideText:
        """A slide's words, without the empty lines around them."""
        return SlideText(
            title=self.title,
            body=self.body.strip("\n").rstrip(),
            notes=self.block("notes").text,
            description=" ".join(self.block("picture").text.split()),
            since=self.block("since").text,
        )


def cut(text: str, place: Place, grammar: Grammar = SLIDES) -> list[Draft]:
    """The parts of a file, in order; what cannot be understood is a fault."""
    cutter = _Cutter(place, grammar)
    for number, line in enumerate(text.split("\n"), 1):
        cutter.take(number, line)
    cutter.close_open_block()
    for draft in cutter.drafts:
        taken = [line for block in draft.blocks.values() for line in block.lines]
        if sum(map(len, draft.lines + taken)) > grammar.longest:
            message = f"This {grammar.part} is longer than {grammar.longest} signs. Split it."
            place.fault(draft.line, message)
    if len(cutter.drafts) > MAX_PARTS:
        place.fault(
            cutter.drafts[MAX_PARTS].line, f"A file holds at most {MAX_PARTS} {grammar.part}s."
        )
    return cutter.drafts[:MAX_PARTS]


class _Cutter:
    def __init__(self, place: Place, grammar: Grammar) -> None:
        self.place = place
        self.grammar = grammar
        self.drafts: list[Draft] = []
        self.block = ""
        self.block_line = 0
        self.told = False

    def take(self, number: int, line: str) -> None:
        if line.startswith("#") and not line.startswith("##"):
            self.close_open_block()
            self.drafts.append(begin(number, line[1:].strip(), self.place, self.grammar.part))
        elif not self.drafts:
            self._before_the_first(number, line)
        elif line.startswith(":::"):
            self._fence(number, line.strip(":").strip(), line)
        else:
            self._keep(line)

    def _before_the_first(self, number: int, line: str) -> None:
        if line.strip() and not self.told:
            self.told = True
            message = f"Text before the first {self.grammar.part}. Begin with # Title {{#id …}}."
            self.place.fault(number, message)

    def _fence(self, number: int, name: str, line: str) -> None:
        if not name:
            if not self.block:
                self.place.fault(number, "This ::: closes a block that was never opened.")
            self._keep("" if self.block not in self.grammar.kept else line)
            self.block = ""
            return
        known = (*self.grammar.taken, *self.grammar.kept)
        if name in known:
            self._open(number, name, line)
            return
        self.place.fault(number, f'The block "{name}" is not known. Use {", ".join(known)}.')
        self._keep("")
        self.block, self.block_line = name, number

    def _open(self, number: int, name: str, line: str) -> None:
        self.close_open_block()
        draft = self.drafts[-1]
        self.block, self.block_line = name, number
        if name in self.grammar.kept:
            draft.lines.append(line)
            return
        draft.lines.append("")
        if name in draft.blocks:
            message = f"This {self.grammar.part} has a second block of {name}. Join the two."
            self.place.fault(number, message)
        else:
            draft.blocks[name] = Taken(number + 1)

    def _keep(self, line: str) -> None:
        draft = self.drafts[-1]
        taken = draft.blocks.get(self.block)
        if taken is not None and self.block:
            taken.lines.append(line)
            draft.lines.append("")
        else:
            draft.lines.append(line)

    def close_open_block(self) -> None:
        if self.block:
            self.place.fault(
                self.block_line, f"::: {self.block} is not closed. Write ::: after it."
            )
        self.block = ""


def begin(number: int, heading: str, place: Place, part: str) -> Draft:
    """A part from its heading `Title {#id …}`; what is missing in it is a fault."""
    if len(heading) > MAX_HEADING_SIGNS:
        place.fault(number, f"This heading is longer than {MAX_HEADING_SIGNS} signs. Shorten it.")
        return Draft(number, "", {})
    title, opening, inside = heading.rpartition("{")
    if not opening or not inside.endswith("}"):
        place.fault(number, f"This {part} has no braces. Write # Title {{#id …}}.")
        return Draft(number, heading, {})
    title = title.strip()
    if not title:
        place.fault(number, f"This {part} has no title. Write it before the braces.")
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
