"""Private keys as files of the data folder: one file each, readable by their owner only.

A key is an Ed25519 key (RFC 8032) as PKCS #8 in PEM (RFC 8410), `keys/<key id>.key`, mode 0600 in
a folder of mode 0700. No private key is ever in a table, in a log or on a page. The library that
signs and checks is loaded when the first key is used.
"""

import logging
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from training.adapters.full_disk import is_full
from training.credentials.model import KnownKey
from training.kernel.refusal import Refusal
from training.kernel.texts import say

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

logger = logging.getLogger(__name__)
FOLDER = "keys"
SUFFIX = ".key"
SIGNATURE_BYTES = 64


class KeyUnusable(Refusal):
    """A file of a key cannot be read or written (409); nothing was signed.

    The reader learns the file's name, the log where it is and what is wrong with it.
    """

    def __init__(self, file: Path, reason: object) -> None:
        logger.error("the key %s cannot be used: %s", file, reason)
        words = say(
            "The key for signing certificates cannot be used: the file %(file)s is missing, "
            "damaged or locked. Nothing was signed. The log of this computer says more.",
            file=f"{FOLDER}/{file.name}",
        )
        super().__init__(words, status=409)


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A key from its file, at work."""

    key: KnownKey
    private: "Ed25519PrivateKey" = field(repr=False)

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature, 64 bytes."""
        return self.private.sign(message)


def key_file(data_folder: Path, key_id: str) -> Path:
    """Where the private key of that id lies."""
    return data_folder / FOLDER / f"{key_id}{SUFFIX}"


def has_private(data_folder: Path, key_id: str) -> bool:
    """Whether the private key of that id is on this machine."""
    return key_file(data_folder, key_id).is_file()


def new_private() -> tuple[bytes, bytes]:
    """A new key that is kept nowhere yet: its public half, 32 bytes, and its PEM text."""
    from training.credentials import ed25519

    return ed25519.new_private()


def keep_private(data_folder: Path, key_id: str, text: bytes) -> None:
    """Puts the PEM text of a private key in its place, whole or not at all.

    Raises KeyUnusable, and OSError where the disk is full.
    """
    target = key_file(data_folder, key_id)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.parent.chmod(0o700)
        handle, made = tempfile.mkstemp(prefix=".new-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(made, target)  # noqa: PTH105 (in one step, on Windows too)
            _settle(target.parent)
        finally:
            Path(made).unlink(missing_ok=True)
    except OSError as error:
        if is_full(error):
            raise
        raise KeyUnusable(target, error.strerror or error) from error


def _settle(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system can: a row without its key would
    be left by a power cut."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def read_private(data_folder: Path, key_id: str) -> "Ed25519PrivateKey":
    """The private key of that id. Raises KeyUnusable where it is not the one that it says."""
    path = key_file(data_folder, key_id)
    try:
        return private_in(path.read_bytes(), key_id)
    except OSError as error:
        raise KeyUnusable(path, error.strerror or error) from error
    except ValueError as error:
        raise KeyUnusable(path, error) from error


def private_in(text: bytes, key_id: str) -> "Ed25519PrivateKey":
    """The private key in that PEM text. Raises ValueError where it is not the one of that id."""
    from training.credentials import ed25519

    return ed25519.private_in(text, key_id)


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether that is the signature of this key over these bytes."""
    from training.credentials import ed25519

    return ed25519.is_signed(public_key, signature, message)
