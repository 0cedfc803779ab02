"""A certificate on paper without a database: for whoever designs or checks the page."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from training.adapters.house_fonts import characters_without_glyph, describe_characters
from training.adapters.typesetting import TypesettingError
from training.certificates.claims import qr_text, statement_of, token_for
from training.certificates.model import Facts, facts_from_json, facts_to_json
from training.certificates.paper import paper
from training.certificates.paper.pages import digest_of_pages
from training.credentials.did import did_key_of
from training.credentials.keys import FileSigner
from training.credentials.model import KnownKey, StatusPlace, key_id_of, written_key_id
from training.credentials.service import make_badge
from training.operations.model import CannotBeDone

SAMPLE = paper.SAMPLE
MOST_BYTES = 200_000


def read_facts(path: Path | None) -> Facts:
    """The facts of that JSON file, the sample's where it is silent; the sample's for None.

    Raises CannotBeDone with a sentence that names the key at fault.
    """
    source = path or SAMPLE
    try:
        with source.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotBeDone(f"{source} cannot be read: {error.strerror or error}.") from error
    if len(text) > MOST_BYTES:
        raise CannotBeDone(f"{source} is larger than {MOST_BYTES // 1000} KB.")
    try:
        return facts_from_json(_over_the_sample(text.removeprefix(b"\xef\xbb\xbf")))
    except msgspec.ValidationError as error:
        raise CannotBeDone(f"{source} does not fit a certificate: {_plainly(error)}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CannotBeDone(f"{source} is not JSON in UTF-8: {error}.") from error


def _over_the_sample(text: bytes) -> bytes:
    """The given keys, and the sample's for all others: a name alone is enough to try a name."""
    given = msgspec.json.decode(text)
    if not isinstance(given, dict):
        return text
    return msgspec.json.encode({**msgspec.json.decode(SAMPLE.read_bytes()), **given})


def _plainly(error: msgspec.ValidationError) -> str:
    """`Expected `str`, got `int` - at `$.name_km`` as `name_km: Expected str, got int`."""
    told, _, place = str(error).partition(" - at ")
    told = told.replace("`", "")
    key = place.strip("`").removeprefix("$").removeprefix(".")
    return f"{key}: {told}" if key else told


def facts_as_text(facts: Facts) -> bytes:
    """The facts as JSON with a key on each line, in UTF-8."""
    return msgspec.json.format(facts_to_json(facts), indent=2) + b"\n"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A certificate as it would be issued, but with a key that nobody has any more."""

    facts: Facts
    credential: str
    issuer: str
    """The did:key of that key: whoever takes it for known can check the rest."""


def seal(facts: Facts, now: dt.datetime) -> Sealed:
    """Signs as an issue does, with a throwaway key. Raises CannotBeDone.

    The address in the facts says where the certificate could be checked; without one the QR code
    holds the token alone, and the credential names no status list.
    """
    signer = _throwaway()
    place = StatusPlace(signer.key.key_id, 0)
    public_url = facts.verify_url.partition("/v/")[0]
    named = structs.replace(facts, verify_url="", key_fingerprint=written_key_id(place.key_id))
    text = qr_text(public_url, named.number, token_for(signer, named, public_url))
    whole = structs.replace(named, verify_url=text)
    digest = digest_of_pages(_set(whole))
    said = statement_of(whole, place, public_url, "A preview", digest, now)
    return Sealed(whole, make_badge(signer, said), signer.key.issuer)


def _throwaway() -> FileSigner:
    private = Ed25519PrivateKey.generate()
    public_key = private.public_key().public_bytes_raw()
    return FileSigner(KnownKey(key_id_of(public_key), public_key, did_key_of(public_key)), private)


def write_preview(facts: Facts, target: Path, credential: str = "") -> None:
    """Writes the PDF, with that credential attached. Raises CannotBeDone."""
    write(target, _set(facts, credential))


def write(target: Path, content: bytes) -> None:
    """Writes a file. Raises CannotBeDone."""
    try:
        target.write_bytes(content)
    except OSError as error:
        raise CannotBeDone(f"{target} cannot be written: {error.strerror or error}.") from error


def _set(facts: Facts, credential: str = "") -> bytes:
    for key, text in _texts("", msgspec.to_builtins(facts)):
        strange = characters_without_glyph(text)
        if strange:
            raise CannotBeDone(f"{key}: no font here can print {describe_characters(strange)}.")
    try:
        return paper.render_certificate(facts, credential_json=credential)
    except (TypesettingError, paper.UnknownTemplateError) as error:
        raise CannotBeDone(str(error)) from error


def _texts(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(f"{key}.{name}" if key else name, inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _texts(f"{key}[{place}]", inner)
