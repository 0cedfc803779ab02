"""A backup back into an installation: looked over first, then put in place in one step."""

import datetime as dt
import os
import sqlite3
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from training.adapters import migrating
from training.adapters.settings import Settings
from training.operations import key_box
from training.operations.archive import unpack
from training.operations.model import (
    DATABASE_NAME,
    KEYS_NAME,
    SECRET_NAME,
    CannotBeDone,
    Manifest,
)
from training.operations.sqlite_files import (
    BESIDE,
    copy_into_new,
    copy_over,
    count_rows,
    fault_in,
    flush,
    is_in_use,
    opened,
    sqlite_file,
)

NOTHING_CHANGED = "Nothing was changed."
SKIPPED_PLACES = 1 << 16
"""More certificates than a laptop issues between two backups."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    manifest: Manifest
    database: Path
    kept: Path | None
    """Where the database that was there before lies now; None when there was none."""
    server_runs: bool
    """Whether a server had the database open and must be started anew."""
    keys: int | None
    """Private keys of certificates that were put back; None: the backup holds some that were left
    in it, for want of a passphrase."""


def restore(
    settings: Settings,
    file: Path,
    now: dt.datetime,
    *,
    overwrite: bool = False,
    passphrase: str = "",
) -> Restored:
    """Puts a backup in the place of this installation's database and secret key.

    The backup is checked and brought to this version on the side; only then is anything touched.
    Raises CannotBeDone: without `overwrite` whenever there is a database.
    """
    target = sqlite_file(settings.database_url)
    there = target.is_file() and target.stat().st_size > 0
    if there and not overwrite:
        raise _there_is_one(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=target.parent) as folder:
            manifest = _unpack_and_check(file, Path(folder))
            keys = _keys_in(Path(folder) / KEYS_NAME, passphrase)
            server_runs = there and is_in_use(target)
            kept = _put_in_place(Path(folder) / DATABASE_NAME, target, now)
            _put_secret(Path(folder) / SECRET_NAME, settings, now if there else None)
            count = None if keys is None else key_box.put_back(settings.data_folder, keys)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise CannotBeDone(f"The backup cannot be restored: {reason}.") from error
    return Restored(manifest, target, kept, server_runs, count)


def _keys_in(box: Path, passphrase: str) -> dict[str, bytes] | None:
    """The private keys in the backup; None where it holds some that we cannot open."""
    if not box.is_file():
        return {}
    try:
        return key_box.unlock(box.read_bytes(), passphrase) if passphrase else None
    except CannotBeDone as fault:
        raise CannotBeDone(f"{fault} {NOTHING_CHANGED}") from fault


def _there_is_one(target: Path) -> CannotBeDone:
    open_too = " A server is using it." if is_in_use(target) else ""
    return CannotBeDone(
        f"There is a database {target} already.{open_too} {NOTHING_CHANGED} Add --overwrite to "
        "put the backup in its place; the database that is there now is kept beside it."
    )


def _unpack_and_check(file: Path, folder: Path) -> Manifest:
    manifest = unpack(file, folder)
    staged = folder / DATABASE_NAME
    fault = fault_in(staged)
    if fault:
        raise CannotBeDone(f"The database in this backup is damaged: {fault}. {NOTHING_CHANGED}")
    if count_rows(staged) != manifest.counts:
        raise CannotBeDone(
            f"The database in this backup does not hold what its manifest says. {NOTHING_CHANGED}"
        )
    try:
        migrating.upgrade(f"sqlite:///{staged}")
    except (migrating.UnknownVersionError, SQLAlchemyError) as error:
        raise CannotBeDone(
            f"This backup was made by R2P Training {manifest.version}, and this version cannot "
            f"read it. Use that version or a newer one. {NOTHING_CHANGED}"
        ) from error
    _skip_places(staged)
    flush(staged)
    return manifest


def _skip_places(staged: Path) -> None:
    """Certificates that were issued after the backup may stand in the status lists of our keys on
    another server: their places are not given again."""
    with opened(staged) as connection:
        connection.execute(
            "UPDATE issuer_keys SET next_index = next_index + ? WHERE is_own", (SKIPPED_PLACES,)
        )


def _put_in_place(staged: Path, target: Path, now: dt.datetime) -> Path | None:
    if not target.is_file() or target.stat().st_size == 0:
        _set_aside(target, now, BESIDE)
        os.replace(staged, target)  # noqa: PTH105 (replaces in one step, also on Windows)
        flush(target)
        return None
    kept = _beside(target, now)
    try:
        _exchange(staged, target, kept)
    except sqlite3.OperationalError:
        raise  # locked, a full disk: the old database is whole, and in its place
    except sqlite3.DatabaseError:
        # What is there is no database any more: it is kept as it is, file by file.
        _set_aside(target, now, ("", *BESIDE))
        os.replace(staged, target)  # noqa: PTH105
        flush(target)
    return kept


def _exchange(staged: Path, target: Path, kept: Path) -> None:
    try:
        copy_into_new(target, kept)
        copy_over(staged, target)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise


def _set_aside(target: Path, now: dt.datetime, endings: tuple[str, ...]) -> None:
    """A log without its database would be played into the new one: it is kept under its date."""
    name = _beside(target, now)
    for ending in endings:
        path = target.with_name(target.name + ending)
        if path.exists():
            path.rename(name.with_name(name.name + ending))


def _put_secret(staged: Path, settings: Settings, replaced_at: dt.datetime | None) -> None:
    target = settings.data_folder / SECRET_NAME
    target.parent.mkdir(parents=True, exist_ok=True)
    if replaced_at and target.is_file() and target.read_bytes() != staged.read_bytes():
        target.rename(_beside(target, replaced_at))
    beside = target.with_name(f".{SECRET_NAME}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(staged.read_bytes())
    os.replace(beside, target)  # noqa: PTH105
    flush(target)


def _beside(target: Path, now: dt.datetime) -> Path:
    """A name with the date beside `target` that nothing has yet."""
    dated = f"{target.stem}.before-{now:%Y%m%d-%H%M%S}"
    names = (
        f"{dated}{'' if number == 1 else f'-{number}'}{target.suffix}" for number in range(1, 100)
    )
    free = (target.with_name(name) for name in names)
    found = next((path for path in free if not path.exists()), None)
    if found is None:
        raise CannotBeDone(f"There are too many kept databases beside {target}. Remove some.")
    return found
