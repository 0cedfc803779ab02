"""Alembic without an ini file: bring a database to this version, make a new migration."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).with_name("migrations")


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    return config


def upgrade(url: str, to: str = "head") -> None:
    """Runs the migrations that the database lacks. Raises sqlalchemy.exc.OperationalError."""
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    command.upgrade(_config(url), to)


@cache
def head() -> str:
    """The migration that this version of the software wants its database to be at."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head() or ""


def is_at_head(engine: Engine) -> bool:
    """Whether the database is at this version's last migration, neither before it nor past it.

    Raises sqlalchemy.exc.DBAPIError where it does not answer.
    """
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head()


def downgrade(url: str, to: str) -> None:
    """Goes back to an older version."""
    command.downgrade(_config(url), to)


def versions() -> list[str]:
    """Every version that this software knows, oldest first."""
    found = ScriptDirectory.from_config(_config("")).walk_revisions()
    return [each.revision for each in found][::-1]


def make_migration(url: str, message: str) -> None:
    """Writes a migration from the difference between the database and the mapped classes."""
    count = len(list((MIGRATIONS / "versions").glob("0*.py")))
    command.revision(_config(url), message, autogenerate=True, rev_id=f"{count + 1:04d}")


def differences(url: str) -> list[object]:
    """Where the mapped classes and the database differ; an empty list is right."""
    from alembic.autogenerate import compare_metadata
    from sqlalchemy import create_engine

    from training.adapters.database import Base

    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, Base.metadata))
    finally:
        engine.dispose()
