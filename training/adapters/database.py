"""The database: engines that lose nothing, column types, one declarative base."""

import contextlib
import datetime as dt
import sqlite3
import uuid
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

import msgspec
from sqlalchemy import (
    ColumnElement,
    DateTime,
    Engine,
    Executable,
    MetaData,
    Text,
    Uuid,
    bindparam,
    cast,
    create_engine,
    func,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, CursorResult, Dialect, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from training.adapters.sqlite_file import SqliteFile

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


# How many ids are remembered, some 200 bytes each: those of a few rooms of 500.
IDS_REMEMBERED = 16_384
# What a PostgreSQL server is told of every connection: nothing waits for ever.
SERVER_OPTIONS = (
    "-c timezone=UTC -c lock_timeout=20s -c statement_timeout=60s "
    "-c idle_in_transaction_session_timeout=60s"
)
PATIENCE = {
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
"""How long PostgreSQL may be silent before it counts as away (libpq's words: seconds, the last one
milliseconds). Whoever waits for a page would rather read that it is away than go on waiting. The
database's URL may say otherwise."""


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment in UTC; refuses a time without a zone, gives one back with it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:  # noqa: ARG002 - theirs
        """UTC for the database. Raises ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002 - theirs
        """The moment with its zone."""
        moment: dt.datetime | None = value
        if moment is None or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=dt.UTC)


class Encoded(TypeDecorator[Any]):
    """A msgspec-typed value kept as JSON text, checked when it is read back."""

    impl = Text
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__()
        self.shape = shape
        self._encoder = msgspec.json.Encoder()
        self._decoder = msgspec.json.Decoder(shape)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - theirs
        """JSON text."""
        return None if value is None else self._encoder.encode(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - theirs
        """The typed value. Raises msgspec.ValidationError where the text does not fit."""
        return None if value is None else self._decoder.decode(value)


class RememberedUuid(Uuid[uuid.UUID]):
    """An id. The same ones are read again and again: most of them need not be made anew."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:  # noqa: ARG002 - theirs
        """Ids out of the text that SQLite keeps; PostgreSQL's driver gives ids itself."""
        return None if dialect.supports_native_uuid else _id_of


@lru_cache(maxsize=IDS_REMEMBERED)
def _id_of(written: str | None) -> uuid.UUID | None:
    return None if written is None else uuid.UUID(written)


class Base(DeclarativeBase):
    """Every room's tables hang on this."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        uuid.UUID: RememberedUuid(),
        dt.datetime: UtcDateTime(),
    }


@dataclass(frozen=True, slots=True)
class Database:
    """Two doors to one database: `reading` begins deferred, `writing` takes the lock at once."""

    reading_engine: Engine
    writing_engine: Engine
    file: SqliteFile | None = None
    """Where it is one file, in which whoever writes is alone."""

    def reading(self) -> Session:
        """A session for looking. The caller closes it."""
        return Session(self.reading_engine)

    def writing(self) -> Session:
        """A session for changing. The caller commits and closes it."""
        return Session(self.writing_engine)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection that sees the database as it was at its first look, whatever is written."""
        with self.reading_engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def answers(self) -> bool:
        """Whether the database answers, and its tables are there.

        A pooled connection to a deleted SQLite file goes on answering from what is no longer on
        the disk, so the file itself is opened anew.
        """
        try:
            if self.file is not None:
                return _tables_in(Path(self.reading_engine.url.database or ""))
            with self.reading_engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except Exception:
            return False
        return True

    def dispose(self) -> None:
        """Closes every pooled connection."""
        self.reading_engine.dispose()
        self.writing_engine.dispose()


def _tables_in(file: Path) -> bool:
    address = f"{file.resolve().as_uri()}?mode=ro"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return bool(count)


def open_database(url: str, synchronous: str = "FULL") -> Database:
    """Engines for that URL; their errors never quote values, which may be names.

    Raises sqlalchemy.exc.ArgumentError for one that makes no sense, or is in memory only.
    """
    if not url.startswith("sqlite"):
        written = make_url(url).query
        patience = {name: value for name, value in PATIENCE.items() if name not in written}
        engine = create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"options": SERVER_OPTIONS, **patience},
        )
        return Database(engine, engine)
    file = SqliteFile(make_url(url), synchronous)
    return Database(file.reading_engine, file.writing_engine, file)


def ask(session: Session, statement: Executable, values: Any) -> CursorResult[*tuple[Any, ...]]:
    """Plain rows of a statement without mapped objects, at half the cost of `session.execute`.

    `values` fill its blanks: a mapping, or a list of them for an insert of many rows.
    """
    session.flush()
    return session.connection().execute(statement, values)


def insert(session: Session, table: Any) -> Any:
    """An INSERT into a mapped class that knows ON CONFLICT, as either database writes it."""
    return insert_into(table, for_postgresql=is_postgresql(session))


def insert_into(table: Any, *, for_postgresql: bool) -> Any:
    """The same, for a statement that is built once for each of the two."""
    return postgresql.insert(table) if for_postgresql else sqlite.insert(table)


def texts_in_json(count: int, *, for_postgresql: bool) -> tuple[ColumnElement[str], ...]:
    """The columns of rows of so many texts, all of which come as one blank, `rows`: a JSON text.

    So many rows are added by one statement. With a list of rows the driver makes one of each, and
    at each lets other threads in.
    """
    blank = bindparam("rows", type_=Text())
    if for_postgresql:
        rows = func.jsonb_array_elements(cast(blank, postgresql.JSONB)).table_valued("value")
        part = rows.c.value.op("->>", return_type=Text())
        return tuple(part(place) for place in range(count))
    rows = func.json_each(blank).table_valued("value")
    return tuple(func.json_extract(rows.c.value, f"$[{place}]") for place in range(count))


def is_postgresql(session: Session) -> bool:
    """Whether several may write at a time. In an SQLite file whoever writes is alone."""
    return session.get_bind().dialect.name == "postgresql"


def hold(asking: Session | Connection, name: str) -> None:
    """Lets one transaction at a time do what `name` says, until it ends.

    For what no row or constraint guards. SQLite has one writer at a time anyway.
    """
    connection = asking.connection() if isinstance(asking, Session) else asking
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(zlib.crc32(name.encode()))))
