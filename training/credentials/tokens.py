"""The text of a QR code: a CWT (RFC 8392) in a COSE_Sign1 (RFC 9052), in base64url.

In CDDL (RFC 8610), all of it deterministically encoded (RFC 8949, section 4.2.1):

    token     = #6.18([protected, {}, payload, signature])
    protected = bstr .cbor {1: -8, 4: bstr .size 8}    ; EdDSA; the key id as bytes
    payload   = bstr .cbor {2: tstr, 6: uint, -65537: said}
                ; sub: the number, as printed; iat: 00:00 UTC of the day of issue
    said      = [kind: tstr, date: uint, days: uint, minutes: uint,
                 name_km: tstr, name_latin: tstr, course: tstr]      ; date: days since 1970-01-01
              / [kind: tstr, date: uint, days: uint, minutes: uint, facts_digest: bstr .size 32]
    signature = bstr .size 64      ; over ["Signature1", protected, h'', payload]

One statement has one text and no other: what was read is written again, and must come out the same.
So there is no room for padding bits, unprotected headers, unknown fields or a second way to write
a number.
"""

import base64
import binascii
import datetime as dt
from typing import Annotated, Any

import cbor2
import msgspec

from training.credentials.keys import SIGNATURE_BYTES, is_signed
from training.credentials.model import (
    KEY_ID_DIGITS,
    CheckedToken,
    Claims,
    Issuers,
    Signer,
    Verdict,
)

LONGEST_TOKEN = 1_200
"""Characters. The largest QR code of version 15 at level M holds 412."""
_SIGN1_TAG = 18
_ALGORITHM, _EDDSA, _KEY_ID = 1, -8, 4
_SUBJECT, _ISSUED_AT, _SAID = 2, 6, -65537
_DAY_SECONDS = 24 * 60 * 60
_EPOCH = dt.date(1970, 1, 1)
_LAST_DAY = (dt.date(9999, 12, 31) - _EPOCH).days
_Day = Annotated[int, msgspec.Meta(ge=0, le=_LAST_DAY)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class _Said(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a token says with the names in it."""

    kind: str
    date: _Day
    days: _Count
    minutes: _Count
    name_km: str
    name_latin: str
    course: str


class _SaidShortly(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a token says with a hash of the facts in it."""

    kind: str
    date: _Day
    days: _Count
    minutes: _Count
    facts_digest: Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]


class _Unreadable(Exception):
    """It is not written as we write tokens."""


def seal(signer: Signer, claims: Claims) -> str:
    """The token that says so: base64url without padding; the same claims give the same text."""
    payload = _payload_of(claims)
    protected = _protected(signer.key.key_id)
    signature = signer.sign(_to_be_signed(protected, payload))
    return _text_of(protected, payload, signature)


def check_token(text: str, issuers: Issuers) -> CheckedToken:
    """What the text of a QR code is, by the keys that are believed. Raises nothing."""
    try:
        key_id, claims, signature = _read(text)
    except _Unreadable:
        return CheckedToken(Verdict.FORGED, None)
    issuer = issuers.keys.get(key_id)
    if issuer is None:
        return CheckedToken(Verdict.UNKNOWN_ISSUER, claims, key_id)
    signed = _to_be_signed(_protected(key_id), _payload_of(claims))
    if not is_signed(issuer.public_key, signature, signed):
        verdict = Verdict.FORGED
    else:
        verdict = Verdict.DISTRUSTED if issuer.distrusted_at else Verdict.GENUINE
    return CheckedToken(verdict, claims, key_id, issuer)


def _read(text: str) -> tuple[str, Claims, bytes]:
    """The key id, the claims and the signature, not verified yet. Raises _Unreadable."""
    tag = _decode(_bytes_of(text))
    if not isinstance(tag, cbor2.CBORTag) or tag.tag != _SIGN1_TAG:
        raise _Unreadable
    match tag.value:
        case [bytes(protected), {}, bytes(payload), bytes(signature)]:
            key_id = _key_id_in(_decode(protected))
            claims = _claims_in(_decode(payload))
        case _:
            raise _Unreadable
    if len(signature) != SIGNATURE_BYTES:
        raise _Unreadable
    if _text_of(_protected(key_id), _payload_of(claims), signature) != text:
        raise _Unreadable
    return key_id, claims, signature


def _bytes_of(text: str) -> bytes:
    if len(text) > LONGEST_TOKEN or not text.isascii():
        raise _Unreadable
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise _Unreadable from error


def _decode(content: bytes) -> Any:
    """One CBOR value; whatever the library finds wrong is unreadable."""
    try:
        return cbor2.loads(content)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _Unreadable from error


def _key_id_in(header: Any) -> str:
    match header:
        case {4: bytes(key_id)} if len(key_id) * 2 == KEY_ID_DIGITS:
            return key_id.hex()
    raise _Unreadable


def _claims_in(payload: Any) -> Claims:
    match payload:
        case {2: str(number), 6: int(issued_at), -65537: list(said)}:
            return _claims(number, issued_at, said)
    raise _Unreadable


def _claims(number: str, issued_at: int, said: list[Any]) -> Claims:
    is_short = len(said) == len(_SaidShortly.__struct_fields__)
    shape: type[_Said | _SaidShortly] = _SaidShortly if is_short else _Said
    try:
        found = msgspec.convert(said, shape, builtin_types=(bytes,))
        day = msgspec.convert(issued_at // _DAY_SECONDS, _Day)
    except msgspec.ValidationError as error:
        raise _Unreadable from error
    if found.date + found.days > _LAST_DAY:
        raise _Unreadable
    issued_on = _EPOCH + dt.timedelta(days=day)
    stated = msgspec.structs.asdict(found) | {"date": _EPOCH + dt.timedelta(days=found.date)}
    return Claims(number=number, issued_on=issued_on, **stated)


def _payload_of(claims: Claims) -> bytes:
    said: tuple[object, ...] = (
        claims.kind, (claims.date - _EPOCH).days, claims.days, claims.minutes,
    )  # fmt: skip
    names = (claims.name_km, claims.name_latin, claims.course)
    said += (claims.facts_digest,) if claims.facts_digest else names
    issued_at = (claims.issued_on - _EPOCH).days * _DAY_SECONDS
    return _encode({_SUBJECT: claims.number, _ISSUED_AT: issued_at, _SAID: said})


def _protected(key_id: str) -> bytes:
    return _encode({_ALGORITHM: _EDDSA, _KEY_ID: bytes.fromhex(key_id)})


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """The Sig_structure of RFC 9052, section 4.4."""
    return _encode(["Signature1", protected, b"", payload])


def _text_of(protected: bytes, payload: bytes, signature: bytes) -> str:
    token = _encode(cbor2.CBORTag(_SIGN1_TAG, [protected, {}, payload, signature]))
    return base64.urlsafe_b64encode(token).decode("ascii").rstrip("=")


def _encode(value: object) -> bytes:
    return cbor2.dumps(value, canonical=True)
