"""Ed25519 (RFC 8032) by the library cryptography, which takes 6 MB: only `keys` imports this."""

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from training.credentials.model import key_id_of


def new_private() -> tuple[bytes, bytes]:
    """A new key: its public half, 32 bytes, and its PEM text (PKCS #8)."""
    private = Ed25519PrivateKey.generate()
    text = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.public_key().public_bytes_raw(), text


def private_in(text: bytes, key_id: str) -> Ed25519PrivateKey:
    """The private key in that PEM text. Raises ValueError where it is not the one of that id."""
    try:
        found = load_pem_private_key(text, password=None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it is not a private key") from error
    if not isinstance(found, Ed25519PrivateKey):
        raise ValueError("it is not an Ed25519 key")  # noqa: TRY004 (it is about a file's content)
    if key_id_of(found.public_key().public_bytes_raw()) != key_id:
        raise ValueError("it is another key")
    return found


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether that is the signature of this key over these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
