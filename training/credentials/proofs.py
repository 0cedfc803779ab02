"""How a document is signed: a Data Integrity proof of the suite eddsa-rdfc-2022.

W3C "Verifiable Credential Data Integrity 1.0" and "Data Integrity EdDSA Cryptosuites v1.0", section
3.2: Ed25519 over two SHA-256 hashes, of the proof's options and of the document, each in the
canonical form that `contexts.canonical` gives.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import base58

from training.credentials.contexts import canonical
from training.credentials.did import method_of
from training.credentials.model import KnownKey, Signer

_LONGEST_SIGNATURE = 89
"""Characters: 64 bytes in base58, and the sign that says so."""


def with_proof(signer: Signer, document: Mapping[str, Any], at: dt.datetime) -> str:
    """The document as JSON with the signer's proof; the same gives the same text."""
    signature = signer.sign(to_be_signed(document, signer.key, at))
    return written(proven(document, signer.key, at, signature))


def proven(
    document: Mapping[str, Any], key: KnownKey, at: dt.datetime, signature: bytes
) -> dict[str, Any]:
    """The document with a proof that holds this signature, right or wrong."""
    proof = _options(key, at) | {"proofValue": _multibase(signature)}
    return {**document, "proof": [proof]}


def to_be_signed(document: Mapping[str, Any], key: KnownKey, at: dt.datetime) -> bytes:
    """The bytes that the key signs, 64 of them."""
    options = {"@context": document["@context"], **_options(key, at)}
    return b"".join(hashlib.sha256(canonical(part)).digest() for part in (options, document))


def signature_in(document: Mapping[str, Any]) -> bytes:
    """What the proof of a document says that the signature is. Raises ValueError or LookupError."""
    value = document["proof"][0]["proofValue"]
    if not isinstance(value, str) or len(value) > _LONGEST_SIGNATURE:
        raise ValueError("no signature")
    return bytes(base58.b58decode(value.removeprefix("z")))


def written(document: Mapping[str, Any]) -> str:
    """The one way in which we write a document: names in order, no blanks."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def moment(at: dt.datetime) -> str:
    """A moment as credentials have it: in UTC, whole seconds."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _options(key: KnownKey, at: dt.datetime) -> dict[str, str]:
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": method_of(key.issuer, key.public_key),
        "proofPurpose": "assertionMethod",
    }


def _multibase(content: bytes) -> str:
    return "z" + base58.b58encode(content).decode("ascii")
