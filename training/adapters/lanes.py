"""Lanes of threads behind the loop; whoever waits in one is served in order.

A thread and the loop need the same interpreter. In a `Lane` they take turns, request by request: so
while the loop tells 500 phones of a change, nothing begins that would get in its way. In a
`SingleLane` they meet as seldom as can be: it is for a whole room that sends at the same instant
(docs/decisions/0014-lanes.md).
"""

import asyncio
import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, Protocol, TypeVar

Result = TypeVar("Result")
logger = logging.getLogger(__name__)

# How long an answer of a single lane may wait for others to go out with, while more is to be done.
TOGETHER_SECONDS = 0.02


class Lane:
    """So many threads; the others wait in the loop, and not in the pool."""

    def __init__(self, threads: int, name: str) -> None:
        self.threads = threads
        self._pool = ThreadPoolExecutor(threads, name)
        self._free = asyncio.Semaphore(threads)

    async def work(self, make: Callable[[], Result]) -> Result:
        """What `make` gives, in a thread. What nobody waits for any more is not begun."""
        async with self._free:
            return await asyncio.get_running_loop().run_in_executor(self._pool, make)

    def let(self, work: Callable[[], None]) -> None:
        """Has it done, and does not wait."""
        self._pool.submit(_without_fault, work)

    def close(self) -> None:
        """Takes nothing more; what is being worked on is finished."""
        self._pool.shutdown(wait=False)


class NotKeptError(Exception):
    """Work was done, but its keeper could not see to it that it lasts; the cause says why."""


class Keeper(Protocol):
    """Sees to it that what was done lasts, for all that was done together."""

    def commit_together(self) -> None:
        """Called in each thread before it works."""

    def settle(self) -> None:
        """Called in a thread, after some work and before anybody is told of it. May raise."""


class _Task(NamedTuple):
    """What is to be done, and who waits for it, if anybody."""

    make: Callable[[], Any]
    asker: asyncio.Future[Any] | None


class _Done(NamedTuple):
    """What came of it for the one who waits."""

    asker: asyncio.Future[Any]
    result: Any
    error: BaseException | None


class SingleLane:
    """One thread at a time, which goes from one task to the next without asking the loop.

    The loop hears of what is done when nothing waits any more, else every `TOGETHER_SECONDS`; the
    keeper settles all of that before. Only one loop may ask for `work`.
    """

    threads = 1

    def __init__(self, name: str, keeper: Keeper) -> None:
        self.keeper = keeper
        # Two threads, one of which works; the other one settles meanwhile.
        self._pool = ThreadPoolExecutor(2, name, initializer=keeper.commit_together)
        self._lock, self._settling = threading.Lock(), threading.Lock()
        self._is_busy = False
        self._waiting: deque[_Task] = deque()
        self._made: list[_Done] = []
        self._settled: deque[_Done] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._asked = 0
        self._rounds: asyncio.TimerHandle | None = None

    async def work(self, make: Callable[[], Result]) -> Result:
        """What `make` gives, in the thread. What nobody waits for any more is not begun.

        Raises NotKeptError where the keeper could not settle it.
        """
        self._loop = asyncio.get_running_loop()
        asker: asyncio.Future[Result] = self._loop.create_future()
        self._asked += 1
        self._put(_Task(make, asker))
        if self._rounds is None:
            self._rounds = self._loop.call_later(TOGETHER_SECONDS, self._go_round)
        try:
            return await asker
        finally:
            self._asked -= 1

    def let(self, work: Callable[[], None]) -> None:
        """Has it done in its turn, and does not wait."""
        self._put(_Task(work, None))

    def close(self) -> None:
        """Takes nothing more; what waits already is finished."""
        self._pool.shutdown(wait=False)

    def _put(self, task: _Task) -> None:
        with self._lock:
            self._waiting.append(task)
            begins, self._is_busy = not self._is_busy, True
        if begins:
            self._pool.submit(self._serve)

    def _next(self) -> _Task | None:
        """What is to be done next; None where the thread may end."""
        with self._lock:
            self._is_busy = bool(self._waiting)
            return self._waiting.popleft() if self._waiting else None

    def _serve(self) -> None:
        """The thread at work."""
        while (task := self._next()) is not None:
            if task.asker is None:
                _without_fault(task.make)
            elif not task.asker.cancelled():
                done = _do(task.make, task.asker)
                with self._lock:
                    self._made.append(done)
        self._settle()  # whoever comes meanwhile is begun by the other thread

    def _settle(self) -> None:
        """Tells the loop what is done, after the keeper has seen to it; in a thread."""
        with self._settling:
            with self._lock:
                made, self._made = self._made, []
            if not made:
                return
            self._settled.extend(_kept(made, self.keeper))
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits there
                self._loop.call_soon_threadsafe(self._hand_over)

    def _hand_over(self) -> None:
        """Gives those who wait what is settled by now; in the loop."""
        while self._settled:
            asker, result, error = self._settled.popleft()
            if asker.done():
                continue
            if error is None:
                asker.set_result(result)
            else:
                asker.set_exception(error)

    def _go_round(self) -> None:
        """Looks after what is done every now and then, as long as somebody waits; in the loop."""
        self._rounds = None
        if self._made and not self._settling.locked():
            self._pool.submit(self._settle)
        if self._asked and self._loop is not None:
            self._rounds = self._loop.call_later(TOGETHER_SECONDS, self._go_round)


def _do(make: Callable[[], Any], asker: asyncio.Future[Any]) -> _Done:
    try:
        return _Done(asker, make(), None)
    except BaseException as error:  # whatever it is, it belongs to the one who asked
        return _Done(asker, None, error)


def _without_fault(make: Callable[[], Any]) -> None:
    try:
        make()
    except BaseException:  # the thread has more to do
        logger.exception("what nobody waited for went wrong")


def _kept(made: list[_Done], keeper: Keeper) -> list[_Done]:
    """The same; where it could not be settled, that is what comes of each."""
    try:
        keeper.settle()
    except Exception as error:
        logger.exception("what was done could not be settled")
        fault = NotKeptError()
        fault.__cause__ = error
        return [_Done(each.asker, None, fault) for each in made]
    return made


AnyLane = Lane | SingleLane
