"""A backup of a whole installation into one file, while the server serves."""

import datetime as dt
import os
import sqlite3
import tempfile
from pathlib import Path

from training.adapters.settings import Settings
from training.operations import key_box
from training.operations.archive import check_archive, digest_of, write_archive
from training.operations.model import (
    DATABASE_NAME,
    KEYS_NAME,
    SECRET_NAME,
    CannotBeDone,
    Manifest,
)
from training.operations.sqlite_files import (
    copy_into_new,
    count_rows,
    fault_in,
    flush,
    sqlite_file,
)


def back_up(
    settings: Settings,
    target: Path,
    now: dt.datetime,
    version: str,
    *,
    overwrite: bool = False,
    passphrase: str = "",
) -> Manifest:
    """Writes the backup and reads it again; `target` appears only when it is whole.

    Everything that was saved before the call is in it; the private keys of certificates only under
    a passphrase. Raises CannotBeDone.
    """
    source = sqlite_file(settings.database_url)
    if not source.is_file():
        raise CannotBeDone(f"There is no database {source} yet, so there is nothing to back up.")
    _check_target(target, overwrite)
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as folder:
            made = Path(folder) / "backup.zip"
            manifest = _make(settings, source, Path(folder), made, now, version, passphrase)
            os.replace(made, target)  # noqa: PTH105 (replaces in one step, also on Windows)
            flush(target)
    except sqlite3.Error as error:
        raise CannotBeDone(
            f"The database cannot be copied: {error}. No backup was made."
        ) from error
    except OSError as error:
        reason = error.strerror or error
        raise CannotBeDone(
            f"The backup cannot be written to {target.parent}: {reason}. No backup was made."
        ) from error
    return manifest


def _check_target(target: Path, overwrite: bool) -> None:
    if target.is_dir():
        raise CannotBeDone(f"{target} is a folder. Name a file in it, such as backup.zip.")
    if not target.parent.is_dir():
        raise CannotBeDone(f"There is no folder {target.parent}. Make it, or name another file.")
    if not overwrite and target.exists() and target.stat().st_size > 0:
        raise CannotBeDone(
            f"There is a file {target} already. Name another, or add --overwrite to replace it."
        )


def _make(
    settings: Settings,
    source: Path,
    folder: Path,
    made: Path,
    now: dt.datetime,
    version: str,
    passphrase: str,
) -> Manifest:
    files = {DATABASE_NAME: folder / DATABASE_NAME, SECRET_NAME: folder / SECRET_NAME}
    copy_into_new(source, files[DATABASE_NAME])
    fault = fault_in(files[DATABASE_NAME])
    if fault:
        raise CannotBeDone(
            f"The database is damaged: {fault}. No backup was made, so that an older, whole one "
            "is not mistaken for worse. Restore the last good backup."
        )
    files[SECRET_NAME].write_text(settings.secret_key(), encoding="ascii")
    if passphrase:
        files[KEYS_NAME] = folder / KEYS_NAME
        files[KEYS_NAME].write_bytes(key_box.lock(settings.data_folder, passphrase))
    manifest = Manifest(
        version=version,
        made_at=now,
        counts=count_rows(files[DATABASE_NAME]),
        sizes={name: path.stat().st_size for name, path in files.items()},
        sha256={name: digest_of(path) for name, path in files.items()},
    )
    write_archive(made, files, manifest)
    if check_archive(made) != manifest:
        raise CannotBeDone("The backup does not read as it was written. Try another disk.")
    return manifest
