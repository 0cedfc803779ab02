"""A file that is not wholly what a known laptop signed brings nothing."""

import io
import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.certificates.exchange.conftest import Laptop, Server, entries_in, get, refused, rewritten
from tests.certificates.signed import facts_of
from tests.conftest import NINE_THIRTY
from training.adapters.database import open_database
from training.certificates import rules
from training.certificates.exchange import file as register_file
from training.certificates.exchange.file import Entry
from training.certificates.exchange.taking_in import Taken, import_register
from training.certificates.model import State
from training.credentials import service as credentials
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal


def test_a_key_that_is_distrusted_while_its_file_is_checked_brings_nothing(
    laptop: Laptop, server: Server
) -> None:
    laptop.sign()
    server.trust(laptop)
    with server.database.writing() as session:
        known = credentials.issuers(session)
        register = register_file.read(io.BytesIO(laptop.register()), known)
        (key_id,) = known.keys
        credentials.distrust(session, key_id, "Stolen", SYSTEM, NINE_THIRTY)
        with pytest.raises(Refusal, match="counts as stolen"):
            import_register(session, register, SYSTEM, NINE_THIRTY)


def test_a_key_that_nobody_made_known_is_refused_with_its_digits(
    laptop: Laptop, server: Server
) -> None:
    laptop.sign()
    refusal = refused(server, laptop.register())
    assert refusal.status == 409
    with laptop.database.reading() as session:
        digits = credentials.list_keys(session, laptop.folder, "")[0].fingerprint
    assert digits in str(refusal)
    assert "make it known" in str(refusal)


def test_a_stolen_key_brings_nothing(laptop: Laptop, server: Server) -> None:
    laptop.sign()
    server.trust(laptop)
    with server.database.writing() as session:
        (key_id,) = credentials.issuers(session).keys
        credentials.distrust(session, key_id, "Stolen", SYSTEM, NINE_THIRTY)
        session.commit()
    assert "counts as stolen" in str(refused(server, laptop.register()))


def test_a_certificate_that_is_here_with_other_words_is_a_conflict(
    laptop: Laptop, server: Server
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    content = laptop.register()
    server.take(content)
    with server.database.writing() as session:
        row = get(session, number)
        row.facts = msgspec.structs.replace(row.facts, name_en="SUN Sopheab")
        session.commit()
    refusal = refused(server, content)
    assert refusal.status == 409
    assert rules.written_number(number) in str(refusal)


Spoil = Callable[[Entry], Entry]
SPOILED: dict[str, Spoil] = {
    "another name": lambda it: with_facts(it, name_en="Nobody"),
    "a name in no signature": lambda it: with_facts(it, verify_url=""),
    "another number": lambda it: msgspec.structs.replace(it, number=rules.new_number()),
    "another kind": lambda it: msgspec.structs.replace(it, kind=rules_kind("trainer")),
    "no credential": lambda it: msgspec.structs.replace(it, credential=""),
    "a credential with more in it": lambda it: msgspec.structs.replace(
        it, credential=it.credential.replace("{", '{"more": 1, ', 1)
    ),
    "another key": lambda it: msgspec.structs.replace(it, key_id="0" * 16),
}


def with_facts(entry: Entry, **changes: object) -> Entry:
    return msgspec.structs.replace(entry, facts=msgspec.structs.replace(entry.facts, **changes))


def rules_kind(name: str) -> object:
    return type(facts_of("0" * 10).kind)(name)


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED.keys())
def test_a_file_whose_certificates_are_not_as_they_were_signed_is_refused_whole(
    laptop: Laptop, server: Server, spoil: Spoil
) -> None:
    laptop.sign()
    laptop.sign("KEO Chantha")
    server.trust(laptop)
    first, second = entries_in(laptop)
    assert refused(server, rewritten(laptop, [first, spoil(second)])).status == 422
    assert server.take(rewritten(laptop, [first, second])) == Taken(added=2)


def test_the_same_certificate_twice_in_a_file_is_no_register(
    laptop: Laptop, server: Server
) -> None:
    laptop.sign()
    server.trust(laptop)
    refused(server, rewritten(laptop, entries_in(laptop) * 2))


def test_nobody_can_revoke_what_another_issued(
    laptop: Laptop, server: Server, tmp_path: Path, empty_database: Path
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    laptop.change(number, State.REVOKED)
    folder = tmp_path / "other"
    folder.mkdir()
    shutil.copy(empty_database, folder / "training.db")
    other = Laptop(open_database(f"sqlite:///{folder / 'training.db'}"), folder)
    other.sign("LY Mary")
    server.trust(other)
    refused(server, rewritten(other, entries_in(laptop)))
    other.database.dispose()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_what_is_no_register_is_refused_whatever_it_is(laptop: Laptop, server: Server) -> None:
    laptop.sign()
    server.trust(laptop)
    parts = parts_of(laptop.register())
    seal = json.loads(parts["seal.json"])
    older = json.dumps({**seal, "contents": {**seal["contents"], "format": 2}}).encode()
    more = json.dumps({**seal, "more": 1}).encode()
    other_name = parts["register.jsonl"].replace(b"Sopheap", b"Nobody!")
    nobody = json.dumps({**seal, "signatures": {}}).encode()
    for content in (
        b"",
        b"no zip",
        packed({}),
        packed({"seal.json": parts["seal.json"]}),
        packed({**parts, "more.txt": b"x"}),
        packed({**parts, "seal.json": b"{}"}),
        packed({**parts, "seal.json": older}),
        packed({**parts, "seal.json": more}),
        packed({**parts, "seal.json": nobody}),
        packed({**parts, "seal.json": b" " * 300_000 + parts["seal.json"]}),
        packed({**parts, "register.jsonl": parts["register.jsonl"] + b"\n"}),
        packed({**parts, "register.jsonl": b"x" * 5_000_000}),
        packed({**parts, "register.jsonl": b""}),
        packed({**parts, "register.jsonl": other_name}),
    ):
        assert refused(server, content).status in {409, 422}
    assert server.take(packed(parts)) == Taken(added=1), "packed anew it is the same"


def test_of_a_thousand_random_changes_to_the_file_none_brings_other_certificates(
    laptop: Laptop, server: Server
) -> None:
    laptop.change(laptop.sign(), State.SUSPENDED)
    server.trust(laptop)
    content = laptop.register()
    with server.database.reading() as session:
        known = credentials.issuers(session)
    right = register_file.read(io.BytesIO(content), known)
    chance = random.Random(8)  # noqa: S311 (a test that is the same every time)
    for _ in range(1_000):
        changed = bytearray(content)
        for _ in range(chance.choice((1, 1, 3))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            found = register_file.read(io.BytesIO(bytes(changed)), known)
        except Refusal:
            continue
        assert found == right, "a change of the packing only"
