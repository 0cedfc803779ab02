"""SUN Sopheap's sheets of an assessment, for tests: begun, answered, sent."""

import datetime as dt

from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from training.kernel.access import SYSTEM
from training.modules.model import Item
from training.quizzes import (
    rules,
    service,
    taking,
)
from training.quizzes.model import Desk, Given


def begin(session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY) -> Desk:
    taking.begin(session, workshop.course_id, workshop.seat_id, slug, now)
    return at_desk(session, workshop, slug)


def at_desk(session: Session, workshop: Workshop, slug: str) -> Desk:
    return service.get_desk(session, workshop.course_id, workshop.seat_id, slug)


def tap(
    session: Session,
    workshop: Workshop,
    slug: str,
    item: Item,
    code: str,
    now: dt.datetime,
    tapped_at: dt.datetime | None = None,
) -> None:
    sheet = at_desk(session, workshop, slug).attempt
    assert sheet is not None
    codes = [each.code for each in rules.choices_in_order(item, sheet.seed)]
    given = Given(item.id, str(codes.index(code) + 1), f"key {now} {tapped_at}", tapped_at)
    taking.answer(session, workshop.course_id, workshop.seat_id, slug, given, now)


def finish(session: Session, workshop: Workshop, slug: str, now: dt.datetime) -> None:
    taking.finish(session, workshop.course_id, workshop.seat_id, slug, (), SYSTEM, now)
