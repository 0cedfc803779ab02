"""docs/performance.md quotes the committed run of `make bench`, and says why a limit was missed."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.limits import LIMITS, hold
from bench.tables import Table, between, tables_of

ROOT = Path(__file__).resolve().parents[2]
FOUND: dict[str, Any] = json.loads((ROOT / "bench" / "results.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", tables_of(FOUND), ids=lambda table: table.name)
def test_the_page_quotes_every_table_of_the_committed_run(table: Table) -> None:
    quoted = between(table.name).search(PAGE)
    assert quoted is not None
    assert quoted[2].splitlines() == table.as_markdown(), "run `python -m bench --quote`"


def test_the_committed_run_held_every_limit_of_today() -> None:
    held = [(each["name"], each["unit"], each["limit"]) for each in FOUND["limits"]]
    assert held == [(limit.name, limit.unit, limit.most) for limit in LIMITS]
    assert len(held) == len(set(held)) > 20


def test_a_limit_that_is_missed_has_its_reason_beside_it() -> None:
    bare = [each for each in FOUND["limits"] if not each["met"] and len(each["why"]) < 40]
    assert bare == [], "write the reason in bench/limits.py and quote again"


def test_a_limit_is_met_up_to_its_figure_and_no_further() -> None:
    row = {"name": "one answer saved", "cpu_ms": 2.5}
    others = {
        **FOUND,
        "cpu": [row, *(each for each in FOUND["cpu"] if each["name"] != row["name"])],
    }
    for figure, met in ((2.5, True), (2.51, False)):
        row["cpu_ms"] = figure
        held = {(each.name, each.unit): each for each in hold(others)}
        assert held["one answer saved", "ms CPU"].met is met
