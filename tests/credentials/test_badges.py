import datetime as dt
import json
import random
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.credentials.changing import CHANGES, Change, Json, Path, changed, leaves
from tests.credentials.signed import KNOWN, OURS, STATEMENT, THEIRS, signer
from training.credentials.badges import MOST_BYTES, check_badge, make_badge
from training.credentials.contexts import UnknownContextError, canonical
from training.credentials.model import CheckedBadge, Issuers, Statement, Verdict

RANDOM_CHANGES = 10_000
NOT_MINUTES_SECONDS = 60
BADGE = make_badge(OURS, STATEMENT)


def checked(document: Json | str | bytes, issuers: Issuers = KNOWN) -> CheckedBadge:
    if isinstance(document, dict):
        document = json.dumps(document)
    return check_badge(document.encode() if isinstance(document, str) else document, issuers)


def test_a_badge_says_what_it_was_made_from() -> None:
    found = checked(BADGE)
    assert found.verdict is Verdict.GENUINE
    assert (found.number, found.facts) == (STATEMENT.number, STATEMENT.facts)
    assert found.pages_digest == STATEMENT.pages_digest
    assert (found.key_id, found.issuer) == (OURS.key.key_id, OURS.key)


def test_the_same_statement_gives_the_same_text() -> None:
    assert make_badge(OURS, STATEMENT) == BADGE


@pytest.mark.parametrize(
    "statement",
    [
        msgspec.structs.replace(STATEMENT, public_url=""),
        msgspec.structs.replace(STATEMENT, number="A/V/b c ១"),
        msgspec.structs.replace(STATEMENT, public_url="http://10.0.0.1:8000/training"),
        msgspec.structs.replace(STATEMENT, issuer_name="", facts="", pages_digest=""),
    ],
    ids=["without an address", "an odd number", "an odd address", "empty texts"],
)
def test_whatever_the_statement_it_comes_back(statement: Statement) -> None:
    found = checked(make_badge(OURS, statement))
    assert (found.verdict, found.number) == (Verdict.GENUINE, statement.number)


def test_without_an_address_there_is_no_status_to_ask_for() -> None:
    badge = json.loads(make_badge(OURS, msgspec.structs.replace(STATEMENT, public_url="")))
    assert "credentialStatus" not in badge
    assert badge["id"] == f"{OURS.key.issuer}/v/{STATEMENT.number}"


def test_the_place_in_the_list_is_named() -> None:
    entry = json.loads(BADGE)["credentialStatus"]
    url = f"https://certificates.example.org/status/{OURS.key.key_id}/revocation/1"
    assert entry["statusListCredential"] == url
    assert entry["statusListIndex"] == "7"
    assert entry["id"] == f"{url}#7"


def test_blanks_and_the_order_of_names_are_no_change() -> None:
    document = json.loads(BADGE)
    shuffled = json.dumps(dict(reversed(document.items())), indent=4, ensure_ascii=True)
    assert checked(shuffled).verdict is Verdict.GENUINE


def test_a_key_that_nobody_made_known_is_never_valid() -> None:
    found = checked(make_badge(THEIRS, STATEMENT))
    assert (found.verdict, found.issuer) == (Verdict.UNKNOWN_ISSUER, None)
    assert found.key_id == THEIRS.key.key_id


