"""`python -m bench`: measures, prints a table and writes bench/results.json."""

import json
import os
import platform
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench import cpu, phone, room
from bench.server import served

PDFS = 20
RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Everything, in about a minute."""
    with tempfile.TemporaryDirectory() as folder:
        found = _measure(Path(folder))
    RESULTS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n".join(_lines(found)))


def _measure(folder: Path) -> dict[str, Any]:
    with served(folder / "new") as first:
        first_start = first.start_seconds
    with served(folder / "new") as second:
        start = {
            "first_start_seconds": first_start,
            "second_start_seconds": second.start_seconds,
            "memory_after_start_mb": second.memory_mb(),
        }
    settings = room.settings_for(folder / "room")
    app, made = room.furnish(settings)
    costs = cpu.measure(app, made)
    app.extensions["training.database"].dispose()
    with served(folder / "room") as server:
        visits = phone.measure(server.address, settings.secret_key(), made)
        start["memory_after_the_pages_mb"] = server.memory_mb()
        name, value = room.phone_cookie(settings.secret_key(), made.awarded_seat_id)
        for _ in range(PDFS):
            server.fetch(f"/c/{made.ended_id}/certificate.pdf", f"{name}={value}")
        start[f"memory_after_{PDFS}_pdfs_mb"] = server.memory_mb()
    return {
        "conditions": _conditions(),
        "cpu": cpu.as_json(costs),
        "phone_pages": phone.as_json(visits),
        "server": start,
    }


def _conditions() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "libraries": {name: version(name) for name in ("flask", "sqlalchemy", "uvicorn", "typst")},
        "people": room.PEOPLE,
        "database": "SQLite, synchronous=FULL",
    }


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [f"{'request':<38}{'CPU ms':>10}{'bare pages':>12}{'statements':>12}{'bytes':>10}"]
    lines += [
        f"{row['name']:<38}{row['cpu_ms']:>10.2f}{row['bare_pages']:>12}"
        f"{row['statements']:>12}{row['body_bytes']:>10}"
        for row in found["cpu"]
    ]
    lines += [
        "",
        f"{'phone page':<38}{'cold bytes':>12}{'requests':>10}{'warm bytes':>12}{'requests':>10}",
    ]
    lines += [
        f"{row['name']:<38}{row['cold_bytes']:>12}{row['cold_requests']:>10}"
        f"{row['warm_bytes']:>12}{row['warm_requests']:>10}"
        for row in found["phone_pages"]
    ]
    if not found["phone_pages"]:
        lines.append("No Chromium was found, so no phone page was measured.")
    return [*lines, "", *(f"{name}: {value}" for name, value in found["server"].items())]


if __name__ == "__main__":
    main()
