"""Files that wait for a yes, in a table of each room that takes them: few, and not for long."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

MOST_WAITING = 3
"""For one account; the oldest makes room for a newer one."""
LONGEST_WAIT = dt.timedelta(days=1)
MOST_NAME_SIGNS = 120


def make_room(session: Session, table: Any, account_id: uuid.UUID, now: dt.datetime) -> None:
    """Throws away what has waited too long, and the oldest of this account where it has too many.

    `table` is a mapped class with `id` (rising), `account_id` and `uploaded_at`.
    """
    session.execute(delete(table).where(table.uploaded_at < now - LONGEST_WAIT))
    own = select(table.id).where(table.account_id == account_id)
    too_many = session.scalars(own.order_by(table.id.desc()).offset(MOST_WAITING - 1)).all()
    session.execute(delete(table).where(table.id.in_(too_many)))
