import datetime as dt
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from training.adapters.qr_codes import QUIET_ZONE, qr_path
from training.certificates.claims import (
    MOST_BYTES_IN_OUR_QR,
    claims_of,
    qr_text,
    statement_of,
    token_for,
)
from training.certificates.model import (
    Facts,
    Kind,
    Wording,
    digest_of_facts,
    facts_from_json,
    facts_to_json,
)
from training.certificates.paper import paper
from training.certificates.paper.pages import engine
from training.credentials.did import did_key_of
from training.credentials.keys import FileSigner
from training.credentials.model import (
    Claims,
    Issuers,
    KnownKey,
    StatusPlace,
    Verdict,
    key_id_of,
)
from training.credentials.service import check_token, seal

HOST = "https://certificates.example.org"
ISSUED_AT = dt.datetime(2026, 7, 15, 9, 30, 12, 345678, dt.UTC)
PAGES = "3f" * 32
LONG_NAME = "ស្ត្រីព្រហ្មលិខិតសុវណ្ណភូមិ" * 6


@pytest.fixture(scope="module")
def signer() -> FileSigner:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public = private.public_key().public_bytes_raw()
    return FileSigner(KnownKey(key_id_of(public), public, did_key_of(public)), private)


def sample(**changes: Any) -> Facts:
    text = paper.SAMPLE.read_bytes()
    return msgspec.structs.replace(facts_from_json(text), **changes)


def claims_in(token: str, signer: FileSigner) -> Claims:
    checked = check_token(token, Issuers({signer.key.key_id: signer.key}))
    assert checked.verdict is Verdict.GENUINE
    assert checked.claims is not None
    return checked.claims


def test_a_qr_code_says_the_names_as_they_are_printed(signer: FileSigner) -> None:
    facts = sample(days=2, kind=Kind.TRAINER)
    said = claims_in(token_for(signer, facts, HOST), signer)
    assert said == claims_of(facts)
    assert (said.name_km, said.name_latin) == ("ត្បូង ស្រីមុំ", "TBOUNG Sreymom")
    assert (said.kind, said.days, said.minutes, said.facts_digest) == ("trainer", 2, 360, b"")


def test_long_names_give_way_to_a_hash_of_all_facts(signer: FileSigner) -> None:
    facts = sample(name_km=LONG_NAME)
    said = claims_in(token_for(signer, facts, HOST), signer)
    assert said.facts_digest == digest_of_facts(facts)
    assert (said.name_km, said.name_latin, said.course) == ("", "", "")
    assert (said.number, said.date, said.issued_on) == (facts.number, facts.date, facts.issued_on)


def test_a_qr_code_is_never_larger_than_version_15(signer: FileSigner) -> None:
    kept = set()
    for letters in range(200):
        facts = sample(name_km="ក" * letters)
        token = token_for(signer, facts, HOST)
        kept.add(claims_in(token, signer).facts_digest == b"")
        assert version_of(qr_text(HOST, facts.number, token)) <= 15
    assert kept == {True, False}


def version_of(text: str) -> int:
    """Of the smallest QR code at level M; each version has four modules more (ISO/IEC 18004)."""
    side, _ = qr_path(text, "m")
    return (side - 2 * QUIET_ZONE - 17) // 4


def test_the_names_stay_for_as_long_as_they_fit(signer: FileSigner) -> None:
    many = (sample(name_km="ក" * letters) for letters in range(200))
    first = next(
        each for each in many if claims_in(token_for(signer, each, HOST), signer).facts_digest
    )
    with_names = qr_text(HOST, first.number, seal(signer, claims_of(first)))
    assert len(with_names.encode()) > MOST_BYTES_IN_OUR_QR


def test_without_a_public_address_the_qr_code_holds_the_token_alone() -> None:
    assert qr_text("", "R2P-7KQ4M-2XAB9", "token") == "token"
    assert qr_text(HOST, "R2P-7KQ4M-2XAB9", "token") == f"{HOST}/v/R2P-7KQ4M-2XAB9#token"


def statement(facts: Facts) -> Any:
    return statement_of(facts, StatusPlace("0" * 16, 7), HOST, "An office", PAGES, ISSUED_AT)


def test_a_badge_carries_the_facts_whole_and_the_hash_of_the_pages() -> None:
    facts = sample()
    made = statement(facts)
    assert made.facts.encode() == facts_to_json(facts)
    assert made.pages_digest == f"{engine()}:{PAGES}"
    assert made.recipient_name == "ត្បូង ស្រីមុំ / TBOUNG Sreymom"
    assert made.awarded_at == dt.datetime(2026, 7, 15, 9, 30, 12, tzinfo=dt.UTC)


def test_a_name_in_one_language_stands_alone() -> None:
    assert statement(sample(name_km="")).recipient_name == "TBOUNG Sreymom"


def test_several_days_begin_and_end() -> None:
    made = statement(sample(date=dt.date(2026, 7, 31), days=2))
    assert (made.began_on, made.ended_on) == (dt.date(2026, 7, 31), dt.date(2026, 8, 1))
    assert "31 July – 1 August 2026, 6 hours" in made.achievement.description


def test_every_kind_has_words_of_its_own_and_a_design_can_have_others() -> None:
    made = [statement(sample(kind=kind)).achievement for kind in Kind]
    assert len({each.description for each in made}) == len({each.id for each in made}) == len(Kind)
    own = statement(sample(wording=Wording(heading_en="Certificate of Honour"))).achievement
    assert own.description.splitlines()[0].endswith(" / Certificate of Honour")


def test_all_of_one_course_hold_the_same_achievement() -> None:
    first, second = statement(sample()), statement(sample(number="OTHER-1", name_km="សុខ"))
    assert first.achievement == second.achievement
    assert statement(sample(venue_en="Elsewhere")).achievement.id != first.achievement.id
