"""500 phones follow a room on a real server: how soon all know, and what it costs.

The phones are a process of their own (bench/live_client.py) that also sends the trainer's requests,
on the same machine. A change is timed from sending the trainer's request, so its own work and its
commit (SQLite with FULL) are in every figure.
"""

import contextlib
import itertools
import json
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask

from bench import postgres, room
from bench.deeds import Clients, token_on
from bench.server import ROOT, Server, served
from training.live import tickets
from training.modules import service as modules

TURNS = 40
HAMMERS = 16
WORKERS = 4
WORKERS_START_SECONDS = 6.0
SETTLE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Live:
    """Milliseconds, seconds and megabytes as the names say, with 500 phones."""

    message_p50_ms: float
    message_p99_ms: float
    message_max_ms: float
    all_know_ms: float
    """Until the last phone knows, the median of the changes."""
    waited_ms: float | None
    """In a change the server was ready to work and had no core: how busy the host is."""
    state_p50_ms: float
    """Until each phone had fetched what the room sees."""
    state_p99_ms: float
    hammered_p50_ms: float
    """The message, while 16 connections ask for pages without a pause."""
    hammered_p99_ms: float
    hammered_pages_per_s: float
    cpu_ms_alone: float | None
    """CPU of the server for a change that nobody follows."""
    cpu_ms: float | None
    """The same with 500 who are told."""
    cpu_ms_with_states: float | None
    """The same with 500 who fetch."""
    memory_mb: float | None
    memory_more_mb: float | None
    """What 500 streams add."""
    came_seconds: float
    """500 phones open their streams."""
    back_seconds: float
    """500 streams break and are opened again at once."""
    not_back: int
    slowest_page_ms: float
    """Meanwhile, of pages asked for one after the other."""
    end_seconds: float
    """From Ctrl-C until the process has ended."""
    without_goodbye: int
    workers_p50_ms: float | None
    """With four workers on PostgreSQL."""
    workers_p99_ms: float | None


