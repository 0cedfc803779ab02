"""The server that `make run` starts, as a process of its own with an empty data folder."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from training.adapters.server import open_listener
from training.serving import make_server

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "https://r2p.example.org"


@dataclass(frozen=True, slots=True)
class Server:
    process: subprocess.Popen[str]
    address: str
    administrator_link: str


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def started_server(folder: Path) -> Iterator[Server]:
    """`python app.py` with an empty data folder, and what it printed."""
    port = free_port()
    environment = {
        **os.environ,
        "TRAINING_DATA": str(folder / "instance"),
        "TRAINING_PUBLIC_URL": PUBLIC,
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("TRAINING_DATABASE_URL", None)
    errors = folder / "errors.txt"
    with errors.open("w") as stderr:
        process = subprocess.Popen(
            [sys.executable, "app.py"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
            encoding="utf-8",
        )
    printed: list[str] = []
    assert process.stdout is not None
    link = None
    while link is None:
        line = process.stdout.readline()
        assert line, "".join(printed) + errors.read_text()
        printed.append(line)
        link = re.search(r"http://localhost:\d+(/start/\w+)", line)
    address = f"http://127.0.0.1:{port}"
    yield Server(process, address, f"{address}{link.group(1)}")
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()
    assert "Traceback" not in errors.read_text()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The application behind our own server in a thread, on a free port; gives its address.

    For tests that must reach into the application while a browser looks at it. (The development
    server leaves files open when a browser hangs up.)
    """
    listener = open_listener("127.0.0.1", 0)
    server, bridge = make_server(app)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    port = listener.getsockname()[1]
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
        bridge.close()
    assert not thread.is_alive()
