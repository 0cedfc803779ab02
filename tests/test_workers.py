"""Several workers: nothing is lost when they are replaced, killed or told to end."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ON_SQLITE, PACKS, Workshop
from tests.serving_workers import LOOPBACK, ROOT, Crowd, Served, await_that, is_running, served
from training import preparation
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.courses import seat_cookie
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes
from training.quizzes import taking

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="several workers are for servers; the tests look for processes in /proc",
)


@pytest.fixture
def settings(tmp_path: Path, empty_url: str) -> Settings:
    """An installation after its first start."""
    given = {
        "TRAINING_DATA": str(tmp_path / "instance"), "TRAINING_MODULES": str(PACKS),
        "TRAINING_DATABASE_URL": empty_url,
    }  # fmt: skip
    found = load_settings(given)
    app = create_app(found, testing=True)
    preparation.prepare(app)
    app.extensions["training.database"].dispose()
    return found


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """Two workers on the test's data."""
    given = {"TRAINING_MODULES": str(PACKS), "TRAINING_DATABASE_URL": settings.database_url}
    with served(settings.data_folder, tmp_path / "log.txt", **given) as found:
        yield found


def reload(server: Served) -> None:
    """SIGHUP, and until both workers are others than before."""
    before = server.await_workers(2)
    server.signal(signal.SIGHUP)
    await_that(lambda: not any(map(is_running, before)), "the workers were not replaced")
    after = server.await_workers(2)
    assert not before & after


def kill(worker: int) -> None:
    """SIGKILL, and until it has happened."""
    os.kill(worker, signal.SIGKILL)
    await_that(lambda: not is_running(worker), "it survives a SIGKILL")


def test_no_request_fails_while_the_workers_are_replaced_under_load(server: Served) -> None:
    crowd = Crowd(server)
    with crowd.asking(keeping=4, leaving=2):
        reload(server)
    assert crowd.failures == []
    assert set(crowd.statuses) == {200}
    assert len(crowd.statuses) > 100


@ON_SQLITE
def test_a_request_that_is_arriving_at_a_reload_is_answered(server: Served) -> None:
    before = server.await_workers(2)
    calls = [socket.create_connection((LOOPBACK, server.port), timeout=30) for _ in range(6)]
    for call in calls:
        call.sendall(b"POST /join HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\ncode")
    server.signal(signal.SIGHUP)
    time.sleep(2)
    for call in calls:
        call.sendall(b"=1234")
    for call in calls:
        with call:
            assert call.recv(1000).startswith(b"HTTP/1.1 400")  # no form token: the page says so
    await_that(lambda: not any(map(is_running, before)), "the workers were not replaced")


@ON_SQLITE
def test_the_end_comes_in_order_and_leaves_no_process(server: Served) -> None:
    workers = server.await_workers(2)
    crowd = Crowd(server)
    with crowd.asking(keeping=2, leaving=0):
        await_that(lambda: len(crowd.statuses) > 20, "no answers")
        server.signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
    assert set(crowd.statuses) == {200}
    assert not any(map(is_running, workers))
    assert not [entry for entry in server.entries() if entry["level"] == "ERROR"]


@ON_SQLITE
def test_workers_end_when_their_parent_is_killed(server: Served) -> None:
    workers = server.await_workers(2)
    server.process.kill()
    await_that(lambda: not any(map(is_running, workers)), "orphans go on serving")


@ON_SQLITE
def test_a_worker_that_dies_is_replaced_and_the_others_serve_on(server: Served) -> None:
    killed, other = server.await_workers(2)
    kill(killed)
    after = server.await_workers(2)
    assert other in after
    assert killed not in after
    assert any(f"worker {killed} died" in entry["message"] for entry in server.entries())


@ON_SQLITE
def test_figures_are_those_of_all_workers_and_outlive_them(server: Served) -> None:
    def healthy() -> int:
        status, text = server.get("/metrics")
        assert status == 200
        found = re.search(r'requests_total\{.*route="/healthz",status="2xx"\} (\d+)', text)
        assert found is not None
        return int(found[1])

    server.await_workers(2)
    asked = [entry for entry in server.entries() if entry.get("route") == "/healthz"]
    assert healthy() == len(asked)
    reload(server)
    kill(server.await_workers(2).pop())
    server.await_workers(2)
    asked = [entry for entry in server.entries() if entry.get("route") == "/healthz"]
    assert healthy() == len(asked)
    # Whoever was killed in the middle of a request is no longer counted; this one is.
    assert "training_requests_in_flight 1.0" in server.get("/metrics")[1]


