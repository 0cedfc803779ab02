"""Whether English stands in brackets where a Khmer term that nobody has confirmed is first used.

The terms are those of the glossary whose binding is `confirm`. A reader meets them in the slides
of a module, in its manual, and in each handout, so each of these three is looked at by itself, in
the order in which it is read. A heading cannot hold an explanation: titles, `##`, the bold words
that begin a point, and what a picture shows are never asked for one, but one given there counts.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from training.modules.khmer_text import Spot, bare
from training.modules.model import GlossaryGroup, Module
from training.modules.pack_words import Words
from training.modules.term_check import names_of, without_short_form

_READ_BY_ALL = ("title", "body", "since")
_BRACKETS = re.compile(r"\([^()]*\)")
_HEADINGS = re.compile(r"^##.*|!\[[^\]]*\]|^\s*(?:[-*]|\d+[.)])\s+\*\*[^*]+\*\*")


@dataclass(frozen=True)
class Unconfirmed:
    """A term to be explained: its English, and its Khmer as it is looked for."""

    en: str
    km: str
    phrase: re.Pattern[str]
    ways: tuple[str, ...]

    def is_in(self, line: str) -> bool:
        """Whether a line of Khmer uses the term, whatever brackets stand inside it."""
        plain = _plain(line)
        return any(way in plain for way in self.ways)

    def is_explained(self, line: str) -> bool:
        """Whether brackets on the line hold the English, among other words or in a short form."""
        told = [found[0][1:-1].strip() for found in _BRACKETS.finditer(line)]
        return any(self.phrase.search(words) or _is_part(words, self.en) for words in told)


def unconfirmed_terms(glossary: Sequence[GlossaryGroup]) -> tuple[Unconfirmed, ...]:
    """The terms of the glossary that await a Khmer reader's word."""
    found = [term.words for group in glossary for term in group.terms if not term.is_confirmed]
    return tuple(
        Unconfirmed(words.en, words.km, names_of(words.en, re.IGNORECASE), _ways(words.km))
        for words in found
    )


def first_uses(
    texts: Iterable[Words],
    module: Module,
    terms: Sequence[Unconfirmed],
    is_excused: Callable[[str, str], bool],
) -> Iterator[tuple[Words, Spot]]:
    """The first uses that lack their English; `is_excused` is asked with a part and a term."""
    for reading in _readings(texts, module):
        for term in terms:
            held = [words for words in reading if not is_excused(words.part, term.en)]
            found = _first_use(held, term)
            if found:
                yield found


def _readings(texts: Iterable[Words], module: Module) -> Iterator[list[Words]]:
    """The Khmer that participants read: the slides, the manual, and each handout, in order."""
    parts: dict[tuple[str, str], list[Words]] = {}
    for words in texts:
        if words.is_khmer and words.kind in _READ_BY_ALL:
            parts.setdefault((words.file.partition("/")[0], words.part), []).append(words)
    readings = [
        [("slides", slide.id) for slide in module.slides],
        [("manual", chapter.opening.id) for chapter in module.chapters],
        *([("handouts", handout.id)] for handout in module.handouts),
    ]
    for reading in readings:
        yield [words for part in reading for words in parts.get(part, [])]


def _first_use(reading: Sequence[Words], term: Unconfirmed) -> tuple[Words, Spot] | None:
    for words in reading:
        for found in re.finditer(r"[^\n]+", words.text):
            line = found[0]
            if not term.is_in(line):
                continue
            if term.is_explained(line):
                return None
            if words.kind != "title" and term.is_in(_HEADINGS.sub("", line)):
                english = without_short_form(term.en)
                says = f"{term.km} is first used here, unconfirmed: add ({english})."
                return words, Spot(found.start(), says)
    return None


def _is_part(words: str, english: str) -> bool:
    """Whether "focal points" is a short form of "national focal point"."""
    short = words.removesuffix("s")
    whole = rf"\b{re.escape(short)}s?\b"
    return bool(short and re.search(whole, without_short_form(english), re.IGNORECASE))


def _ways(khmer: str) -> tuple[str, ...]:
    return tuple(map(_plain, khmer.split(" / ")))


def _plain(text: str) -> str:
    return re.sub(r"[\s*]", "", _BRACKETS.sub("", bare(text)))
