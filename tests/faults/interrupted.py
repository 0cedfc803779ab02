"""Migrates a database in a process that is interrupted at a given moment.

`python -m tests.faults.interrupted URL FOLDER MOMENT HOW`: before the statement or commit of that
number, from 1, it dies (HOW is `die`), or says "paused" and waits for its input to end (`pause`).
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, event

from training.adapters import migrating
from training.application import load_tables


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def pause() -> None:
    print("paused", flush=True)  # noqa: T201 - read by the test
    sys.stdin.read()


def migrate(url: str, moment: int = 0, interrupt: Callable[[], None] = pause) -> int:
    """The number of moments; with MOMENT 0 nothing interrupts it. Tables must be loaded."""
    numbers = itertools.count(1)

    def arrive(*_more: object) -> None:
        if next(numbers) == moment:
            interrupt()

    names = ("before_cursor_execute", "commit")
    for name in names:
        event.listen(Engine, name, arrive)
    migrating.upgrade(url)
    for name in names:
        event.remove(Engine, name, arrive)
    return next(numbers) - 1


if __name__ == "__main__":
    url, folder, moment, how = sys.argv[1:]
    load_tables()
    migrating.MIGRATIONS = Path(folder)
    migrate(url, int(moment), {"die": die, "pause": pause}[how])
