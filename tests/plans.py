"""What a statement costs as a database grows, read from SQLite's own plan of it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask

from tests.hearing import heard
from training.adapters.database import Base

STAY_SMALL = {
    "certificate_designs",
    "issuer_keys",
    "module_revisions",
    "revision_pictures",
    "venue_checks",
}
"""As many as there are packs, designs, offices and laptops, however many courses have them; a day's
checks of venues."""
WHOLE_TABLE = re.compile(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?")
Asked = list[tuple[str, Any]]


def faults(file: str, asked: Asked) -> list[str]:
    """Every statement that reads through a table that grows, with its plan."""
    found = []
    connection = sqlite3.connect(file)
    for statement, values in dict(asked).items():
        steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", values)]
        if any(reads_whole(step, statement, steps) for step in steps):
            found.append("\n".join([statement, *steps]))
    connection.close()
    return found


def reads_whole(step: str, statement: str, steps: list[str]) -> bool:
    """Whether this step of a plan looks at every row of a table that grows.

    The first page of a list does not: it walks an index in the list's own order, finds for each
    row what belongs to it, and stops when the page is full.
    """
    scan = WHOLE_TABLE.match(step)
    table = table_of(scan[1], statement) if scan else ""
    if scan is None or table in STAY_SMALL or table not in Base.metadata.tables:
        return False
    only_searches = all(each == step or each.startswith("SEARCH") for each in steps)
    is_a_page = "LIMIT" in statement and "WHERE" not in statement
    return not (scan[2] and only_searches and is_a_page)


def table_of(name: str, statement: str) -> str:
    """The table behind an alias."""
    alias = re.search(rf"(\w+) AS {name}\b", statement)
    return alias[1] if alias else name


@contextmanager
def statements_of(app: Flask) -> Iterator[Asked]:
    """Every statement sent inside the block, with values for its blanks."""
    sent: Asked = []

    def note(*given: Any) -> None:
        _, _, statement, values, _, many = given
        sent.append((statement, tuple(values[0] if many else values)))

    with heard(app.extensions["training.database"], note):
        yield sent
