"""What phones are shown, kept for as long as it is true: the same for every phone of a course.

500 phones ask within a blink after each change. One of them makes the state, in a thread; the
others wait for it or find it. What is kept counts up to its sequence, and for two seconds: the
time of a question runs out without anybody doing something.
"""

import asyncio
import uuid
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from training.kernel.locales import Language

LoadState = Callable[[uuid.UUID, Language], tuple[int, bytes]]
"""The sequence of a course, and with it what its phones show: a JSON object that is not empty.

Called in a thread. Raises LookupError where there is no such course.
"""

THREADS = 2
MOST_KEPT = 500
KEPT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class RoomState:
    """What phones show, as of a sequence."""

    sequence: int
    body: bytes
    loaded_at: float
    """In seconds of the loop."""

    def at(self, now_ms: int) -> bytes:
        """The JSON object with `now` in front, in ms since 1970: phones' clocks are wrong."""
        return b'{"now":%d,' % now_ms + self.body[1:]


class RoomStates:
    """The newest state of each course and language. For one loop."""

    def __init__(self, load: LoadState) -> None:
        self._load = load
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="states")
        self._kept: OrderedDict[tuple[uuid.UUID, Language], RoomState] = OrderedDict()
        self._loading: dict[tuple[uuid.UUID, Language], asyncio.Task[RoomState]] = {}

    async def get(self, course_id: uuid.UUID, language: Language, least: int) -> RoomState:
        """The state of the course, of the sequence `least` or later where the database has that.

        Raises what loading it raises.
        """
        key = (course_id, language)
        kept = self._kept.get(key)
        oldest = asyncio.get_running_loop().time() - KEPT_SECONDS
        if kept is None or kept.sequence < least or kept.loaded_at < oldest:
            kept = await asyncio.shield(self._loaded(key))
        if kept.sequence < least:  # that load had begun too early
            kept = await asyncio.shield(self._loaded(key))
        return kept

    def close(self) -> None:
        """Begins no more loads."""
        self._pool.shutdown(wait=False)

    def _loaded(self, key: tuple[uuid.UUID, Language]) -> "asyncio.Task[RoomState]":
        """The load that is under way, or a new one."""
        if key not in self._loading:
            self._loading[key] = asyncio.get_running_loop().create_task(self._fetch(key))
        return self._loading[key]

    async def _fetch(self, key: tuple[uuid.UUID, Language]) -> RoomState:
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            sequence, body = await loop.run_in_executor(self._pool, self._load, *key)
        finally:
            del self._loading[key]
        made = self._kept[key] = RoomState(sequence, body, began)
        self._kept.move_to_end(key)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return made
