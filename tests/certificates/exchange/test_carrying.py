"""The register of a laptop on the public server: all that was signed, once, and nothing else."""

import uuid
from pathlib import Path

import msgspec
from flask import Flask
from sqlalchemy import delete, select

from tests.certificates.exchange.conftest import Laptop, Server, entries_in, get, rewritten
from tests.certificates.issued import issue_one
from tests.certificates.signed import MOMENT
from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.certificates.exchange.taking_in import Taken
from training.certificates.model import State
from training.certificates.tables import (
    Certificate,
    CertificateChange,
    CertificateCredential,
)
from training.credentials import service as credentials
from training.credentials.tables import IssuerKey
from training.kernel.access import SYSTEM


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
