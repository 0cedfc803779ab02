"""Limits guesses without locking out a room: by seat, by course or by account, never by address.

All phones of a workshop share one address, so an address says nothing about who guesses.
"""

import datetime as dt
from collections.abc import Callable

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.throttle.tables import WrongTries

WINDOW_SECONDS = 15 * 60
TOO_MANY_TRIES = say("There were too many wrong tries. Please wait a quarter of an hour.")

_TRIES = select(WrongTries.count).where(
    WrongTries.key == bindparam("key"), WrongTries.window == bindparam("window")
)


def _window(now: dt.datetime) -> int:
    return int(now.timestamp()) // WINDOW_SECONDS


def require_room(session: Session, key: str, limit: int, now: dt.datetime) -> None:
    """Raises Refusal (429) when `key` had `limit` wrong tries in this quarter of an hour."""
    if (ask(session, _TRIES, {"key": key, "window": _window(now)}).scalar() or 0) >= limit:
        raise Refusal(TOO_MANY_TRIES, status=429)


def wrong_try(
    reason: Text, key: str, now: dt.datetime, *, status: int = 422, field: str = ""
) -> Refusal:
    """A refusal with that reason which also counts a wrong try for `key`."""
    return Refusal(reason, status=status, field=field, remember=_counter(key, now))


def _counter(key: str, now: dt.datetime) -> Callable[[Session], None]:
    def count(session: Session) -> None:
        window = _window(now)
        session.execute(delete(WrongTries).where(WrongTries.window < window - 4))
        added = insert(session, WrongTries).values(key=key, window=window, count=1)
        same = [WrongTries.key, WrongTries.window]
        once_more = {"count": WrongTries.count + 1}
        session.execute(added.on_conflict_do_update(index_elements=same, set_=once_more))

    return count
