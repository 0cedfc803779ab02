"""`python app.py` with several workers, as a process of its own, and what its log tells."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = "127.0.0.1"
PATIENCE_SECONDS = 60


def await_that(holds: Callable[[], bool], otherwise: str) -> None:
    """Waits until it holds. Fails with the sentence when that takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until, otherwise
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether there is such a process that has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def entries(self) -> list[dict[str, Any]]:
        """The lines of the log that are whole."""
        lines = self.log.read_text().splitlines(keepends=True)
        return [json.loads(each) for each in lines if each.startswith("{") and each.endswith("\n")]

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of one answer, on a connection of its own."""
        with contextlib.closing(self.connection()) as connection:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE_SECONDS)

    def worker_pids(self) -> set[int]:
        """The workers that serve now, as many new connections find them."""
        known = len(self.entries())
        for _ in range(20):
            # A worker that was just killed takes the connections with it that it had accepted.
            with contextlib.suppress(OSError, http.client.HTTPException):
                assert self.get("/healthz")[0] == 200
        answered = [each for each in self.entries()[known:] if each["message"] == "answered"]
        return {entry["pid"] for entry in answered if is_running(entry["pid"])}

    def await_workers(self, count: int) -> set[int]:
        """Waits until so many workers serve."""
        found: set[int] = set()

        def are_all_there() -> bool:
            found.clear()
            assert self.process.poll() is None, self.log.read_text()
            found.update(self.worker_pids())
            return len(found) == count

        await_that(are_all_there, f"there are not {count} workers: {self.log.read_text()}")
        return found

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def served(folder: Path, log: Path, **settings: str) -> Iterator[Served]:
    """Starts it on the data in `folder`, with these settings besides; ends it at the end."""
    port = free_port()
    given = {
        **os.environ, "TRAINING_DATA": str(folder), "PORT": str(port), "TRAINING_HOST": LOOPBACK,
        "TRAINING_WORKERS": "2", "TRAINING_LOG": "json", **settings,
    }  # fmt: skip
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "app.py"], cwd=ROOT, env=given, stdout=errors, stderr=errors
        )
    found = Served(process, port, log)
    try:
        await_that(lambda: process.poll() is not None or _answers(found), "it does not start")
        assert process.poll() is None, log.read_text()
        yield found
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _answers(server: Served) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        return server.get("/healthz")[0] == 200
    return False


@dataclass
class Crowd:
    """Phones that ask without a pause, each in a thread; some keep their connection."""

    server: Served
    path: str = "/join"
    statuses: list[int] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    _enough: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def asking(self, keeping: int, leaving: int) -> Iterator[None]:
        """`keeping` phones keep their connection, `leaving` ones open one for each request."""
        threads = [threading.Thread(target=self._ask, args=(True,)) for _ in range(keeping)]
        threads += [threading.Thread(target=self._ask, args=(False,)) for _ in range(leaving)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._enough.set()
            for thread in threads:
                thread.join(PATIENCE_SECONDS)

    def _ask(self, keeps: bool) -> None:
        connection = self.server.connection()
        while not self._enough.is_set():
            try:
                connection.request("GET", self.path)
                answer = connection.getresponse()
                answer.read()
                self.statuses.append(answer.status)
            except (OSError, http.client.HTTPException) as error:
                self.failures.append(repr(error))
                connection.close()
            if not keeps:
                connection.close()
        connection.close()
