"""The entry: `python app.py` serves, `python app.py --demo` shows a demonstration.

`flask --app app …` administers.
"""

import sys

from flask import Flask
from sqlalchemy.exc import ArgumentError

from training import application
from training.adapters.settings import SettingsError
from training.demo_serving import BESIDE_ANOTHER, Launcher, serve_beside, serve_demo
from training.serving import serve


def create_app() -> Flask:
    """For `flask --app app …`: what cannot be used is a sentence and exit code 1."""
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


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--demo"]:
            sys.exit(serve_demo())
        case [found] if found == BESIDE_ANOTHER:
            sys.exit(serve_beside())
        case _:
            sys.exit(serve(Launcher()))
