"""What is printed of an assessment: its questions with their pictures, and a sheet for each."""

import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import CourseState
from training.modules import service as modules
from training.quizzes import correcting, key_store, results, service
from training.quizzes.assessments import FORMS
from training.quizzes.correcting import Key
from training.quizzes.desk import items_of
from training.quizzes.entering import PaperSheet
from training.quizzes.model import Desk, Purpose
from training.quizzes.paper import Booklet, Sheet

BLANK_SHEETS = 10
"""Of each form, where nobody's name is on them."""


def list_booklets(session: Session, desk: Desk) -> tuple[Booklet, ...]:
    """The questions in the order of the pack; of a test, form A and form B."""
    forms = tuple(FORMS) if desk.purpose.is_test else ("",)
    return tuple(_booklet(session, desk, form) for form in forms)


def _booklet(session: Session, desk: Desk, form: str) -> Booklet:
    items = items_of(session, desk, form)
    pictures = {}
    for item in items:
        if item.picture:
            revision_id = _revision_of(session, desk, item.id)
            content = modules.find_picture(session, revision_id, item.picture)
            pictures[item.id] = (item.picture, content or b"")
    return Booklet(form, items, pictures)


def _revision_of(session: Session, desk: Desk, item_id: str) -> uuid.UUID:
    """Where the item comes from; in a test its id names the module."""
    if desk.revision_id is not None:
        return desk.revision_id
    slug = item_id.partition(".")[0]
    ids = courses.list_revision_ids(session, desk.course_id)
    return next(each for each in ids if modules.get_module(session, each).slug == slug)


def list_keys(session: Session, desk: Desk, booklets: Sequence[Booklet]) -> tuple[Key, ...]:
    """What is right by now in each of the booklets."""
    corrections = key_store.list_corrections(session, desk.course_id)
    return tuple(correcting.key_of(desk.slug, each.items, corrections) for each in booklets)


def sheets_to_print(sheets: Sequence[PaperSheet]) -> tuple[Sheet, ...]:
    """The answer sheets of these people, in the order of their seats."""
    ordered = sorted(sheets, key=lambda each: each.seat.number)
    return tuple(Sheet(each.form, each.seat.number, each.seat.name) for each in ordered)


def blank_sheets(desk: Desk) -> tuple[Sheet, ...]:
    """Answer sheets for anybody."""
    forms = tuple(FORMS) if desk.purpose.is_test else ("",)
    return tuple(Sheet(form) for form in forms for _ in range(BLANK_SHEETS))


def is_named(desk: Desk) -> bool:
    """Whether a sheet says whose it is: not where people give their opinion without a name."""
    return desk.purpose is not Purpose.EVALUATION


def has_key(session: Session, desk: Desk) -> bool:
    """Whether what is right can be printed: it was asked, and gives nothing away any more."""
    if desk.opening is None or not desk.purpose.is_scored:
        return False
    post_test = service.find_post_test(session, desk.course_id) if desk.purpose.is_test else None
    has_ended = desk.course_state is CourseState.ENDED
    return not results.gives_away(desk.purpose, desk.opening, post_test, has_ended=has_ended)
