"""Alembic's way in. The caller has imported every room's tables."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.types import TypeDecorator

from training.adapters.database import Base


def _plain_type(kind: str, thing: Any, _autogenerate: Any) -> str | Literal[False]:
    """Migrations name SQL's own types, so that they never depend on today's classes."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl_instance!r}"
    return False


def _run() -> None:
    engine = create_engine(context.config.attributes["url"])
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                compare_type=True,
                render_as_batch=True,
                transaction_per_migration=True,
                render_item=_plain_type,
            )
            with context.begin_transaction():
                context.run_migrations()
    finally:
        engine.dispose()


_run()
