"""Commands that carry the register of certificates from a laptop to the public server."""

import os
import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext

from training.adapters import clock
from training.certificates.exchange import file as register_file
from training.certificates.exchange.going_out import Given, export_register
from training.certificates.exchange.taking_in import import_register
from training.cli.edge import A_FILE, database_of_app, plainly, settings_of_app
from training.credentials import service as credentials
from training.kernel.access import SYSTEM
from training.operations.model import CannotBeDone


@click.command("export")
@with_appcontext
@click.option("--out", required=True, type=A_FILE, help="The file to write: a ZIP.")
@click.option("--overwrite", is_flag=True, help="Replace FILE where there is one.")
@plainly
def export(out: Path, overwrite: bool) -> None:
    """Write all certificates that this computer signed into one signed file.

    Carry it to the public server: certificates import FILE.
    """
    if out.exists() and not overwrite:
        raise CannotBeDone(f"There is a file {out} already. Name another, or add --overwrite.")
    try:
        given = _write(out)
    except OSError as error:
        raise CannotBeDone(f"{out} cannot be written: {error.strerror or error}.") from error
    click.echo(f"Wrote {out}: {given.certificates} certificates.")
    if given.left_out:
        click.echo(f"{given.left_out} certificates are not in it: no key vouches for them.")
    click.echo("It holds names: give it only to the administrator of the public server.")


def _write(out: Path) -> Given:
    """The file appears only when it is whole, and only its owner can read it."""
    settings = settings_of_app()
    handle, made = tempfile.mkstemp(prefix=".register-", dir=out.parent)
    try:
        with os.fdopen(handle, "w+b") as file, database_of_app().reading() as session:
            given = export_register(
                session, settings.data_folder, settings.public_url, file, clock.now()
            )
        os.replace(made, out)  # noqa: PTH105 (in one step, on Windows too)
    finally:
        Path(made).unlink(missing_ok=True)
    return given


@click.command("import")
@with_appcontext
@click.argument("file", type=A_FILE)
@plainly
def take(file: Path) -> None:
    """Take the register in FILE into this server's; all of it or nothing."""
    try:
        opened = file.open("rb")
    except OSError as error:
        raise CannotBeDone(f"{file} cannot be read: {error.strerror or error}.") from error
    with opened:
        with database_of_app().reading() as session:
            known = credentials.issuers(session)
        register = register_file.read(opened, known)
    with database_of_app().writing() as session:
        taken = import_register(session, register, SYSTEM, clock.now())
        session.commit()
    click.echo(
        f"{taken.added} certificates are new, {taken.changed} have changed, "
        f"{taken.known} were here just so."
    )
    if taken.held_back:
        click.echo(
            f"{taken.held_back} corrections wait for an administrator, on the page of registers."
        )
