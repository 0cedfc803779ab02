"""A whole installation's data from one database into another, compared before it counts.

From a laptop's SQLite to PostgreSQL, and back again: whichever the two URLs name.
"""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Column, MetaData, Table, Text, delete, func, insert, inspect, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from training.adapters import migrating
from training.adapters.database import Base, Database, Encoded, open_database
from training.operations.demonstration import MAY_HAVE_ROWS
from training.operations.model import CannotBeDone
from training.operations.sqlite_files import is_in_use

BATCH = 1000
_MODULUS = 1 << 256


class MovedTable(msgspec.Struct, frozen=True):
    """One table as it is in both databases: the number of rows, and what they add up to."""

    name: str
    rows: int
    fingerprint: str
    """SHA-256 of every row, added modulo 2^256, in hexadecimal: the order of rows is no matter.

    Source: Clarke, Devadas, van Dijk, Gassend and Suh, Incremental Multiset Hash Functions (2003),
    MSet-Add-Hash, here against accidents and not against an adversary.
    """


def move(source_url: str, target_url: str) -> tuple[MovedTable, ...]:
    """Copies every row into an empty database and compares: all of it is there, or nothing.

    The source stays as it is. Raises CannotBeDone.
    """
    _require_two(source_url, target_url)
    _require_at_rest(source_url)
    try:
        with _opened(source_url) as source, _opened(target_url) as target:
            _require_current(source_url, source)
            migrating.upgrade(target_url)
            return _copy(source, target)
    except ArgumentError as error:
        raise CannotBeDone(f"{_shown(target_url)} is not the address of a database.") from error
    except (migrating.UnknownVersionError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise CannotBeDone(f"Nothing was moved: {reason}.") from error


def _shown(url: str) -> str:
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "What --to names"


def _require_two(source_url: str, target_url: str) -> None:
    with contextlib.suppress(ArgumentError):
        if make_url(source_url) == make_url(target_url):
            raise CannotBeDone("Both are the same database. Name another one with --to.")


def _require_at_rest(url: str) -> None:
    """What is saved after the copy began would stay behind."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        file = Path(str(parts.database))
        if not file.is_file():
            raise CannotBeDone(f"There is no database {file} yet, so there is nothing to move.")
        if is_in_use(file):
            raise CannotBeDone("A server is using the database. Stop it and try again.")


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        database.dispose()


def _require_current(url: str, database: Database) -> None:
    if not migrating.is_at_head(database.reading_engine):
        raise CannotBeDone(
            f"The database {_shown(url)} was made by another version. Start the server with it "
            "once, so that it is brought to this one, and try again."
        )


def _copy(source: Database, target: Database) -> tuple[MovedTable, ...]:
    """In one transaction on each side, so that neither sees half of what the other holds."""
    tables = [plain(each) for each in Base.metadata.sorted_tables]
    with source.snapshot() as origin, target.writing_engine.begin() as destination:
        _empty(destination, tables)
        sent = tuple(_send(origin, destination, each) for each in tables)
        arrived = tuple(fingerprint(destination, each) for each in tables)
        if sent != arrived:
            raise CannotBeDone(_difference(sent, arrived))
    return sent


def plain(table: Table) -> Table:
    """The table with encoded values as the text that they are, so that nothing is read into it."""
    columns = (
        Column(
            each.name,
            Text() if isinstance(each.type, Encoded) else each.type,
            primary_key=each.primary_key,
        )
        for each in table.columns
    )
    return Table(table.name, MetaData(), *columns)


def _empty(target: Connection, tables: Sequence[Table]) -> None:
    """Takes away the packs that a first start has read. Raises CannotBeDone for anything else."""
    there = set(inspect(target).get_table_names())
    for table in reversed(tables):
        if table.name not in there:
            continue
        if table.name in MAY_HAVE_ROWS:
            target.execute(delete(table))
        elif target.scalar(select(func.count()).select_from(table)):
            raise CannotBeDone(
                f"The database to move to is not empty: there are rows in {table.name}. Nothing "
                "was moved. Name an empty database."
            )


def _send(source: Connection, target: Connection, table: Table) -> MovedTable:
    total, count = 0, 0
    names = [column.name for column in table.columns]
    for rows in _batches(source, table):
        target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])
        total += sum(_digest(row) for row in rows)
        count += len(rows)
    return _moved(table, count, total)


def fingerprint(connection: Connection, table: Table) -> MovedTable:
    """What a table holds, whichever database it is in."""
    total, count = 0, 0
    for rows in _batches(connection, table):
        total += sum(_digest(row) for row in rows)
        count += len(rows)
    return _moved(table, count, total)


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    found = connection.execution_options(yield_per=BATCH).execute(select(table))
    yield from found.partitions(BATCH)


def _digest(row: Sequence[Any]) -> int:
    return int.from_bytes(hashlib.sha256(msgspec.json.encode(tuple(row))).digest(), "big")


def _moved(table: Table, count: int, total: int) -> MovedTable:
    return MovedTable(str(table.name), count, f"{total % _MODULUS:064x}")


def _difference(sent: Sequence[MovedTable], arrived: Sequence[MovedTable]) -> str:
    names = [each.name for each, other in zip(sent, arrived, strict=True) if each != other]
    return f"What arrived is not what was sent, in {', '.join(names)}. Nothing was moved."


def as_lines(moved: Sequence[MovedTable], target_url: str) -> list[str]:
    """What the terminal shows."""
    width = max(len(each.name) for each in moved)
    return [
        *(f"  {each.name:<{width}}  {each.rows:>9,}  {each.fingerprint[:16]}" for each in moved),
        "",
        f"Moved {sum(each.rows for each in moved):,} rows to {_shown(target_url)}; counts and "
        "fingerprints are the same in both.",
        "Set TRAINING_DATABASE_URL to it, keep secret.key, and start the server. The database "
        "that was moved stays as it was.",
    ]
