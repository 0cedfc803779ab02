"""When a commit is on the disk: at once, or when the thread that commits with others settles."""

import errno
import os
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ArgumentError

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


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    """Who looks and who writes would each have one of their own."""
    with pytest.raises(ArgumentError):
        open_database(url)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="no /proc")
@pytest.mark.parametrize("way", ["link.db", "file:{folder}/kept.db?uri=true"])
def test_the_log_is_found_whatever_the_file_is_called(
    database: Database, tmp_path: Path, synced: list[str], way: str
) -> None:
    write(database)
    (tmp_path / "link.db").symlink_to(tmp_path / "kept.db")
    name = way.format(folder=tmp_path)
    by_another_name = open_database(f"sqlite:///{name if 'uri' in name else tmp_path / name}")
    write(by_another_name)
    file_of(by_another_name).settle()
    assert synced == ["kept.db-wal"]


def refuse(_descriptor: int) -> None:
    raise OSError(errno.EIO, "the disk is broken")


def test_a_log_that_cannot_be_put_on_the_disk_is_begun_anew(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file alone holds everything then, whatever became of the log."""

    def together() -> None:
        file_of(database).commit_together()
        write(database)
        file_of(database).settle()

    monkeypatch.setattr(os, "fsync", refuse)
    in_a_thread_of_its_own(together)
    assert (tmp_path / "kept.db-wal").stat().st_size == 0
    assert rows_in(tmp_path / "kept.db", tmp_path) == 1


def test_nobody_writes_behind_a_log_in_doubt(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it could be begun anew; what was written behind it would be lost with it."""
    write(database)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(os, "fsync", refuse)
        broken.setattr(SqliteFile, "_begin_log_anew", lambda *_: refuse(0))
        for _ in range(2):
            with pytest.raises(OSError, match="the disk is broken"):
                file_of(database).settle()
        with pytest.raises(OSError, match="the disk is broken"):
            write(database)
    assert write(database) == FULL
    assert rows_in(tmp_path / "kept.db", tmp_path) == 1, "the first row is in the file by now"
    monkeypatch.undo()
    file_of(database).settle()
    with database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM kept")).scalar_one() == 2


def rows_in(file: Path, folder: Path) -> int:
    """How many rows a copy of that file holds, without its log."""
    (folder / "copy.db").write_bytes(file.read_bytes())
    copied = open_database(f"sqlite:///{folder / 'copy.db'}")
    with copied.reading() as session:
        return int(session.execute(text("SELECT count(*) FROM kept")).scalar_one())
