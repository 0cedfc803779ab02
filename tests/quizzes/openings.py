"""What the trainer does at a moment of the day, for tests: opens, closes, changes the terms."""

import datetime as dt

from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from training.kernel.access import SYSTEM
from training.quizzes import opening, service
from training.quizzes.model import Terms


def after(minutes: float) -> dt.datetime:
    """So many minutes after half past nine."""
    return NINE_THIRTY + dt.timedelta(minutes=minutes)


def let(session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY) -> None:
    """The trainer opens it."""
    opening.open_quiz(session, workshop.course_id, slug, f"{slug} {now}", SYSTEM, now)


def shut(session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY) -> int:
    """The trainer closes it; how many sheets that ended."""
    found = service.get_desk(session, workshop.course_id, None, slug).opening
    assert found is not None
    return opening.close_quiz(session, workshop.course_id, slug, found.id, SYSTEM, now)


def set_terms(session: Session, workshop: Workshop, slug: str, terms: Terms) -> None:
    """The trainer changes how it is taken."""
    opening.change_terms(session, workshop.course_id, slug, terms, SYSTEM, NINE_THIRTY)
