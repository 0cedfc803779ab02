"""Commands for the installation: backup, restore, another database, demonstration, rehearsal."""

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from flask import current_app
from flask.cli import ScriptInfo, pass_script_info, with_appcontext

from training.adapters import clock
from training.adapters.version import own_version
from training.cli.edge import A_FILE, asked_passphrase, plainly, settings_of_app, with_keys
from training.live import rehearsing
from training.operations.model import CannotBeDone, Manifest

if TYPE_CHECKING:
    from training.operations.restoring import Restored


@click.command()
@with_appcontext
@click.argument("file", type=A_FILE)
@click.option("--overwrite", is_flag=True, help="Replace FILE where there is one.")
@with_keys
@plainly
def backup(file: Path, overwrite: bool, keys_too: bool) -> None:
    """Write everything into one FILE, while the server serves.

    The private keys of certificates are in it only under a passphrase.
    """
    from training.operations import key_box
    from training.operations.backup import back_up

    settings, secret = settings_of_app(), asked_passphrase(keys_too, confirm=True)
    if secret:
        key_box.check_passphrase(secret)
    manifest = back_up(
        settings, file, clock.now(), own_version(), overwrite=overwrite, passphrase=secret
    )
    click.echo(f"Wrote {file} and read it again: {_contents(manifest)}.")
    count = len(key_box.list_keys(settings.data_folder))
    if count and secret:
        click.echo(f"The private keys of certificates are in it under your passphrase: {count}.")
    elif count:
        click.echo("The private keys of certificates are NOT in it: add --with-keys for those.")
    click.echo("It holds names and the secret key: keep it where only you can read it.")


def _contents(manifest: Manifest) -> str:
    words = {"courses": "courses", "persons": "persons", "certificates": "certificates"}
    return ", ".join(f"{manifest.counts.get(table, 0)} {word}" for table, word in words.items())


@click.command()
@with_appcontext
@click.argument("file", type=A_FILE)
@click.option("--overwrite", is_flag=True, help="Also where there is a database; that one is kept.")
@with_keys
@plainly
def restore(file: Path, overwrite: bool, keys_too: bool) -> None:
    """Put the backup in FILE in the place of this installation's data."""
    from training.operations.restoring import restore as put_back

    current_app.extensions["training.database"].dispose()
    secret = asked_passphrase(keys_too)
    done = put_back(settings_of_app(), file, clock.now(), overwrite=overwrite, passphrase=secret)
    for line in _told(done):
        click.echo(line)


def _told(done: "Restored") -> list[str]:
    made = f"{done.manifest.made_at:%d %B %Y, %H:%M} UTC"
    lines = [f"Restored the backup of {made} to {done.database}: {_contents(done.manifest)}."]
    if done.kept:
        lines.append(f"The database that was there before is kept as {done.kept}.")
    if done.keys:
        lines.append(f"Private keys of certificates that were put back: {done.keys}.")
    if done.keys is None:
        lines.append(
            "The private keys of certificates were left in it: restore with --with-keys, or "
            "make a new one."
        )
    if done.server_runs:
        lines.append("A server is using this folder. Stop it and start it again now.")
    return lines


@click.command()
@with_appcontext
@click.option(
    "--to",
    "target",
    required=True,
    envvar="TRAINING_MOVE_TO",
    help="The URL of an empty database; TRAINING_MOVE_TO says it too, without showing a password.",
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@plainly
def move(target: str, as_json: bool) -> None:
    """Copy everything into an empty database and compare: SQLite to PostgreSQL, or back."""
    from training.operations import moving

    moved = moving.move(settings_of_app().database_url, target)
    if as_json:
        click.echo(msgspec.json.encode(moved))
    else:
        click.echo("\n".join(moving.as_lines(moved, target)))


@click.command()
@with_appcontext
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@pass_script_info
@plainly
def demo(info: ScriptInfo, as_json: bool) -> None:
    """Fill an empty database with a demonstration; any other database is refused."""
    from training import preparation
    from training.operations import demonstration

    app = info.load_app()
    demonstration.require_empty(settings_of_app(), app.extensions["training.database"])
    preparation.prepare(app)
    made = demonstration.fill(app, clock.now())
    if as_json:
        click.echo(msgspec.json.encode(made))
    else:
        click.echo("\n".join(demonstration.as_lines(made)))


@click.command()
@with_appcontext
@click.option(
    "--phones",
    default=rehearsing.USUAL_PHONES,
    show_default=True,
    type=click.IntRange(rehearsing.FEWEST_PHONES, rehearsing.MOST_PHONES),
)
@click.option("--json", "as_json", is_flag=True, help="One object with the figures.")
@click.option("--quick", is_flag=True, help="A few seconds instead of a minute and a half.")
@click.option("--lines", is_flag=True, hidden=True, help="For the page that shows how far it is.")
@plainly
def rehearse(phones: int, as_json: bool, quick: bool, lines: bool) -> None:
    """Play a whole workshop with simulated phones, and say whether this laptop will hold.

    It runs on this machine alone, over a copy of the data that is removed afterwards.
    """
    from training.operations.rehearsal import orders, telling
    from training.operations.rehearsal.staging import rehearse as play

    telling.end_in_order(with_input=lines)
    pace = orders.QUICK if quick else orders.USUAL
    try:
        figures = play(settings_of_app(), phones, pace, telling.teller(lines))
    except CannotBeDone as fault:
        if lines:
            click.echo(msgspec.json.encode(telling.Line(fault=str(fault))))
        raise
    if lines:
        click.echo(msgspec.json.encode(telling.Line(figures=figures)))
    elif as_json:
        click.echo(msgspec.json.encode(telling.as_report(figures)))
    else:
        click.echo("\n".join(telling.as_lines(figures)))
