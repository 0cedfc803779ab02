"""A slide's Markdown as clean HTML: one frame per layout, sanitised, without inline style.

The title is not part of it: the page sets it. `picture_url` turns a picture's name into the
address under which the page finds it.
"""

import nh3
from markupsafe import Markup

from training.kernel.locales import Bilingual, Language, kept_together
from training.modules.figures import draw
from training.modules.frames import SINCE, Drawing, Frame, PictureUrl, plain_picture
from training.modules.model import Layout, Slide, SlideText
from training.modules.shapes import split_blocks

__all__ = [
    "Drawing",
    "PictureUrl",
    "draw",
    "render_notes",
    "render_prose",
    "render_slide",
    "render_text",
]

BOXES = {
    "since": SINCE,
    "case": Bilingual(km="ឧទាហរណ៍", en="Example"),
    "reflect": Bilingual(km="សូមគិត", en="To think about"),
}
"""The ::: blocks of the manual, with the words over them."""

_CLASSED = {
    "aside",
    "span",
    "div",
    "figure",
    "h2",
    "h3",
    "h4",
    "li",
    "ol",
    "p",
    "section",
    "td",
    "th",
    "ul",
}
_TAGS = _CLASSED | {
    "a",
    "aside",
    "span",
    "br",
    "em",
    "img",
    "strong",
    "table",
    "tbody",
    "thead",
    "tr",
}
_ATTRIBUTES: dict[str, set[str]] = {
    **{tag: {"class"} for tag in _CLASSED},
    "*": set(),
    "a": {"href"},
    "img": {"src", "alt", "loading"},
    "ol": {"class", "start"},
    "td": {"class", "data-label"},
    "th": {"class", "scope"},
}
_SCHEMES = {"http", "https", "mailto"}


def render_slide(
    slide: Slide, language: Language, picture_url: PictureUrl, heading_level: int = 2
) -> Markup:
    """The body of a slide in the words that a reader of `language` sees.

    `heading_level` (2 to 4) is the level of headings inside columns.
    """
    text, found = slide.text(language)
    return render_text(
        slide.layout, text, slide.picture, picture_url, heading_level, language=found
    )


def render_text(
    layout: Layout,
    text: SlideText,
    picture: str,
    picture_url: PictureUrl,
    heading_level: int = 2,
    *,
    language: Language = "en",
    drawing: Drawing = plain_picture,
    lazily: bool = False,
) -> Markup:
    """The body in one language; `picture` is the slide's own, shown before the rest.

    What `drawing` gives stands in the page as it is: it must come from a checked figure.
    `lazily` lets the browser fetch a picture only when the reader comes near it.
    """
    frame = Frame(picture_url, max(2, min(heading_level, 4)), language, drawing, lazily)
    inner = frame.columns(text.body) if layout is Layout.COLUMNS else frame.plain(layout, text.body)
    if picture and not frame.shown:
        inner = frame.figure(picture, text.description) + inner
    inner += frame.since(text.since)
    name = "drawing" if layout is Layout.FIGURE else layout  # slide-figure is the <figure> itself
    return frame.shown_in(_clean(f'<div class="slide-body slide-{name}">\n{inner}</div>\n'))


def render_notes(text: SlideText, picture_url: PictureUrl) -> Markup:
    """The notes for the trainer; empty when there are none."""
    inner = Frame(picture_url, 3).text(text.notes)
    return _clean(f'<div class="slide-notes">\n{inner}</div>\n') if text.notes else Markup()


def render_prose(body: str, language: Language, heading_level: int = 3) -> Markup:
    """A text of the manual with its boxes; headings inside get `heading_level`."""
    frame = Frame(str, heading_level, language)
    parts = []
    for name, text, _ in split_blocks(body):
        inner = frame.text(kept_together(text))
        if name in BOXES:
            head = f'<p class="prose-head">{BOXES[name].best(language)[0]}</p>'
            inner = f'<aside class="prose-box prose-{name}">\n{head}\n{inner}</aside>\n'
        parts.append(inner)
    return _clean("".join(parts))


def _clean(html: str) -> Markup:
    return Markup(  # noqa: S704 (nh3 has just cleaned it)
        nh3.clean(html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES)
    )
