"""Lists of participants that wait for a yes: chosen, looked at, nobody seated yet.

They stand in the database, so that any worker finds what another one was given. A person has few
of them, for a day.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from training.adapters.waiting_files import MOST_NAME_SIGNS, make_room
from training.courses.tables import ListFile
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal
from training.kernel.texts import say

GONE = say("This file is no longer here. Please choose it again.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file as it was chosen; `seats_made` is set once its people have seats."""

    id: uuid.UUID
    name: str
    content: bytes
    seats_made: int


def put(
    session: Session,
    account_id: uuid.UUID,
    course_id: uuid.UUID,
    name: str,
    content: bytes,
    now: dt.datetime,
) -> uuid.UUID:
    """Lets a file wait. The caller commits."""
    make_room(session, ListFile, account_id, now)
    row = ListFile(
        id=new_id(),
        account_id=account_id,
        course_id=course_id,
        name=name[:MOST_NAME_SIGNS],
        content=content,
        seats_made=0,
        uploaded_at=now,
    )
    session.add(row)
    return row.id


def get(
    session: Session, account_id: uuid.UUID, course_id: uuid.UUID, file_id: uuid.UUID
) -> Waiting:
    """The file that the account chose for the course. Raises Refusal (404)."""
    row = _one(session, _own(account_id, course_id, file_id))
    return Waiting(row.id, row.name, row.content, row.seats_made)


def hold_row(
    session: Session, account_id: uuid.UUID, course_id: uuid.UUID, file_id: uuid.UUID
) -> ListFile:
    """Its row, which a second click waits for until this transaction ends. Raises Refusal (404)."""
    return _one(session, _own(account_id, course_id, file_id).with_for_update())


def forget(
    session: Session, account_id: uuid.UUID, course_id: uuid.UUID, file_id: uuid.UUID
) -> None:
    """Throws the file away; whoever was seated from it stays. The caller commits."""
    session.execute(
        delete(ListFile).where(
            ListFile.id == file_id,
            ListFile.account_id == account_id,
            ListFile.course_id == course_id,
        )
    )


def _own(account_id: uuid.UUID, course_id: uuid.UUID, file_id: uuid.UUID) -> Select[ListFile]:
    asked = select(ListFile).where(ListFile.id == file_id, ListFile.account_id == account_id)
    return asked.where(ListFile.course_id == course_id)


def _one(session: Session, asked: Select[ListFile]) -> ListFile:
    row = session.scalars(asked).one_or_none()
    if row is None:
        raise Refusal(GONE, status=404)
    return row