class Phones:
    """The process of the phones."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.live_client"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def order(self, do: str, **what: Any) -> Any:
        """Has one order followed. Raises RuntimeError when the phones fail."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipe to the phones")
        self._process.stdin.write(json.dumps({"do": do, **what}) + "\n")
        self._process.stdin.flush()
        told = self._process.stdout.readline()
        if not told:
            raise RuntimeError("the phones have failed")
        return json.loads(told)

    def end(self) -> None:
        """No more orders."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(30)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextlib.contextmanager
def phones() -> Iterator[Phones]:
    """Until the end of the block."""
    made = Phones()
    try:
        yield made
    finally:
        made.end()


class Day:
    """What the phones and the trainer of the room's crowd send."""

    def __init__(self, app: Flask, made: room.Room) -> None:
        self._course_id = made.crowd.course_id
        self._slug = made.slug
        secret = str(app.config["SECRET_KEY"])
        self.phones = [self._phone(secret, seat_id) for seat_id in made.crowd.seat_ids]
        trainer = Clients(app, made).trainer
        self._desk = f"/courses/{self._course_id}"
        self._token = token_on(trainer, self._desk)
        jar = (trainer._cookies or {}).values()  # noqa: SLF001 - werkzeug shows one by its name only
        self._cookies = "; ".join(f"{each.key}={each.value}" for each in jar)
        with app.extensions["training.database"].reading() as session:
            ((_, module), *_) = modules.list_offered(session)
        self._slides = [each.id for each in module.slides]
        self._turned = 0
        self.page = _get(f"/join/{made.join_code}")

    def _phone(self, secret: str, seat_id: Any) -> dict[str, str]:
        path = f"/live/{tickets.seat_ticket(secret, self._course_id, seat_id)}"
        cookie = "=".join(room.phone_cookie(secret, seat_id))
        return {
            "stream": _get(path, cookie),
            "state": _get(f"{path}/state?lang=km&after=AFTER", cookie),
        }

    def turns(self, count: int = TURNS) -> list[str]:
        """So many requests of the trainer, each for the next slide."""
        return [self._turn() for _ in range(count)]

    def _turn(self) -> str:
        self._turned += 1
        slide = self._slides[self._turned % len(self._slides)]
        body = urlencode({
            "csrf_token": self._token, "driver": "bench", "submission_key": f"bench-{self._turned}",
            "word": "go", "module": self._slug, "slide": slide,
        })  # fmt: skip
        return (
            f"POST {self._desk}/live/stage HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: {self._cookies}\r\nAccept: application/json\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )


def _get(path: str, cookie: str = "") -> str:
    own = f"Cookie: {cookie}\r\n" if cookie else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{own}\r\n"


def measure(folder: Path) -> Live:
    """Everything; on PostgreSQL where there is an embedded one."""
    app, made = room.furnish(room.settings_for(folder / "live"))
    day = Day(app, made)
    app.extensions["training.database"].dispose()
    with phones() as crowd, phones() as others, served(folder / "live") as server:
        found = _on_sqlite(server, day, crowd, others)
    return Live(**found, **_on_workers(folder / "workers"))


def _on_sqlite(server: Server, day: Day, crowd: Phones, others: Phones) -> dict[str, Any]:
    crowd.order("open", port=server.port, phones=day.phones[:1])
    crowd.order("turn", requests=day.turns(5), fetches=True)  # what is made once is made now
    alone_ms, _ = _turn(server, crowd, day)
    memory = server.memory_mb()
    came = crowd.order("open", port=server.port, phones=day.phones)
    time.sleep(SETTLE_SECONDS)
    more = server.memory_mb()
    waited = server.waited_seconds()
    cpu_ms, told = _turn(server, crowd, day)
    waited_ms = _each_ms(waited, server.waited_seconds())
    states_ms, fetched = _turn(server, crowd, day, fetches=True)
    began = time.perf_counter()
    others.order("hammer", port=server.port, request=day.page, lines=HAMMERS)
    _, hammered = _turn(server, crowd, day)
    stopped = others.order("stop")
    pages = stopped["answered"] / (time.perf_counter() - began)
    if stopped["faults"]:
        raise RuntimeError(f"pages failed: {stopped['faults']}")
    slowest, dropped = _while_pages_are_asked_for(server, lambda: crowd.order("drop"))
    time.sleep(SETTLE_SECONDS)
    ended = time.perf_counter()
    server.process.send_signal(signal.SIGINT)
    parted = crowd.order("part")
    server.process.wait(30)
    return {
        "end_seconds": round(time.perf_counter() - ended, 2),
        "without_goodbye": len(day.phones) - parted["goodbyes"],
        **_spread("message", told["messages_ms"], longest=True),
        "all_know_ms": round(statistics.median(map(max, told["by_turn_ms"])), 1),
        "waited_ms": waited_ms,
        **_spread("state", fetched["states_ms"]),
        **_spread("hammered", hammered["messages_ms"]),
        "hammered_pages_per_s": round(pages),
        "cpu_ms_alone": alone_ms,
        "cpu_ms": cpu_ms,
        "cpu_ms_with_states": states_ms,
        "memory_mb": memory,
        "memory_more_mb": None if memory is None or more is None else round(more - memory, 1),
        "came_seconds": round(came["seconds"], 2),
        "back_seconds": round(dropped["seconds"], 2),
        "not_back": len(day.phones) - dropped["heard"],
        "slowest_page_ms": round(slowest),
    }


def _turn(server: Server, crowd: Phones, day: Day, fetches: bool = False) -> tuple[Any, Any]:
    """CPU ms of the server for one change, and what the phones tell."""
    before = server.cpu_seconds()
    told = crowd.order("turn", requests=day.turns(), fetches=fetches)
    told["messages_ms"] = list(itertools.chain.from_iterable(told["by_turn_ms"]))
    return _each_ms(before, server.cpu_seconds()), told


def _each_ms(before: float | None, after: float | None) -> float | None:
    """Milliseconds of one turn, from seconds before and after all."""
    if before is None or after is None:
        return None
    return round((after - before) / TURNS * 1000, 1)


def _while_pages_are_asked_for(server: Server, work: Any) -> tuple[float, Any]:
    """Ms of the slowest page meanwhile, asked for one after the other, and what the work told."""
    waited: list[float] = []
    enough = threading.Event()

    def ask() -> None:
        while not enough.is_set():
            began = time.perf_counter()
            server.fetch("/join", "")
            waited.append((time.perf_counter() - began) * 1000)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        time.sleep(0.2)
        found = work()
    finally:
        enough.set()
        asking.join()
    return max(waited), found


def _spread(name: str, samples: Sequence[float], longest: bool = False) -> dict[str, float]:
    ordered = sorted(samples)
    shares = {"p50": 0.5, "p99": 0.99, **({"max": 1.0} if longest else {})}
    return {
        f"{name}_{share}_ms": round(ordered[int(part * (len(ordered) - 1))], 1)
        for share, part in shares.items()
    }


def _on_workers(folder: Path) -> dict[str, Any]:
    """Followers of four processes are told of changes in one of them."""
    folder.mkdir()
    with contextlib.suppress(ImportError), postgres.running(folder) as (url, _):
        given = {"TRAINING_DATABASE_URL": url}
        app, made = room.furnish(room.settings_for(folder / "room", given))
        day = Day(app, made)
        app.extensions["training.database"].dispose()
        more = {**given, "TRAINING_WORKERS": str(WORKERS)}
        with phones() as crowd, served(folder / "room", more) as server:
            time.sleep(WORKERS_START_SECONDS)
            crowd.order("open", port=server.port, phones=day.phones)
            crowd.order("turn", requests=day.turns(5), fetches=False)
            told = crowd.order("turn", requests=day.turns(), fetches=False)
        samples = list(itertools.chain.from_iterable(told["by_turn_ms"]))
        return dict(_spread("workers", samples))
    return {"workers_p50_ms": None, "workers_p99_ms": None}
