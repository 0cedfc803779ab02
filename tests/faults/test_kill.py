"""kill -9 in the middle of a quiz: what was acknowledged is there afterwards, exactly once."""

import contextlib
import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, PACKS, Workshop
from training import preparation
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.courses import seat_cookie
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes
from training.quizzes import taking

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 3
LEAST_ACKNOWLEDGED = 25
PATIENCE_SECONDS = 30
ITEMS = ("colour", "water", "stone")
Kill = Callable[[], None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass
class Phone:
    """One trainee's phone, which taps as fast as it can and notes what was acknowledged."""

    port: int
    course_id: str
    cookie: str
    round: int
    acknowledged: list[str] = field(default_factory=list)
    last_sent: tuple[str, int] = ("", 0)

    @contextlib.contextmanager
    def connected(self) -> Iterator[http.client.HTTPConnection]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        with contextlib.closing(line):
            yield line

    def open_sheet(self) -> str:
        """The token of the sheet's forms; keeps the cookie that belongs to it."""
        with self.connected() as connection:
            connection.request("GET", self.sheet, headers={"Cookie": self.cookie})
            answer = connection.getresponse()
            page = answer.read().decode()
        assert answer.status == 200, page
        session = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        self.cookie = f"{self.cookie}; {session}"
        token = re.search(r'data-token="([^"]+)"', page)
        assert token is not None
        return token[1]

    @property
    def sheet(self) -> str:
        return f"/c/{self.course_id}/quiz/small"

    def tap(self, connection: http.client.HTTPConnection, token: str, number: int) -> int:
        """Sends one answer: the status of the reply."""
        key = f"round-{self.round}-{number}"
        self.last_sent = (key, number)
        sent = {
            "csrf_token": token, "submission_key": key,
            "item": ITEMS[number % len(ITEMS)], "choice": str(number % 2 + 1),
        }  # fmt: skip
        headers = {
            "Cookie": self.cookie, "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        connection.request("POST", f"{self.sheet}/answers", urlencode(sent), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200:
            self.acknowledged.append(key)
        return answer.status

    def await_acknowledged(self, least: int) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) < least:
            assert time.monotonic() < until, "the server takes no answers"
            time.sleep(0.005)

    def tap_until_cut_off(self, token: str) -> None:
        number = 0
        cut_off = contextlib.suppress(OSError, http.client.HTTPException)
        with cut_off, self.connected() as connection:
            while True:
                number += 1
                assert self.tap(connection, token, number) == 200


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation after its first start."""
    given = {"TRAINING_DATA": str(tmp_path / "instance"), "TRAINING_MODULES": str(PACKS)}
    found = load_settings(given)
    app = create_app(found, testing=True)
    preparation.prepare(app)
    app.extensions["training.database"].dispose()
    return found


@pytest.fixture
def serve(settings: Settings, tmp_path: Path) -> Iterator[Callable[[], tuple[int, Kill]]]:
    """`serve()` starts `python app.py` on the test's data: its port, and how to kill it."""
    started: list[subprocess.Popen[bytes]] = []
    errors = (tmp_path / "errors.txt").open("wb")

    def start() -> tuple[int, Kill]:
        port = free_port()
        given = {
            **os.environ, "TRAINING_DATA": str(settings.data_folder), "PORT": str(port),
            "TRAINING_MODULES": str(settings.packs_folder), "TRAINING_HOST": "127.0.0.1",
        }  # fmt: skip
        given.pop("TRAINING_DATABASE_URL", None)
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=given, stdout=errors, stderr=errors
        )
        started.append(process)
        require_answer(port, process, tmp_path / "errors.txt")

        def kill() -> None:
            process.kill()  # SIGKILL: nothing is tidied up
            process.wait()

        return port, kill

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
    errors.close()


def require_answer(port: int, process: subprocess.Popen[bytes], errors: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        not_yet = contextlib.suppress(OSError, http.client.HTTPException)
        with not_yet, contextlib.closing(connection):
            connection.request("GET", "/healthz")
            with connection.getresponse() as answer:
                if answer.status == 200:
                    return
        time.sleep(0.05)
    raise AssertionError(errors.read_text())


@pytest.fixture
def begun(app: Flask, workshop: Workshop) -> Workshop:
    """The course with a quiz open and a sheet begun, on disk as a server leaves it."""
    with app.extensions["training.database"].writing() as session:
        quizzes.open_quiz(session, workshop.course_id, "small", "open", SYSTEM, NINE_THIRTY)
        taking.begin(session, workshop.course_id, workshop.seat_id, "small", NINE_THIRTY)
        session.commit()
    app.extensions["training.database"].dispose()
    return workshop


def kept(settings: Settings) -> Counter[str]:
    """How often each submission key is in the database, which must be whole."""
    with contextlib.closing(sqlite3.connect(settings.data_folder / "training.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return Counter(
            key for (key,) in connection.execute("SELECT submission_key FROM quiz_answers")
        )


def test_every_acknowledged_answer_outlives_a_kill_exactly_once(
    app: Flask,
    settings: Settings,
    begun: Workshop,
    serve: Callable[[], tuple[int, Kill]],
) -> None:
    secret = str(app.config["SECRET_KEY"])
    cookie = f"{seat_cookie.cookie_name(secret)}={seat_cookie.signed(secret, [begun.seat_id])}"
    acknowledged: list[str] = []
    cut_off = ("", 0)
    for number in range(ROUNDS):
        port, kill = serve()
        phone = Phone(port, str(begun.course_id), cookie, number)
        tapping = threading.Thread(target=phone.tap_until_cut_off, args=(phone.open_sheet(),))
        tapping.start()
        phone.await_acknowledged(LEAST_ACKNOWLEDGED * (number + 1))
        kill()
        tapping.join(PATIENCE_SECONDS)
        acknowledged += phone.acknowledged
        cut_off = phone.last_sent
        found = kept(settings)
        assert all(found[key] == 1 for key in acknowledged)
        # At most the one that was under way when the server died is there without a reply.
        assert len(found) <= len(acknowledged) + number + 1
        assert max(found.values()) == 1

    port, _ = serve()
    again = Phone(port, str(begun.course_id), cookie, ROUNDS - 1)
    token = again.open_sheet()
    with again.connected() as connection:
        assert again.tap(connection, token, cut_off[1]) == 200
        assert again.tap(connection, token, cut_off[1]) == 200
    found = kept(settings)
    assert found[cut_off[0]] == 1
    assert all(found[key] == 1 for key in acknowledged)
