"""The names of issuers and of public keys: did:key, did:web and Multikey.

The rules are those of W3C's "The did:key Method v0.9", "did:web Method Specification" and
"Controlled Identifiers v1.0", section 2.2.2.
"""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

import base58

KEY_BYTES = 32
_ED25519 = b"\xed\x01"
"""What stands before the 32 bytes of an Ed25519 key, by the table of multicodec."""
_KEY = "did:key:"
_WEB = "did:web:"
_WEB_NAME = re.compile(r"did:web:[a-z0-9.-]{1,200}(%3A[0-9]{1,5})?(:[A-Za-z0-9._~-]{1,100}){0,10}")


def multikey_of(public_key: bytes) -> str:
    """The 32 bytes of a public Ed25519 key as text: `z6Mk…`, 48 characters."""
    return "z" + base58.b58encode(_ED25519 + public_key).decode("ascii")


def public_key_in(multikey: str) -> bytes:
    """The 32 bytes in that text. Raises ValueError where it is no Ed25519 key, written as ours."""
    if len(multikey) == len(multikey_of(bytes(KEY_BYTES))) and multikey.startswith("z6Mk"):
        found = base58.b58decode(multikey[1:])[len(_ED25519) :]
        if len(found) == KEY_BYTES and multikey_of(found) == multikey:
            return found
    raise ValueError("not an Ed25519 key as Multikey")


def did_key_of(public_key: bytes) -> str:
    """The DID that is this key itself: `did:key:z6Mk…`."""
    return _KEY + multikey_of(public_key)


def is_did_key(did: str) -> bool:
    """Whether it is the DID of one key."""
    return did.startswith(_KEY)


def did_web_of(public_url: str) -> str:
    """The DID of a place on the web: `did:web:r2p.example.org`; "" where the URL is not https."""
    parts = urlsplit(public_url)
    if parts.scheme != "https":
        return ""
    segments = [parts.netloc.lower().replace(":", "%3A"), *parts.path.strip("/").split("/")]
    return _WEB + ":".join(each for each in segments if each)


def address_of(did: str) -> str:
    """Where the document of a did:web lies: `https://r2p.example.org/.well-known/did.json`."""
    host, *folders = did.removeprefix(_WEB).split(":")
    path = "/".join(folders) or ".well-known"
    return f"https://{unquote(host)}/{path}/did.json"


def method_of(issuer: str, public_key: bytes) -> str:
    """The URL of one key of an issuer, as a proof names it (`verificationMethod`)."""
    return f"{issuer}#{multikey_of(public_key)}"


def document_of(did: str, public_keys: list[bytes]) -> dict[str, Any]:
    """The DID document that lists these keys (W3C "Decentralized Identifiers v1.0", section 5)."""
    methods = [method_of(did, each) for each in public_keys]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": method,
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": multikey_of(public_key),
            }
            for method, public_key in zip(methods, public_keys, strict=True)
        ],
        "assertionMethod": methods,
    }


def line_of(issuer: str, public_key: bytes) -> str:
    """The one line with which a key is made known elsewhere: issuer and key, or a did:key."""
    return issuer if is_did_key(issuer) else method_of(issuer, public_key)


def read_line(line: str) -> tuple[str, bytes]:
    """The issuer and the public key in such a line. Raises ValueError."""
    did, separator, multikey = line.partition("#")
    if is_did_key(did):
        own = did.removeprefix(_KEY)
        if separator and multikey != own:
            raise ValueError("a did:key has one key, itself")
        return did, public_key_in(own)
    if not _WEB_NAME.fullmatch(did):
        raise ValueError("neither did:key nor did:web")
    return did, public_key_in(multikey)
