"""A demonstration in an empty database: one workshop that has ended and one that runs today."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask
from sqlalchemy import MetaData, Table, inspect, select
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.orm import Session

from training.adapters.database import Database
from training.adapters.house_fonts import characters_without_glyph
from training.adapters.settings import Settings
from training.certificates.sealing import press_of
from training.kernel.access import SYSTEM
from training.kernel.ids import grouped
from training.modules import service as modules
from training.operations import demo_people, demo_workshops
from training.operations.model import CannotBeDone
from training.people import links
from training.people import service as people
from training.people.links import VISIT_SECONDS
from training.people.model import AccountRole
from training.people.tables import Account

MAY_HAVE_ROWS = frozenset(
    {"alembic_version", "module_revisions", "revision_pictures", "wrong_tries"}
)
NO_PASSWORD = "no password fits the demonstration"  # noqa: S105 - that is what it says
NOT_EMPTY = (
    "This database is not empty, so the demonstration was not added: it never mixes with real "
    "data. Name an empty folder with TRAINING_DATA."
)


class Demonstration(msgspec.Struct, frozen=True):
    """How to look at it. Codes are as they are typed, links as they are opened on this computer."""

    administrator: str
    trainer: str
    join: str
    join_code: str
    seat: str
    """The page that asks for the seat code."""
    seat_code: str
    """Of somebody in the workshop that runs today."""
    finished_join_code: str
    finished_seat: str
    finished_seat_code: str
    """Of somebody who has a certificate from the workshop that has ended."""
    links_end_at: dt.datetime


def require_empty(settings: Settings, database: Database) -> None:
    """Raises CannotBeDone unless the database has nothing but content packs. Changes nothing."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        return
    with database.reading_engine.connect() as connection:
        _require_no_rows(connection)


def _require_no_rows(connection: Connection) -> None:
    for name in sorted(set(inspect(connection).get_table_names()) - MAY_HAVE_ROWS):
        table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
        if connection.execute(select(1).select_from(table).limit(1)).first() is not None:
            raise CannotBeDone(NOT_EMPTY)


def fill(app: Flask, now: dt.datetime) -> Demonstration:
    """Fills the database, which is at this version and has read the packs, in one transaction.

    Raises CannotBeDone when it is not empty or there is no module to teach.
    """
    settings: Settings = app.extensions["training.settings"]
    database: Database = app.extensions["training.database"]
    with app.app_context(), database.writing() as session:
        _require_no_rows(session.connection())
        if not modules.list_offered(session):
            raise CannotBeDone(
                f"There is no module to teach in {settings.packs_folder}. `flask --app app modules "
                "check` says what is wrong."
            )
        app.config["SECRET_KEY"] = settings.secret_key()
        made = _fill(session, settings, settings.secret_key(), now)
        session.commit()
        return made


def _fill(session: Session, settings: Settings, secret: str, now: dt.datetime) -> Demonstration:
    administrator = _account(session, "admin.demo", AccountRole.ADMINISTRATOR, now)
    trainer = _account(session, "trainer.demo", AccountRole.TRAINER, now)
    finished, awarded = demo_workshops.add_finished(
        session, trainer, secret, press_of(settings), now
    )
    running, present = demo_workshops.add_running(session, trainer, secret, now)
    base = f"http://localhost:{settings.port}"
    return Demonstration(
        administrator=f"{base}/visit/{links.visit_token(administrator)}",
        trainer=f"{base}/visit/{links.visit_token(trainer)}",
        join=f"{base}/join/{running.join_code}",
        join_code=running.join_code,
        seat=f"{base}/continue?code={running.join_code}",
        seat_code=grouped(present.code),
        finished_join_code=finished.join_code,
        finished_seat=f"{base}/continue?code={finished.join_code}",
        finished_seat_code=grouped(awarded.code),
        links_end_at=now.replace(microsecond=0) + dt.timedelta(seconds=VISIT_SECONDS),
    )


def _account(session: Session, name: str, role: AccountRole, now: dt.datetime) -> Account:
    is_trainer = role is AccountRole.TRAINER
    details: Any = demo_people.TRAINER if is_trainer else demo_people.ADMINISTRATOR
    made = people.add_account(
        session, details, name, role, SYSTEM, now, characters_without_glyph, NO_PASSWORD
    )
    session.flush()
    return made


def as_lines(made: Demonstration) -> list[str]:
    """What the terminal shows."""
    hours = VISIT_SECONDS // 3600
    return [
        "",
        "The demonstration is ready: a workshop that has ended, and one that runs today.",
        f"All people in it are invented. The links sign in for {hours} hours, on this computer.",
        "",
        f"  Administrator:  {made.administrator}",
        f"  Trainer:        {made.trainer}",
        f"  New trainee:    {made.join}   (join code {made.join_code})",
        f"  Trainee inside: {made.seat}   (seat code {made.seat_code})",
        f"  With a certificate: {made.finished_seat}   (seat code {made.finished_seat_code})",
        "",
    ]
