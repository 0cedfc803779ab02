"""Values that the operations share."""

import datetime as dt
from typing import Literal

import msgspec

DATABASE_NAME = "training.db"
SECRET_NAME = "secret.key"  # noqa: S105 - the name of a file
KEYS_NAME = "keys.box"
"""The private keys of certificates, encrypted; only in a backup that has a passphrase."""
FOR_REHEARSAL = "--for-rehearsal"
"""The argument with which this program serves a rehearsal, for whoever holds its input open."""


class CannotBeDone(Exception):
    """An expected fault; the message is a sentence or two for the person at the terminal."""


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup says of itself. `counts` are rows per table, `sizes` are bytes per file."""

    version: str
    made_at: dt.datetime
    counts: dict[str, int]
    sizes: dict[str, int]
    sha256: dict[str, str]
    kind: Literal["r2p-training-backup"] = "r2p-training-backup"
    format: Literal[1] = 1
