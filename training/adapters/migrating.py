"""Alembic without an ini file: bring a database to this version, make a new migration.

Alembic is 11 MB that a server needs no more once its database is at this version: it is loaded by
what uses it.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")
_VERSIONS = text("SELECT version_num FROM alembic_version")
"""Where Alembic notes what has been run: one row, none in a database that has nothing."""


class UnknownVersionError(Exception):
    """The database is at a version of which this software knows nothing: a newer one made it."""


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    return config


def bring_to_head(url: str, engine: Engine) -> None:
    """Runs the migrations that the database lacks; where it lacks none, that is all it asks.

    `engine` leads to the same database. Raises what `upgrade` does.
    """
    _make_folder(url)
    if not is_at_head(engine):
        upgrade(url)


def upgrade(url: str, to: str = "head") -> None:
    """Runs the migrations that the database lacks.

    Raises UnknownVersionError, and sqlalchemy.exc.DBAPIError where the database does not answer.
    """
    from alembic import command
    from alembic.util import CommandError

    _make_folder(url)
    try:
        command.upgrade(_config(url), to)
    except CommandError as error:
        raise UnknownVersionError(str(error)) from error


def _make_folder(url: str) -> None:
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@cache
def head() -> str:
    """The migration that this version of the software wants its database to be at.

    Migrations stand in one row, and the names of their files begin with their four digits.
    """
    return max(each.name[:4] for each in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_at_head(engine: Engine) -> bool:
    """Whether the database is at this version's last migration, neither before it nor past it.

    Raises sqlalchemy.exc.DBAPIError where it does not answer.
    """
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.scalars(_VERSIONS).all() == [head()]


def downgrade(url: str, to: str) -> None:
    """Goes back to an older version."""
    from alembic import command

    command.downgrade(_config(url), to)


def versions() -> list[str]:
    """Every version that this software knows, oldest first."""
    from alembic.script import ScriptDirectory

    found = ScriptDirectory.from_config(_config("")).walk_revisions()
    return [each.revision for each in found][::-1]


def make_migration(url: str, message: str) -> None:
    """Writes a migration from the difference between the database and the mapped classes."""
    from alembic import command

    count = len(list((MIGRATIONS / "versions").glob("0*.py")))
    command.revision(_config(url), message, autogenerate=True, rev_id=f"{count + 1:04d}")


def differences(url: str) -> list[object]:
    """Where the mapped classes and the database differ; an empty list is right."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy import create_engine

    from training.adapters.database import Base

    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, Base.metadata))
    finally:
        engine.dispose()
