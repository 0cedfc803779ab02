"""Files of questions that wait for a yes: chosen, looked at, not yet kept.

They stand in the database, so that any worker finds what another one was given, and nothing of
them is a module before somebody says so. A person has few of them, for a day.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from training.adapters.waiting_files import MOST_NAME_SIGNS, make_room
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.quizzes.exchange.model import Format
from training.quizzes.tables import QuestionFile

GONE = say("This file is no longer here. Please choose it again.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file as it was chosen; `kept_as` is set once its questions are a set."""

    id: uuid.UUID
    name: str
    format: Format
    content: bytes
    becomes: str
    kept_as: str


def put(
    session: Session,
    account_id: uuid.UUID,
    name: str,
    file_format: Format,
    content: bytes,
    becomes: str,
    now: dt.datetime,
) -> uuid.UUID:
    """Lets a file wait. The caller commits."""
    make_room(session, QuestionFile, account_id, now)
    row = QuestionFile(
        id=new_id(),
        account_id=account_id,
        name=name[:MOST_NAME_SIGNS],
        format=file_format.value,
        content=content,
        becomes=becomes,
        kept_as="",
        uploaded_at=now,
    )
    session.add(row)
    return row.id


def get(session: Session, account_id: uuid.UUID, file_id: uuid.UUID) -> Waiting:
    """The file of that account. Raises Refusal (404)."""
    row = _one(session, _own(account_id, file_id))
    return Waiting(row.id, row.name, Format(row.format), row.content, row.becomes, row.kept_as)


def hold_row(session: Session, account_id: uuid.UUID, file_id: uuid.UUID) -> QuestionFile:
    """Its row, which a second click waits for until this transaction ends. Raises Refusal (404)."""
    return _one(session, _own(account_id, file_id).with_for_update())


def _own(account_id: uuid.UUID, file_id: uuid.UUID) -> Select[QuestionFile]:
    asked = select(QuestionFile)
    return asked.where(QuestionFile.id == file_id, QuestionFile.account_id == account_id)


def _one(session: Session, asked: Select[QuestionFile]) -> QuestionFile:
    row = session.scalars(asked).one_or_none()
    if row is None:
        raise Refusal(GONE, status=404)
    return row


def forget(session: Session, account_id: uuid.UUID, file_id: uuid.UUID) -> None:
    """Throws the file away; what was kept of it stays. The caller commits."""
    session.execute(
        delete(QuestionFile).where(
            QuestionFile.id == file_id, QuestionFile.account_id == account_id
        )
    )
