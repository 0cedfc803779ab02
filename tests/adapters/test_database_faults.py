"""What an error means, from errors that the databases really raise."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from training.adapters.database import open_database
from training.adapters.database_faults import DatabaseFault, fault_of


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    """Connections as the application opens them, and a small table."""
    database = open_database(postgres_url)
    engine = database.writing_engine
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name VARCHAR)"))
        connection.execute(text("INSERT INTO things VALUES (1, 'one'), (2, 'two')"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE things"))
    database.dispose()


def raised(do: Callable[[], object]) -> DBAPIError:
    with pytest.raises(DBAPIError) as caught:
        do()
    return caught.value


def executing(engine: Engine, *statements: str) -> Callable[[], None]:
    def run() -> None:
        with engine.begin() as connection:
            for each in statements:
                connection.exec_driver_sql(each)

    return run


def test_a_row_that_is_there_already_is_a_lost_race(postgres: Engine, tmp_path: Path) -> None:
    again = "INSERT INTO things VALUES (1, 'again')"
    assert fault_of(raised(executing(postgres, again))) is DatabaseFault.LOST_RACE
    sqlite = create_engine(f"sqlite:///{tmp_path / 'small.db'}")
    made = "CREATE TABLE things (id INTEGER PRIMARY KEY, name VARCHAR)"
    assert fault_of(raised(executing(sqlite, made, again, again))) is DatabaseFault.LOST_RACE
    sqlite.dispose()


def test_another_broken_rule_is_no_race(postgres: Engine) -> None:
    broken = raised(executing(postgres, "INSERT INTO things VALUES (NULL, 'nothing')"))
    assert fault_of(broken) is DatabaseFault.BROKEN


def test_two_who_wait_for_each_other_are_a_lost_race(postgres: Engine) -> None:
    both_hold = threading.Barrier(2)
    found: list[DatabaseFault] = []

    def lock(first: int, second: int) -> None:
        asked = "UPDATE things SET name = name WHERE id = %s"
        try:
            with postgres.begin() as connection:
                connection.exec_driver_sql(asked, (first,))
                both_hold.wait(10)
                connection.exec_driver_sql(asked, (second,))
        except DBAPIError as error:
            found.append(fault_of(error))

    threads = [threading.Thread(target=lock, args=order) for order in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [DatabaseFault.LOST_RACE]


def test_what_the_database_has_no_room_for_is_the_senders_fault(postgres: Engine) -> None:
    wide = raised(executing(postgres, "INSERT INTO things VALUES (99999999999, 'wide')"))
    assert fault_of(wide) is DatabaseFault.CANNOT_HOLD


@pytest.mark.parametrize(
    "statements",
    [
        ["SELECT pg_terminate_backend(pg_backend_pid())"],
        ["SET statement_timeout = 1", "SELECT pg_sleep(1)"],
        ["SET TRANSACTION READ ONLY", "UPDATE things SET name = 'new' WHERE id = 1"],
    ],
)
def test_a_server_that_does_not_serve_is_away(postgres: Engine, statements: list[str]) -> None:
    assert fault_of(raised(executing(postgres, *statements))) is DatabaseFault.AWAY


def test_a_lock_that_somebody_keeps_is_not_waited_for_for_ever(postgres: Engine) -> None:
    with postgres.begin() as other:
        other.exec_driver_sql("LOCK TABLE things")
        impatient = executing(postgres, "SET lock_timeout = 1", "LOCK TABLE things")
        assert fault_of(raised(impatient)) is DatabaseFault.AWAY
    with postgres.begin() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "20s"


def test_no_server_and_no_free_connection_are_away() -> None:
    nowhere = open_database("postgresql://nobody@127.0.0.1:1/none").reading_engine
    assert fault_of(raised(nowhere.connect)) is DatabaseFault.AWAY
    assert fault_of(PoolExhausted()) is DatabaseFault.AWAY


@pytest.mark.parametrize(
    "error",
    [sqlite3.OperationalError("database or disk is full"),
     psycopg.errors.DiskFull('could not extend file "base/1": No space left on device')],
)  # fmt: skip
def test_a_full_disk_is_told_from_a_server_that_is_away(error: Exception) -> None:
    assert fault_of(OperationalError("INSERT", {}, error)) is DatabaseFault.FULL


def test_what_is_none_of_these_is_a_fault_of_the_software(postgres: Engine) -> None:
    error = raised(executing(postgres, "SELECT * FROM a_table_that_is_not_there"))
    assert fault_of(error) is DatabaseFault.BROKEN
