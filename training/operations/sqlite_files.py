"""SQLite databases as files: copied whole while others write, looked over before use."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from training.operations.model import CannotBeDone

COPY_SECONDS = 120.0
"""How long a copy waits for others to let go of the database before it gives up."""
BESIDE = ("-wal", "-shm", "-journal")
"""The endings of the files that SQLite keeps beside a database."""


def sqlite_file(url: str) -> Path:
    """The file of a SQLite URL. Raises CannotBeDone for PostgreSQL."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        raise CannotBeDone(
            f"This installation keeps its data in {parts.get_backend_name()}. "
            "Use pg_dump to back it up and pg_restore to restore it, and keep a copy of secret.key."
        )
    return Path(str(parts.database)).resolve()


@contextlib.contextmanager
def opened(path: Path, *, wait_seconds: float = 20.0) -> Iterator[sqlite3.Connection]:
    """A connection to a database that is there; it is not made. Raises sqlite3.Error."""
    address = f"{path.resolve().as_uri()}?mode=rw"
    connection = sqlite3.connect(address, uri=True, timeout=wait_seconds, isolation_level=None)
    try:
        # What a strange file defines is not run by looking at it.
        connection.execute("PRAGMA trusted_schema=OFF")
        yield connection
    finally:
        connection.close()


def copy_into_new(source: Path, target: Path) -> None:
    """A consistent copy in a file of its own, readable by its owner, while others go on writing.

    Raises sqlite3.Error, OSError, CannotBeDone.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copy_over(source, target)
    with opened(target) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")
    flush(target)


def copy_over(source: Path, target: Path) -> None:
    """Puts the content of `source` into the database `target` in one transaction.

    Whoever has `target` open sees the old content or the new, never a mixture.
    Raises sqlite3.Error, CannotBeDone.
    """
    with opened(source) as origin, opened(target) as destination:
        origin.backup(destination, pages=-1, progress=_patience(), sleep=0.1)


def _patience() -> Callable[[int, int, int], None]:
    until = time.monotonic() + COPY_SECONDS

    def look(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise CannotBeDone(
                "Something kept the database locked the whole time. Stop the server and try again."
            )

    return look


def fault_in(path: Path) -> str:
    """What is wrong with the database as a file; empty when nothing is."""
    try:
        with opened(path) as connection:
            (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if told != "ok":
                return str(told).splitlines()[-1].rstrip(".")
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                return "a row refers to another that is not there"
            asked = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
            strange = connection.execute(asked).fetchone()
            return f"it brings a program of its own, {strange[0]}" if strange else ""
    except sqlite3.Error as error:
        return str(error)


def count_rows(path: Path) -> dict[str, int]:
    """The number of rows of each table. Raises sqlite3.Error."""
    with opened(path) as connection:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        names = sorted(name for (name,) in connection.execute(asked))
        return {name: _count(connection, name) for name in names}


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    found = connection.execute(f'SELECT count(*) FROM "{quoted}"')  # noqa: S608 - a quoted name
    return int(found.fetchone()[0])


def is_in_use(path: Path) -> bool:
    """Whether another connection has the database open: a server that runs, most likely."""
    try:
        with opened(path, wait_seconds=0) as connection:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.DatabaseError:
        return False
    return False


def flush(path: Path) -> None:
    """Brings a file, and on systems that can the name of it, onto the disk. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())
    if os.name == "posix":
        handle = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
