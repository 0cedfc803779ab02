"""Queries about heads that were counted. Rows are added, never changed."""

import uuid
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.attendance.model import Counted
from training.attendance.tables import HeadCount


def add_count(session: Session, row: Mapping[str, object]) -> bool:
    """Adds a count; False where its key is there already."""
    asked = insert(session, HeadCount.__table__).on_conflict_do_nothing()
    return ask(session, asked.returning(HeadCount.id), dict(row)).first() is not None


def list_counts(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> tuple[Counted, ...]:
    """The counts of one agenda item, newest first."""
    asked = select(
        HeadCount.counted, HeadCount.marked, HeadCount.counted_by, HeadCount.counted_at
    ).where(HeadCount.course_id == course_id, HeadCount.agenda_item_id == item_id)
    return tuple(Counted(*row) for row in ask(session, asked.order_by(HeadCount.id.desc()), {}))
