"""The register of one installation as a file for another: what is in it, written and read.

A ZIP of three kinds of parts: `register.jsonl`, one certificate a line with its facts, its signed
document and its changes; `pictures/<SHA-256>`; and `seal.json` with the SHA-256 of each of them and
the signatures over that. Each key signs for the certificates that it signed, so that nobody can
bring certificates, or say of any that they are revoked, but whoever issued them.
"""

import base64
import binascii
import datetime as dt
import hashlib
import struct
import uuid
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Annotated, Literal

import msgspec

from training.certificates.claims import claims_of, hashed_claims_of
from training.certificates.exchange import texts
from training.certificates.model import Facts, Kind, Picture, State, facts_to_json
from training.certificates.rules import NUMBER_LENGTH, read_number, written_number
from training.credentials.model import Issuers, KnownKey, Signer, Verdict, written_key_id
from training.credentials.service import check_badge, check_token, is_signed
from training.kernel.refusal import Refusal
from training.modules.pictures import picture_faults

REGISTER, SEAL, PICTURES = "register.jsonl", "seal.json", "pictures/"
MOST_CERTIFICATES = 20_000
MOST_PICTURES = 500
MOST_SIGNATURES = 50
MOST_SEAL_BYTES = 256 * 1024
MOST_LINE_BYTES = 256 * 1024
MOST_REGISTER_BYTES = 400_000_000
MOST_PICTURE_BYTES = 1_000_000
_LABEL = b"r2p-training-register\n"
"""Stands before what is signed, so that this signature means nothing anywhere else."""
_PICTURE_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/svg+xml": ".svg"}
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_Reason = Annotated[str, msgspec.Meta(max_length=2_000)]
_Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
_Index = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What became of a certificate: the row of the register without who did it."""

    id: uuid.UUID
    version: _Count
    state: State
    reason: _Reason
    changed_at: dt.datetime


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A certificate as it is carried from one register to another."""

    number: Annotated[str, msgspec.Meta(min_length=NUMBER_LENGTH, max_length=NUMBER_LENGTH)]
    """Ungrouped, without the prefix."""
    kind: Kind
    edition: _Count
    facts: Facts
    issued_at: dt.datetime
    exception: _Reason
    replaces: Annotated[str, msgspec.Meta(max_length=NUMBER_LENGTH)]
    """The number of the certificate that it corrects; "": none."""
    key_id: str
    status_index: _Index
    course_id: uuid.UUID | None
    seat_id: uuid.UUID | None
    account_id: uuid.UUID | None
    credential: str
    """The signed Open Badges document."""
    changes: Annotated[tuple[Change, ...], msgspec.Meta(max_length=1_000)]


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is signed: when the file was made, and the SHA-256 of each part."""

    made_at: dt.datetime
    certificates: Annotated[int, msgspec.Meta(ge=0, le=MOST_CERTIFICATES)]
    register: _Sha256
    pictures: Annotated[dict[_Sha256, str], msgspec.Meta(max_length=MOST_PICTURES)]
    """The media type of each, by the SHA-256 of its content."""
    kind: Literal["r2p-training-register"] = "r2p-training-register"
    format: Literal[1] = 1


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The contents, and by key id the signature over them: base64url without padding."""

    contents: Contents
    signatures: Annotated[dict[str, str], msgspec.Meta(max_length=MOST_SIGNATURES)]


@dataclass(frozen=True, slots=True)
class Register:
    """A file whose every part was found to be as it was signed."""

    contents: Contents
    entries: tuple[Entry, ...]
    pictures: Mapping[str, Picture]
    signers: tuple[KnownKey, ...]


_ENTRY = msgspec.json.Decoder(Entry)


def write(
    out: IO[bytes],
    entries: Iterable[Entry],
    pictures: Mapping[str, Picture],
    signers: Sequence[Signer],
    now: dt.datetime,
) -> int:
    """Writes the file; how many certificates are in it. Raises Refusal for too many."""
    found, count = hashlib.sha256(), 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(REGISTER, "w") as part:
            for count, entry in enumerate(entries, 1):
                if count > MOST_CERTIFICATES:
                    raise Refusal(texts.TOO_MANY, status=409)
                line = msgspec.json.encode(entry) + b"\n"
                found.update(line)
                part.write(line)
        for digest, picture in pictures.items():
            archive.writestr(PICTURES + digest, picture.content)
        contents = Contents(
            made_at=now,
            certificates=count,
            register=found.hexdigest(),
            pictures={digest: each.media_type for digest, each in pictures.items()},
        )
        signed = _signed(contents)
        signatures = {each.key.key_id: _as_text(each.sign(signed)) for each in signers}
        seal = Seal(contents=contents, signatures=signatures)
        archive.writestr(SEAL, msgspec.json.format(msgspec.json.encode(seal)))
    return count


