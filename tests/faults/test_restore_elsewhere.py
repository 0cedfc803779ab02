"""A backup that is made under load goes to another computer: everybody goes on there."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, PACKS
from tests.faults.commands import administer
from tests.faults.conftest import ON_SQLITE, Browse
from tests.faults.load import kept, require_all_kept
from tests.faults.room import Room
from tests.faults.serving import Server, Servers
from training.adapters.database import open_database
from training.adapters.settings import Settings, load_settings
from training.people import service as people
from training.people.passwords import hash_password
from training.people.tables import Account

pytestmark = ON_SQLITE
PASSWORD = "ten green elephants"


@pytest.fixture
def room(app: Flask, room: Room) -> Room:
    """The room, whose trainer has a password."""
    with app.extensions["training.database"].writing() as session:
        trainer = session.get_one(Account, room.workshop.trainer_id)
        people.choose_password(session, trainer, hash_password(PASSWORD), NINE_THIRTY)
        trainer.epoch = 1  # what the room's browsers hold
        session.commit()
    return room


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    """An installation with nothing in it."""
    given = {"TRAINING_DATA": str(tmp_path / "elsewhere"), "TRAINING_MODULES": str(PACKS)}
    return load_settings(given)


def papers_of(server: Server, room: Room, browse: Browse) -> list[tuple[int, bytes]]:
    """A certificate's page, its PDF, and what the world sees of it."""
    course, seat = room.ended[0]
    trainee = browse(server, {**room.cookies_of(seat), "lang": "en"})
    pdf = trainee.get(f"/c/{course}/certificate.pdf")
    number = pdf.filename.removesuffix(".pdf")
    pages = [trainee.get(f"/c/{course}/certificate"), browse(server, {}).get(f"/v/{number}")]
    # The link to share has this server's address in it; whose it is, is the same.
    address = f"http://127.0.0.1:{server.port}".encode()
    return [(each.status, each.body.replace(address, b"")) for each in (pdf, *pages)]


def test_everything_acknowledged_before_the_backup_is_there_and_works(
    app: Flask,
    settings: Settings,
    elsewhere: Settings,
    room: Room,
    serve: Servers,
    browse: Browse,
    tmp_path: Path,
) -> None:
    load, old = room.load(app.extensions["training.database"]), serve(settings)
    load.begin(old)
    load.await_acknowledged(60)
    while ("certificate", str(room.ended[0][1])) not in load.acknowledged:
        load.await_acknowledged(1)
    before = set(load.acknowledged)
    administer(settings, "backup", tmp_path / "all.zip")
    load.end()
    papers = papers_of(old, room, browse)
    old.kill()
    shutil.rmtree(settings.data_folder)

    administer(elsewhere, "restore", tmp_path / "all.zip")
    restored = open_database(elsewhere.database_url)
    found = kept(restored)
    assert before <= set(found)
    new = serve(elsewhere)
    assert papers_of(new, room, browse) == papers
    assert [status for status, _ in papers] == [200, 200, 200]
    # Phones and the trainer's browser go on with the cookies that they have.
    load.acknowledged[:] = found
    load.begin(new)
    load.await_acknowledged(30)
    load.end()
    require_all_kept(restored, load)
    restored.dispose()
    # And the trainer signs in anew.
    laptop = browse(new, {"lang": "en"})
    laptop.get("/sign-in")
    assert laptop.post("/sign-in", {"sign_in_name": "bopha", "password": PASSWORD}).status == 302
    assert laptop.get(room.roll).status == 200
