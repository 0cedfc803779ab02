"""What must be done before the first request: migrations, packs, the first administrator's link."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from training.adapters import clock, migrating
from training.adapters.database import Base, Database
from training.adapters.settings import Settings
from training.kernel import ids
from training.modules import service as modules
from training.modules.model import Reading
from training.people import service as people


def prepare(app: Flask) -> tuple[Reading, ...]:
    """Brings the database to this version and reads the packs; quick when all is done.

    Gives what was read: a pack with a fault stays as it was.
    """
    settings: Settings = app.extensions["training.settings"]
    database: Database = app.extensions["training.database"]
    migrating.bring_to_head(settings.database_url, database.reading_engine)
    with database.writing() as session:
        continue_ids(session)
        readings = modules.read_packs(session, settings.packs_folder, clock.now())
        session.commit()
    return readings


def continue_ids(session: Session) -> None:
    """Lets this process's new rows follow those that are there, also where the clock was set back.

    Every process that writes does this once, at its start.
    """
    for table in Base.metadata.sorted_tables:
        if "id" in table.c:
            newest = select(table.c.id).order_by(table.c.id.desc()).limit(1)
            known = session.scalar(newest)
            if known is not None:
                ids.continue_after(known)


def first_administrator_path(app: Flask) -> str:
    """The path of the one-time link, "" once there is an administrator."""
    with app.app_context(), app.extensions["training.database"].reading() as session:
        if people.has_administrator(session):
            return ""
        return f"/start/{people.first_administrator_token(app.config['SECRET_KEY'])}"
