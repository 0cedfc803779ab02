"""kill -9 of the server under load: what was acknowledged is there afterwards, exactly once.

Whoever was cut off goes on with the same submission key and gets an acknowledgement.
"""

import random
import time

import pytest
from flask import Flask

from tests.faults.load import require_all_kept
from tests.faults.room import Room
from tests.faults.serving import Servers
from training.adapters.settings import Settings

ROUNDS = {"sqlite": 50, "postgresql": 5}
SEED = 20261123
MOST_BEFORE_THE_KILL = 40
MOST_SECONDS_AFTER = 0.02


@pytest.fixture
def rounds(database_kind: str) -> int:
    return ROUNDS[database_kind]


def test_whatever_was_acknowledged_outlives_every_kill(
    app: Flask, settings: Settings, room: Room, serve: Servers, rounds: int
) -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same moments in every run
    database = app.extensions["training.database"]
    load = room.load(database)
    for _ in range(rounds):
        server = serve(settings)
        load.begin(server)
        load.await_acknowledged(dice.randint(0, MOST_BEFORE_THE_KILL))
        time.sleep(dice.uniform(0, MOST_SECONDS_AFTER))
        server.kill()
        load.end()
        require_all_kept(database, load)
        database.dispose()
    load.begin(serve(settings))
    load.await_acknowledged(len(load.people))
    load.end()
    require_all_kept(database, load)
    assert not load.under_way
    assert not load.turned_away
    assert {kind for kind, _ in load.acknowledged} == {
        "answer", "live answer", "mark", "mark by hand", "certificate",
    }  # fmt: skip
