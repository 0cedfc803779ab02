"""The private keys of certificates in one file, under a passphrase: for backups, never else.

The file is JSON: scrypt (RFC 7914) makes a key of the passphrase, AES-256-GCM (NIST SP 800-38D)
seals what is inside with it, the file's other fields included. Without the passphrase nobody gets
anything out, we neither.
"""

import os
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from training.credentials.keys import FOLDER, SUFFIX, has_private, keep_private, private_in
from training.credentials.model import KEY_ID_DIGITS
from training.operations.model import CannotBeDone

SHORTEST_PASSPHRASE = 12
MOST_BYTES = 1_000_000
_COST, _BLOCK, _LANES = 2**16, 8, 1
"""64 MB and about 0.2 s for each guess."""
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_KeyId = Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{KEY_ID_DIGITS}}}$")]


class _Head(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is needed to open the box, besides the passphrase."""

    salt: Annotated[bytes, msgspec.Meta(min_length=_SALT_BYTES, max_length=_SALT_BYTES)]
    nonce: Annotated[bytes, msgspec.Meta(min_length=_NONCE_BYTES, max_length=_NONCE_BYTES)]
    kind: Literal["r2p-training-keys"] = "r2p-training-keys"
    format: Literal[1] = 1


class _Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    head: _Head
    sealed: bytes


def check_passphrase(passphrase: str) -> str:
    """The same again. Raises CannotBeDone where it is too easy to guess."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise CannotBeDone(
            f"The passphrase must have at least {SHORTEST_PASSPHRASE} characters: a few words."
        )
    return passphrase


def list_keys(data_folder: Path) -> tuple[str, ...]:
    """The ids of the private keys in the folder."""
    found = (data_folder / FOLDER).glob(f"*{SUFFIX}")
    return tuple(sorted(path.stem for path in found if len(path.stem) == KEY_ID_DIGITS))


def lock(data_folder: Path, passphrase: str) -> bytes:
    """Every private key of the folder in a box. Raises CannotBeDone, OSError."""
    check_passphrase(passphrase)
    keys = {
        key_id: (data_folder / FOLDER / f"{key_id}{SUFFIX}").read_text("ascii")
        for key_id in list_keys(data_folder)
    }
    head = _Head(salt=os.urandom(_SALT_BYTES), nonce=os.urandom(_NONCE_BYTES))
    content = msgspec.json.encode(keys)
    sealed = _cipher(head, passphrase).encrypt(head.nonce, content, msgspec.json.encode(head))
    return msgspec.json.encode(_Box(head=head, sealed=sealed))


def unlock(box: bytes, passphrase: str) -> dict[str, bytes]:
    """The private keys in a box as PEM, by their ids. Raises CannotBeDone."""
    try:
        read = msgspec.json.decode(box, type=_Box)
        cipher = _cipher(read.head, passphrase)
        content = cipher.decrypt(read.head.nonce, read.sealed, msgspec.json.encode(read.head))
        keys = msgspec.json.decode(content, type=dict[_KeyId, str])
        found = {key_id: text.encode("ascii") for key_id, text in keys.items()}
        for key_id, text in found.items():
            private_in(text, key_id)
    except InvalidTag as error:
        raise CannotBeDone(
            "The keys cannot be opened: this is not their passphrase, or the file was changed."
        ) from error
    except ValueError as error:
        raise CannotBeDone("This is no file of keys of R2P Training.") from error
    return found


def put_back(data_folder: Path, keys: dict[str, bytes]) -> int:
    """Keeps those keys that are not here; how many those were. Raises keys.KeyUnusable."""
    missing = [key_id for key_id in keys if not has_private(data_folder, key_id)]
    for key_id in missing:
        keep_private(data_folder, key_id, keys[key_id])
    return len(missing)


def _cipher(head: _Head, passphrase: str) -> AESGCM:
    derived = Scrypt(salt=head.salt, length=_KEY_BYTES, n=_COST, r=_BLOCK, p=_LANES)
    return AESGCM(derived.derive(passphrase.encode()))
