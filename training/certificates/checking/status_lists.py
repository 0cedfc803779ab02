"""Which certificates of a key do not count, as a signed list for verifiers all over the world."""

import datetime as dt
from pathlib import Path

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from training.certificates import texts
from training.certificates.model import State
from training.certificates.tables import NOT_VALID, Certificate
from training.credentials import service as credentials
from training.credentials.model import LIST_SIZE
from training.kernel.refusal import Refusal


def status_list(
    session: Session,
    data_folder: Path,
    public_url: str,
    key_id: str,
    purpose: str,
    number: int,
    now: dt.datetime,
) -> str:
    """The list, signed. Raises Refusal (404) where a credential cannot name such a one."""
    signer = credentials.find_list_signer(session, data_folder, public_url, key_id)
    if not public_url or signer is None or not _is_in_use(session, key_id, number):
        raise Refusal(texts.NO_STATUS_LIST, status=404)
    address = credentials.address_of_list(public_url, key_id, purpose, number)
    places = _list_places(session, key_id, purpose, number)
    return credentials.make_status_list(signer, address, purpose, places, now)


def _is_in_use(session: Session, key_id: str, number: int) -> bool:
    """The first list always is; a later one, as soon as a certificate has a place in it."""
    if not number:
        return True
    asked = select(exists().where(*_in_list(key_id, number)))
    return bool(session.scalar(asked))


def _list_places(session: Session, key_id: str, purpose: str, number: int) -> list[int]:
    asked = select(Certificate.status_index).where(NOT_VALID, *_in_list(key_id, number))
    if purpose == credentials.SUSPENSION:
        asked = asked.where(Certificate.state == State.SUSPENDED)
    first = number * LIST_SIZE
    return [index - first for index in session.scalars(asked) if index is not None]


def _in_list(key_id: str, number: int) -> tuple[ColumnElement[bool], ...]:
    first = number * LIST_SIZE
    return (
        Certificate.key_id == key_id,
        Certificate.status_index >= first,
        Certificate.status_index < first + LIST_SIZE,
    )