def read(file: IO[bytes], issuers: Issuers, most: int = MOST_CERTIFICATES) -> Register:
    """The register in a file, every part of which is as it was signed by keys that are believed.

    It takes 6 ms for each certificate; `most` bounds them. Raises Refusal: 422 for what is no
    register, was changed or is larger than that, 409 for a key that is not believed.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return _read(archive, issuers, most)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Refusal(texts.NOT_A_REGISTER, field="file") from error
    except (ValueError, KeyError, OverflowError, RuntimeError, struct.error) as error:
        raise Refusal(texts.NOT_A_REGISTER, field="file") from error


def _read(archive: zipfile.ZipFile, issuers: Issuers, most: int) -> Register:
    seal = msgspec.json.decode(_part(archive, SEAL, MOST_SEAL_BYTES), type=Seal)
    if seal.contents.certificates > most:
        raise Refusal(texts.TOO_LARGE, field="file")
    _require_parts(archive, seal.contents)
    signers = tuple(_signer(key_id, seal, issuers) for key_id in seal.signatures)
    if not signers:
        raise Refusal(texts.NOT_A_REGISTER, field="file")
    entries = tuple(_entries(archive, seal.contents))
    _check(entries, {each.key_id for each in signers}, issuers)
    pictures = {
        digest: _picture(archive, digest, media_type)
        for digest, media_type in seal.contents.pictures.items()
    }
    return Register(seal.contents, entries, pictures, signers)


def _require_parts(archive: zipfile.ZipFile, contents: Contents) -> None:
    """Only the parts that are signed, and each once."""
    wanted = {REGISTER, SEAL, *(PICTURES + digest for digest in contents.pictures)}
    listed = archive.infolist()
    if len(listed) != len(wanted) or {each.filename for each in listed} != wanted:
        raise Refusal(texts.NOT_A_REGISTER, field="file")
    if any(each.flag_bits & 1 or each.compress_type not in _PACKED for each in listed):
        raise Refusal(texts.NOT_A_REGISTER, field="file")


def _signer(key_id: str, seal: Seal, issuers: Issuers) -> KnownKey:
    known = issuers.keys.get(key_id)
    if known is None:
        written = written_key_id(key_id[:16])
        raise Refusal(texts.unknown_key(written), status=409, field="file")
    if known.distrusted_at:
        raise Refusal(texts.distrusted_key(written_key_id(key_id)), status=409, field="file")
    if not is_signed(known.public_key, _from_text(seal.signatures[key_id]), _signed(seal.contents)):
        raise Refusal(texts.CHANGED, field="file")
    return known


def _entries(archive: zipfile.ZipFile, contents: Contents) -> Iterator[Entry]:
    found, left = hashlib.sha256(), MOST_REGISTER_BYTES
    count = 0
    with archive.open(REGISTER) as part:
        while line := part.readline(MOST_LINE_BYTES + 1):
            left -= len(line)
            count += 1
            if len(line) > MOST_LINE_BYTES or left < 0 or count > contents.certificates:
                raise Refusal(texts.NOT_A_REGISTER, field="file")
            found.update(line)
            yield _ENTRY.decode(line)
    if count != contents.certificates or found.hexdigest() != contents.register:
        raise Refusal(texts.CHANGED, field="file")


def _check(entries: Sequence[Entry], signing: set[str], issuers: Issuers) -> None:
    """Every certificate is signed by a key that signs for this file, and says what it says."""
    numbers = {each.number for each in entries}
    places = {(each.key_id, each.status_index) for each in entries}
    if len(numbers) != len(entries) or len(places) != len(entries):
        raise Refusal(texts.NOT_A_REGISTER, field="file")
    for entry in entries:
        if entry.key_id not in signing or not _is_whole(entry, issuers):
            raise Refusal(texts.not_genuine(written_number(entry.number)), field="file")


def _is_whole(entry: Entry, issuers: Issuers) -> bool:
    """Whether number, facts, QR text and credential are of one certificate, signed by its key."""
    facts = entry.facts
    is_named = facts.number == written_number(entry.number) and facts.kind is entry.kind
    if not (is_named and read_number(entry.number) == entry.number and _is_in_order(entry)):
        return False
    token = check_token(facts.verify_url.rpartition("#")[2], issuers)
    badge = check_badge(entry.credential.encode(), issuers)
    return (
        token.verdict is badge.verdict is Verdict.GENUINE
        and token.key_id == badge.key_id == entry.key_id
        and token.claims in (claims_of(facts), hashed_claims_of(facts))
        and badge.facts == facts_to_json(facts).decode()
    )


def _is_in_order(entry: Entry) -> bool:
    """Whether its changes follow each other, and every moment says its zone."""
    moments = (entry.issued_at, *(each.changed_at for each in entry.changes))
    versions = [each.version for each in entry.changes]
    ids = {each.id for each in entry.changes}
    return (
        all(each.tzinfo for each in moments)
        and versions == sorted(set(versions))
        and len(ids) == len(versions)
    )


def _picture(archive: zipfile.ZipFile, digest: str, media_type: str) -> Picture:
    content = _part(archive, PICTURES + digest, MOST_PICTURE_BYTES)
    ending = _PICTURE_ENDINGS.get(media_type, "")
    if hashlib.sha256(content).hexdigest() != digest or not ending:
        raise Refusal(texts.CHANGED, field="file")
    if picture_faults(digest + ending, content):
        # No script, no other file, no more pixels than we print, whoever signed it.
        raise Refusal(texts.NOT_A_REGISTER, field="file")
    return Picture(media_type, content)


def _part(archive: zipfile.ZipFile, name: str, most_bytes: int) -> bytes:
    with archive.open(name) as part:
        content = part.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise Refusal(texts.NOT_A_REGISTER, field="file")
    return content


def _signed(contents: Contents) -> bytes:
    return _LABEL + msgspec.json.encode(contents, order="deterministic")


def _as_text(signature: bytes) -> str:
    return base64.urlsafe_b64encode(signature).decode("ascii").rstrip("=")


def _from_text(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
