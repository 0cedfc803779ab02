"""Several processes serve one room: a change in one of them is heard by all."""

import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import PACKS, Workshop
from tests.live.streaming import Follower, ask_state, raise_stage, seat_cookie_of, seat_path
from tests.serving_workers import Served, served
from training import preparation
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.live import tickets

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="several workers are for servers; the tests look for processes in /proc",
)


@pytest.fixture
def settings(tmp_path: Path, empty_url: str) -> Settings:
    """An installation after its first start."""
    given = {
        "TRAINING_DATA": str(tmp_path / "instance"), "TRAINING_MODULES": str(PACKS),
        "TRAINING_DATABASE_URL": empty_url,
    }  # fmt: skip
    found = load_settings(given)
    app = create_app(found, testing=True)
    preparation.prepare(app)
    app.extensions["training.database"].dispose()
    return found


@pytest.fixture
def server(settings: Settings, workshop: Workshop, tmp_path: Path) -> Iterator[Served]:
    """Two workers on the test's data."""
    given = {"TRAINING_MODULES": str(PACKS), "TRAINING_DATABASE_URL": settings.database_url}
    with served(settings.data_folder, tmp_path / "log.txt", **given) as found:
        found.await_workers(2)
        yield found


def test_a_change_in_one_process_is_heard_by_the_followers_of_all(
    app: Flask, workshop: Workshop, server: Served
) -> None:
    """The tests' own process makes the changes, and so is a third one beside the two workers."""
    address, secret = f"http://127.0.0.1:{server.port}", str(app.config["SECRET_KEY"])
    phone = seat_path(app, workshop), seat_cookie_of(app, workshop.seat_id)
    with contextlib.ExitStack() as stack:
        followers = [
            stack.enter_context(
                Follower(
                    address, f"/live/{tickets.screen_ticket(secret, workshop.course_id, number)}"
                )
            )
            for number in range(12)
        ]
        for _ in range(3):
            sequence = raise_stage(app, workshop.course_id)
            for each in followers:
                each.await_data(sequence)
            assert ask_state(address, *phone, after=sequence)["sequence"] == sequence
    app.extensions["training.database"].dispose()


def test_followers_are_told_when_their_worker_ends_and_find_another_one(
    app: Flask, workshop: Workshop, server: Served
) -> None:
    address = f"http://127.0.0.1:{server.port}"
    phone = seat_path(app, workshop), seat_cookie_of(app, workshop.seat_id)
    before = server.await_workers(2)
    with Follower(address, *phone) as follower:
        assert follower.data() == "0"
        server.signal(signal.SIGHUP)
        assert follower.last_words() == ["event: bye", "data: bye"]
    with Follower(address, *phone) as follower:
        assert follower.status == 200
        sequence = raise_stage(app, workshop.course_id)
        while server.await_workers(2) & before:
            pass
    with Follower(address, *phone) as follower:
        follower.await_data(sequence)
    app.extensions["training.database"].dispose()
