"""What `python app.py`, `python -m training` and `r2p-training` do: serve, or administer."""

import sys

from flask import Flask
from flask.cli import FlaskGroup
from sqlalchemy.exc import ArgumentError

from training import application
from training.adapters.settings import SettingsError
from training.demo_serving import BESIDE_ANOTHER, Launcher, serve_beside, serve_demo
from training.operations.model import FOR_REHEARSAL
from training.rehearsal_serving import serve_rehearsal
from training.serving import serve

HELP = "Without a command it serves; --demo serves a demonstration. These commands administer."


def create_app() -> Flask:
    """For the command line: what cannot be used is a sentence and exit code 1."""
    try:
        return application.create_app(keep_secret=False)
    except (SettingsError, ArgumentError) as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        if error.name not in {"psycopg", "psycopg2"}:
            raise
        sys.exit(
            "TRAINING_DATABASE_URL names PostgreSQL, and its driver is not installed. For a backup "
            "of such a database use pg_dump, to bring it back pg_restore."
        )


def main() -> int:
    """Serves when nothing is asked; else the commands of `flask --app app`. The exit code."""
    match sys.argv[1:]:
        case []:
            return serve(Launcher())
        case ["--demo"]:
            return serve_demo()
        case [found] if found == BESIDE_ANOTHER:
            return serve_beside()
        case [found] if found == FOR_REHEARSAL:
            return serve_rehearsal()
        case _:
            FlaskGroup(create_app=create_app, help=HELP)()
    return 0
