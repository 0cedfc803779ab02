"""The register of a laptop on the public server: all that was signed, once, and nothing else."""

import hashlib
import io
import json
import random
import shutil
import uuid
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from tests.certificates.issued import issue_one
from tests.certificates.signed import MOMENT, change, facts_of, sign
from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.database import Base, Database, open_database
from training.certificates import exchange_views, rules, store
from training.certificates.exchange import file as register_file
from training.certificates.exchange.file import Entry
from training.certificates.exchange.going_out import export_register
from training.certificates.exchange.taking_in import HELD_BACK, Taken, import_register
from training.certificates.model import Logo, Picture, State
from training.certificates.standing import standing_of
from training.certificates.tables import (
    Certificate,
    CertificateChange,
    CertificateCredential,
    CertificatePicture,
)
from training.credentials import service as credentials
from training.credentials.tables import IssuerKey
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal

PAGE = "/certificates/exchange"


@dataclass
class Laptop:
    """A laptop without internet."""

    database: Database
    folder: Path

    def register(self) -> bytes:
        """What it gives out."""
        out = io.BytesIO()
        with self.database.reading() as session:
            export_register(session, self.folder, "", out, NINE_THIRTY)
        return out.getvalue()

    def sign(self, name: str = "SUN Sopheap", **columns: object) -> str:
        """The number of one more certificate."""
        with self.database.writing() as session:
            number = sign(session, self.folder, name, **columns).number
            session.commit()
        return number

    def change(self, number: str, state: State, version: int = 1) -> None:
        with self.database.writing() as session:
            change(session, get(session, number), state, version)
            session.commit()

    @property
    def line(self) -> str:
        """Its public key."""
        with self.database.reading() as session:
            return credentials.list_keys(session, self.folder, "")[0].line


@pytest.fixture
def laptop(tmp_path: Path, empty_database: Path) -> Iterator[Laptop]:
    folder = tmp_path / "laptop"
    folder.mkdir()
    shutil.copy(empty_database, folder / "training.db")
    database = open_database(f"sqlite:///{folder / 'training.db'}")
    yield Laptop(database, folder)
    database.dispose()


@dataclass
class Server:
    """The public server."""

    database: Database

    def trust(self, laptop: Laptop) -> None:
        with self.database.writing() as session:
            credentials.trust(session, laptop.line, "Kampot", SYSTEM, NINE_THIRTY)
            session.commit()

    def take(self, content: bytes) -> Taken:
        with self.database.writing() as session:
            known = credentials.issuers(session)
            register = register_file.read(io.BytesIO(content), known)
            taken = import_register(session, register, SYSTEM, NINE_THIRTY)
            session.commit()
        return taken

    def look(self) -> dict[str, list[object]]:
        """All that is in the tables of certificates."""
        with self.database.reading() as session:
            return {
                table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
                if table.name.startswith(("certificate", "issuer", "audit"))
            }


@pytest.fixture
def server(app: Flask) -> Server:
    return Server(app.extensions["training.database"])


def get(session: Session, number: str) -> Certificate:
    found = store.find_by_number(session, number)
    assert found is not None
    return found


def test_what_a_laptop_signed_is_on_the_server_word_for_word(
    laptop: Laptop, server: Server
) -> None:
    number = laptop.sign(exception="By order")
    server.trust(laptop)
    assert server.take(laptop.register()) == Taken(added=1)
    with laptop.database.reading() as there, server.database.reading() as here:
        ours, theirs = get(here, number), get(there, number)
        assert ours.facts == theirs.facts
        assert (ours.key_id, ours.status_index) == (theirs.key_id, theirs.status_index)
        assert (ours.issued_at, ours.exception) == (MOMENT, "By order")
        assert (ours.course_id, ours.seat_id, ours.account_id) == (None, None, None)


def test_what_a_workshop_issued_is_taken_as_it_is(
    app: Flask, workshop: Workshop, laptop: Laptop
) -> None:
    """Here the application under test issues, and the other database is the server."""
    settings = app.extensions["training.settings"]
    issue_one(app, workshop)
    issuing = Laptop(app.extensions["training.database"], settings.data_folder)
    server = Server(laptop.database)
    server.trust(issuing)
    (entry,) = entries_in(issuing)
    assert server.take(issuing.register()) == Taken(added=1)
    with server.database.reading() as session:
        found = get(session, entry.number)
        kept = session.scalars(select(CertificateCredential.document)).all()
    assert found.facts == entry.facts
    assert kept == [entry.credential]
    assert (found.course_id, found.seat_id) == (None, None), "its course is not on the server"


