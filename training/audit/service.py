"""Writing to the trail and reading it back."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.audit.tables import AuditEntry
from training.kernel.access import Who
from training.kernel.ids import new_id

_ADD = insert(cast(Table, AuditEntry.__table__))


def record(
    session: Session,
    who: Who,
    now: dt.datetime,
    action: str,
    subject: str,
    subject_id: uuid.UUID | None,
    *,
    course_id: uuid.UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Adds one entry in the caller's transaction: the deed and its trace stand or fall together.

    `action` is a verb in the past ("renamed"), `subject` the kind of thing ("person"); `before`
    and `after` hold only what changed, as JSON-ready values.
    """
    entry = {
        "id": new_id(),
        "at": now,
        "actor_kind": who.kind.value,
        "actor_id": who.id,
        "actor_name": who.name,
        "course_id": course_id,
        "subject": subject,
        "subject_id": subject_id,
        "action": action,
        "before": dict(before or {}),
        "after": dict(after or {}),
    }
    ask(session, _ADD, entry)


def list_entries(session: Session, subject_id: uuid.UUID, limit: int = 50) -> Sequence[AuditEntry]:
    """The newest entries about one thing, newest first."""
    asked = select(AuditEntry).where(AuditEntry.subject_id == subject_id)
    return session.scalars(asked.order_by(AuditEntry.id.desc()).limit(limit)).all()


def list_entries_about(
    session: Session, subject_ids: Collection[uuid.UUID], limit: int = 500
) -> Sequence[AuditEntry]:
    """The newest entries about any of these things, newest first."""
    asked = select(AuditEntry).where(AuditEntry.subject_id.in_(subject_ids))
    return session.scalars(asked.order_by(AuditEntry.id.desc()).limit(limit)).all()
