"""Commands for the keys of certificates: who signs, and who is believed."""

import os
from contextlib import AbstractContextManager
from pathlib import Path

import click
import msgspec
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from training.adapters import clock
from training.adapters.database import Database
from training.cli.edge import A_FILE, asked_passphrase, plainly, settings_of_app
from training.credentials import service as credentials
from training.credentials.model import KnownKey, written_key_id
from training.kernel.access import SYSTEM
from training.operations.model import CannotBeDone

MOST_BYTES = 4_096
"""Of a file with a public key, which is one line."""

keys = AppGroup("keys", help="Who signs certificates, and who is believed.")


def _writing() -> AbstractContextManager[Session]:
    database: Database = current_app.extensions["training.database"]
    return database.writing()


def _listed() -> tuple[credentials.KeyView, ...]:
    database: Database = current_app.extensions["training.database"]
    settings = settings_of_app()
    with database.reading() as session:
        return credentials.list_keys(session, settings.data_folder, settings.public_url)


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@plainly
def list_keys(as_json: bool) -> None:
    """Tell every key, our own first."""
    found = _listed()
    if as_json:
        click.echo(msgspec.json.encode([_as_json(each) for each in found]))
        return
    if not found:
        click.echo("There is no key yet. It is made when the first certificate is issued.")
    for each in found:
        click.echo(f"{each.fingerprint}  {each.key.name}: {_state_of(each)}")
        click.echo(f"    {each.line}")


def _state_of(view: credentials.KeyView) -> str:
    key = view.key
    reason = f" ({view.reason})" if view.reason else ""
    if key.distrusted_at:
        return f"not trusted since {key.distrusted_at:%Y-%m-%d}{reason}"
    if key.retired_at:
        return f"signs no more since {key.retired_at:%Y-%m-%d}{reason}"
    if view.is_in_use:
        return "signs today"
    return "our own, not in use" if view.is_own else "trusted"


def _as_json(view: credentials.KeyView) -> dict[str, object]:
    return {
        "key_id": view.key.key_id,
        "name": view.key.name,
        "public_key": view.line,
        "own": view.is_own,
        "here": view.is_here,
        "in_use": view.is_in_use,
        "retired_at": view.key.retired_at,
        "distrusted_at": view.key.distrusted_at,
        "reason": view.reason,
    }


@keys.command("rotate")
@click.option("--name", required=True, help="Whose key it is, in words: an office, a laptop.")
@click.option("--reason", default="", help="Why the old one goes.")
@plainly
def rotate(name: str, reason: str) -> None:
    """Sign with a new key from now on. What the old one signed stays valid."""
    settings = settings_of_app()
    in_use = next((each.key.key_id for each in _listed() if each.is_in_use), "")
    with _writing() as session:
        made = credentials.rotate(
            session, settings.data_folder, settings.public_url, in_use, name, reason, SYSTEM,
            clock.now(),
        )  # fmt: skip
        session.commit()
    click.echo(f"New certificates are signed with the key {_written(made)}.")
    click.echo("Make it known on the public server: certificates keys export-public.")


@keys.command("trust")
@click.argument("key")
@click.option("--name", default="", help="Whose key it is, in words.")
@click.option("--again", is_flag=True, help="Also where the key was distrusted before.")
@plainly
def trust(key: str, name: str, again: bool) -> None:
    """Make a KEY known: its line (did:key:… or did:web:…#…), or a file that holds the line."""
    line = key if key.startswith("did:") else _line_in(Path(key))
    with _writing() as session:
        known = credentials.trust(session, line, name.strip(), SYSTEM, clock.now(), again=again)
        session.commit()
    click.echo(f"The key {_written(known)} of {known.issuer} is known now.")
    click.echo("Compare these digits with those that its owner reads from the other computer.")


def _line_in(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise CannotBeDone(f"The file {file} cannot be read: {reason}.") from error


@keys.command("distrust")
@click.argument("key_id")
@click.option("--reason", required=True, help="Why: stolen, lost, found in a copied folder.")
@plainly
def distrust(key_id: str, reason: str) -> None:
    """Let KEY_ID count as stolen: only what this server's register holds of it is believed."""
    with _writing() as session:
        wanted = "".join(key_id.split()).lower()
        lost = credentials.distrust(session, wanted, reason.strip(), SYSTEM, clock.now())
        session.commit()
    click.echo(f"The key {_written(lost)} is not trusted any more.")


@keys.command("export-public")
@click.option("--out", type=A_FILE, help="The file to write; else it is printed.")
@plainly
def export_public(out: Path | None) -> None:
    """Give out the public key that signs today: one line, no secret."""
    ours = next((each for each in _listed() if each.is_in_use), None)
    if ours is None:
        raise CannotBeDone("There is no key yet. Make one: certificates keys rotate --name NAME.")
    if out is None:
        click.echo(ours.line)
        return
    try:
        out.write_text(ours.line + "\n", encoding="ascii")
    except OSError as error:
        raise CannotBeDone(f"{out} cannot be written: {error.strerror or error}.") from error
    click.echo(f"Wrote {out}. The key is {ours.fingerprint}.")


@keys.command("save")
@click.option("--out", required=True, type=A_FILE, help="The file to write.")
@plainly
def save(out: Path) -> None:
    """Write all private keys into one file under a passphrase, for a safe place.

    For a PostgreSQL database this stands in the place of `backup --with-keys`.
    """
    from training.operations import key_box

    folder = settings_of_app().data_folder
    count = len(key_box.list_keys(folder))
    if not count:
        raise CannotBeDone("There is no private key on this computer.")
    passphrase = asked_passphrase(wanted=True, confirm=True)
    try:
        box = key_box.lock(folder, passphrase)
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        _fill(handle, out, box)
    except OSError as error:
        name = error.filename or out
        raise CannotBeDone(f"{name} cannot be used: {error.strerror or error}.") from error
    click.echo(f"Wrote {out}: {count} private keys under your passphrase.")


def _fill(handle: int, out: Path, content: bytes) -> None:
    """The file is whole, or it is not there."""
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        out.unlink(missing_ok=True)
        raise


@keys.command("load")
@click.argument("file", type=A_FILE)
@plainly
def load(file: Path) -> None:
    """Put the private keys back that `keys save` wrote into FILE."""
    from training.operations import key_box

    try:
        with file.open("rb") as opened:
            box = opened.read(key_box.MOST_BYTES)
    except OSError as error:
        raise CannotBeDone(f"{file} cannot be read: {error.strerror or error}.") from error
    found = key_box.unlock(box, asked_passphrase(wanted=True))
    count = key_box.put_back(settings_of_app().data_folder, found)
    click.echo(f"{count} of {len(found)} private keys were put back; the others are here.")


@keys.command("skip-places")
@plainly
def skip_places() -> None:
    """After PostgreSQL's own programs brought the database back: leave out places in status lists.

    Certificates that were issued after that backup may have them. `restore` does it by itself.
    """
    from training.operations.restoring import SKIPPED_PLACES

    with _writing() as session:
        count = credentials.skip_more_places(session, SKIPPED_PLACES)
        session.commit()
    click.echo(f"Each of {count} own keys leaves out {SKIPPED_PLACES} places of its status lists.")


def _written(key: KnownKey) -> str:
    return written_key_id(key.key_id)
