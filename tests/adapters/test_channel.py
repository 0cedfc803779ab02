import asyncio
import threading
import time
import uuid
from collections.abc import Callable, Collection, Coroutine, Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.own_loop import run_apart
from tests.proofreading import ProofReadingClient
from training import live_wiring
from training.adapters.channel import Channel, note, take_noted
from training.adapters.database import Database
from training.adapters.listening import Listening
from training.kernel.access import EVERYBODY, Permission
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.web.context import db
from training.web.guard import permit
from training.web.transaction import refused

SHORT = 0.02
LONG = 3600.0
PATIENCE_SECONDS = 10


class Rows:
    """A database of sequences; says who asked for what, and can be away."""

    def __init__(self, **sequences: int) -> None:
        self.sequences = sequences
        self.asked: list[tuple[str, ...]] = []
        self.is_away = False
        self.takes_seconds = 0.0

    def __call__(self, topics: Collection[str]) -> Mapping[str, int]:
        self.asked.append(tuple(topics))
        time.sleep(self.takes_seconds)
        if self.is_away:
            raise OperationalError("SELECT", {}, Exception("away"))
        return {each: self.sequences[each] for each in topics if each in self.sequences}


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not holds():
            await asyncio.sleep(0.005)


def in_loop(scene: Coroutine[Any, Any, None]) -> None:
    run_apart(scene)


def test_whoever_listens_is_woken_by_an_announcement_from_another_thread() -> None:
    async def scene() -> None:
        channel, woken = Channel(Rows(day=3), LONG), asyncio.Event()
        channel.subscribe("day", woken.set)
        assert await channel.look_up("day") == 3
        woken.clear()
        threading.Thread(target=channel.announce, args=("day", 4)).start()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await woken.wait()
        assert channel.known_sequence("day") == 4
        channel.close()

    in_loop(scene())


def test_a_sequence_only_rises_and_wakes_nobody_when_it_does_not() -> None:
    async def scene() -> None:
        channel, wakes = Channel(Rows(day=3), LONG), list[int]()
        channel.subscribe("day", lambda: wakes.append(channel.known_sequence("day")))
        await channel.look_up("day")
        for sequence in (3, 2, 7, 5, 7, 8):
            channel.lift("day", sequence)
        assert wakes == [3, 7, 8]
        channel.close()

    in_loop(scene())


def test_other_topics_wake_nobody_and_take_no_room() -> None:
    async def scene() -> None:
        channel, wakes = Channel(Rows(), LONG), list[int]()
        channel.subscribe("day", lambda: wakes.append(1))
        for number in range(1000):
            channel.lift(f"other-{number}", 1)
        await channel.look_up("day")
        assert wakes == []
        assert list(channel._topics) == ["day"]
        channel.close()

    in_loop(scene())


def test_an_announcement_where_nobody_serves_is_nothing() -> None:
    channel = Channel(Rows(), LONG)
    channel.announce("day", 1)

    async def scene() -> None:
        await channel.look_up("day")

    in_loop(scene())
    channel.announce("day", 2)  # that loop has ended without a goodbye


def test_a_change_that_nobody_announced_is_found_by_looking_again() -> None:
    async def scene() -> None:
        rows, woken = Rows(day=1), asyncio.Event()
        channel = Channel(rows, SHORT)
        channel.subscribe("day", woken.set)
        await channel.look_up("day")
        woken.clear()
        rows.sequences["day"] = 2
        async with asyncio.timeout(PATIENCE_SECONDS):
            await woken.wait()
        assert channel.known_sequence("day") == 2
        channel.close()

    in_loop(scene())


def test_only_topics_that_somebody_waits_for_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.adapters.channel.IDLE_SECONDS", 0.1)

    async def scene() -> None:
        rows = Rows()
        channel = Channel(rows, SHORT)
        await channel.look_up("one")
        channel.subscribe("two", lambda: None)
        await until(lambda: ("two",) in rows.asked[2:])
        await until(lambda: list(channel._topics) == ["two"])
        channel.unsubscribe("two", rows.asked.clear)
        channel._topics["two"].wakes.clear()
        await until(lambda: not channel._topics)
        rows.asked.clear()
        await asyncio.sleep(5 * SHORT)
        assert rows.asked == []
        channel.close()

    in_loop(scene())


def test_five_hundred_who_come_at_once_ask_the_database_once() -> None:
    async def scene() -> None:
        rows = Rows(day=9)
        rows.takes_seconds = 0.05
        channel = Channel(rows, LONG)
        found = await asyncio.gather(*(channel.look_up("day") for _ in range(500)))
        assert set(found) == {9}
        assert rows.asked == [("day",)]
        channel.close()

    in_loop(scene())


def test_one_who_gives_up_waiting_takes_nobody_along() -> None:
    async def scene() -> None:
        rows = Rows(day=9)
        rows.takes_seconds = 0.1
        channel = Channel(rows, LONG)
        first, second = (asyncio.create_task(channel.look_up("day")) for _ in range(2))
        await asyncio.sleep(0.02)
        first.cancel()
        assert await second == 9
        channel.close()

    in_loop(scene())


def test_while_the_database_is_away_it_is_said_once_and_looked_for_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scene() -> None:
        rows = Rows(day=5)
        rows.is_away = True
        channel, woken = Channel(rows, SHORT), asyncio.Event()
        channel.subscribe("day", woken.set)
        assert await channel.look_up("day") == 0
        await until(lambda: len(rows.asked) > 4)
        rows.is_away = False
        async with asyncio.timeout(PATIENCE_SECONDS):
            await woken.wait()
        assert channel.known_sequence("day") == 5
        channel.close()

    in_loop(scene())
    assert [each.message for each in caplog.records] == [
        "changes cannot be read from the database: OperationalError"
    ]


