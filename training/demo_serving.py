"""`python app.py --demo`: a demonstration, made anew, served from a data folder of its own."""

import os
import sys
from collections.abc import MutableMapping

import click
from sqlalchemy.exc import SQLAlchemyError

from training import application, preparation, serving
from training.adapters import clock
from training.adapters.server import ServerError, open_listener
from training.adapters.settings import Settings, SettingsError, load_settings
from training.operations import demonstration
from training.operations.model import DATABASE_NAME, SECRET_NAME, CannotBeDone
from training.operations.sqlite_files import BESIDE

FOLDER = ".demo"
PORT = "8001"
"""Beside a real server, unless PORT says otherwise."""


def serve_demo() -> int:
    """Serves until Ctrl-C. The exit code: 0, or 1 after one sentence that says what is wrong."""
    set_apart(os.environ)
    try:
        settings = load_settings()
        serving.check_data_folder(settings.data_folder)
        # Whoever serves this demonstration already keeps it.
        open_listener(settings.host, settings.port).close()
        made = make_anew(settings)
    except (CannotBeDone, ServerError, SettingsError, SQLAlchemyError, OSError) as error:
        click.echo(f"The demonstration cannot be made: {error}", file=sys.stderr)
        return 1
    click.echo("\n".join(demonstration.as_lines(made)))
    return serving.serve()


def set_apart(environ: MutableMapping[str, str]) -> None:
    """Points the settings at the demonstration's own folder, whatever they were."""
    environ.pop("TRAINING_DATABASE_URL", None)
    environ["TRAINING_DATA"] = FOLDER
    environ.setdefault("PORT", PORT)


def make_anew(settings: Settings) -> demonstration.Demonstration:
    """Removes the last demonstration, whose workshop of today is of another day, and makes one.

    Raises CannotBeDone, OSError, sqlalchemy.exc.SQLAlchemyError.
    """
    for name in (SECRET_NAME, *(DATABASE_NAME + ending for ending in ("", *BESIDE))):
        (settings.data_folder / name).unlink(missing_ok=True)
    app = application.create_app(settings)
    try:
        preparation.prepare(app)
        return demonstration.fill(app, clock.now())
    finally:
        app.extensions["training.database"].dispose()
