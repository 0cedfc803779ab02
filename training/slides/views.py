"""Pages of the slides room: the list of decks, the projector, the notes, the phone."""

import uuid

from flask import Response, abort, render_template, request

from training.courses import service as courses
from training.kernel.locales import LANGUAGES, Language
from training.slides import paper_views, permissions, rules, service
from training.slides.blueprint import blueprint, deck_of
from training.slides.model import Deck, Place, View
from training.slides.rendering import (
    module_words,
    notes_pane,
    phone_leaves,
    pictures_of,
    screens_of,
)
from training.web.compression import same_for_many
from training.web.context import actor, db, language
from training.web.guard import permit
from training.web.headers import DRAWING_POLICY

__all__ = ["blueprint", "paper_views"]

THEMES = ("light", "dark")
KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
HOUR_SECONDS = 3600
YEAR_SECONDS = 365 * 24 * HOUR_SECONDS


@blueprint.get("/courses/<uuid:course_id>/slides")
@permit(permissions.PRESENT)
def decks(course_id: uuid.UUID) -> str:
    """Every module of the course, with what it holds and the way to the projector."""
    found = service.list_decks(db(), course_id)
    return render_template(
        "slides/decks.html",
        course=courses.get_course(db(), course_id),
        decks=found,
        has_glossary=rules.find_glossary(found) is not None,
        count_untranslated=rules.count_untranslated,
    )


@blueprint.get("/courses/<uuid:course_id>/slides/<slug>/show")
@permit(permissions.PRESENT)
def show(course_id: uuid.UUID, slug: str) -> str:
    """The projector: one slide fills the screen."""
    return projector_page(course_id, _deck(course_id, slug))


def projector_page(course_id: uuid.UUID, deck: Deck) -> str:
    """The projector's page of a deck, as the address asks for it."""
    places = rules.list_places(deck.module)
    view = _view()
    return render_template(
        "slides/show.html",
        course_id=course_id,
        deck=deck,
        view=view,
        theme=_asked("theme", THEMES),
        current=_place(places),
        places=places,
        screens=screens_of(places, view, pictures_of(course_id, deck)),
        module_words=module_words(deck.module),
    )


@blueprint.get("/courses/<uuid:course_id>/slides/<slug>/notes")
@permit(permissions.PRESENT)
def notes(course_id: uuid.UUID, slug: str) -> str:
    """The trainer's own window: notes, what comes next, and the time."""
    deck = _deck(course_id, slug)
    places = rules.list_places(deck.module)
    pictures = pictures_of(course_id, deck)
    words: Language = next((one for one in LANGUAGES if one == request.args.get("in")), language())
    return render_template(
        "slides/notes.html",
        course_id=course_id,
        deck=deck,
        words=words,
        current=_place(places),
        places=places,
        screens=screens_of(places, View(words), pictures),
        notes=[notes_pane(place.slide, words, pictures) for place in places],
        module_words=module_words(deck.module),
    )


@blueprint.get("/c/<uuid:course_id>/slides/<slug>")
@permit(permissions.READ)
def read(course_id: uuid.UUID, slug: str) -> Response:
    """The slides on a phone, in the reader's language."""
    return same_for_many(phone_page(course_id, _deck(course_id, slug)))


def phone_page(course_id: uuid.UUID, deck: Deck) -> str:
    """The phone's page of a deck, in the reader's language."""
    has_seat = actor().seat_id is not None
    leaves = phone_leaves(course_id, deck, language(), has_seat)
    return render_template("slides/read.html", deck=deck, leaves=leaves)


@blueprint.get("/c/<uuid:course_id>/slides/<slug>/pictures/<name>")
@permit(permissions.READ)
def picture(course_id: uuid.UUID, slug: str, name: str) -> Response:
    """A picture of a slide or an item; kept for ever where its address names the revision."""
    content = service.find_picture(db(), course_id, slug, name)
    kind = KINDS.get(name.rpartition(".")[2].lower())
    if content is None or kind is None:
        abort(404)
    answer = Response(content, mimetype=kind)
    kept = f"{YEAR_SECONDS}, immutable" if "v" in request.args else HOUR_SECONDS
    answer.headers["Cache-Control"] = f"private, max-age={kept}"
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    return answer


def _deck(course_id: uuid.UUID, slug: str) -> Deck:
    deck = deck_of(course_id, slug)
    if not deck.module.slides:
        abort(404)
    return deck


def _place(places: tuple[Place, ...]) -> Place:
    place = rules.find_place(places, request.args.get("slide", ""))
    if place is None:
        abort(404)
    return place


def _asked(name: str, allowed: tuple[str, ...]) -> str:
    """What the address asks for, else the first of what it may ask for."""
    value = request.args.get(name, "")
    return value if value in allowed else allowed[0]


def _view() -> View:
    return View(_asked("view", (language(), *(view.value for view in View))))