def test_taking_the_same_file_again_changes_nothing(laptop: Laptop, server: Server) -> None:
    number = laptop.sign()
    laptop.change(number, State.REVOKED)
    server.trust(laptop)
    content = laptop.register()
    server.take(content)
    before = server.look()
    assert server.take(content) == Taken(known=1)
    assert server.take(laptop.register()) == Taken(known=1)
    assert server.look() == before


def test_what_became_of_it_later_comes_with_the_next_file_and_an_old_file_takes_nothing_back(
    laptop: Laptop, server: Server
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    old = laptop.register()
    server.take(old)
    laptop.change(number, State.REVOKED)
    laptop.sign("KEO Chantha")
    assert server.take(laptop.register()) == Taken(added=1, changed=1)
    server.take(old)
    with server.database.reading() as session:
        standing = standing_of(session, get(session, number))
    assert (standing.state, standing.reason, standing.since) == (State.REVOKED, "Because", MOMENT)


def test_a_corrected_certificate_points_to_the_new_one_there_too(
    laptop: Laptop, server: Server
) -> None:
    old = laptop.sign("SUN Sopheab")
    with laptop.database.writing() as session:
        replaced = get(session, old)
        new = sign(session, laptop.folder, replaces=replaced.id, edition=2).number
        change(session, replaced, State.REPLACED, 1)
        session.commit()
    server.trust(laptop)
    server.take(laptop.register())
    with server.database.reading() as session:
        standing = standing_of(session, get(session, old))
    assert (standing.state, standing.replaced_by) == (State.REPLACED, new)


@pytest.mark.parametrize(
    ("own", "brought", "left"),
    [
        (State.REVOKED, State.VALID, State.REVOKED),
        (State.REVOKED, State.SUSPENDED, State.REVOKED),
        (State.SUSPENDED, State.REVOKED, State.REVOKED),
    ],
)
def test_what_the_server_decided_can_be_made_graver_by_a_file_but_never_milder(
    laptop: Laptop, server: Server, own: State, brought: State, left: State
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    with server.database.writing() as session:
        change(session, get(session, number), own, 1, "The server's word")
        session.commit()
    laptop.change(number, brought)
    server.take(laptop.register())
    server.take(laptop.register())
    with server.database.reading() as session:
        assert get(session, number).state == left
        assert standing_of(session, get(session, number)).state == left


@pytest.mark.parametrize("last", [State.REVOKED, State.REPLACED])
def test_no_file_takes_back_what_was_revoked_or_replaced(
    laptop: Laptop, server: Server, last: State
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    laptop.change(number, last)
    server.take(laptop.register())
    laptop.change(number, State.VALID, 2)
    server.take(laptop.register())
    with server.database.reading() as session:
        assert get(session, number).state == last
        assert standing_of(session, get(session, number)).state == last


@pytest.mark.parametrize("own", [State.REVOKED, State.SUSPENDED])
def test_a_correction_of_what_the_server_has_revoked_waits_for_an_administrator(
    laptop: Laptop, server: Server, own: State
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    with server.database.writing() as session:
        change(session, get(session, number), own, 1, "The server's word")
        session.commit()
    with laptop.database.writing() as session:
        replaced = get(session, number)
        new = sign(session, laptop.folder, replaces=replaced.id, edition=2).number
        change(session, replaced, State.REPLACED, 1)
        session.commit()
    server.take(laptop.register())
    server.take(laptop.register())
    with server.database.reading() as session:
        standing = standing_of(session, get(session, new))
        old = standing_of(session, get(session, number)).state
    if own is State.REVOKED:
        assert (old, standing.state, standing.reason) == (own, State.SUSPENDED, HELD_BACK)
    else:  # replaced is graver than suspended, so the correction stands in its place
        assert (old, standing.state) == (State.REPLACED, State.VALID)


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


PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def sign_with_picture(laptop: Laptop, monkeypatch: pytest.MonkeyPatch, content: bytes) -> str:
    """A certificate with that drawing on it: the drawing's digest."""
    digest = hashlib.sha256(content).hexdigest()
    with laptop.database.writing() as session:
        session.add(
            CertificatePicture(
                digest=digest, media_type="image/svg+xml", content=content, added_at=MOMENT
            )
        )
        session.commit()
    with_logo = msgspec.structs.replace
    monkeypatch.setattr(
        "tests.certificates.signed.facts_of",
        lambda *given: with_logo(facts_of(*given), logos=(Logo(digest),)),
    )
    laptop.sign()
    return digest


def test_pictures_come_along_and_only_those_that_are_printed(
    laptop: Laptop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop.database.writing() as session:
        session.add(
            CertificatePicture(
                digest="0" * 64, media_type="image/png", content=b"not printed", added_at=MOMENT
            )
        )
        session.commit()
    digest = sign_with_picture(laptop, monkeypatch, PLAIN.encode())
    server.trust(laptop)
    server.take(laptop.register())
    printed = Picture("image/svg+xml", PLAIN.encode())
    with server.database.reading() as session:
        assert store.list_pictures(session, [digest]) == {digest: printed}
        assert session.scalar(select(func.count()).select_from(CertificatePicture)) == 1


@pytest.mark.parametrize(
    "more",
    ["<script>alert(1)</script>", '<image href="https://example.org/a.png"/>', "<g onload='a'/>"],
)
def test_a_drawing_that_is_more_than_a_drawing_comes_in_by_no_register(
    laptop: Laptop, server: Server, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    sign_with_picture(laptop, monkeypatch, PLAIN.replace("</svg>", f"{more}</svg>").encode())
    server.trust(laptop)
    assert "not a whole register" in str(refused(server, laptop.register()))


def test_a_moved_database_gets_course_and_seat_back_where_they_are_free(
    laptop: Laptop, server: Server, workshop: Workshop
) -> None:
    with laptop.database.writing() as session:  # the laptop's own course, known here by its id
        session.connection().exec_driver_sql("PRAGMA foreign_keys=OFF")
    number = laptop.sign()
    entry = entries_in(laptop)[0]
    at_home = msgspec.structs.replace(
        entry, course_id=workshop.course_id, seat_id=workshop.seat_id, edition=1
    )
    stranger = msgspec.structs.replace(
        entry, course_id=uuid.uuid4(), seat_id=workshop.other_seat_id
    )
    server.trust(laptop)
    server.take(rewritten(laptop, [at_home]))
    with server.database.reading() as session:
        found = get(session, number)
        assert (found.course_id, found.seat_id) == (workshop.course_id, workshop.seat_id)
    second = laptop.sign("KEO Chantha")
    (other,) = [each for each in entries_in(laptop) if each.number == second]
    taken = msgspec.structs.replace(other, course_id=workshop.course_id, seat_id=workshop.seat_id)
    server.take(rewritten(laptop, [taken]))
    third = laptop.sign("LY Mary")
    (last,) = [each for each in entries_in(laptop) if each.number == third]
    away = msgspec.structs.replace(last, course_id=stranger.course_id, seat_id=stranger.seat_id)
    server.take(rewritten(laptop, [away]))
    with server.database.reading() as session:
        assert get(session, second).course_id == workshop.course_id
        assert get(session, second).seat_id is None, "the seat has its certificate already"
        assert (get(session, third).course_id, get(session, third).seat_id) == (None, None)


def test_a_laptop_whose_own_data_were_lost_takes_its_register_back(
    laptop: Laptop, empty_database: Path
) -> None:
    number = laptop.sign()
    content = laptop.register()
    with laptop.database.writing() as session:
        session.execute(delete(CertificateCredential))
        session.execute(delete(Certificate))
        session.get_one(IssuerKey, next(iter(credentials.issuers(session).keys))).next_index = 0
        session.commit()
    Server(laptop.database).take(content)
    with laptop.database.writing() as session:
        key_id = get(session, number).key_id or ""
        assert credentials.reserve_places(session, key_id, 1)[0].index == 1


def entries_in(laptop: Laptop) -> list[Entry]:
    with zipfile.ZipFile(io.BytesIO(laptop.register())) as archive:
        lines = archive.read("register.jsonl").splitlines()
    return [msgspec.json.decode(line, type=Entry) for line in lines]


def rewritten(laptop: Laptop, entries: list[Entry]) -> bytes:
    """A file with these certificates under the laptop's true signature."""
    out = io.BytesIO()
    with laptop.database.reading() as session:
        key = credentials.list_keys(session, laptop.folder, "")[0].key
    signer = credentials.signer_of(laptop.folder, key.key_id, key)
    register_file.write(out, entries, {}, [signer], NINE_THIRTY)
    return out.getvalue()


def refused(server: Server, content: bytes) -> Refusal:
    before = server.look()
    with pytest.raises(Refusal) as refusal:
        server.take(content)
    assert server.look() == before
    return refusal.value


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


def test_a_laptop_whose_old_key_was_stolen_carries_what_its_new_key_signed(
    laptop: Laptop, server: Server
) -> None:
    laptop.sign()
    with laptop.database.writing() as session:
        (key_id,) = credentials.issuers(session).keys
        credentials.distrust(session, key_id, "Stolen", SYSTEM, NINE_THIRTY)
        session.commit()
    number = laptop.sign("KEO Chantha")
    with server.database.writing() as session, laptop.database.reading() as there:
        for view in credentials.list_keys(there, laptop.folder, ""):
            credentials.trust(session, view.line, "Kampot", SYSTEM, NINE_THIRTY)
        credentials.distrust(session, key_id, "Stolen", SYSTEM, NINE_THIRTY)
        session.commit()
    assert [each.number for each in entries_in(laptop)] == [number]
    assert server.take(laptop.register()) == Taken(added=1)


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


def test_more_certificates_than_a_page_can_check_at_once_are_for_the_command(
    administrator: ProofReadingClient,
    laptop: Laptop,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchange_views, "MOST_CERTIFICATES", 1)
    for name in ("SUN Sopheap", "KEO Chantha"):
        laptop.sign(name)
    server.trust(laptop)
    sent = {"file": (io.BytesIO(laptop.register()), "register.zip")}
    answer = administrator.post(f"{PAGE}/import", data=sent)
    assert answer.status_code == 422
    assert "certificates import FILE" in answer.text
    assert server.take(laptop.register()) == Taken(added=2)


def test_an_administrator_gives_out_and_takes_in_on_the_page(
    administrator: ProofReadingClient, laptop: Laptop, server: Server, app: Flask
) -> None:
    nothing = administrator.post(f"{PAGE}/export")
    assert nothing.status_code == 409
    laptop.sign()
    server.trust(laptop)
    content = laptop.register()
    assert "Carry the register" in administrator.get(PAGE).text
    for said in ("1 certificate was taken", "here already"):
        sent = {"file": (io.BytesIO(content), "register.zip")}
        answer = administrator.post(f"{PAGE}/import", data=sent, follow_redirects=True)
        assert answer.status_code == 200
        assert said in answer.text
    with server.database.writing() as session:
        sign(session, app.extensions["training.settings"].data_folder)
        session.commit()
    answer = administrator.post(f"{PAGE}/export")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=certificates-")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert len(archive.read("register.jsonl").splitlines()) == 1, "its own, not the laptop's"
    answer.close()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "choose a file"),
        ({"file": (b"", "empty.zip")}, "not a whole register"),
        ({"file": (b"PK", "broken.zip")}, "not a whole register"),
        ({"file": (bytes(12_000_001), "large.zip")}, "larger than a page takes"),
    ],
)
def test_a_wrong_file_is_a_sentence_on_the_page(
    administrator: ProofReadingClient, sent: dict[str, tuple[bytes, str]], said: str
) -> None:
    data = {name: (io.BytesIO(content), file) for name, (content, file) in sent.items()}
    answer = administrator.post(f"{PAGE}/import", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    answer.request.input_stream.close()  # the test client's own file


def test_the_trail_says_what_was_carried(
    administrator: ProofReadingClient, laptop: Laptop, server: Server
) -> None:
    laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    (entry,) = [each for each in server.look()["audit_entries"] if "imported" in repr(each)]
    assert "'added': 1" in repr(entry)


def test_changes_have_no_doer_who_is_unknown_here(laptop: Laptop, server: Server) -> None:
    number = laptop.sign(issued_by=uuid.uuid4())
    laptop.change(number, State.REVOKED)
    server.trust(laptop)
    server.take(laptop.register())
    with server.database.reading() as session:
        assert get(session, number).issued_by is None
        assert session.scalars(select(CertificateChange.changed_by)).all() == [None]
