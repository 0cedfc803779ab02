"""Alembic's way in. The caller has imported every room's tables."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import event
from sqlalchemy.types import TypeDecorator

from training.adapters.database import Base, hold, open_database

UNHURRIED = "SET LOCAL lock_timeout = 0; SET LOCAL statement_timeout = 0"


def _plain_type(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """Migrations name SQL's own types, so that they never depend on today's classes."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def _run() -> None:
    """All migrations in one transaction, on SQLite too: whatever interrupts them undoes them.

    Others who start at the same time wait, however long it takes, and then find nothing left to do.
    """
    database = open_database(context.config.attributes["url"])
    engine = database.writing_engine
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _let_tables_be_rebuilt)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(UNHURRIED)
            hold(connection, "migrations")
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                compare_type=True,
                render_as_batch=True,
                transactional_ddl=True,
                render_item=_plain_type,
            )
            context.run_migrations()
    finally:
        database.dispose()


def _let_tables_be_rebuilt(connection: Any, _record: object) -> None:
    """SQLite changes a column by building the table anew; rows elsewhere point at it meanwhile."""
    connection.execute("PRAGMA foreign_keys=OFF")


_run()
