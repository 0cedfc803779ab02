"""PostgreSQL's LISTEN: one connection in a thread, which is made anew when the database was away.

It is no loss when it is away for a while, or when a pooler in front of the database cannot LISTEN:
the channel reads sequences as well (`adapters.channel`).
"""

import logging
import threading
from collections.abc import Callable
from typing import cast

import psycopg
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from training.adapters.channel import POSTGRES_CHANNEL

logger = logging.getLogger(__name__)
AGAIN_SECONDS = 1.0
# So soon it notices that it is to end.
LOOK_UP_SECONDS = 0.5


class Listening:
    """Calls `hear` with the text of each notification, from its thread."""

    def __init__(self, engine: Engine, hear: Callable[[str], None]) -> None:
        self._engine = engine
        self._hear = hear
        self._is_over = threading.Event()

    def start(self) -> None:
        """Begins to listen. The thread keeps no process alive."""
        threading.Thread(target=self._run, name="listening", daemon=True).start()

    def end(self) -> None:
        """Listens no more, after half a second at most. Does not wait for that."""
        self._is_over.set()

    def _run(self) -> None:
        is_away = False
        while not self._is_over.is_set():
            try:
                with self._connect() as connection:
                    is_away = False
                    self._listen(connection)
            except (psycopg.Error, SQLAlchemyError) as error:
                if not is_away and not self._is_over.is_set():
                    logger.warning("the database tells no changes: %s", type(error).__name__)
                is_away = True
                self._is_over.wait(AGAIN_SECONDS)

    def _connect(self) -> psycopg.Connection:
        """A connection like those of the pool, and none of them."""
        pooled = self._engine.raw_connection()
        connection = cast(psycopg.Connection, pooled.driver_connection)
        pooled.detach()
        connection.autocommit = True
        return connection

    def _listen(self, connection: psycopg.Connection) -> None:
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(POSTGRES_CHANNEL)))
        while not self._is_over.is_set():
            for heard in connection.notifies(timeout=LOOK_UP_SECONDS):
                self._hear(heard.payload)
