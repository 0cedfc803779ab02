"""The database is away for ten seconds: a sentence meanwhile; afterwards all goes on by itself."""

import html
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from tests.faults.browser import Browser
from tests.faults.conftest import ON_POSTGRESQL, ON_SQLITE, Browse
from tests.faults.load import require_all_kept
from tests.faults.postgres import OwnPostgres
from tests.faults.room import Room
from tests.faults.serving import PATIENCE_SECONDS, Server, Servers
from tests.saying import sentence
from training.adapters.database import open_database
from training.adapters.settings import Settings
from training.web.errors import DATABASE_AWAY

AWAY_SECONDS = 10
LOCKS_THE_FILE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def away(own_postgres: OwnPostgres) -> Iterator[OwnPostgres]:
    """The server, which is there again after the test."""
    yield own_postgres
    own_postgres.start()


def pages_of(room: Room, server: Server, browse: Browse) -> list[tuple[Browser, str]]:
    """Pages that read the database, and who opens them."""
    trainee = browse(server, {**room.phone(0), "lang": "en"})
    trainer = browse(server, {**room.trainer, "lang": "en"})
    course, plan = f"/c/{room.workshop.course_id}", f"/courses/{room.workshop.course_id}"
    paths = ["", "/slides/small", "/quiz/small", "/attendance", "/certificate", "/certificate.pdf"]
    found = [(trainee, course + path) for path in paths]
    paths = ["", "/people", "/quiz", "/attendance", "/attendance/code", "/certificates"]
    found += [(trainer, plan + path) for path in paths]
    return [*found, (trainer, "/"), (trainer, "/courses"), (trainee, "/v/12345-67890")]


@ON_POSTGRESQL
def test_while_it_is_away_every_page_says_so_and_afterwards_nothing_is_lost(
    app: Flask, settings: Settings, room: Room, serve: Servers, browse: Browse, away: OwnPostgres
) -> None:
    server = serve(settings)
    pages, said = pages_of(room, server, browse), sentence(app, DATABASE_AWAY, "en")
    before = [browser.get(path).status for browser, path in pages]
    load = room.load(app.extensions["training.database"])
    load.begin(server)
    load.await_acknowledged(30)
    away.stop_hard()
    until = time.monotonic() + AWAY_SECONDS
    while time.monotonic() < until:
        for browser, path in pages:
            answer = browser.get(path)
            assert answer.status == 503, f"{path}: {answer.status}"
            assert said in html.unescape(answer.text)
        assert server.status_of("/healthz") == 503
    refused = load.turned_away
    away.start()
    load.await_acknowledged(30)
    assert [browser.get(path).status for browser, path in pages] == before
    assert server.status_of("/healthz") == 200
    load.end()
    assert refused >= len(load.people)
    require_all_kept(app.extensions["training.database"], load)


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Where connections are taken and nothing is ever said, as by a computer that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        yield port


def test_a_database_that_says_nothing_counts_as_away(silent_port: int) -> None:
    database = open_database(f"postgresql://nobody@127.0.0.1:{silent_port}/training")
    found: list[bool] = []
    asking = threading.Thread(target=lambda: found.append(database.answers()), daemon=True)
    asking.start()
    asking.join(PATIENCE_SECONDS)
    assert found == [False]


@contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Another process holds the file until the end of the block."""
    file = str(settings.data_folder / "training.db")
    words = [sys.executable, "-c", LOCKS_THE_FILE, file]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        assert process.stdout.readline() == b"locked\n"
        yield
        process.kill()


@ON_SQLITE
def test_answers_wait_for_another_process_that_holds_the_file(
    app: Flask, settings: Settings, room: Room, serve: Servers
) -> None:
    load = room.load(app.extensions["training.database"])
    server = serve(settings)
    already = len(load.acknowledged)
    with locked(settings):
        load.begin(server)
        time.sleep(AWAY_SECONDS)
        assert len(load.acknowledged) == already
    load.await_acknowledged(30)
    load.end()
    assert load.turned_away == 0
    require_all_kept(app.extensions["training.database"], load)
