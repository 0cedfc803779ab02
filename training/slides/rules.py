"""Which words of a slide are shown, where a slide stands, and how crowded it is."""

import re
import unicodedata
from collections.abc import Sequence

from training.kernel.locales import Language
from training.modules.model import Layout, Module, Slide, SlideText
from training.slides.model import Deck, Notes, Place, View

_ONE_PICTURE = re.compile(r"!\[(?P<words>[^\]]*)\]\([^)]*\)")
_LETTERS_OF_CROWDING = (110, 180, 260, 360)
_KHMER_WIDTH = 1.5


def list_places(module: Module) -> tuple[Place, ...]:
    """Every slide of the module with its number and its section, in teaching order."""
    pairs = [(section, slide) for section in module.sections for slide in section.slides]
    return tuple(Place(number, *pair) for number, pair in enumerate(pairs, 1))


def find_place(places: Sequence[Place], slide_id: str) -> Place | None:
    """The place of this slide; the first one where no slide is named; None where none fits."""
    if not slide_id:
        return places[0] if places else None
    return next((place for place in places if place.slide.id == slide_id), None)


def languages_shown(slide: Slide, view: View) -> tuple[Language, ...]:
    """The languages to set side by side, Khmer first; English alone where the Khmer is missing."""
    if slide.km is None or view is View.EN:
        return ("en",)
    return ("km",) if view is View.KM else ("km", "en")


def notes_of(slide: Slide, language: Language) -> Notes:
    """The notes for a trainer who reads `language`; the English ones where they are missing."""
    if language == "km" and slide.km is not None and slide.km.notes:
        return Notes(slide.km.notes, "km")
    return Notes(slide.en.notes, "en")


def caption_in_need(slide: Slide, text: SlideText) -> str:
    """The picture's description, for a picture slide that has no caption of its own."""
    if slide.layout is not Layout.PICTURE:
        return ""
    body = text.body.strip()
    found = _ONE_PICTURE.fullmatch(body)
    return found["words"].strip() if found else "" if body else text.description


def crowding(slide: Slide, languages: Sequence[Language]) -> int:
    """How full the screen is, from 0 to 4: the size to begin with before a browser measures it."""
    fullest = max(_letters(*slide.text(language)) for language in languages)
    letters = fullest * len(languages)
    return sum(letters > most for most in _LETTERS_OF_CROWDING)


def _letters(text: SlideText, language: Language) -> float:
    """How much room the words take, in English letters; signs above and below take none."""
    plain = _ONE_PICTURE.sub("", text.title + text.body + text.since)
    wide = sum(unicodedata.category(sign)[0] in "LN" for sign in plain)
    return wide * (_KHMER_WIDTH if language == "km" else 1)


def find_glossary(decks: Sequence[Deck]) -> Module | None:
    """The first module of a course that carries the glossary; all carry the same."""
    return next((deck.module for deck in decks if deck.module.glossary), None)


def count_untranslated(module: Module) -> int:
    """How many slides have no Khmer yet."""
    return sum(slide.km is None for slide in module.slides)
