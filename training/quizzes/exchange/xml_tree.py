"""XML with the line of every element, read without entities, document types or outside files."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers.expat import errors
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from training.kernel.texts import say
from training.quizzes.exchange.model import NotTaken

MOST_DEPTH, MOST_ELEMENTS = 30, 250_000
_FAULTS = {
    errors.XML_ERROR_INVALID_TOKEN: say(
        "From here on the file is no XML: a sign stands where it may not, such as & or < in words."
    ),
    errors.XML_ERROR_TAG_MISMATCH: say(
        "From here on the file is no XML: an element is closed that is not the one open."
    ),
    errors.XML_ERROR_UNDEFINED_ENTITY: say(
        "From here on the file is no XML: it has a sign by name, such as &nbsp;, that XML lacks."
    ),
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: say(
        "From here on the file is no XML: something stands behind its end."
    ),
    errors.XML_ERROR_MISPLACED_XML_PI: say(
        "Its line <?xml does not stand at the beginning of the file. Delete what is before it."
    ),
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: say(
        "From here on the file is no XML: an element says the same thing twice."
    ),
}
_FAULTS |= dict.fromkeys(
    (
        errors.XML_ERROR_NO_ELEMENTS,
        errors.XML_ERROR_UNCLOSED_TOKEN,
        errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        errors.XML_ERROR_PARTIAL_CHAR,
    ),
    say("The file breaks off here: its end is missing."),
)
_NOT_WELL_FORMED = say("From here on the file is no XML: it is not well-formed.")
"""Said of what is rarer; the parser's own words are English only."""


@dataclass(slots=True)
class Node:
    """One element; `line` is where it begins, `text` what stands in it outside other elements."""

    tag: str
    attributes: dict[str, str]
    line: int
    children: list["Node"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text outside its children."""
        return "".join(self.parts)

    def each(self, tag: str) -> Iterator["Node"]:
        """Its children of that name."""
        return (child for child in self.children if child.tag == tag)

    def find(self, tag: str) -> "Node | None":
        """Its first child of that name."""
        return next(self.each(tag), None)

    def text_of(self, tag: str) -> str:
        """The text of its first child of that name, without blanks around it."""
        found = self.find(tag)
        return found.text.strip() if found else ""


class _Builder(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.roots: list[Node] = []
        self._open: list[Node] = []
        self._locator: Locator | None = None
        self._count = 0

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's own name
        self._locator = locator

    @property
    def line(self) -> int:
        """Where the reader is."""
        return (self._locator.getLineNumber() if self._locator else None) or 1

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's own name
        if len(self._open) >= MOST_DEPTH:
            raise NotTaken(say("The file is nested too deeply to be a quiz."), self.line)
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise NotTaken(say("What follows was not read: it is too much."), self.line)
        node = Node(name, dict(attrs.items()), self.line)
        (self._open[-1].children if self._open else self.roots).append(node)
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - SAX's own name
        self._open.pop()

    def characters(self, content: str) -> None:
        if self._open:
            self._open[-1].parts.append(content)

    def finished(self) -> list[Node]:
        """The children of the root that were read to their end."""
        if not self.roots:
            return []
        unfinished = self._open[1:2]
        return [child for child in self.roots[0].children if child not in unfinished]


def read_xml(content: bytes) -> tuple[str, list[Node], NotTaken | None]:
    """The name of the root, its children, and what stopped the reading before the end, if anything.

    What was read before a fault is there.
    """
    builder = _Builder()
    fault = None
    try:
        parser = make_parser()
        parser.forbid_dtd = True
        parser.setContentHandler(builder)
        parser.parse(io.BytesIO(content))
    except NotTaken as error:
        fault = error
    except DefusedXmlException:
        reason = say(
            "The file has a DOCTYPE or entities of its own, which are not read. Delete them."
        )
        fault = NotTaken(reason, builder.line)
    except SAXParseException as error:
        reason = _FAULTS.get(error.getMessage(), _NOT_WELL_FORMED)
        fault = NotTaken(reason, error.getLineNumber() or 1)
    except (SAXException, ValueError, LookupError):
        fault = NotTaken(
            say("The file is no XML that can be read. Save it as UTF-8."), builder.line
        )
    root = builder.roots[0].tag if builder.roots else ""
    return root, builder.finished(), fault
