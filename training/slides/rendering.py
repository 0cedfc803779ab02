"""Slides set for a page: rendered once for each language and address, and kept in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup
from msgspec import structs

from training.kernel.locales import Language, kept_together
from training.modules.model import Figure, Slide
from training.modules.rendering import Drawing, draw, render_notes, render_text
from training.slides import rules
from training.slides.model import Notes, Place, View

HEADING_LEVEL = 3
"""Of headings inside a slide: the page has the h1, the slide's title is the h2."""


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
