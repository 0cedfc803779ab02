"""The one file of a backup: a zip with the database, the secret key and a manifest of both."""

import contextlib
import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

import msgspec

from training.operations import key_box
from training.operations.model import (
    DATABASE_NAME,
    KEYS_NAME,
    SECRET_NAME,
    CannotBeDone,
    Manifest,
)

MANIFEST_NAME = "manifest.json"
NAMES = frozenset({MANIFEST_NAME, DATABASE_NAME, SECRET_NAME})
MOST_BYTES = {
    MANIFEST_NAME: 64 * 1024,
    SECRET_NAME: 1024,
    DATABASE_NAME: 16 * 1024**3,
    KEYS_NAME: key_box.MOST_BYTES,
}
PIECE = 1024 * 1024
_STORED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def digest(file: IO[bytes]) -> str:
    """The SHA-256 of what is left to read, in hexadecimal."""
    found = hashlib.sha256()
    while piece := file.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal. Raises OSError."""
    with path.open("rb") as file:
        return digest(file)


def write_archive(path: Path, files: Mapping[str, Path], manifest: Manifest) -> None:
    """Makes the zip, readable by its owner, and brings it onto the disk. Raises OSError."""
    with _new_file(path) as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(MANIFEST_NAME, msgspec.json.format(msgspec.json.encode(manifest)))
            for name, source in files.items():
                archive.write(source, name)
        out.flush()
        os.fsync(out.fileno())


def _new_file(path: Path) -> IO[bytes]:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")


def check_archive(path: Path) -> Manifest:
    """The manifest of a backup in which every file is as the manifest says. Raises CannotBeDone."""
    with _opened(path) as archive:
        manifest = _manifest(archive)
        for name in manifest.sha256:
            with archive.open(name) as file:
                if digest(file) != manifest.sha256[name]:
                    raise _not_a_backup(f"its {name} is not the one that was backed up")
        return manifest


def unpack(path: Path, folder: Path) -> Manifest:
    """Writes database, secret key and the box of keys into an empty folder, checked on the way.

    Nothing else is written, whatever the zip holds. Raises CannotBeDone, OSError.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive)
        _require_space(folder, sum(manifest.sizes.values()))
        for name in manifest.sha256:
            _unpack_one(archive, name, manifest, folder / name)
        return manifest


def _unpack_one(archive: zipfile.ZipFile, name: str, manifest: Manifest, target: Path) -> None:
    left, found = manifest.sizes[name], hashlib.sha256()
    with _new_file(target) as out, archive.open(name) as file:
        while piece := file.read(PIECE):
            left -= len(piece)
            if left < 0:
                raise _not_a_backup(f"its {name} is larger than it says")
            found.update(piece)
            out.write(piece)
        out.flush()
        os.fsync(out.fileno())
    if left or found.hexdigest() != manifest.sha256[name]:
        raise _not_a_backup(f"its {name} is not the one that was backed up")


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zip whose table of contents is what a backup's may be; zip faults become sentences."""
    if not path.is_file():
        raise CannotBeDone(f"There is no file {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_contents(archive)
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise _not_a_backup("it is damaged, or only a part, or no zip file") from error


def _check_contents(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if len(entries) != len(names) or names - {KEYS_NAME} != NAMES:
        raise _not_a_backup(f"it should hold {', '.join(sorted(NAMES))} and nothing else")
    for entry in entries:
        if entry.flag_bits & 1 or entry.compress_type not in _STORED:
            raise _not_a_backup(f"its {entry.filename} is packed in another way")
        if entry.file_size > MOST_BYTES[entry.filename]:
            raise _not_a_backup(f"its {entry.filename} is too large")


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    with archive.open(MANIFEST_NAME) as file:
        text = file.read(MOST_BYTES[MANIFEST_NAME] + 1)
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_a_backup("its manifest cannot be read by this version") from error
    files = set(archive.namelist()) - {MANIFEST_NAME}
    if set(manifest.sizes) != files or set(manifest.sha256) != files:
        raise _not_a_backup("its manifest does not name its files")
    for name, size in manifest.sizes.items():
        if size != archive.getinfo(name).file_size:
            raise _not_a_backup(f"its {name} is not as large as its manifest says")
    return manifest


def _require_space(folder: Path, bytes_needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if bytes_needed > free:
        raise CannotBeDone(
            f"The disk has {free // 10**6} MB free; {bytes_needed // 10**6} MB are needed. "
            "Make room and try again."
        )


def _not_a_backup(reason: str) -> CannotBeDone:
    return CannotBeDone(f"This file is not a whole backup of R2P Training: {reason}.")
