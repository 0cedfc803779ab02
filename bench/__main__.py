"""`python -m bench`: measures, prints tables and writes bench/results.json.

`python -m bench --quote` writes the tables of bench/results.json into docs/performance.md.
`python -m bench --live` measures the live room alone, and replaces its figures there;
`python -m bench --rehearsal` does the same with the rehearsal, `--questions` with the files of
questions, `--analysis` with the analysis of answers, `--checking` with the check of certificates,
`--certificates` with certificates, `--bursts` with the process and the bursts.
"""

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import (
    analysis,
    bundle,
    burst,
    certificates,
    checking,
    cpu,
    deeds,
    limits,
    live,
    nation_pages,
    phone,
    postgres,
    process,
    questions,
    rehearsal,
    room,
)
from bench.server import served
from bench.tables import quote, tables_of

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Everything, in about seven minutes."""
    if sys.argv[1:] == ["--quote"]:
        quote(json.loads(RESULTS.read_text(encoding="utf-8")))
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        alone = {
            "--live": lambda place: {"live": asdict(live.measure(place))},
            "--rehearsal": _rehearsal,
            "--questions": lambda _: {"questions": _plain(questions.measure())},
            "--analysis": lambda place: {"analysis": _plain(analysis.measure(place))},
            "--checking": lambda place: {"checking": _plain(checking.measure(place))},
            "--certificates": _certificates,
            "--bursts": _process_and_bursts,
        }
        chosen = alone.get("".join(sys.argv[1:]))
        measure = _again(chosen) if chosen else _measure
        found = measure(Path(folder))
    RESULTS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for table in tables_of(found):
        print("\n".join(["", *table.as_lines()]))


def _measure(folder: Path) -> dict[str, Any]:
    began = time.monotonic()
    furnished, settings = folder / "room", room.settings_for(folder / "room")
    app, made = room.furnish(settings)
    app.extensions["training.database"].dispose()
    _say("the process", began)
    secret = settings.secret_key()
    processes = process.measure(folder / "new", furnished, secret, made)
    _say("pages of a phone", began)
    with served(furnished) as server:
        visits = phone.measure(server.address, secret, made)
    _say("the nation", began)
    nation = nation_pages.measure(furnished, made, folder)
    _say("CPU", began)
    costs, host = cpu.measure(app, deeds.of_the_room(app, made))
    app.extensions["training.database"].dispose()
    _say("PostgreSQL", began)
    on_postgresql = postgres.measure(folder)
    _say("files of questions", began)
    exchanged = questions.measure()
    _say("the analysis of answers", began)
    analysed = analysis.measure(folder / "analysis")
    _say("the check of certificates", began)
    checked = checking.measure(folder / "checking")
    _say("certificates", began)
    certified, zipped = certificates.measure(), bundle.measure()
    _say("bursts", began)
    bursts = _bursts(folder / "burst", made.slug, made.item_ids)
    _say("the live room", began)
    room_that_follows = live.measure(folder)
    _say("a rehearsal", began)
    rehearsed = rehearsal.measure(settings)
    found = {
        "conditions": _conditions(host, time.monotonic() - began),
        "cpu": _plain(costs),
        "cpu_postgresql": _plain(on_postgresql),
        "phone_pages": _plain(visits),
        "process": asdict(processes),
        "questions": _plain(exchanged),
        "analysis": _plain(analysed),
        "checking": _plain(checked),
        "certificates": _plain(certified),
        "bundle": _plain(zipped),
        "bursts": _plain(bursts),
        "live": asdict(room_that_follows),
        "rehearsal": rehearsed,
        "nation": asdict(nation),
    }
    return {**found, "limits": _plain(limits.hold(found))}


def _again(measure: Callable[[Path], dict[str, Any]]) -> Callable[[Path], dict[str, Any]]:
    """What was measured before, with these figures in the place of theirs."""

    def measured(folder: Path) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
        found |= measure(folder)
        return {**found, "limits": _plain(limits.hold(found))}

    return measured


def _rehearsal(folder: Path) -> dict[str, Any]:
    settings = room.settings_for(folder)
    app, _ = room.furnish(settings)
    app.extensions["training.database"].dispose()
    return {"rehearsal": rehearsal.measure(settings)}


def _process_and_bursts(folder: Path) -> dict[str, Any]:
    furnished, settings = folder / "room", room.settings_for(folder / "room")
    app, made = room.furnish(settings)
    app.extensions["training.database"].dispose()
    processes = process.measure(folder / "new", furnished, settings.secret_key(), made)
    bursts = _bursts(folder / "burst", made.slug, made.item_ids)
    return {"process": asdict(processes), "bursts": _plain(bursts)}


def _certificates(_: Path) -> dict[str, Any]:
    return {
        "certificates": _plain(certificates.measure()),
        "bundle": _plain(bundle.measure()),
    }


def _bursts(folder: Path, slug: str, item_ids: tuple[str, ...]) -> list[burst.Burst]:
    app = room.prepared(room.settings_for(folder))
    quiz, taps = room.gather(app, "quiz", "taps")
    app.extensions["training.database"].dispose()
    with served(folder) as server:
        return burst.measure(server, app, quiz, taps, slug, item_ids)


def _plain(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]


def _say(what: str, began: float) -> None:
    print(f"{time.monotonic() - began:5.0f} s  {what}", file=sys.stderr, flush=True)


def _conditions(host: cpu.Host, seconds: float) -> dict[str, Any]:
    names = ("flask", "sqlalchemy", "uvicorn", "typst")
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in names),
        "database": "SQLite, synchronous=FULL",
        "room": f"{room.PEOPLE} people, module 1 (24 slides, 15 quiz items), in Khmer",
        "bare_page_ms": ", ".join(map(str, asdict(host).values())),
        "seconds": round(seconds),
    }


if __name__ == "__main__":
    main()
