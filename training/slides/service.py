"""Use cases of the slides room: which decks a course has, and their pictures."""

import uuid

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.modules import service as modules
from training.slides.model import Deck


def list_decks(session: Session, course_id: uuid.UUID) -> tuple[Deck, ...]:
    """The modules of the course, in teaching order, in the revisions that it was planned with.

    A module that is only a quiz is none of them.
    """
    ids = courses.list_revision_ids(session, course_id)
    decks = (Deck(each, modules.get_module(session, each)) for each in ids)
    return tuple(deck for deck in decks if deck.module.sections)


def find_deck(session: Session, course_id: uuid.UUID, slug: str) -> Deck | None:
    """The course's module of that name, or None."""
    decks = list_decks(session, course_id)
    return next((deck for deck in decks if deck.module.slug == slug), None)


def find_picture(session: Session, course_id: uuid.UUID, slug: str, name: str) -> bytes | None:
    """A picture of one of the course's modules, with slides or without, or None."""
    for revision_id in courses.list_revision_ids(session, course_id):
        if modules.get_module(session, revision_id).slug == slug:
            return modules.find_picture(session, revision_id, name)
    return None
