"""What the commands have in common: an expected fault is a sentence on stderr and exit code 1."""

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
from flask import Flask, current_app
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from training.adapters.database import Database
from training.adapters.full_disk import is_full
from training.adapters.settings import Settings, SettingsError
from training.kernel.refusal import Refusal
from training.operations.model import CannotBeDone

A_FILE = click.Path(path_type=Path)
P = ParamSpec("P")
PASSPHRASE = "TRAINING_BACKUP_PASSPHRASE"  # noqa: S105 - the name of a setting
with_keys = click.option(
    "--with-keys",
    "keys_too",
    is_flag=True,
    help=f"The private keys of certificates too; asks for a passphrase, or {PASSPHRASE} says it.",
)


def asked_passphrase(wanted: bool, *, confirm: bool = False) -> str:
    """The passphrase of the environment, else as it is typed where it is wanted, else ""."""
    given = os.environ.get(PASSPHRASE, "")
    if given or not wanted:
        return given
    typed: str = click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    return typed


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turns expected faults into one sentence on stderr and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **named: P.kwargs) -> None:
        try:
            command(*args, **named)
        except (CannotBeDone, Refusal, SettingsError) as fault:
            click.echo(str(fault), err=True)
            raise click.exceptions.Exit(1) from fault
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            click.echo(f"The database cannot be used: {reason}.", err=True)
            raise click.exceptions.Exit(1) from error
        except OSError as error:
            if not is_full(error):
                raise
            click.echo(f"The disk is full: {error.strerror}. Nothing was done.", err=True)
            raise click.exceptions.Exit(1) from error

    return run


def settings_of_app() -> Settings:
    """The settings of the application whose commands these are."""
    settings: Settings = current_app.extensions["training.settings"]
    return settings


def database_of_app() -> Database:
    """The database of that application. Where nobody has begun it yet, it is begun.

    So a computer can get its key, a register or questions before it serves for the first time.
    Raises CannotBeDone, sqlalchemy.exc.SQLAlchemyError.
    """
    found: Database = current_app.extensions["training.database"]
    if not (found.answers() and _is_begun(found)):
        from training import preparation

        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 (Flask's documented way to the application itself)
        try:
            preparation.prepare(app)
        except (FileNotFoundError, PermissionError, NotADirectoryError) as error:
            told = f"The folder {error.filename} cannot be made: {error.strerror}."
            raise CannotBeDone(told) from error
    return found


def _is_begun(database: Database) -> bool:
    with database.reading() as session:
        return bool(inspect(session.connection()).get_table_names())
