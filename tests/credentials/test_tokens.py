"""QR tokens: what is signed comes back, and nothing else is ever believed."""

import base64
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace

import cbor2
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.conftest import NINE_THIRTY
from training.credentials import tokens
from training.credentials.did import did_key_of
from training.credentials.keys import FileSigner
from training.credentials.model import Claims, Issuers, KnownKey, Verdict, key_id_of
from training.credentials.tokens import LONGEST_TOKEN, check_token, seal

CHANGES = 10_000
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
CLAIMS = Claims(
    number="R2P-7KQ4M-2XAB9",
    kind="attendance",
    name_km="ស៊ុន សុភាព",
    name_latin="SUN Sopheap",
    course="Responsibility to Protect",
    date=dt.date(2026, 11, 23),
    minutes=360,
    issued_on=dt.date(2026, 11, 24),
)
SHORT = Claims(
    number="R2P-7KQ4M-2XAB9",
    kind="completion",
    date=dt.date(2026, 11, 23),
    days=2,
    minutes=720,
    issued_on=dt.date(2026, 11, 24),
    facts_digest=bytes(range(32)),
)


def signer(seed: int) -> FileSigner:
    private = Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32)
    public_key = private.public_key().public_bytes_raw()
    return FileSigner(KnownKey(key_id_of(public_key), public_key, did_key_of(public_key)), private)


OURS, THEIRS = signer(1), signer(2)
KNOWN = Issuers({OURS.key.key_id: OURS.key})


def bytes_of(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))


