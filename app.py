"""The entry: `python app.py` serves, `python app.py --demo` shows a demonstration.

`flask --app app …` administers.
"""

import sys

from flask import Flask
from sqlalchemy.exc import ArgumentError

from training import application
from training.adapters.settings import SettingsError
from training.demo_serving import Launcher, serve_demo
from training.serving import serve


def create_app() -> Flask:
    """For `flask --app app …`: what cannot be used is a sentence and exit code 1."""
    try:
        return application.create_app()
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
    sys.exit(serve_demo() if sys.argv[1:] == ["--demo"] else serve(Launcher()))
