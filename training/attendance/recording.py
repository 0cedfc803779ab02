"""How marks come to stand: what is said first holds until a person decides; the rest is kept."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgspec import structs
from sqlalchemy.orm import Session

from training.attendance import claim_store, store
from training.attendance.model import Mark, MarkSource, MarkStatus
from training.audit import service as audit
from training.courses import service as courses
from training.kernel.access import Who
from training.kernel.ids import new_id

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What a phone or a sheet says about one person and one agenda item."""

    agenda_item_id: uuid.UUID
    seat_id: uuid.UUID
    source: MarkSource
    status: MarkStatus
    said_at: dt.datetime
    said_by: uuid.UUID | None = None
    device: str = ""


def take(session: Session, course_id: uuid.UUID, said: Said, submission_key: str) -> Mark:
    """The mark that holds now: what was said, where nothing held before; else what held.

    What did not become a mark is kept as a claim. Saying it twice with the same key adds nothing.
    What is said of a seat that was merged into another is said of that one.
    """
    said = replace(said, seat_id=courses.go_on_with(session, said.seat_id))
    current = store.find_newest(session, said.agenda_item_id, said.seat_id)
    return take_after(session, course_id, said, submission_key, current)


def take_after(
    session: Session, course_id: uuid.UUID, said: Said, submission_key: str, current: Mark | None
) -> Mark:
    """`take` for a seat that is held, where its newest version, `current`, is at hand."""
    for _ in range(_TRIES):
        if current is not None and current.status is not MarkStatus.UNMARKED:
            break
        mark = _first_mark(said, current)
        if store.add_mark(session, as_row(course_id, mark, submission_key)):
            return mark
        made = store.find_mark_by_key(session, said.seat_id, submission_key, said.agenda_item_id)
        if made is not None:
            return made
        current = store.find_newest(session, said.agenda_item_id, said.seat_id)
    if current is None:
        raise RuntimeError("a mark was neither there nor could it be added")
    if not store.has_key(session, said.agenda_item_id, said.seat_id, submission_key):
        claim_store.add_claims(session, [_claim_row(course_id, said, submission_key)])
    return current


def take_all(
    session: Session, course_id: uuid.UUID, said: Sequence[Said], submission_key: str
) -> int:
    """`take` for many at once, in few statements; how many of them became marks."""
    held = {
        (mark.agenda_item_id, mark.seat_id): mark
        for mark in store.list_newest_marks(session, course_id)
    }
    marks, claims = [], []
    for each in said:
        before = held.get((each.agenda_item_id, each.seat_id))
        if before is None or before.status is MarkStatus.UNMARKED:
            marks.append((each, _first_mark(each, before)))
        else:
            claims.append(_claim_row(course_id, each, submission_key))
    rows = [as_row(course_id, mark, submission_key) for _, mark in marks]
    added = store.add_marks(session, rows)
    if claims:
        claim_store.add_claims(session, claims)
    for each, mark in marks:
        if mark.id not in added:  # somebody else's came first
            take(session, course_id, each, submission_key)
    return len(added)


def _first_mark(said: Said, before: Mark | None) -> Mark:
    """What was said as a mark, where nothing holds; `before` is a version that was taken back."""
    return Mark(
        new_id(), said.agenda_item_id, said.seat_id, before.version + 1 if before else 1,
        said.status, 0, 0, said.source, said.said_by, said.said_at, said.device,
    )  # fmt: skip


def as_row(course_id: uuid.UUID, mark: Mark, submission_key: str) -> dict[str, object]:
    """A mark as the table keeps it."""
    return {**structs.asdict(mark), "course_id": course_id, "submission_key": submission_key}


def _claim_row(course_id: uuid.UUID, said: Said, submission_key: str) -> dict[str, object]:
    return {
        "id": new_id(),
        "course_id": course_id,
        "agenda_item_id": said.agenda_item_id,
        "seat_id": said.seat_id,
        "source": said.source,
        "status": said.status,
        "said_by": said.said_by,
        "said_at": said.said_at,
        "device": said.device,
        "submission_key": submission_key,
    }


def note_mark(
    session: Session,
    course_id: uuid.UUID,
    before: Mark | None,
    after: Mark,
    who: Who,
    now: dt.datetime,
    reason: str = "",
) -> None:
    """Writes a mark that a person made or changed into the audit trail, with why, if it is said."""
    why = {"reason": reason} if reason else {}
    audit.record(
        session, who, now, "marked", "attendance", after.seat_id,
        course_id=course_id, before=_facts(before) if before else None,
        after={**_facts(after), **why},
    )  # fmt: skip


def _facts(mark: Mark) -> dict[str, object]:
    return {
        "agenda_item_id": str(mark.agenda_item_id),
        "version": mark.version,
        "status": mark.status.value,
        "minutes_late": mark.minutes_late,
        "minutes_early": mark.minutes_early,
        "source": mark.source.value,
    }