def text_of(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


@pytest.mark.parametrize("claims", [CLAIMS, SHORT], ids=["names", "hash"])
def test_what_was_sealed_comes_back(claims: Claims) -> None:
    checked = check_token(seal(OURS, claims), KNOWN)
    assert (checked.verdict, checked.claims) == (Verdict.GENUINE, claims)
    assert checked.issuer == OURS.key


def test_the_same_claims_give_the_same_text() -> None:
    assert seal(OURS, CLAIMS) == seal(OURS, CLAIMS)


def test_a_token_is_short_enough_for_a_qr_code_that_a_phone_reads() -> None:
    assert len(bytes_of(seal(OURS, CLAIMS))) <= 230
    assert len(bytes_of(seal(OURS, SHORT))) <= 180


def test_a_token_reads_as_the_standards_say_without_our_code() -> None:
    tag = cbor2.loads(bytes_of(seal(OURS, CLAIMS)))
    protected, unprotected, payload, signature = tag.value
    assert (tag.tag, unprotected) == (18, {})
    assert cbor2.loads(protected) == {1: -8, 4: bytes.fromhex(OURS.key.key_id)}
    assert cbor2.loads(payload) == {
        2: "R2P-7KQ4M-2XAB9",
        6: int(dt.datetime(2026, 11, 24, tzinfo=dt.UTC).timestamp()),
        -65537: [
            "attendance",
            (CLAIMS.date - dt.date(1970, 1, 1)).days,
            1,
            360,
            "ស៊ុន សុភាព",
            "SUN Sopheap",
            "Responsibility to Protect",
        ],
    }
    signed = cbor2.dumps(["Signature1", protected, b"", payload])
    OURS.private.public_key().verify(signature, signed)


def test_what_is_signed_is_the_structure_of_the_standard_byte_by_byte() -> None:
    """RFC 9052, section 4.4: an array of four, the context, the header, no more data, the text."""
    signed = tokens._to_be_signed(bytes.fromhex("a10127"), b"This is the content.")
    assert signed.hex() == (
        "846a5369676e61747572653143a101274054546869732069732074686520636f6e74656e742e"
    )


def test_a_stranger_is_never_valid_but_is_told_apart() -> None:
    checked = check_token(seal(THEIRS, CLAIMS), KNOWN)
    assert (checked.verdict, checked.issuer) == (Verdict.UNKNOWN_ISSUER, None)
    assert checked.claims == CLAIMS
    assert checked.key_id == THEIRS.key.key_id


def test_a_stranger_who_takes_our_name_is_a_forger() -> None:
    thief = FileSigner(OURS.key, THEIRS.private)
    assert check_token(seal(thief, CLAIMS), KNOWN).verdict == Verdict.FORGED


def test_what_a_stolen_key_signed_is_told_apart() -> None:
    stolen = replace(OURS.key, distrusted_at=NINE_THIRTY)
    found = check_token(seal(OURS, CLAIMS), Issuers({stolen.key_id: stolen}))
    assert found.verdict == Verdict.DISTRUSTED


def test_what_a_retired_key_signed_stays_valid() -> None:
    retired = replace(OURS.key, retired_at=NINE_THIRTY)
    found = check_token(seal(OURS, CLAIMS), Issuers({retired.key_id: retired}))
    assert found.verdict == Verdict.GENUINE


Change = Callable[[random.Random, str], str]


def other_sign(chance: random.Random, token: str) -> str:
    place = chance.randrange(len(token))
    return token[:place] + chance.choice(ALPHABET) + token[place + 1 :]


def sign_gone(chance: random.Random, token: str) -> str:
    place = chance.randrange(len(token))
    return token[:place] + token[place + 1 :]


def sign_more(chance: random.Random, token: str) -> str:
    place = chance.randrange(len(token) + 1)
    return token[:place] + chance.choice(ALPHABET + "= \n+/.") + token[place:]


def other_bit(chance: random.Random, token: str) -> str:
    content = bytearray(bytes_of(token))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return text_of(bytes(content))


def other_byte_twice(chance: random.Random, token: str) -> str:
    content = bytearray(bytes_of(token))
    for _ in range(2):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return text_of(bytes(content))


def cut(chance: random.Random, token: str) -> str:
    return token[: chance.randrange(len(token))]


def spliced(chance: random.Random, token: str) -> str:
    other, place = seal(OURS, SHORT), chance.randrange(len(token))
    return token[:place] + other[place:]


CHANGERS: tuple[Change, ...] = (
    other_sign, sign_gone, sign_more, other_bit, other_byte_twice, cut, spliced,
)  # fmt: skip


def test_of_ten_thousand_random_changes_none_is_believed() -> None:
    chance = random.Random(8)  # noqa: S311 (a test that is the same every time)
    sealed = [seal(OURS, CLAIMS), seal(OURS, SHORT)]
    changed = 0
    while changed < CHANGES:
        token = chance.choice(sealed)
        other = chance.choice(CHANGERS)(chance, token)
        if other not in sealed:
            changed += 1
            assert check_token(other, KNOWN).verdict != Verdict.GENUINE, other


def resealed(**parts: object) -> str:
    """Our own signature over a token that is written in another way, in the parts named."""
    protected = parts.get("protected", cbor2.dumps({1: -8, 4: bytes.fromhex(OURS.key.key_id)}))
    payload = parts.get("payload", tokens._payload_of(CLAIMS))
    signature = OURS.private.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    body = [protected, parts.get("unprotected", {}), payload, signature]
    return text_of(cbor2.dumps(cbor2.CBORTag(parts.get("tag", 18), body)))  # type: ignore[arg-type]


def payload_with(**changes: object) -> bytes:
    payload = cbor2.loads(tokens._payload_of(CLAIMS))
    payload.update({int(name.removeprefix("n")): value for name, value in changes.items()})
    return cbor2.dumps(payload, canonical=True)


OTHERWISE = {
    "an unprotected header": resealed(unprotected={4: b"1"}),
    "another algorithm": resealed(
        protected=cbor2.dumps({1: -7, 4: bytes.fromhex(OURS.key.key_id)}, canonical=True)
    ),
    "a header more": resealed(
        protected=cbor2.dumps({1: -8, 3: 0, 4: bytes.fromhex(OURS.key.key_id)}, canonical=True)
    ),
    "headers in another order": resealed(
        protected=cbor2.dumps({4: bytes.fromhex(OURS.key.key_id), 1: -8})
    ),
    "a field more": resealed(payload=payload_with(n7=b"more")),
    "a word more": resealed(payload=payload_with(n3="x")),
    "an hour of issue": resealed(payload=payload_with(n6=1_795_478_401)),
    "a day of issue before time": resealed(payload=payload_with(n6=-86_400)),
    "a day of issue after time": resealed(payload=payload_with(n6=86_400 * 10**9)),
    "truth for a number": resealed(payload=payload_with(n6=True)),
    "a number that floats": resealed(payload=payload_with(n6=1_795_478_400.0)),
    "a number for a name": resealed(payload=payload_with(n2=7)),
    "another tag": resealed(tag=17),
    "no tag": text_of(cbor2.dumps(cbor2.loads(bytes_of(seal(OURS, CLAIMS))).value)),
    "something behind": text_of(bytes_of(seal(OURS, CLAIMS)) + b"\x00"),
    "padding": seal(OURS, CLAIMS) + "==",
    "the other alphabet": seal(OURS, CLAIMS).replace("_", "/").replace("-", "+") + "+",
    "arrays in arrays": text_of(b"\x81" * 800),
    "tags in tags": text_of(b"\xd8\x1c" * 400),
    "a promise of much": text_of(b"\xd2\x9b" + b"\x7f" + b"\xff" * 7),
    "a strange date": text_of(cbor2.dumps(cbor2.CBORTag(0, "no date"))[:9] + b"xxxx"),
    "nothing": "",
    "a name": "SUN Sopheap",
    "Khmer": "ស៊ុន សុភាព",
    "a book": "A" * (LONGEST_TOKEN + 4),
}  # fmt: skip


@pytest.mark.parametrize("token", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_what_is_written_otherwise_is_forged_even_under_our_signature(token: str) -> None:
    assert check_token(token, KNOWN).verdict == Verdict.FORGED


def test_our_signature_over_what_we_write_is_believed_so_the_test_before_can_fail() -> None:
    assert check_token(resealed(), KNOWN).verdict == Verdict.GENUINE


@pytest.mark.parametrize("field", [name for name in CLAIMS.__struct_fields__ if name != "days"])
def test_no_field_can_be_exchanged_under_the_signature(field: str) -> None:
    other = Claims(
        number="R2P-00000-00000", kind="trainer", name_km="កែវ", name_latin="KEO",
        course="Another", date=dt.date(2025, 1, 1), minutes=1, issued_on=dt.date(2025, 1, 2),
        facts_digest=bytes(32),
    )  # fmt: skip
    changed = msgspec.structs.replace(CLAIMS, **{field: getattr(other, field)})
    parts = list(cbor2.loads(bytes_of(seal(OURS, CLAIMS))).value)
    parts[2] = tokens._payload_of(changed)
    token = text_of(cbor2.dumps(cbor2.CBORTag(18, parts)))
    checked = check_token(token, KNOWN)
    assert checked.verdict == Verdict.FORGED
    assert checked.claims is not None, "it is readable, but it is not what was signed"
