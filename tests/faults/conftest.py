"""Real servers on a real database, and a room of people who use them."""

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import PACKS, ClientMaker, Workshop, cookies_of
from tests.faults.browser import Browser
from tests.faults.postgres import OwnPostgres, running_postgres
from tests.faults.room import Cookies, Room, furnish
from tests.faults.serving import Server, Servers, servers
from training import preparation
from training.adapters.settings import Settings, load_settings
from training.application import create_app

Browse = Callable[[Server, Cookies], Browser]
ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Faults strike both."""
    return str(request.param)


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[OwnPostgres]:
    """A server for the faults of this process, with all its care for power cuts."""
    if sys.platform == "win32":
        pytest.skip("there is no PostgreSQL by pip for this system")
    with running_postgres() as server:
        yield server


@pytest.fixture
def new_settings(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Settings:
    """An installation before its first start."""
    given = {"TRAINING_DATA": str(tmp_path / "instance"), "TRAINING_MODULES": str(PACKS)}
    if database_kind == "postgresql":
        given["TRAINING_DATABASE_URL"] = request.getfixturevalue("own_postgres").new_database()
    return load_settings(given)


@pytest.fixture
def settings(new_settings: Settings) -> Settings:
    """An installation after its first start."""
    app = create_app(new_settings, testing=True)
    preparation.prepare(app)
    app.extensions["training.database"].dispose()
    return new_settings


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    """The workshop's course, full of people."""
    return furnish(app, workshop, cookies_of(client_for(account_id=workshop.trainer_id)))


@pytest.fixture
def browse() -> Iterator[Browse]:
    """`browse(server, cookies)` opens a browser, which is closed after the test."""
    with contextlib.ExitStack() as opened:

        def browser(server: Server, cookies: Cookies) -> Browser:
            return opened.enter_context(contextlib.closing(Browser(server, cookies)))

        yield browser


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Servers]:
    """`serve(settings)` starts `python app.py` and waits until it answers."""
    with servers(tmp_path) as found:
        yield found
