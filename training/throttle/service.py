"""Limits guesses without locking out a room: by seat, by device, by account and network together.

All phones of a workshop may share one address, so an address alone says nothing about who guesses.
Whose tries are counted under which key is decided where the guess is: docs/decisions/0008.
"""

import datetime as dt
from collections.abc import Callable, Sequence

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


def require_room(
    session: Session, key: str, limit: int, now: dt.datetime, otherwise: Text = TOO_MANY_TRIES
) -> None:
    """Raises Refusal (429) when `key` had `limit` wrong tries in this quarter of an hour."""
    if (ask(session, _TRIES, {"key": key, "window": _window(now)}).scalar() or 0) >= limit:
        raise Refusal(otherwise, status=429)


def wrong_try(
    reason: Text, keys: str | Sequence[str], now: dt.datetime, *, status: int = 422, field: str = ""
) -> Refusal:
    """A refusal with that reason which also counts a wrong try for each of `keys`."""
    each = (keys,) if isinstance(keys, str) else keys
    return Refusal(reason, status=status, field=field, remember=_counter(each, now))


def _counter(keys: Sequence[str], now: dt.datetime) -> Callable[[Session], None]:
    def count(session: Session) -> None:
        window = _window(now)
        session.execute(delete(WrongTries).where(WrongTries.window < window - 4))
        same = [WrongTries.key, WrongTries.window]
        once_more = {"count": WrongTries.count + 1}
        for key in sorted(keys):  # always in one order, so that two never wait for each other
            added = insert(session, WrongTries).values(key=key, window=window, count=1)
            session.execute(added.on_conflict_do_update(index_elements=same, set_=once_more))

    return count