def test_after_its_end_in_one_loop_it_begins_anew_in_the_next() -> None:
    channel = Channel(Rows(day=2), SHORT)

    async def scene() -> None:
        woken = asyncio.Event()
        channel.subscribe("day", woken.set)
        assert await channel.look_up("day") == 2
        channel.close()
        assert channel._topics == {}
        channel.unsubscribe("day", woken.set)

    in_loop(scene())
    in_loop(scene())


@pytest.mark.parametrize(
    "message", ["", "day", "day x", "day -1", "day ១២", "day 1 2", " ", "day "]
)
def test_a_message_that_is_none_is_not_heard(message: str) -> None:
    async def scene() -> None:
        channel, wakes = Channel(Rows(), LONG), list[int]()
        channel.subscribe("day", lambda: wakes.append(1))
        await channel.look_up("day")
        channel.hear(message)
        await asyncio.sleep(0.01)
        assert wakes == []
        channel.hear("day 1")
        await until(lambda: wakes == [1])
        channel.close()

    in_loop(scene())


class Recorder(Channel):
    """Keeps what is announced."""

    def __init__(self) -> None:
        super().__init__(Rows(), LONG)
        self.announced: list[tuple[str, int]] = []

    def announce(self, topic: str, sequence: int) -> None:
        self.announced.append((topic, sequence))


@pytest.fixture
def recorder(app: Flask) -> Recorder:
    """In the place of the application's channel; views note `day` three times, or refuse then."""
    made = app.extensions["training.channel"] = Recorder()

    def change() -> dict[str, bool]:
        for topic, sequence in (("day", 4), ("night", 1), ("day", 5)):
            note(db(), topic, sequence)
        assert made.announced == []
        return {"done": True}

    def refuse() -> dict[str, bool]:
        change()
        raise Refusal(Text("No."), status=409)

    def explain() -> dict[str, bool]:
        change()
        refused(Refusal(Text("No."), status=409))
        return {"done": False}

    for view in (change, refuse, explain):
        permitted = permit(Permission(f"tests.{view.__name__}", EVERYBODY))(view)
        app.add_url_rule(f"/tests/{view.__name__}", view.__name__, permitted, methods=["POST"])
    return made


def test_what_a_view_noted_is_announced_after_its_commit(
    recorder: Recorder, visitor: ProofReadingClient
) -> None:
    assert visitor.post("/tests/change").json == {"done": True}
    assert recorder.announced == [("day", 5), ("night", 1)]


def test_what_was_rolled_back_is_not_announced(
    recorder: Recorder, visitor: ProofReadingClient
) -> None:
    assert visitor.post("/tests/refuse").status_code == 409
    assert visitor.post("/tests/explain").json == {"done": False}
    assert recorder.announced == []


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["training.database"]
    return found


ON_POSTGRESQL = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


class Heard:
    """What came out of the database's notifications."""

    def __init__(self, database: Database) -> None:
        self.messages: list[str] = []
        self.ear = Listening(database.reading_engine, self.messages.append)
        self._database = database

    def await_that(self, holds: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while not holds():
            assert time.monotonic() < until, self.messages
            time.sleep(0.01)

    def listeners(self) -> list[int]:
        """The database's processes that listen."""
        asked = (
            "SELECT pid FROM pg_stat_activity WHERE query LIKE 'LISTEN%' "
            "AND datname = current_database()"
        )
        with self._database.reading() as session:
            return list(session.scalars(text(asked)))

    def tell(self, topic: str, sequence: int, end: Callable[[Session], None]) -> None:
        """As a transaction of another process does."""
        with self._database.writing() as session:
            note(session, topic, sequence)
            end(session)


@pytest.fixture
def heard(database: Database) -> Iterator[Heard]:
    """Somebody who listens."""
    made = Heard(database)
    made.ear.start()
    made.await_that(lambda: len(made.listeners()) == 1)
    yield made
    made.ear.end()
    made.await_that(lambda: made.listeners() == [])


@ON_POSTGRESQL
def test_another_process_hears_of_what_was_committed_and_of_nothing_else(heard: Heard) -> None:
    heard.tell("day", 6, Session.rollback)
    heard.tell("day", 7, Session.commit)
    heard.await_that(lambda: heard.messages == ["day 7"])


@ON_POSTGRESQL
def test_the_ear_comes_back_when_the_database_was_away(
    heard: Heard, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    (before,) = heard.listeners()
    with database.writing() as session:
        session.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before})
    heard.await_that(lambda: heard.listeners() not in ([], [before]))
    heard.tell("day", 8, Session.commit)
    heard.await_that(lambda: heard.messages == ["day 8"])
    said = [each.message for each in caplog.records if "tells no changes" in each.message]
    assert len(said) == 1


def test_what_is_noted_is_taken_once(database: Database) -> None:
    with database.writing() as session:
        note(session, "day", 1)
        assert take_noted(session) == {"day": 1}
        assert take_noted(session) == {}
        session.rollback()


def test_topics_that_are_no_courses_have_no_sequence(app: Flask, database: Database) -> None:
    topics = ["nonsense", "", str(uuid.uuid4())]
    assert live_wiring.read_sequences(database, topics) == {}
