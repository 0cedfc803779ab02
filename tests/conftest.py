"""Fixtures of the whole suite: an application with a database of its own, a course, six people."""

import datetime as dt
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine

from tests.databases import KINDS, Original, furnish, hurry, new_database, running_postgres
from tests.proofreading import ProofReadingClient
from tests.remembered import remember
from tests.workshop import DAY, NINE_THIRTY, Workshop, any_glyph, make_workshop, plan_of
from tools.find_chromium import find_chromium
from training.adapters import clock
from training.adapters.settings import Settings, load_settings
from training.application import create_app, load_tables
from training.certificates.sealing import press_of
from training.courses import seat_cookie
from training.courses.tables import Course
from training.people.tables import Account

# What tests of every room take from here.
__all__ = ["DAY", "NINE_THIRTY", "Workshop", "any_glyph", "plan_of"]

hypothesis.settings.register_profile("house", deadline=None)  # a busy host is slow, not wrong
hypothesis.settings.load_profile("house")
remember()
PACKS = Path(__file__).parent / "packs"
LONG = ("faults", "journeys", "operations", "tools", "fuzz", "live")
SECRET = "5ec7e7" * 11
EMPTY = "original"
WITH_WORKSHOP = "workshop"
NOT_FOUND = (
    "NO BROWSER: this journey did not run. Install chromium and a Khmer font, "
    "or name a browser in TRAINING_CHROMIUM."
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Rooms whose files take longest come first: at the end nobody waits for one of them."""
    rooms = {name: place for place, name in enumerate(LONG)}
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        return rooms.get(item.path.relative_to(here).parts[0], len(LONG))

    items.sort(key=place)


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with every table and the small pack, copied for each test."""
    path = tmp_path_factory.mktemp("database") / "training.db"
    load_tables()
    furnish(f"sqlite:///{path}", PACKS, NINE_THIRTY)
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server, started once for all tests of this process."""
    with running_postgres() as url:
        engine = create_engine(url)
        hurry(engine)
        engine.dispose()
        yield url


@pytest.fixture
def empty_url(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of a database without a table: of a SQLite file that is not there yet, or on
    PostgreSQL."""
    load_tables()
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'training.db'}"
    else:
        server = request.getfixturevalue("postgres_url")
        with new_database(server, f"new-{uuid.uuid4().hex}") as url:
            yield url


