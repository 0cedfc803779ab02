"""The second look: heads in the room against marks, and marks at which to look twice."""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from training.attendance import claim_store, count_store, service, store, surprising, texts
from training.attendance.model import IN_THE_ROOM, Surprise
from training.audit import service as audit
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

MOST_HEADS = 9999


def count_heads(
    session: Session,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    counted: int,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Keeps how many people were counted, and how many are marked as in the room.

    The same form twice is one count. Raises Refusal: 404 for an item that is not this course's, 422
    for a number of people that cannot be.
    """
    service.get_item(session, course_id, item_id)
    if not 0 <= counted <= MOST_HEADS:
        raise Refusal(texts.COUNT_NEEDED, field="counted")
    marked = count_here(session, course_id, item_id)
    row = {
        "id": new_id(), "course_id": course_id, "agenda_item_id": item_id, "counted": counted,
        "marked": marked, "counted_by": who.id, "counted_at": now, "submission_key": submission_key,
    }  # fmt: skip
    if count_store.add_count(session, row):
        facts = {"counted": counted, "marked": marked}
        audit.record(
            session, who, now, "counted", "attendance", item_id, course_id=course_id, after=facts
        )


def count_here(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> int:
    """How many are marked as in the room, be it for a part of the time."""
    marks = store.list_current_marks(session, course_id, item_id=item_id)
    return sum(mark.status in IN_THE_ROOM for mark in marks)


def list_surprises(
    session: Session, course_id: uuid.UUID, item_id: uuid.UUID
) -> tuple[Surprise, ...]:
    """The marks by code of one agenda item at which somebody might look twice."""
    followed = frozenset[uuid.UUID]().union(
        *(each(session, course_id) for each in service.followers)
    )
    return surprising.find_surprises(
        store.list_current_marks(session, course_id),
        item_id,
        claim_store.list_claims(session, course_id),
        followed,
    )


list_counts = count_store.list_counts
