"""Two processes on one SQLite file: each does its work, and nothing is lost or done twice."""

from pathlib import Path

from flask import Flask

from tests.faults.commands import administer
from tests.faults.conftest import ON_SQLITE
from tests.faults.load import require_all_kept
from tests.faults.room import Room
from tests.faults.serving import Servers
from training.adapters.settings import Settings

pytestmark = ON_SQLITE
ENOUGH = 300


def test_two_servers_share_the_work(
    app: Flask, settings: Settings, room: Room, serve: Servers
) -> None:
    database = app.extensions["training.database"]
    load = room.load(database)
    load.begin(serve(settings), serve(settings))
    load.await_acknowledged(ENOUGH)
    load.end()
    assert load.turned_away == 0
    require_all_kept(database, load)


def test_a_backup_disturbs_nobody(
    app: Flask, settings: Settings, room: Room, serve: Servers, tmp_path: Path
) -> None:
    database = app.extensions["training.database"]
    load = room.load(database)
    load.begin(serve(settings))
    for number in range(3):
        load.await_acknowledged(30)
        assert "read it again" in administer(settings, "backup", tmp_path / f"{number}.zip")
    load.end()
    assert load.turned_away == 0
    require_all_kept(database, load)