@pytest.fixture(scope="session")
def original(postgres_url: str) -> Iterator[Original]:
    """The same on PostgreSQL, brought back for each test."""
    load_tables()
    furnish(postgres_url, PACKS, NINE_THIRTY)
    found = Original(postgres_url)
    found.keep(EMPTY)
    yield found
    found.close()


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Every test of the application runs once on each.

    What is about one of them alone says so with `@ON_SQLITE`.
    """
    return str(request.param)


ON_SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def settings(
    tmp_path: Path, database_kind: str, empty_database: Path, request: pytest.FixtureRequest
) -> Settings:
    """Settings of a fresh installation in a temporary folder; the workshop stands in its database
    where the test asks for it. Nothing waits for the disk; in tests/faults everything does."""
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "secret.key").write_text(SECRET)
    given = {"TRAINING_DATA": str(folder), "TRAINING_MODULES": str(PACKS)}
    with_workshop = "workshop" in request.fixturenames
    if database_kind == "sqlite":
        prepared = request.getfixturevalue("workshop_database") if with_workshop else empty_database
        shutil.copy(prepared, folder / "training.db")
    else:
        found: Original = request.getfixturevalue("original")
        prepared = request.getfixturevalue("original_workshop") if with_workshop else EMPTY
        found.bring_back(prepared)
        given["TRAINING_DATABASE_URL"] = found.url
    return replace(load_settings(given), synchronous="OFF")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application, without CSRF tokens (tests/web has those on)."""
    app = create_app(settings, testing=True)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = ProofReadingClient
    yield app
    app.extensions["training.database"].dispose()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """`at(moment)` sets the clock; it stands at 09:30 of the course's day before."""

    def set_clock(moment: dt.datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock(NINE_THIRTY)
    return set_clock


@pytest.fixture(scope="session")
def workshops() -> list[Workshop]:
    """Those that stand in a database already, of which each test gets a copy."""
    return []


@pytest.fixture(scope="session")
def workshop_database(
    empty_database: Path, workshops: list[Workshop], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A database file with the workshop, copied for each test."""
    folder = tmp_path_factory.mktemp("workshop")
    shutil.copy(empty_database, folder / "training.db")
    workshops.append(prepared_workshop({"TRAINING_DATA": str(folder)}))
    return folder / "training.db"


@pytest.fixture(scope="session")
def original_workshop(
    original: Original, workshops: list[Workshop], tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The same on PostgreSQL: what it is kept as."""
    folder = tmp_path_factory.mktemp("workshop")
    original.bring_back(EMPTY)
    given = {"TRAINING_DATA": str(folder), "TRAINING_DATABASE_URL": original.url}
    workshops.append(prepared_workshop(given))
    original.keep(WITH_WORKSHOP)
    return WITH_WORKSHOP


def prepared_workshop(given: dict[str, str]) -> Workshop:
    """The workshop, made in the empty database of that installation."""
    app = create_app(load_settings({**given, "TRAINING_MODULES": str(PACKS)}), testing=True)
    made = make_workshop(app)
    app.extensions["training.database"].dispose()
    return made


@pytest.fixture
def workshop(app: Flask, at: Callable[[dt.datetime], None], workshops: list[Workshop]) -> Workshop:
    """See Workshop. It is made here only where the test has a database of another making."""
    with app.extensions["training.database"].reading() as session:
        for made in workshops:
            if session.get(Course, made.course_id) is not None:
                return replace(made, press=press_of(app.extensions["training.settings"]))
    return make_workshop(app)


ClientMaker = Callable[..., ProofReadingClient]


@pytest.fixture
def client_for(app: Flask) -> ClientMaker:
    """`client_for(account_id=…, seat_id=…, language="en")`: a browser signed in as asked."""

    def make(
        account_id: uuid.UUID | None = None,
        seat_id: uuid.UUID | None = None,
        language: str = "en",
    ) -> ProofReadingClient:
        client: ProofReadingClient = app.test_client()  # type: ignore[assignment] # set above
        client.set_cookie("lang", language)
        if account_id is not None:
            with app.extensions["training.database"].reading() as opened:
                epoch = opened.get_one(Account, account_id).epoch
            with client.session_transaction() as session:
                session["_user_id"] = f"{account_id}:{epoch}"
                session["_fresh"] = True
        if seat_id is not None:
            secret = str(app.config["SECRET_KEY"])
            name = seat_cookie.cookie_name(secret)
            client.set_cookie(name, seat_cookie.signed(secret, [seat_id]))
        return client

    return make


def cookies_of(client: ProofReadingClient) -> dict[str, str]:
    """Every cookie of a client by its name, for a real browser that goes on where it stands."""
    return {cookie.key: cookie.value for cookie in (client._cookies or {}).values()}


@pytest.fixture
def visitor(client_for: ClientMaker) -> ProofReadingClient:
    """Nobody in particular."""
    return client_for()


@pytest.fixture
def trainee(client_for: ClientMaker, workshop: Workshop) -> ProofReadingClient:
    """SUN Sopheap, in the course."""
    return client_for(seat_id=workshop.seat_id)


@pytest.fixture
def trainer(client_for: ClientMaker, workshop: Workshop) -> ProofReadingClient:
    """SOK Bopha, who trains the course."""
    return client_for(account_id=workshop.trainer_id)


@pytest.fixture
def administrator(client_for: ClientMaker, workshop: Workshop) -> ProofReadingClient:
    """CHAN Dara."""
    return client_for(account_id=workshop.administrator_id)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium, one for all journeys of a worker; each test opens contexts of its own.

    Without one they are skipped loudly; under CI they fail.
    """
    path = find_chromium()
    if not path:
        if os.environ.get("CI_REQUIRES_BROWSER") == "1":
            pytest.fail(NOT_FOUND)
        pytest.skip(NOT_FOUND)
    with sync_playwright() as playwright:
        # The sandbox of Chromium does not start as root, which is what containers run as.
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield chromium
        chromium.close()
