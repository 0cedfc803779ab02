"""CPU per request, in this process, warm: what the application itself costs without a network."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flask import Flask, render_template_string
from sqlalchemy import event

from bench.deeds import Deed, Send
from training.adapters.database import Database

TURNS = 7
BARE_SECONDS = 0.03
BATCH_SECONDS = 0.08
BARE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul></body></html>"""
Meter = Callable[[], float]
"""CPU seconds so far."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One request: CPU in ms, how many bare pages that is, statements, bytes of the body.

    Other work on the host only ever adds to a turn's time (caches, a shared core), so what the
    request itself costs is the fastest turn, each of which is the mean of many requests. The
    median says how it went in this run. The multiple is the median of those of the turns, in which
    a busy host slows both sides.
    """

    name: str
    cpu_ms: float
    """The fastest of the turns."""
    cpu_ms_median: float
    bare_pages: float
    statements: int
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Host:
    """The bare page over all turns of the run, in ms: how busy the machine was."""

    fastest_ms: float
    median_ms: float
    slowest_ms: float


def measure(app: Flask, deeds: Iterable[Deed]) -> tuple[list[Cost], Host]:
    """Each deed in turns with a bare Flask page; first row: the bare page itself."""
    bare = bare_page()
    rows: list[Cost] = []
    all_bare: list[float] = []
    for deed in deeds:
        statements, body = look(app, deed.send)
        turns = [
            (cpu_ms(bare, BARE_SECONDS), cpu_ms(deed.send, BATCH_SECONDS, deed.most_at_once))
            for _ in range(TURNS)
        ]
        all_bare += [plain for plain, _ in turns]
        spent = [whole for _, whole in turns]
        multiple = statistics.median(whole / plain for plain, whole in turns)
        rows.append(
            Cost(
                deed.name, round(min(spent), 2), round(statistics.median(spent), 2),
                round(multiple, 1), statements, body,
            )
        )  # fmt: skip
    host = Host(*(round(pick(all_bare), 2) for pick in (min, statistics.median, max)))
    first = Cost("a bare Flask page", host.fastest_ms, host.median_ms, 1.0, 0, len(bare().data))
    return [first, *rows], host


def bare_page() -> Send:
    """One route, one template, ten lines: what everything is compared with."""
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        return render_template_string(BARE, title="Bare", lines=range(10))

    client = app.test_client()
    return lambda: client.get("/")


def cpu_ms(send: Send, seconds: float, most: int = 200, meter: Meter = time.process_time) -> float:
    """CPU for one of as many warm requests as fit into that time."""
    began = meter()
    send()
    once = max(meter() - began, 1e-5)
    count = max(1, min(most, int(seconds / once)))
    began = meter()
    for _ in range(count):
        send()
    return (meter() - began) / count * 1000


def look(app: Flask, send: Send) -> tuple[int, int]:
    """Statements and body bytes of one warm request, which must succeed."""
    database: Database = app.extensions["training.database"]
    doors = {database.reading_engine, database.writing_engine}
    sent: list[str] = []

    def note(*given: object) -> None:
        sent.append(str(given[2]))

    send()
    for door in doors:
        event.listen(door, "before_cursor_execute", note)
    answer = send()
    for door in doors:
        event.remove(door, "before_cursor_execute", note)
    if answer.status_code >= 400:
        raise RuntimeError(f"{answer.request.path} answered {answer.status_code}")
    return len(sent), len(answer.data)
