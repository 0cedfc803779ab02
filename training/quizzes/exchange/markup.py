"""HTML in files of questions: turned into plain words in both languages, and back.

Languages are marked as Moodle's filters read them: `<span lang="km" class="multilang">` (its own
filter) or `{mlang km}…{mlang}` (the plugin multilang2). Neighbouring marks are one text in several
languages; what stands outside belongs to all.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt

from training.kernel.locales import LANGUAGES, Bilingual
from training.kernel.texts import Text, say
from training.quizzes.exchange.html_words import Form, attributes_of, plain_words
from training.quizzes.exchange.model import NO_WORDS
from training.quizzes.exchange.wording import in_its_language, speaks_for_itself

MOST_MARKUP_SIGNS = 1_000_000
"""In one text with all its markup: a picture of 500 KB may be written inside it."""


@dataclass(slots=True)
class Marked:
    """The words of a text, the pictures in it (address, and words for it), and what is wrong.

    `left_out` is what the text had and the words have not.
    """

    words: Bilingual
    pictures: dict[str, Bilingual] = field(default_factory=dict)
    fault: Text | None = None
    left_out: tuple[Text, ...] = ()


OTHER_LANGUAGES = say("What it says in other languages than Khmer and English was left out.")
FILTER_MARK = r"\{\s*mlang(?:\s[^{}]*)?\}"
_MARK = re.compile(r"<(/?)(span|lang)\b([^<>]*)>|\{\s*mlang(\s[^{}]*)?\}", re.IGNORECASE)
_ALSO_CALLED = {"kh": "km", "khm": "km", "eng": "en"}
"""The country's letters, which many write for its language, and the names of ISO 639-2."""
_MARKDOWN = MarkdownIt("commonmark")


def read_markup(text: str, form: Form) -> Marked:
    """The words of a text in both languages."""
    if not text or text.isspace():
        return Marked(NO_WORDS)
    if len(text) > MOST_MARKUP_SIGNS:
        return Marked(NO_WORDS, fault=say("One of its texts is too long to be read."))
    if form is Form.MARKDOWN:
        text, form = _MARKDOWN.render(text), Form.HTML
    versions, left_out = _by_language(text, form)
    if not versions:
        plain = plain_words(text, form)
        found = Marked(in_its_language(plain.text), fault=plain.fault)
        for address, alt in plain.pictures:
            found.pictures[address] = in_its_language(alt)
        return found
    found = Marked(NO_WORDS, left_out=left_out)
    words = {}
    for language, version in versions.items():
        plain = plain_words(version, form)
        words[language] = plain.text
        found.fault = found.fault or plain.fault
        for address, alt in plain.pictures:
            before = found.pictures.get(address, NO_WORDS)
            km, en = (alt, before.en) if language == "km" else (before.km, alt)
            found.pictures[address] = Bilingual(km=km, en=en)
    if set(words) == {""}:
        found.words = in_its_language(words[""])
    else:
        found.words = Bilingual(km=words.get("km", ""), en=words.get("en", ""))
    return found


def _by_language(text: str, form: Form) -> tuple[dict[str, str], tuple[Text, ...]]:
    """The text for each language that is marked in it; under "" where only others are marked."""
    if not re.search("mlang|multilang|<lang", text, re.IGNORECASE):
        return {}, ()
    parts = list(_parts(text, form))
    marked = {language for languages, _ in parts for language in languages}
    if not marked:
        return {}, ()
    known: list[str] = [language for language in LANGUAGES if language in marked]
    blocks = list(_blocks(parts))
    versions = {
        language: "".join(_chosen(block, language) for block in blocks)
        for language in known or [""]
    }
    is_lost = known and any(
        languages and languages.isdisjoint((*known, "other")) for languages, _ in parts
    )
    return versions, (OTHER_LANGUAGES,) if is_lost else ()


def _parts(text: str, form: Form) -> Iterator[tuple[frozenset[str], str]]:
    """Pieces of text with the languages that each is for; none where it is for all."""
    begin, depth, languages, by_filter = 0, 0, frozenset[str](), False
    for mark in _MARK.finditer(text):
        closes, tag, attributes, named = mark.groups()
        named = named and named.strip()
        is_filter = mark[0].startswith("{")
        if not is_filter and form is Form.PLAIN:
            continue
        if not languages:
            opens = named if is_filter else None if closes else _language_of(tag, attributes)
            if not opens:
                continue
            yield frozenset(), text[begin : mark.start()]
            begin, depth, languages = mark.end(), 1, _languages(opens)
            by_filter = is_filter
        elif by_filter == is_filter:
            depth += -1 if closes or (is_filter and not named) else 1
            if depth <= 0:
                yield languages, text[begin : mark.start()]
                begin, languages = mark.end(), frozenset()
    yield languages, text[begin:]


def _language_of(tag: str, attributes: str) -> str:
    """The language that a tag is for; <lang> is Moodle's oldest mark and needs no class."""
    found = attributes_of(attributes)
    is_mark = tag.lower() == "lang" or "multilang" in found.get("class", "").lower().split()
    return found.get("lang", "") if is_mark else ""


def _languages(named: str) -> frozenset[str]:
    names = (re.split(r"[_-]", each.strip().lower())[0] for each in named.split(","))
    return frozenset(_ALSO_CALLED.get(each, each) for each in names if each) or frozenset({"other"})


def _blocks(
    parts: list[tuple[frozenset[str], str]],
) -> Iterator[list[tuple[frozenset[str], str]]]:
    """Neighbouring pieces of several languages together; blanks between them do not count."""
    block: list[tuple[frozenset[str], str]] = []
    for languages, text in parts:
        if languages:
            block.append((languages, text))
        elif text.strip() or not block:
            yield block
            yield [(languages, text)]
            block = []
    yield block


def _chosen(block: list[tuple[frozenset[str], str]], language: str) -> str:
    for wanted in (language, "other", "en"):
        for languages, text in block:
            if wanted in languages:
                return text
    return block[0][1] if block else ""


def is_bare(words: Bilingual) -> bool:
    """Whether the words can be written as they are and are read as the same, HTML or not."""
    text = words.km or words.en
    return speaks_for_itself(words) and not re.search(r"[<>&\n]|^[\[%/]|mlang", text)


def as_html(words: Bilingual, picture: str = "", alt: Bilingual = NO_WORDS) -> str:
    """The words as HTML, with Moodle's marks where they are in two languages."""
    both = [(each, _of(words, each), _of(alt, each)) for each in LANGUAGES]
    used = [each for each in both if each[1] or each[2]] or both[-1:]
    written = [(language, _escaped(text) + _image(picture, told)) for language, text, told in used]
    if len(written) == 1 and speaks_for_itself(words) and speaks_for_itself(alt):
        return written[0][1]
    return "".join(
        f'<span lang="{language}" class="multilang">{text}</span>' for language, text in written
    )


def _of(words: Bilingual, language: str) -> str:
    return words.km if language == "km" else words.en


def _escaped(text: str) -> str:
    escaped = html.escape(text, quote=False).replace("{", "&#123;")
    if escaped.startswith("["):
        escaped = f"&#91;{escaped[1:]}"
    return escaped.replace("\n", "<br>")


def _image(picture: str, alt: str) -> str:
    told = html.escape(alt).replace("{", "&#123;").replace("\n", " ")
    return f'<img src="{html.escape(picture)}" alt="{told}">' if picture else ""
