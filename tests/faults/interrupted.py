"""Migrates a database in a process that dies at a given moment.

`python -m tests.faults.interrupted URL FOLDER MOMENT`: before the statement or commit of that
number, from 1. With MOMENT 0 it lives, and prints how many there were.
"""

import itertools
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from training.adapters import migrating
from training.application import load_tables


def migrate(url: str, folder: str, moment: int) -> int:
    """The number of moments."""
    numbers = itertools.count(1)

    def arrive(*_more: object) -> None:
        if next(numbers) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit"):
        event.listen(Engine, name, arrive)
    load_tables()
    migrating.MIGRATIONS = Path(folder)
    migrating.upgrade(url)
    return next(numbers) - 1


if __name__ == "__main__":
    print(migrate(sys.argv[1], sys.argv[2], int(sys.argv[3])))  # noqa: T201 - read by the test
