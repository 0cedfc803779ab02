"""Slides set for a page: rendered once for each language and address, and kept in memory."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import render_template, url_for
from markupsafe import Markup
from msgspec import structs

from training.kernel.locales import LANGUAGES, Language, kept_together
from training.kernel.texts import say
from training.modules.model import Figure, Module, Slide
from training.modules.rendering import Drawing, draw, render_notes, render_text
from training.slides import rules
from training.slides.model import Deck, Notes, Place, View
from training.web.locale import translate

HEADING_LEVEL = 3
"""Of headings inside a slide: the page has the h1, the slide's title is the h2."""
KEPT_DECKS = 32
"""Decks as phones show them, for each course and language; about 100 KB each."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Where the pictures of a deck lie: an address that begins and ends like this."""

    before: str
    after: str
    lazily: bool = False
    """On a phone a picture is fetched when the reader comes near it; a projector has them all."""
    figures: tuple[Figure, ...] = ()

    def address(self, name: str) -> str:
        """The address of one picture."""
        return f"{self.before}{name}{self.after}"

    def drawing(self, prefix: str, language: Language) -> Drawing:
        """Draws figures with their words in that language; nothing for plain pictures."""

        def drawn(name: str, description: str) -> str:
            figure = next((each for each in self.figures if each.name == name), None)
            return draw(figure, language, description, prefix) if figure else ""

        return drawn


@dataclass(frozen=True, slots=True)
class Pane:
    """A slide in one language, ready to be set."""

    language: Language
    title: str
    body: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class Screen:
    """A slide with one pane for each language that is shown."""

    place: Place
    panes: tuple[Pane, ...]
    crowding: int


def screens_of(places: Sequence[Place], view: View, pictures: Pictures) -> list[Screen]:
    """Every slide as it stands on the projector."""
    return [_screen(place, view, pictures) for place in places]


def _screen(place: Place, view: View, pictures: Pictures) -> Screen:
    languages = rules.languages_shown(place.slide, view)
    panes = tuple(pane_of(place.slide, language, pictures) for language in languages)
    return Screen(place, panes, rules.crowding(place.slide, languages))


@lru_cache(maxsize=1024)
def pane_of(slide: Slide, wanted: Language, pictures: Pictures) -> Pane:
    """A slide in the words that a reader of `wanted` sees."""
    text, language = slide.text(wanted)
    shown = structs.replace(
        text,
        title=kept_together(text.title),
        body=kept_together(text.body),
        since=kept_together(text.since),
    )
    body = render_text(
        slide.layout,
        shown,
        slide.picture,
        pictures.address,
        HEADING_LEVEL,
        language=language,
        drawing=pictures.drawing(f"{slide.id}-{language}", language),
        lazily=pictures.lazily,
    )
    return Pane(language, shown.title, body, rules.caption_in_need(slide, text))


@lru_cache(maxsize=1024)
def notes_pane(slide: Slide, wanted: Language, pictures: Pictures) -> tuple[Markup, Notes]:
    """The notes of a slide as HTML, and where they came from."""
    notes = rules.notes_of(slide, wanted)
    text = slide.text(notes.language)[0]
    return render_notes(text, pictures.address), notes


def pictures_of(course_id: uuid.UUID, deck: Deck) -> Pictures:
    """Where the pictures of a course's deck lie. Their addresses name the revision."""
    before = url_for("slides.picture", course_id=course_id, slug=deck.module.slug, name="-")
    return Pictures(before[:-1], f"?v={deck.revision_id.hex[-10:]}", figures=deck.module.figures)


def module_words(module: Module) -> dict[Language, str]:
    """What stands at the foot of every slide, in each language."""
    words = say("Module %(number)s", number=module.number)
    return {each: translate(words, each) for each in LANGUAGES}


def phone_leaves(course_id: uuid.UUID, deck: Deck, words: Language, has_seat: bool) -> Markup:
    """A whole deck for a phone, one slide after the other; with a way home for whoever sits there.

    Nothing in it is about the reader, so it is kept in memory.
    """
    way_home = url_for("today.my_day", course_id=course_id) if has_seat else ""
    slug = deck.module.slug
    has_manual = bool(deck.module.chapters)
    manual = url_for("slides.manual", course_id=course_id, slug=slug) if has_manual else ""
    return _leaves(deck, words, _phone_pictures(course_id, deck), way_home, manual)


def loose_leaves(course_id: uuid.UUID, deck: Deck, words: Language) -> tuple[Markup, ...]:
    """Every slide of a deck for a phone, one by one: what stands on it, without a way to leaf.

    Nothing in them is about the reader, so they are kept in memory.
    """
    return _loose_leaves(deck, words, _phone_pictures(course_id, deck))


def _phone_pictures(course_id: uuid.UUID, deck: Deck) -> Pictures:
    return replace(pictures_of(course_id, deck), lazily=True)


@lru_cache(maxsize=KEPT_DECKS)
def _leaves(deck: Deck, words: Language, pictures: Pictures, way_home: str, manual: str) -> Markup:
    page = render_template(
        "slides/_leaves.html",
        module=deck.module,
        places=rules.list_places(deck.module),
        leaves=_loose_leaves(deck, words, pictures),
        way_home=way_home,
        manual=manual,
    )
    return Markup(page)  # noqa: S704 (a template has just escaped it)


@lru_cache(maxsize=KEPT_DECKS)
def _loose_leaves(deck: Deck, words: Language, pictures: Pictures) -> tuple[Markup, ...]:
    made = []
    for place in rules.list_places(deck.module):
        pane = pane_of(place.slide, words, pictures)
        page = render_template("slides/_leaf.html", place=place, pane=pane)
        made.append(Markup(page))  # noqa: S704 (a template has just escaped it)
    return tuple(made)
