"""HTML turned into plain words: what a teacher wrote, line by line, without how it looked."""

import enum
import html
import re
from dataclasses import dataclass

from training.kernel.texts import Text, say
from training.quizzes.exchange.wording import tidy


class Form(enum.Enum):
    """How a text is written. AUTO is Moodle's own: HTML where there are tags, lines stay lines."""

    HTML = "html"
    AUTO = "moodle"
    PLAIN = "plain"
    MARKDOWN = "markdown"


_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)((?:\s[^<>]*|/)?)>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


_LINES = _names(
    "address article blockquote br caption center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr li ol p pre section table tbody tfoot thead tr ul"
)
_INLINE = _names(
    "a abbr b bdi bdo big cite code del em font i img ins kbd label lang mark nolink q rt ruby s "
    "samp small span strike strong sub sup td th tt u var wbr"
)
_CANNOT_SHOW = _names("applet audio canvas embed iframe math object source svg video")
_UNSEEN = _names("script style head title")
_SUPER = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_SUB = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_CELL = "\x1f"


@dataclass(slots=True)
class PlainWords:
    """The words of a text, its pictures (address and words for it), and why it cannot be shown."""

    text: str
    pictures: list[tuple[str, str]]
    fault: Text | None


def plain_words(text: str, form: Form) -> PlainWords:
    """The plain words of a text in one language."""
    if form is Form.PLAIN:
        return PlainWords(tidy(text), [], None)
    reader = _TagReader(form)
    return reader.read(_without_comments(text))


def _without_comments(text: str) -> str:
    kept, begin = [], 0
    while (start := text.find("<!--", begin)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[begin:start])
        begin = end + 3
    return "".join((*kept, text[begin:]))


class _TagReader:
    """Walks through the tags of a text and keeps what can be shown as plain words."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._out: list[str] = []
        self._pictures: list[tuple[str, str]] = []
        self._fault: Text | None = None
        self._unseen = ""
        self._preformatted = 0
        self._script: dict[int, int] | None = None
        self._link: tuple[str, int] | None = None

    def read(self, text: str) -> PlainWords:
        """The plain words of HTML."""
        begin = 0
        for tag in _TAG.finditer(text):
            name = tag[2].lower()
            if self._form is Form.AUTO and not _is_known(name):
                continue
            self._keep(text[begin : tag.start()])
            begin = tag.end()
            self._take_tag(name, tag[1] == "/", tag[3])
        self._keep(text[begin:])
        lines = "".join(self._out).split("\n")
        joined = "\n".join(
            re.sub(rf"\s*{_CELL}\s*", " | ", line.strip(f" {_CELL}")) for line in lines
        )
        return PlainWords(tidy(joined), self._pictures, self._fault)

    def _keep(self, text: str) -> None:
        if self._unseen or not text:
            return
        if self._form is Form.HTML and not self._preformatted:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
        text = html.unescape(text).replace(_CELL, "")
        self._out.append(text.translate(self._script) if self._script else text)

    def _take_tag(self, name: str, closes: bool, attributes: str) -> None:
        if name in _UNSEEN:
            self._unseen = "" if closes else name
        elif self._unseen:
            return
        elif name in _CANNOT_SHOW:
            reason = say("It has <%(tag)s>, which a phone cannot be shown here.", tag=name)
            self._fault = self._fault or reason
        elif name in _LINES:
            self._out.append("\n• " if name == "li" and not closes else "\n")
            if name == "pre":
                self._preformatted = 0 if closes else 1
        elif name in ("td", "th"):
            self._out.append(_CELL)
        elif name in ("sub", "sup"):
            self._script = None if closes else (_SUB if name == "sub" else _SUPER)
        elif name == "img" and not closes:
            found = attributes_of(attributes)
            self._pictures.append((found.get("src", "").strip(), tidy(found.get("alt", ""))))
        elif name == "a":
            self._take_link("" if closes else attributes_of(attributes).get("href", ""))

    def _take_link(self, address: str) -> None:
        """The address is said after the words of a link, unless they say it themselves."""
        if self._link:
            before, begin = self._link
            if before not in "".join(self._out[begin:]):
                self._out.append(f" ({before})")
        is_web = address.startswith(("http://", "https://"))
        self._link = (address, len(self._out)) if is_web else None


def _is_known(name: str) -> bool:
    return any(name in names for names in (_LINES, _INLINE, _CANNOT_SHOW, _UNSEEN))


def attributes_of(written: str) -> dict[str, str]:
    """The attributes of a tag, by name in small letters."""
    found = dict[str, str]()
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found
