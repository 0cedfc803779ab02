"""An SQLite file: how its connections are set, who may write, and when what was written is on disk.

The recipe (WAL, `synchronous=FULL`, `BEGIN IMMEDIATE` for whoever writes) is the one that lost no
update under load; the reasons stand in docs/decisions/0002-sqlite.md.
"""

import contextlib
import os
import sqlite3
import threading

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

# How long a writer waits for another one.
PATIENCE_MS = 20_000
# What is noted of a connection: its file, how its commits wait; and of its place in the pool:
# whether it has its turn.
_FILE, _SYNCHRONOUS, _TURN = "file", "synchronous", "turn"


class ReadingDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own, for connections that look: what they see stays as it is at first look."""

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Begins a transaction."""
        dbapi_connection.cursor().execute("BEGIN")


class WritingDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own, for connections that write: each when it is its turn.

    An event for the beginning of transactions would do the same, but once there is one, SQLAlchemy
    looks for events at every statement: a twelfth of all that a request costs.
    """

    supports_statement_cache = True

    def do_begin(self, dbapi_connection: PoolProxiedConnection) -> None:
        """Waits for the turn and begins a transaction."""
        dbapi_connection.info[_FILE].begin_writing(dbapi_connection)


for _door in (ReadingDialect, WritingDialect):
    registry.register(f"sqlite.{_door.__name__}", __name__, _door.__name__)


class SqliteFile:
    """The one file behind an engine.

    Writers wait for each other here. SQLite itself lets a writer who finds another look again in
    growing pauses of up to 0.1 s, in which nobody writes. Threads of this process go on at once;
    another process is still waited for by SQLite.

    With `synchronous` "FULL" every commit is on the disk when it returns. A thread that has called
    `commit_together` leaves that to `settle`, which does it once for all that was committed until
    then, by whichever thread: one wait for the disk instead of one each. Whoever answers for such
    commits calls it before.

    Raises sqlalchemy.exc.ArgumentError for a database in memory, which each engine would have to
    itself.
    """

    def __init__(self, url: URL, synchronous: str) -> None:
        if url.database in (None, "", ":memory:"):
            raise ArgumentError("a database in memory cannot be shared")
        self._log = ""
        self._is_in_doubt = False
        self._synchronous, self._is_careful = synchronous, synchronous == "FULL"
        self._turn = threading.Lock()
        self._thread = threading.local()
        self.reading_engine = _engine(url, ReadingDialect)
        self.writing_engine = _engine(url, WritingDialect)
        for engine in (self.reading_engine, self.writing_engine):
            event.listen(engine, "connect", self._prepare)
        event.listen(self.writing_engine, "checkin", self._end)

    def commit_together(self) -> None:
        """From now on commits of this thread wait for `settle`."""
        self._thread.together = True

    def settle(self) -> None:
        """Puts on the disk whatever was committed until now.

        All of it is in the log beside the file (https://sqlite.org/wal.html) until SQLite itself
        puts both on the disk and begins the log anew; so a log that is gone has nothing to lose.
        A log that could not be put on the disk once is in doubt: systems forget that they failed.
        Then all of it goes into the file, and nobody writes before that has been done.

        Raises OSError or sqlite3.Error when it cannot.
        """
        if not self._is_careful:
            return
        if not self._is_in_doubt:
            try:
                _put_on_disk(self._log)
            except FileNotFoundError:
                pass
            except OSError:
                self._is_in_doubt = True
        if self._is_in_doubt:
            with contextlib.closing(self.reading_engine.raw_connection()) as connection:
                self._begin_log_anew(connection.cursor())

    def _begin_log_anew(self, cursor: DBAPICursor) -> None:
        """Has SQLite put all into the file and the file on the disk. Raises as `settle`."""
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_held, *_ = cursor.fetchone() or (True,)
        if is_held:
            raise sqlite3.OperationalError("the log is in doubt, and somebody reads in it")
        self._is_in_doubt = False

    def _prepare(self, connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={PATIENCE_MS}",
            "journal_mode=WAL",
            f"synchronous={self._synchronous}",
            "foreign_keys=ON",
            "secure_delete=ON",  # what is deleted is not left in the file
        ):
            connection.execute(f"PRAGMA {pragma}")
        # As SQLite has found it: beside the file itself, whatever link leads there.
        self._log = f"{connection.execute('PRAGMA database_list').fetchone()[2]}-wal"
        record.info.update({_FILE: self, _SYNCHRONOUS: self._synchronous})

    def begin_writing(self, connection: PoolProxiedConnection) -> None:
        """Waits for the turn, then begins the transaction."""
        held = connection.record_info
        if held is not None and not held.get(_TURN):
            held[_TURN] = self._turn.acquire(timeout=PATIENCE_MS / 1000)
        cursor = connection.cursor()
        if self._is_in_doubt:
            self._begin_log_anew(cursor)
        together = getattr(self._thread, "together", False)
        wanted = "NORMAL" if together and self._is_careful else self._synchronous
        if connection.info[_SYNCHRONOUS] != wanted:
            cursor.execute(f"PRAGMA synchronous={wanted}")
            connection.info[_SYNCHRONOUS] = wanted
        cursor.execute("BEGIN IMMEDIATE")

    def _end(self, _connection: object, record: ConnectionPoolEntry) -> None:
        """The connection came back, so its transaction has ended."""
        if (record.record_info or {}).pop(_TURN, False):
            self._turn.release()


def _put_on_disk(name: str) -> None:
    """Raises OSError, and FileNotFoundError where there is no such file."""
    # Opened to write, or Windows refuses; and binary, or its library may take the last sign away.
    file = os.open(name, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _engine(url: URL, door: type[SQLiteDialect_pysqlite]) -> Engine:
    named = url.set(drivername=f"sqlite+{door.__name__}")
    return create_engine(named, hide_parameters=True)
