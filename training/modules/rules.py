"""What follows from a module's content: fingerprints, coverage, staleness. Pure functions."""

import hashlib
import re
from collections.abc import Iterator, Mapping

import msgspec

from training.kernel.locales import Bilingual, Language
from training.modules.model import Item, Layout, Module, Slide, SlideText

MOST_WORDS = 45
MOST_WORDS_IN_TABLES = 90


def slide_fingerprint(english: SlideText) -> str:
    """Eight hex letters that change when a word of the English slide changes.

    Blanks at line ends and empty lines at both ends do not count; the layout does not either.
    """
    parts = (english.title, english.body, english.notes, english.description)
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
    return MOST_WORDS_IN_TABLES if layout in (Layout.TABLE, Layout.TIMELINE) else MOST_WORDS


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
    for item in module.items:
        yield from _item_words(item)


def _slide_words(slide: Slide) -> Iterator[Bilingual]:
    km = slide.km or SlideText(title="")
    yield Bilingual(km=km.title, en=slide.en.title)
    yield Bilingual(km=km.body, en=slide.en.body)
    yield Bilingual(km=km.notes, en=slide.en.notes)
    yield Bilingual(km=km.description, en=slide.en.description)


def _item_words(item: Item) -> Iterator[Bilingual]:
    yield item.question
    yield item.reason
    yield from (option.words for option in item.options)
