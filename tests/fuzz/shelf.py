"""Every row of every table, taken out and put back, so that each request meets the same day."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select

from training.adapters.database import Base

Rows = dict[str, list[Any]]
POSTGRESQL_NEXT_WRITER = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text"


def take(app: Flask) -> Rows:
    """Every row, as Python values."""
    with app.extensions["training.database"].reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


class Watch:
    """Says whether anything was committed, for a hundredth of what it costs to take every row."""

    def __init__(self, app: Flask) -> None:
        self._connection = app.extensions["training.database"].reading_engine.connect()
        # SQLite counts what other connections commit; PostgreSQL numbers whoever writes.
        of_sqlite = self._connection.dialect.name == "sqlite"
        self._asked = "PRAGMA data_version" if of_sqlite else POSTGRESQL_NEXT_WRITER
        self._before = self._ask()

    def saw_a_commit(self) -> bool:
        """Whether there was one since it was asked before."""
        before, self._before = self._before, self._ask()
        return self._before != before

    def _ask(self) -> object:
        found = self._connection.exec_driver_sql(self._asked).scalar_one()
        self._connection.rollback()
        return found

    def close(self) -> None:
        """Gives the connection back."""
        self._connection.close()


def put_back(app: Flask, rows: Rows) -> None:
    """Makes the tables hold these rows and no others."""
    tables = Base.metadata.sorted_tables
    with app.extensions["training.database"].writing() as session:
        for table in reversed(tables):
            session.execute(delete(table))
        for table in tables:
            if rows[table.name]:
                names = [column.name for column in table.columns]
                values = [dict(zip(names, row, strict=True)) for row in rows[table.name]]
                session.execute(insert(table), values)
        session.commit()