@pytest.fixture
def begun(app: Flask, workshop: Workshop) -> Workshop:
    """The course with a quiz open and a sheet begun, on disk as a server leaves it."""
    with app.extensions["training.database"].writing() as session:
        quizzes.open_quiz(session, workshop.course_id, "small", "open", SYSTEM, NINE_THIRTY)
        taking.begin(session, workshop.course_id, workshop.seat_id, "small", NINE_THIRTY)
        session.commit()
    app.extensions["training.database"].dispose()
    return workshop


def test_a_killed_worker_loses_only_what_was_not_acknowledged(
    app: Flask, begun: Workshop, server: Served
) -> None:
    secret = str(app.config["SECRET_KEY"])
    cookie = f"{seat_cookie.cookie_name(secret)}={seat_cookie.signed(secret, [begun.seat_id])}"
    sheet = f"/c/{begun.course_id}/quiz/small"
    with contextlib.closing(server.connection()) as connection:
        connection.request("GET", sheet, headers={"Cookie": cookie})
        answer = connection.getresponse()
        token = re.search(r'data-token="([^"]+)"', answer.read().decode())
        assert token is not None
    cookie += "; " + (answer.getheader("Set-Cookie") or "").partition(";")[0]
    acknowledged: list[str] = []
    statuses: list[int] = []
    enough = threading.Event()

    def tap(phone: int) -> None:
        number = 0
        while not enough.is_set():
            number += 1
            key = f"phone-{phone}-{number}"
            sent = {
                "csrf_token": token[1], "submission_key": key,
                "item": ("colour", "water", "stone")[number % 3], "choice": "1",
            }  # fmt: skip
            headers = {
                "Cookie": cookie, "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            }  # fmt: skip
            cut_off = contextlib.suppress(OSError, http.client.HTTPException)
            with contextlib.closing(server.connection()) as line, cut_off:
                line.request("POST", f"{sheet}/answers", urlencode(sent), headers)
                reply = line.getresponse()
                reply.read()
                statuses.append(reply.status)
                if reply.status == 200:
                    acknowledged.append(key)

    phones = [threading.Thread(target=tap, args=(phone,)) for phone in range(4)]
    for thread in phones:
        thread.start()
    for _ in range(3):
        seen = len(acknowledged)
        await_that(lambda seen=seen: len(acknowledged) > seen + 20, "no answers")  # type: ignore[misc] # bound at once
        kill(server.await_workers(2).pop())
    seen = len(acknowledged)
    await_that(lambda: len(acknowledged) > seen + 20, "no answers after the kills")
    enough.set()
    for thread in phones:
        thread.join(30)
    with app.extensions["training.database"].reading() as session:
        kept = session.connection().exec_driver_sql("SELECT submission_key FROM quiz_answers")
        keys = [key for (key,) in kept]
    assert set(statuses) == {200}
    assert set(acknowledged) <= set(keys)
    assert len(keys) == len(set(keys))


def test_workers_that_cannot_start_end_the_parent_instead_of_dying_for_ever() -> None:
    program = (
        "import sys\n"
        "from training.adapters.server import open_listener\n"
        "from training.adapters.workers import Supervisor\n"
        "if __name__ == '__main__':\n"
        "    supervisor = Supervisor(__import__, 2, open_listener('127.0.0.1', 0))\n"
        "    supervisor.run()\n"
        "    print(supervisor.has_failed)\n"
    )
    said = subprocess.check_output(  # noqa: S603 - our own program
        [sys.executable, "-c", program], cwd=ROOT, text=True, timeout=60
    )
    assert said == "True\n"


@ON_SQLITE
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_one_process_ends_in_order(
    number: signal.Signals, settings: Settings, tmp_path: Path
) -> None:
    given = {"TRAINING_MODULES": str(PACKS), "TRAINING_WORKERS": "1"}
    given["TRAINING_DATABASE_URL"] = settings.database_url
    with served(settings.data_folder, tmp_path / "log.txt", **given) as server:
        assert {entry["pid"] for entry in server.entries()} == {server.process.pid}
        server.signal(number)
        assert server.process.wait(10) == 0
