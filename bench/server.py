"""`python app.py` as a process: how long it takes to start and how much memory it holds."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.room import PUBLIC_URL

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """A server that answers, and how long its start took."""

    port: int
    process: subprocess.Popen[bytes]
    start_seconds: float

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def fetch(self, path: str, cookie: str) -> None:
        """One request to the end. Raises RuntimeError unless it is answered with 200."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        with contextlib.closing(line):
            line.request("GET", path, headers={"Cookie": cookie})
            with line.getresponse() as answer:
                answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"{path} answered {answer.status}")

    def cpu_seconds(self) -> float | None:
        """CPU of the process until now; None on a system that does not tell."""
        try:
            told = Path(f"/proc/{self.process.pid}/stat").read_text()
        except OSError:
            return None
        user, kernel = told.rpartition(")")[2].split()[11:13]
        return (int(user) + int(kernel)) / os.sysconf("SC_CLK_TCK")

    def waited_seconds(self) -> float | None:
        """How long its threads have been ready and had no core until now, as Linux tells."""
        try:
            tasks = list(Path(f"/proc/{self.process.pid}/task").iterdir())
            told = [int((task / "schedstat").read_text().split()[1]) for task in tasks]
        except OSError:
            return None
        return sum(told) / 1e9

    def memory_mb(self) -> float | None:
        """Resident memory now; None on a system that does not tell."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        except OSError:
            return None
        return next(round(int(each.split()[1]) / 1024, 1) for each in lines if "VmRSS" in each)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def served(folder: Path, more: Mapping[str, str] | None = None) -> Iterator[Server]:
    """The server on that data folder, with `more` settings, until the end of the block."""
    port = _free_port()
    given = {
        **os.environ, "TRAINING_DATA": str(folder), "PORT": str(port),
        "TRAINING_HOST": "127.0.0.1", "TRAINING_PUBLIC_URL": PUBLIC_URL,
    }  # fmt: skip
    for name in ("TRAINING_DATABASE_URL", "TRAINING_MODULES"):
        given.pop(name, None)
    given.update(more or {})
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=given, stdout=subprocess.DEVNULL
    )
    try:
        _await_answer(port, process)
        yield Server(port, process, round(time.monotonic() - began, 2))
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _await_answer(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(line):
            line.request("GET", "/join")
            with line.getresponse() as answer:
                if answer.status == 200:
                    return
        time.sleep(0.01)
    raise RuntimeError("the server did not start")
