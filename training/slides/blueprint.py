"""The blueprint of this room, and the deck that most of its pages are about."""

import uuid

from flask import Blueprint, abort

from training.slides import service
from training.slides.model import Deck
from training.web.context import db

blueprint = Blueprint("slides", __name__)


def deck_of(course_id: uuid.UUID, slug: str) -> Deck:
    """The course's module of that name; answers 404 where it teaches none."""
    deck = service.find_deck(db(), course_id, slug)
    if deck is None:
        abort(404)
    return deck
