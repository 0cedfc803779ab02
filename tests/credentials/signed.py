"""A throwaway key, and a badge that it signed."""

import datetime as dt
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from training.credentials import keys
from training.credentials.did import did_key_of
from training.credentials.keys import FileSigner
from training.credentials.model import (
    Achievement,
    Issuers,
    KnownKey,
    Statement,
    StatusPlace,
    key_id_of,
)


def signer(seed: int, issuer: str = "") -> FileSigner:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public_key = private.public_key().public_bytes_raw()
    did = issuer or did_key_of(public_key)
    return FileSigner(KnownKey(key_id_of(public_key), public_key, did), private)


def keep_new_key(folder: Path) -> str:
    """A private key in that data folder: its id."""
    public_key, text = keys.new_private()
    keys.keep_private(folder, key_id_of(public_key), text)
    return key_id_of(public_key)


OURS, THEIRS = signer(1), signer(2)
KNOWN = Issuers({OURS.key.key_id: OURS.key})
STATEMENT = Statement(
    number="R2P-7KQ4M-2XAB9",
    issuer_name="ស្ថាប័នគំរូ / Sample Institute",
    recipient_name="ស៊ុន សុភាព / SUN Sopheap",
    achievement=Achievement(
        id="urn:uuid:1cd6e3c9-5d03-5bf5-8f0b-f1b3e0a4d0f5",
        type="Certificate",
        name="ទំនួលខុសត្រូវក្នុងការការពារ / Responsibility to Protect",
        description="វិញ្ញាបនបត្របញ្ជាក់ការចូលរួម / Certificate of Attendance",
        criteria="បានចូលរួម / Has attended",
    ),
    began_on=dt.date(2026, 11, 23),
    ended_on=dt.date(2026, 11, 24),
    awarded_at=dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC),
    place=StatusPlace(OURS.key.key_id, 1_048_583),
    public_url="https://certificates.example.org",
    facts='{"number":"R2P-7KQ4M-2XAB9","name_km":"ស៊ុន សុភាព","minutes_held":360}',
    pages_digest=f"typst-0.15.1:{'3f' * 32}",
)
