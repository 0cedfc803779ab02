"""Many people who fill in the evaluation and the training plan of the workshop."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from tests.quizzes.openings import after
from training.courses import joining
from training.courses import service as courses
from training.kernel.access import SYSTEM
from training.people.model import PersonDetails
from training.quizzes import taking
from training.quizzes.assessments import EVALUATION, PLAN
from training.quizzes.model import Given


def add_seats(session: Session, workshop: Workshop, people: int) -> list[uuid.UUID]:
    """So many more people join."""
    course = courses.get_course(session, workshop.course_id)
    there = len(courses.list_seats(session, course.id))
    return [
        joining.join(
            session, course, PersonDetails(f"ចាន់ {number}", f"CHAN {number}"),
            f"form-{number}", NINE_THIRTY, any_glyph,
        ).id
        for number in range(there, there + people)
    ]  # fmt: skip


def say(
    session: Session,
    workshop: Workshop,
    seat_id: uuid.UUID,
    slug: str,
    said: Sequence[tuple[str, str]],
    now: dt.datetime = NINE_THIRTY,
) -> None:
    """The seat begins and gives these answers, as a page writes them, and sends nothing."""
    taking.begin(session, workshop.course_id, seat_id, slug, now)
    for item_id, written in said:
        given = Given(item_id, written, f"key-{seat_id}-{item_id}")
        taking.answer(session, workshop.course_id, seat_id, slug, given, now)


def send(
    session: Session, workshop: Workshop, seat_id: uuid.UUID, slug: str, now: dt.datetime
) -> None:
    """The seat sends its sheet."""
    taking.finish(session, workshop.course_id, seat_id, slug, (), SYSTEM, now)


def evaluate(
    session: Session, workshop: Workshop, seats: Sequence[uuid.UUID], minutes: float = 1
) -> None:
    """Each gives five steps in turn and words of their own; every second sends the sheet."""
    for place, seat_id in enumerate(seats):
        now = after(minutes + place / 10)
        words = f"Words number {place} at {minutes}"
        said = [("day", str(place % 5 + 1)), ("change", words)]
        say(session, workshop, seat_id, EVALUATION, said, now)
        if place % 2:
            send(session, workshop, seat_id, EVALUATION, now)


def plan(
    session: Session, workshop: Workshop, seat_id: uuid.UUID, where: str, now: dt.datetime
) -> None:
    """The seat writes a plan for that place, for teachers, soon, and sends it."""
    said = [("where", where), ("whom", "2"), ("when", "1")]
    say(session, workshop, seat_id, PLAN, said, now)
    send(session, workshop, seat_id, PLAN, now)
