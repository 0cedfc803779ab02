"""Who is connected, written down for the presenter in batches: a row a seat, none of them secret.

The connections themselves are the truth, and they end with the process. Rows of a process that was
killed grow old, so readers count only those that were seen a short while ago.
"""

import asyncio
import datetime as dt
import logging
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from training.adapters import clock

logger = logging.getLogger(__name__)
NotePresence = Callable[
    [Mapping[uuid.UUID, uuid.UUID], Mapping[uuid.UUID, dt.datetime], dt.datetime], None
]
"""Writes which seats are here (and their courses) and which have gone (and when), as of now.

In one transaction; called in a thread.
"""

AFTER_CHANGE_SECONDS = 2.0
AT_LEAST_SECONDS = 15.0


class Presence:
    """The seats that are connected to this process. For one loop."""

    def __init__(self, note: NotePresence) -> None:
        self._note = note
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="presence")
        self._streams: Counter[uuid.UUID] = Counter()
        self._here: dict[uuid.UUID, uuid.UUID] = {}
        self._gone: dict[uuid.UUID, dt.datetime] = {}
        self._has_changed = False
        self._written_at = float("-inf")
        self._writing: asyncio.Task[None] | None = None

    def arrive(self, course_id: uuid.UUID, seat_id: uuid.UUID) -> None:
        """A stream of that seat has opened."""
        self._streams[seat_id] += 1
        self._has_changed |= seat_id not in self._here
        self._here[seat_id] = course_id
        self._gone.pop(seat_id, None)

    def leave(self, seat_id: uuid.UUID) -> None:
        """A stream of that seat has ended."""
        self._streams[seat_id] -= 1
        if self._streams[seat_id] <= 0:
            del self._streams[seat_id]
            del self._here[seat_id]
            self._gone[seat_id] = clock.now()
            self._has_changed = True

    @property
    def is_settled(self) -> bool:
        """Whether nobody is here and everything is written."""
        return not self._here and not self._has_changed

    def write_when_due(self) -> None:
        """Writes 2 s after the last time if something has changed, else after 15 s.

        Does not wait for it. To be called about once a second.
        """
        loop = asyncio.get_running_loop()
        waited = loop.time() - self._written_at
        is_due = waited >= (AFTER_CHANGE_SECONDS if self._has_changed else AT_LEAST_SECONDS)
        is_free = self._writing is None or self._writing.done()
        if is_due and is_free and not self.is_settled:
            self._written_at = loop.time()
            self._writing = loop.create_task(self._write())

    def close(self) -> None:
        """Begins no more writing."""
        self._pool.shutdown(wait=False)

    async def _write(self) -> None:
        gone, self._gone, self._has_changed = self._gone, {}, False
        write = partial(self._note, dict(self._here), gone, clock.now())
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, write)
        except SQLAlchemyError as error:
            logger.warning("who is connected was not written: %s", type(error).__name__)
            # Whoever has come back meanwhile has not gone.
            self._gone |= {seat: left for seat, left in gone.items() if seat not in self._here}
            self._has_changed = True
