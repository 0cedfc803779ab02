"""Fixtures of the whole suite: an application with a database of its own, a course, six people."""

import datetime as dt
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import hypothesis
import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import create_engine

from tests.databases import KINDS, Original, furnish, hurry, new_database, running_postgres
from tests.proofreading import ProofReadingClient
from tests.remembered import remember
from tools.find_chromium import find_chromium
from training.adapters import clock
from training.adapters.settings import Settings, load_settings
from training.application import create_app, load_tables
from training.certificates.sealing import Press, press_of
from training.courses import joining, seat_cookie
from training.courses import service as courses
from training.courses.model import Asking, CoursePlan, CourseState, Organiser, Signatory
from training.courses.tables import Course
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.modules import service as modules
from training.people import service as people
from training.people.model import AccountRole, PersonDetails
from training.people.tables import Account

hypothesis.settings.register_profile("house", deadline=None)  # a busy host is slow, not wrong
hypothesis.settings.load_profile("house")
remember()
PACKS = Path(__file__).parent / "packs"
DAY = dt.date(2026, 11, 23)
NINE_THIRTY = dt.datetime(2026, 11, 23, 2, 30, tzinfo=dt.UTC)
"""09:30 in Phnom Penh: Module 1, part A is on."""
EMPTY = "original"
WITH_WORKSHOP = "workshop"
NOT_FOUND = (
    "NO BROWSER: this journey did not run. Install chromium and a Khmer font, "
    "or name a browser in TRAINING_CHROMIUM."
)


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


@dataclass(frozen=True, slots=True)
class Workshop:
    """A running course on DAY with one trainer and two trainees, and another with others."""

    course_id: uuid.UUID
    join_code: str
    revision_id: uuid.UUID
    item_ids: tuple[uuid.UUID, ...]
    """Agenda items by start: item_ids[3] is Module 1, part A (09:00-10:10, counts)."""
    seat_id: uuid.UUID
    other_seat_id: uuid.UUID
    administrator_id: uuid.UUID
    trainer_id: uuid.UUID
    stranger_id: uuid.UUID
    """A trainer of another course."""
    elsewhere_id: uuid.UUID
    seat_elsewhere_id: uuid.UUID
    press: Press
    """What this installation seals certificates with; it has no public address."""


def any_glyph(_text: str) -> list[str]:
    """Says that every character can be printed."""
    return []


def plan_of(title: Bilingual, revision_id: uuid.UUID) -> CoursePlan:
    """A course of one module on DAY that asks for a name only."""
    return CoursePlan(
        title=title,
        date=DAY,
        province="12",
        venue=Bilingual("សាលាខេត្ត", "Provincial hall"),
        time_zone="Asia/Phnom_Penh",
        organisers=(Organiser("អ្នករៀបចំ", "The organiser"),),
        signatories=(Signatory("កែវ សុវណ្ណារី", "KEO Sovannary", "នាយិកា", "Director"),),
        revision_ids=(revision_id,),
    )


def make_workshop(app: Flask) -> Workshop:
    """See Workshop."""
    with app.extensions["training.database"].writing() as session:

        def account(latin: str, name: str, role: AccountRole) -> uuid.UUID:
            details = PersonDetails("", latin)
            made = people.add_account(
                session, details, name, role, SYSTEM, NINE_THIRTY, any_glyph, "no hash fits this"
            )
            session.flush()
            return made.id

        administrator = account("CHAN Dara", "dara", AccountRole.ADMINISTRATOR)
        trainer = account("SOK Bopha", "bopha", AccountRole.TRAINER)
        stranger = account("KIM Vanna", "vanna", AccountRole.TRAINER)
        (revision_id, _), *_ = modules.list_offered(session)
        plan = replace(
            plan_of(Bilingual("វគ្គសាកល្បង", "A test course"), revision_id),
            asked={"gender": Asking.OPTIONAL, "province": Asking.OPTIONAL},
        )
        course = courses.plan_course(session, plan, trainer, "plan-1", SYSTEM, NINE_THIRTY)
        elsewhere = courses.plan_course(session, plan, stranger, "plan-2", SYSTEM, NINE_THIRTY)
        for each in (course, elsewhere):
            courses.set_state(session, each.id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)

        def seat(where: uuid.UUID, km: str, latin: str) -> uuid.UUID:
            details = PersonDetails(km, latin)
            found = courses.get_course(session, where)
            return joining.join(
                session, found, details, f"{where}-{latin}", NINE_THIRTY, any_glyph
            ).id

        made = Workshop(
            course_id=course.id,
            join_code=course.join_code,
            revision_id=revision_id,
            item_ids=tuple(item.id for item in courses.list_agenda(session, course.id) if item.id),
            seat_id=seat(course.id, "ស៊ុន សុភាព", "SUN Sopheap"),
            other_seat_id=seat(course.id, "កែវ ចាន់ថា", "KEO Chantha"),
            administrator_id=administrator,
            trainer_id=trainer,
            stranger_id=stranger,
            elsewhere_id=elsewhere.id,
            seat_elsewhere_id=seat(elsewhere.id, "លី ម៉ារី", "LY Mary"),
            press=press_of(app.extensions["training.settings"]),
        )
        session.commit()
    return made


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
