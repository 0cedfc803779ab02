"""The manual on the phone and on paper, handouts and glossary on paper."""

import uuid
from collections.abc import Callable

from flask import Response, abort, render_template, request

from training.kernel.locales import LANGUAGES, Language
from training.modules.rendering import render_prose
from training.slides import paper, permissions, rules, service, texts
from training.slides.blueprint import blueprint, deck_of
from training.web.context import actor, db, language
from training.web.guard import permit
from training.web.papers import pdf_answer


@blueprint.get("/c/<uuid:course_id>/manual/<slug>")
@permit(permissions.READ)
def manual(course_id: uuid.UUID, slug: str) -> str:
    """The participant text: English, with the Khmer summary before each chapter in Khmer."""
    module = deck_of(course_id, slug).module
    if not module.chapters:
        abort(404)
    return render_template(
        "slides/manual.html",
        course_id=course_id,
        module=module,
        prose=render_prose,
        has_seat=actor().seat_id is not None,
    )


@blueprint.get("/c/<uuid:course_id>/manual/<slug>/manual.pdf")
@permit(permissions.READ)
def manual_pdf(course_id: uuid.UUID, slug: str) -> Response:
    """The manual, typeset, with contents."""
    deck = deck_of(course_id, slug)
    if not deck.module.chapters:
        abort(404)
    return _pdf(lambda: paper.manual_pdf(deck.module), f"manual-{slug}")


@blueprint.get("/courses/<uuid:course_id>/slides/<slug>/handouts/<name>.pdf")
@permit(permissions.PRESENT)
def handout_pdf(course_id: uuid.UUID, slug: str, name: str) -> Response:
    """A handout to print, with the trainer's key on a page of its own."""
    deck = deck_of(course_id, slug)
    handout = next((each for each in deck.module.handouts if each.name == name), None)
    if handout is None:
        abort(404)
    words: Language = next((one for one in LANGUAGES if one == request.args.get("in")), language())
    return _pdf(lambda: paper.handout_pdf(deck.module, handout, words), f"{name}-{words}")


@blueprint.get("/courses/<uuid:course_id>/slides/glossary.pdf")
@permit(permissions.PRESENT)
def glossary_pdf(course_id: uuid.UUID) -> Response:
    """The words of the workshop in both languages."""
    module = rules.find_glossary(service.list_decks(db(), course_id))
    if module is None:
        abort(404)
    return _pdf(lambda: paper.glossary_pdf(module), "glossary")


def _pdf(make: Callable[[], bytes], name: str) -> Response:
    return pdf_answer(name, make, texts.PAPER_NOT_PRINTED)
