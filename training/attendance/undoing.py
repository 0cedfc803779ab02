"""Taking back what a trainer's hand did: by one more version, never by deleting one."""

import datetime as dt
import uuid
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.orm import Session

from training.attendance import claim_store, marking, recording, store
from training.attendance.model import Mark, MarkSource, MarkStatus, Undone
from training.attendance.service import get_item
from training.kernel.access import Who
from training.kernel.ids import new_id

Keyed = Sequence[tuple[str, Mark]]
"""One person's versions with the keys that they were sent under, oldest first."""


def take_back(
    session: Session,
    course_id: uuid.UUID,
    item_id: uuid.UUID,
    key: str,
    who: Who,
    now: dt.datetime,
    seat_id: uuid.UUID | None = None,
) -> Undone:
    """Brings back what held before the act with that key: of one person, or of all it marked.

    Where something was recorded or said since, the mark stays. Doing it twice changes nothing more.
    Raises Refusal: 404 for an item that is not this course's, 409 unless the course is running or
    planned for today.
    """
    marking.require_open_for_hand(session, course_id, now)
    get_item(session, course_id, item_id)
    claims = claim_store.list_claims_for(session, course_id, item_id)
    last_said = {claim.seat_id: claim.id for claim in claims}
    acts = 0
    undone: list[Mark] = []
    made: list[tuple[Mark, Mark]] = []
    for versions in _versions(session, course_id, item_id, seat_id):
        place = next((at for at, (sent, _) in enumerate(versions) if sent == key), None)
        if place is None:
            continue
        acts += 1
        act, (newest_key, newest) = versions[place][1], versions[-1]
        if newest_key == _key_of(act):
            undone.append(newest)
        elif newest is act and last_said.get(act.seat_id, act.id) <= act.id:
            before = versions[place - 1][1] if place else None
            made.append((act, _as_before(before, act, who, now)))
    rows = [recording.as_row(course_id, mark, _key_of(act)) for act, mark in made]
    added = store.add_marks(session, rows)
    for act, mark in made:
        if mark.id in added:
            recording.note_mark(session, course_id, act, mark, who, now)
            undone.append(mark)
    return Undone(tuple(undone), acts - len(undone))


def _versions(
    session: Session, course_id: uuid.UUID, item_id: uuid.UUID, seat_id: uuid.UUID | None
) -> Sequence[Keyed]:
    if seat_id is not None:
        return [store.list_keyed(session, item_id, seat_id)[::-1]]
    return list(store.list_all_keyed(session, course_id, item_id).values())


def _key_of(act: Mark) -> str:
    return f"undo.{act.id}"


def _as_before(before: Mark | None, act: Mark, who: Who, now: dt.datetime) -> Mark:
    version = act.version + 1
    if before is not None and before.status is not MarkStatus.UNMARKED:
        return structs.replace(before, id=new_id(), version=version, restores=before.word_id)
    return Mark(
        new_id(), act.agenda_item_id, act.seat_id, version, MarkStatus.UNMARKED, 0, 0,
        MarkSource.HAND, who.id, now,
    )  # fmt: skip
