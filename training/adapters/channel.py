"""Tells those who listen that something has changed: a topic and its sequence, never what it is.

What it is stands in the database, and whoever hears of a change reads it there, by the same rules
as on any page. So nothing secret travels, and a message may come late, twice or never: the next one
mends it. Sequences only rise. Three ways lead here:

- the edge announces what this process has just committed (`note`, then `take_noted`);
- on PostgreSQL the writer's own transaction sends a NOTIFY to all processes (`adapters.listening`);
- as a safety net, sequences that somebody waits for are read again and again while they do. On
  SQLite this alone tells one process of what another one wrote.

All topics live in the one loop that serves; only `announce` may be called from other threads.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, cast

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)
ReadSequences = Callable[[Collection[str]], Mapping[str, int]]
Wake = Callable[[], None]

POSTGRES_CHANNEL = "training_live"
_NOTED = "training.announcements"
# A topic that nobody asks for any more is read for so long; phones without a stream ask that often.
IDLE_SECONDS = 60.0


def note(session: Session, topic: str, sequence: int) -> None:
    """Has the change announced when this session's transaction is committed.

    `topic` is a word without spaces; `sequence` is greater than any that the topic had before.
    """
    noted: dict[str, int] = session.info.setdefault(_NOTED, {})
    noted[topic] = max(sequence, noted.get(topic, 0))
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_notify(POSTGRES_CHANNEL, f"{topic} {sequence}")))


def take_noted(session: Session) -> dict[str, int]:
    """What was noted in that session, topic by topic, and forgets it: to be announced, or not."""
    return cast(dict[str, int], session.info.pop(_NOTED, {}))


class Ear(Protocol):
    """Hears of changes from elsewhere, in a thread of its own, until it is told to end."""

    def start(self) -> None:
        """Begins to listen."""

    def end(self) -> None:
        """Listens no more. Does not wait."""


class _Topic:
    __slots__ = ("asked_at", "first_look", "sequence", "wakes")

    def __init__(self, first_look: "asyncio.Task[None]") -> None:
        self.sequence = 0
        self.wakes: set[Wake] = set()
        self.asked_at = 0.0
        self.first_look = first_look


class Channel:
    """The topics that somebody waits for in this process.

    `read_sequences` gives the sequences of topics, from the database; it is called in a thread,
    every `pause_seconds` while somebody waits. `make_ear` gives what hears of other processes'
    changes: it is given a function to call with each message's text.

    It can be used in one loop after the other: `close` ends it in one.
    """

    def __init__(
        self,
        read_sequences: ReadSequences,
        pause_seconds: float,
        make_ear: Callable[[Callable[[str], None]], Ear] | None = None,
    ) -> None:
        self._read_sequences = read_sequences
        self._pause_seconds = pause_seconds
        self._make_ear = make_ear
        self._topics: dict[str, _Topic] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: list[Callable[[], object]] = []
        self._is_database_away = False

    def announce(self, topic: str, sequence: int) -> None:
        """Wakes those who wait for the topic. From any thread; nothing where nobody serves."""
        loop = self._loop
        if loop is not None:
            with contextlib.suppress(RuntimeError):  # that loop has ended just now
                loop.call_soon_threadsafe(self.lift, topic, sequence)

    def hear(self, message: str) -> None:
        """Announces what another process tells: `<topic> <sequence>`."""
        topic, _, sequence = message.partition(" ")
        if sequence.isascii() and sequence.isdigit():
            self.announce(topic, int(sequence))

    def lift(self, topic: str, sequence: int) -> None:
        """As `announce`, in the loop."""
        found = self._topics.get(topic)
        if found is not None and sequence > found.sequence:
            found.sequence = sequence
            for wake in found.wakes:
                wake()

    def subscribe(self, topic: str, wake: Wake) -> None:
        """Has `wake` called, in the loop, whenever the topic's sequence has risen."""
        self._watched(topic).wakes.add(wake)

    def unsubscribe(self, topic: str, wake: Wake) -> None:
        """Calls it no more."""
        if topic in self._topics:
            self._topics[topic].wakes.discard(wake)

    async def look_up(self, topic: str) -> int:
        """The topic's sequence; 0 where it has none yet, or the database is away."""
        found = self._watched(topic)
        if not found.first_look.done():
            await asyncio.shield(found.first_look)
        return found.sequence

    def known_sequence(self, topic: str) -> int:
        """The newest sequence that is known here of a topic that somebody waits for."""
        return self._topics[topic].sequence

    def close(self) -> None:
        """Ends it in this loop. Topics are forgotten."""
        self._loop = None
        self._topics = {}
        for close in self._closing:
            close()
        self._closing = []

    def _watched(self, topic: str) -> _Topic:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._open(loop)
        found = self._topics.get(topic)
        if found is None:
            first_look = loop.create_task(self._look(self._pool, (topic,)))
            found = self._topics[topic] = _Topic(first_look)
        found.asked_at = loop.time()
        return found

    def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        self.close()
        self._loop = loop
        self._pool = pool = ThreadPoolExecutor(1, thread_name_prefix="sequences")
        looking = loop.create_task(self._look_again(pool))
        self._closing = [looking.cancel, partial(pool.shutdown, wait=False)]
        if self._make_ear is not None:
            ear = self._make_ear(self.hear)
            ear.start()
            self._closing.append(ear.end)

    async def _look_again(self, pool: ThreadPoolExecutor) -> None:
        while True:
            await asyncio.sleep(self._pause_seconds)
            self._forget_idle(asyncio.get_running_loop().time() - IDLE_SECONDS)
            if self._topics:
                await self._look(pool, tuple(self._topics))

    def _forget_idle(self, before: float) -> None:
        for topic, found in list(self._topics.items()):
            if not found.wakes and found.asked_at < before:
                del self._topics[topic]

    async def _look(self, pool: ThreadPoolExecutor, topics: Collection[str]) -> None:
        loop = asyncio.get_running_loop()
        try:
            sequences = await loop.run_in_executor(pool, self._read_sequences, topics)
        except SQLAlchemyError as error:
            if not self._is_database_away:
                logger.warning("changes cannot be read from the database: %s", type(error).__name__)
            self._is_database_away = True
            return
        self._is_database_away = False
        for topic, sequence in sequences.items():
            self.lift(topic, sequence)