def test_a_stolen_key_is_named_as_such() -> None:
    stolen = replace(OURS.key, distrusted_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    assert checked(BADGE, Issuers({stolen.key_id: stolen})).verdict is Verdict.DISTRUSTED


def test_a_retired_key_still_counts() -> None:
    retired = replace(OURS.key, retired_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    assert checked(BADGE, Issuers({retired.key_id: retired})).verdict is Verdict.GENUINE


def test_a_known_key_speaks_for_its_own_issuer_alone() -> None:
    other = signer(1, "did:web:elsewhere.example.org")
    found = checked(make_badge(other, STATEMENT))
    assert (found.verdict, found.issuer) == (Verdict.UNKNOWN_ISSUER, None)
    assert found.named_issuer == other.key.issuer


def test_a_stolen_key_that_speaks_for_another_issuer_is_not_believed_by_any_register() -> None:
    stolen = replace(OURS.key, distrusted_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    other = make_badge(signer(1, "did:web:elsewhere.example.org"), STATEMENT)
    found = checked(other, Issuers({stolen.key_id: stolen}))
    assert found.verdict is Verdict.UNKNOWN_ISSUER


PATHS = list(leaves(json.loads(BADGE)))


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: "-".join(map(str, path)))
def test_every_field_that_is_changed_or_taken_away_is_found_out(path: Path, change: Change) -> None:
    assert checked(changed(BADGE, path, change)).verdict is Verdict.FORGED


@pytest.mark.parametrize(
    "path",
    sorted({path[:length] for path in PATHS for length in range(len(path))}, key=str),
    ids=lambda path: "-".join(map(str, path)) or "top",
)
def test_a_field_more_is_found_out_wherever_it_is(path: Path) -> None:
    document: Any = json.loads(BADGE)
    inner = document
    for key in path:
        inner = inner[key]
    if isinstance(inner, dict):
        inner["alsoValid"] = "yes"
    else:
        inner.append("yes")
    assert checked(document).verdict is Verdict.FORGED


def twice(name: str, value: str) -> str:
    return BADGE.replace(f'"{name}":', f'"{name}":{value},"{name}":', 1)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe{}",
        BADGE[:-1],
        BADGE + " {}",
        BADGE + " " * MOST_BYTES,
        "[" * 100_000,
        '{"a":' * 30_000,
        twice("awardedDate", '"2026-11-24T09:30:00Z"'),
        BADGE.replace('"hashed":false', '"hashed":0'),
        BADGE.replace('"hashed":false', '"hashed":NaN'),
        BADGE.replace('"proof":[', '"proof":[{},'),
        BADGE.replace("09:30:00Z", "09:30:00+00:00"),
        BADGE.replace("09:30:00Z", "16:30:00+07:00"),
        BADGE.replace('"statusListIndex":"7"', '"statusListIndex":"07"'),
        BADGE.replace('"statusListIndex":"7"', '"statusListIndex":7'),
        BADGE.replace("R2P-7KQ4M-2XAB9", "R2P%2D7KQ4M-2XAB9", 1),
    ],
    ids=range(19),
)
def test_what_is_not_written_as_we_write_is_forged(document: str | bytes) -> None:
    found = checked(document)
    assert (found.verdict, found.facts, found.number) == (Verdict.FORGED, "", "")


def half_a_letter(said: Json) -> None:
    said["name"] = said["credentialSubject"]["achievement"]["name"] = "\ud800"


def a_day_before_all_days(said: Json) -> None:
    said["validFrom"] = said["awardedDate"] = "0001-01-01T00:00:00+14:00"


def a_place_beyond_all_numbers(said: Json) -> None:
    status = said["credentialStatus"]
    address = f"{status['statusListCredential'].rpartition('/')[0]}/{'9' * 4300}"
    said["credentialStatus"] = {
        **status, "id": f"{address}#1", "statusListCredential": address,
        "statusListIndex": "9" * 4300,
    }  # fmt: skip


@pytest.mark.parametrize(
    "change", [half_a_letter, a_day_before_all_days, a_place_beyond_all_numbers]
)
def test_what_cannot_be_written_again_is_forged(change: Callable[[Json], None]) -> None:
    said = json.loads(BADGE)
    change(said)
    assert checked(said).verdict is Verdict.FORGED


def test_a_huge_or_deep_file_costs_next_to_nothing() -> None:
    began = time.process_time()
    checked(b"[" * 10_000_000)
    checked("[" * (MOST_BYTES - 1))
    assert time.process_time() - began < NOT_MINUTES_SECONDS


def test_no_random_change_says_anything_else_and_is_believed() -> None:
    chance = random.Random(8)  # noqa: S311 - the same changes in every run
    whole, right = BADGE.encode(), checked(BADGE)
    believed = 0
    for _ in range(RANDOM_CHANGES):
        place = chance.randrange(len(whole))
        match chance.randrange(4):
            case 0:
                new = bytes([chance.randrange(256)])
                bent = whole[:place] + new + whole[place + 1 :]
            case 1:
                bent = whole[:place] + whole[place + 1 :]
            case 2:
                bent = whole[:place] + chance.choice([b" ", b"0", b'"', b","]) + whole[place:]
            case _:
                other = chance.randrange(len(whole))
                bent = whole[:place] + whole[other : other + 8] + whole[place + 8 :]
        found = check_badge(bent, KNOWN)
        if found.verdict is not Verdict.FORGED:
            believed += 1
            assert found == right
            assert json.loads(bent) == json.loads(BADGE)
    assert believed < RANDOM_CHANGES / 20


def test_no_vocabulary_is_ever_fetched() -> None:
    with pytest.raises(UnknownContextError):
        canonical({"@context": ["https://example.org/other"], "id": "urn:x"})
