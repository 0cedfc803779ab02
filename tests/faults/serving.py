"""`python app.py` as a process of its own, which can be killed."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from training.adapters.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60
"""Longer than anything takes on a slow, busy computer. Nothing waits so long but what hangs."""


@dataclass(frozen=True, slots=True)
class Server:
    """One start of the application."""

    process: subprocess.Popen[bytes]
    port: int
    said: Path
    """What it wrote to the terminal."""

    def kill(self) -> None:
        """SIGKILL: nothing is tidied up."""
        self.process.kill()
        self.process.wait()

    def await_answer(self) -> None:
        """Returns when it serves."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if self.status_of("/healthz") == 200:
                return
            time.sleep(0.02)
        raise AssertionError(self.said.read_text())

    def status_of(self, path: str) -> int:
        """The status of a page, 0 while nobody listens."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        not_yet = contextlib.suppress(OSError, http.client.HTTPException)
        with not_yet, contextlib.closing(line):
            line.request("GET", path)
            with line.getresponse() as answer:
                return answer.status
        return 0


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """What a process of this installation finds in its environment."""
    return {
        **os.environ,
        "TRAINING_DATA": str(settings.data_folder),
        "TRAINING_DATABASE_URL": settings.database_url,
        "TRAINING_MODULES": str(settings.packs_folder),
        "TRAINING_HOST": "127.0.0.1",
        **more,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Servers:
    """Starts servers, and ends those that still run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[Server] = []

    def begin(self, settings: Settings, *words: str, port: int = 0) -> Server:
        """Starts one without waiting for it; `words` follow `python` in the place of `app.py`."""
        port = port or free_port()
        said = self._folder / f"said-{len(self._started)}.txt"
        with said.open("wb") as file:
            process = subprocess.Popen(  # noqa: S603 - our own
                [sys.executable, *(words or ["app.py"])],
                cwd=ROOT,
                env=environment(settings, PORT=str(port)),
                stdout=file,
                stderr=file,
            )
        server = Server(process, port, said)
        self._started.append(server)
        return server

    def __call__(self, settings: Settings, *words: str, port: int = 0) -> Server:
        """Starts one and waits until it serves."""
        server = self.begin(settings, *words, port=port)
        server.await_answer()
        return server

    def end(self) -> None:
        """Kills what still runs. Fails when one of them wrote a traceback."""
        for server in self._started:
            if server.process.poll() is None:
                server.kill()
        said = [server.said.read_text() for server in self._started]
        assert not [each for each in said if "Traceback" in each]


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """Servers that end with the block."""
    made = Servers(folder)
    try:
        yield made
    finally:
        made.end()
