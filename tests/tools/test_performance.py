"""docs/performance.md quotes the committed run of `make bench`."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def rows(found: list[dict[str, object]]) -> list[str]:
    return ["| " + " | ".join(_written(each) for each in row.values()) + " |" for row in found]


def _written(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def test_the_page_quotes_the_committed_run() -> None:
    found = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    missing = [row for row in rows(found["cpu"]) + rows(found["phone_pages"]) if row not in page]
    assert not missing, "run `make bench` and quote it: " + "; ".join(missing)


def test_no_page_of_a_phone_was_heavy() -> None:
    found = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))
    assert found["phone_pages"]
    assert all(row["cold_bytes"] < 50_000 for row in found["phone_pages"])
