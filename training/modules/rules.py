"""What follows from a module's content: fingerprints, coverage, staleness. Pure functions."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from training.kernel.locales import Bilingual, Language
from training.modules.markup import count_words, plain_blocks, tokens_of
from training.modules.model import (
    Handout,
    HandoutText,
    Item,
    Layout,
    Module,
    Passage,
    Slide,
    SlideText,
)

SOURCES = "-sources"
"""How the id of a chapter's list of sources ends."""
MOST_WORDS = 45
MOST_WORDS_IN_TABLES = 90
_ROOMY = (Layout.TABLE, Layout.TIMELINE, Layout.BOARD)


def slide_fingerprint(english: SlideText) -> str:
    """Eight hex letters that change when a word of the English slide changes.

    Blanks at line ends and empty lines at both ends do not count; the layout does not either.
    """
    parts = [english.title, english.body, english.notes, english.description]
    return fingerprint(parts + [english.since] * bool(english.since))


def chapter_fingerprint(parts: Sequence[Passage]) -> str:
    """Eight hex letters that change when a word of a chapter of the English manual changes."""
    return fingerprint([words for part in parts for words in (part.title, part.body)])


def handout_fingerprint(english: HandoutText) -> str:
    """Eight hex letters that change when a word of the English handout changes."""
    return fingerprint([english.title, english.body, english.key])


def fingerprint(parts: Sequence[str]) -> str:
    """Eight hex letters of these texts; blanks at line ends do not count."""
    plain = "\x00".join(re.sub(r"[ \t]+(?=\n|$)", "", part).strip() for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()[:8]


def pack_fingerprint(module: Module, pictures: Mapping[str, bytes]) -> str:
    """The sha256, as 64 hex letters, of all that the module teaches and of its pictures."""
    whole = hashlib.sha256(b"pack 1\n" + msgspec.json.encode(module, order="deterministic"))
    for name in sorted(pictures):
        picture = hashlib.sha256(pictures[name]).hexdigest()
        whole.update(f"\n{name} {picture}".encode())
    return whole.hexdigest()


def is_stale(slide: Slide) -> bool:
    """Whether the slide's Khmer was made from another English than today's."""
    return slide.km is not None and slide.translated_from != slide_fingerprint(slide.en)


def list_stale(module: Module) -> tuple[Slide, ...]:
    """The slides whose Khmer should be read again, in the order of teaching."""
    return tuple(slide for slide in module.slides if is_stale(slide))


def most_words(layout: Layout) -> int:
    """How many English words a slide of this layout should have at most."""
    return MOST_WORDS_IN_TABLES if layout in _ROOMY else MOST_WORDS


def coverage(module: Module) -> dict[Language, float]:
    """The share of the module's texts that have words in each language, from 0.0 to 1.0."""
    texts = [words for words in _all_words(module) if words.en or words.km]
    whole = len(texts) or 1
    return {
        "en": sum(bool(words.en) for words in texts) / whole,
        "km": sum(bool(words.km) for words in texts) / whole,
    }


def _all_words(module: Module) -> Iterator[Bilingual]:
    yield module.title
    yield from (aim.words for aim in module.aims)
    yield from (section.title for section in module.sections)
    for slide in module.slides:
        yield from _slide_words(slide)
    for item in (*module.items, *module.kept_items):
        yield from _item_words(item)
    for handout in module.handouts:
        yield from _handout_words(handout)
    for figure in module.figures:
        yield from (words for _, words in figure.labels)


def _slide_words(slide: Slide) -> Iterator[Bilingual]:
    km = slide.km or SlideText(title="")
    yield Bilingual(km=km.title, en=slide.en.title)
    yield Bilingual(km=km.body, en=slide.en.body)
    yield Bilingual(km=km.notes, en=slide.en.notes)
    yield Bilingual(km=km.description, en=slide.en.description)
    yield Bilingual(km=km.since, en=slide.en.since)


def _handout_words(handout: Handout) -> Iterator[Bilingual]:
    km = handout.km or HandoutText(title="")
    yield Bilingual(km=km.title, en=handout.en.title)
    yield Bilingual(km=km.body, en=handout.en.body)
    yield Bilingual(km=km.key, en=handout.en.key)


def _item_words(item: Item) -> Iterator[Bilingual]:
    yield item.question
    yield item.reason
    for option in item.options:
        yield option.words
        yield option.why
    for pair in item.pairs:
        yield pair.left
        yield pair.right
    yield from item.ends
    yield item.rubric
    yield item.alt


def share_with_notes(module: Module, language: Language) -> float:
    """The share of slides that have notes in this language, from 0.0 to 1.0."""
    texts = [slide.en if language == "en" else slide.km for slide in module.slides]
    return sum(bool(text and text.notes) for text in texts) / (len(texts) or 1)


def count_manual_words(module: Module) -> int:
    """The English words of the manual's text, without headings and lists of sources."""
    return sum(
        count_words(tokens_of(plain_of(part.body)))
        for chapter in module.chapters
        for part in chapter.parts
        if not is_sources(part)
    )


def is_sources(part: Passage) -> bool:
    """Whether this part of a chapter lists its sources."""
    return part.id.endswith(SOURCES)


def plain_of(body: str) -> str:
    """A body without the lines that open and close blocks."""
    return "\n".join("" if line.startswith(":::") else line for line in body.split("\n"))


def asked_by(text: SlideText) -> tuple[str, tuple[str, ...]]:
    """What a slide of the layout question asks: the question and its answers, in plain words."""
    blocks = plain_blocks(tokens_of(text.body))
    question = next((words for kind, words in blocks if kind == "paragraph"), text.title)
    return question, tuple(words for kind, words in blocks if kind == "item")
