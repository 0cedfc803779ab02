"""When a commit is on the disk: at once, or when the thread that commits with others settles."""

import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from training.adapters.database import Database, open_database
from training.adapters.sqlite_file import SqliteFile

NORMAL, FULL = 1, 2


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A file with a table."""
    found = open_database(f"sqlite:///{tmp_path / 'kept.db'}")
    write(found, "CREATE TABLE kept (n INTEGER)")
    return found


def file_of(database: Database) -> SqliteFile:
    assert database.file is not None
    return database.file


def write(database: Database, statement: str = "INSERT INTO kept VALUES (1)") -> int:
    """Writes, and gives how that commit waited for the disk."""
    with database.writing() as session:
        session.execute(text(statement))
        level = session.execute(text("PRAGMA synchronous")).scalar_one()
        session.commit()
    return int(level)


def in_a_thread_of_its_own(work: object) -> None:
    thread = threading.Thread(target=work)  # type: ignore[arg-type] # any work
    thread.start()
    thread.join()


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that Python itself put on the disk, by their names."""
    names: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        names.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return names


def test_only_threads_that_commit_together_leave_the_disk_for_later(database: Database) -> None:
    """Whichever connection they get: the pool has one for all of them here."""
    levels: list[int] = []

    def together() -> None:
        file_of(database).commit_together()
        levels.append(write(database))
        levels.append(write(database))

    levels.append(write(database))
    in_a_thread_of_its_own(together)
    levels.append(write(database))
    assert levels == [FULL, NORMAL, NORMAL, FULL]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc")
def test_settling_puts_the_log_on_the_disk(database: Database, synced: list[str]) -> None:
    write(database)
    file_of(database).settle()
    assert synced == ["kept.db-wal"]


def test_what_was_settled_is_in_the_files_as_they_lie(database: Database, tmp_path: Path) -> None:
    """A copy of file and log, as after a power cut, holds what was committed together."""

    def together() -> None:
        file_of(database).commit_together()
        write(database)
        file_of(database).settle()

    in_a_thread_of_its_own(together)
    for name in ("kept.db", "kept.db-wal"):
        (tmp_path / f"copy-of-{name}").write_bytes((tmp_path / name).read_bytes())
    copied = open_database(f"sqlite:///{tmp_path / 'copy-of-kept.db'}")
    with copied.reading() as session:
        assert session.execute(text("SELECT count(*) FROM kept")).scalar_one() == 1


def test_a_log_that_is_gone_is_nothing_to_settle(database: Database, synced: list[str]) -> None:
    """SQLite takes it away with the last connection, when all of it is in the file."""
    write(database)
    database.dispose()
    file_of(database).settle()
    assert synced == []


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_who_wants_it_faster_waits_for_no_disk(
    tmp_path: Path, synced: list[str], synchronous: str
) -> None:
    hurried = open_database(f"sqlite:///{tmp_path / 'fast.db'}", synchronous)
    write(hurried, "CREATE TABLE kept (n INTEGER)")
    file_of(hurried).settle()
    assert synced == []


def test_a_database_in_memory_has_nothing_to_settle(synced: list[str]) -> None:
    file_of(open_database("sqlite:///:memory:")).settle()
    assert synced == []
