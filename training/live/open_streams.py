"""The streams that are open in this process: how many there may be, and who ends when one comes."""

import asyncio
import random
import uuid
from collections.abc import Callable, Iterator

from training.live.presence import Presence
from training.live.tickets import SEAT, Ticket

MOST = 4000
MOST_OF_A_SEAT = 4
MOST_OF_OTHERS = 12
QUIET_SECONDS = (10.0, 15.0)
"""A stream in which nothing happens says so after this time, each after another one."""
STUCK_SECONDS = 60.0
"""A caller that has not read what was sent to it for so long is cut off."""

BYE = b"event: bye\ndata: bye\n\n"
"""The server ends; another one may answer soon."""
ENOUGH = b"event: enough\ndata: enough\n\n"
"""The same seat, account or link has opened too many; this one shall not come again by itself."""


class OpenStream:
    """One caller that is being told of changes."""

    def __init__(self, ticket: Ticket, abort: Callable[[], None] | None) -> None:
        self.ticket = ticket
        self.topic = ticket.topic
        self._woken = asyncio.Event()
        self.wake = self._woken.set
        self.farewell: bytes | None = None
        """What is said last, once it is to end."""
        self.spoke_at = 0.0
        self.is_speaking = False
        """Whether something is on its way, for which the caller has no room yet."""
        self._abort = abort
        self._patience = random.uniform(*QUIET_SECONDS)  # noqa: S311 - nothing to guess

    async def goes_on(self) -> bool:
        """Waits until it is woken; whether it is not to end."""
        await self._woken.wait()
        self._woken.clear()
        return self.farewell is None

    def end(self, farewell: bytes) -> None:
        """Has it end with these words, or without them where the caller does not read."""
        if self.farewell is None:
            self.farewell = farewell
            self.wake()
            if self.is_speaking:
                self.abort()

    def abort(self) -> None:
        """Cuts the connection off."""
        if self._abort is not None:
            self._abort()

    def is_quiet(self, now: float) -> bool:
        """Whether a sign of life is due; `now` in seconds of the loop."""
        return now - self.spoke_at >= self._patience

    def is_stuck(self, now: float) -> bool:
        """Whether the caller has not read for too long."""
        return self.is_speaking and now - self.spoke_at >= STUCK_SECONDS


class OpenStreams:
    """All of them. `count` is told how many there are whenever that changes. For one loop."""

    def __init__(self, presence: Presence, count: Callable[[int], None]) -> None:
        self._presence = presence
        self._count = count
        self._all: set[OpenStream] = set()
        self._of: dict[tuple[uuid.UUID, str, str], list[OpenStream]] = {}

    def __iter__(self) -> Iterator[OpenStream]:
        return iter(tuple(self._all))

    def __len__(self) -> int:
        return len(self._all)

    @property
    def is_full(self) -> bool:
        """Whether this process can hold no more."""
        return len(self._all) >= MOST

    def add(self, stream: OpenStream) -> None:
        """One more; where its holder has too many, the oldest of those ends."""
        self._all.add(stream)
        own = self._of.setdefault(_holder(stream), [])
        own.append(stream)
        most = MOST_OF_A_SEAT if stream.ticket.kind == SEAT else MOST_OF_OTHERS
        for oldest in own[:-most]:
            own.remove(oldest)
            oldest.end(ENOUGH)
        if stream.ticket.seat_id is not None:
            self._presence.arrive(stream.ticket.course_id, stream.ticket.seat_id)
        self._count(len(self._all))

    def remove(self, stream: OpenStream) -> None:
        """One that has ended."""
        self._all.discard(stream)
        own = self._of.get(_holder(stream), [])
        if stream in own:
            own.remove(stream)
        if not own:
            self._of.pop(_holder(stream), None)
        if stream.ticket.seat_id is not None:
            self._presence.leave(stream.ticket.seat_id)
        self._count(len(self._all))


def _holder(stream: OpenStream) -> tuple[uuid.UUID, str, str]:
    ticket = stream.ticket
    return ticket.course_id, ticket.kind, ticket.key
