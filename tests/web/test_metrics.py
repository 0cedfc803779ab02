"""Readiness, and figures for Prometheus: what they tell, and to whom."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from tests.conftest import ON_SQLITE, PACKS, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training import preparation
from training.adapters import migrating
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.web.guard import permit
from training.web.permissions import CHECK_HEALTH

TOKEN = "a-token-of-the-ministry"
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(client: FlaskClient) -> Samples:
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


def requests(found: Samples, method: str, route: str, status: str) -> float:
    labels = frozenset({("method", method), ("route", route), ("status", status)})
    return found.get(("training_requests_total", labels), 0)


def test_requests_are_counted_by_method_route_and_kind_of_answer(
    client_for: ClientMaker, workshop: Workshop
) -> None:
    phone = client_for()
    for _ in range(3):
        phone.get(f"/join/{workshop.join_code}")
    phone.get("/join/000000")
    phone.get("/nowhere")
    phone.get("/nowhere/else")
    found = samples(phone)
    assert requests(found, "GET", "/join/<code>", "2xx") == 3
    assert requests(found, "GET", "/join/<code>", "4xx") == 1
    assert requests(found, "GET", "unmatched", "4xx") == 2
    durations = {("route", "/join/<code>")}
    assert found["training_request_seconds_count", frozenset(durations)] == 4
    slowest = frozenset({*durations, ("le", "+Inf")})
    assert found["training_request_seconds_bucket", slowest] == 4
    assert found["training_requests_in_flight", frozenset()] == 1  # the one that asks
    assert [labels for name, labels in found if name == "training_build_info"]


def test_what_a_caller_invents_never_becomes_a_label(visitor: ProofReadingClient) -> None:
    before = len(samples(visitor))
    for number in range(30):
        visitor.open("/join", method=f"INVENTED{number}")
        visitor.get(f"/nowhere/{number}")
    found = samples(visitor)
    assert requests(found, "other", "unmatched", "4xx") == 30
    assert requests(found, "GET", "unmatched", "4xx") == 30
    # Two counters with their moments of birth, two histograms: unmatched and /metrics.
    assert len(found) - before < 40


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """`failing(error)` lets `/healthz` fail with it."""

    def let_fail(error: Exception) -> None:
        def fail() -> str:
            raise error

        monkeypatch.setitem(app.view_functions, "web.health", permit(CHECK_HEALTH)(fail))

    return let_fail


def test_a_page_that_fails_is_no_longer_in_flight(
    visitor: ProofReadingClient, failing: Callable[[Exception], None]
) -> None:
    failing(RuntimeError("a fault in the software"))
    with pytest.raises(RuntimeError):
        visitor.get("/healthz")
    assert samples(visitor)["training_requests_in_flight", frozenset()] == 1


@pytest.mark.parametrize(
    ("said", "kind"),
    [("connection refused", "database away"), ("database or disk is full", "storage full")],
)
def test_what_could_not_be_saved_is_counted_by_its_reason(
    said: str, kind: str, visitor: ProofReadingClient, failing: Callable[[Exception], None]
) -> None:
    counted = "training_storage_failures_total", frozenset({("kind", kind)})
    assert samples(visitor)[counted] == 0
    failing(OperationalError("SELECT 1", None, Exception(said)))
    assert visitor.get("/healthz").status_code in {503, 507}
    assert samples(visitor)[counted] == 1
    assert sum(n for (name, _), n in samples(visitor).items() if "failures_total" in name) == 1


def elsewhere(settings: Settings, token: str = TOKEN, *, behind_proxy: bool = False) -> FlaskClient:
    """A machine in the room."""
    given = replace(settings, metrics_token=token, behind_proxy=behind_proxy)
    client = create_app(given, testing=True).test_client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.9"
    return client


@ON_SQLITE
@pytest.mark.parametrize(
    "said",
    [
        "",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {TOKEN}x",
        f"bearer{TOKEN}",
        f"Basic {TOKEN}",
        TOKEN,
        "Bearer ស៊ុន".encode().decode("latin-1"),
    ],
)
def test_elsewhere_there_are_no_figures_without_the_token(settings: Settings, said: str) -> None:
    answer = elsewhere(settings).get("/metrics", headers={"Authorization": said} if said else {})
    assert answer.status_code == 404
    assert "training_requests" not in answer.text


@ON_SQLITE
def test_elsewhere_the_token_opens_the_figures(settings: Settings) -> None:
    answer = elsewhere(settings).get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert "training_requests" in answer.text


@ON_SQLITE
def test_without_a_token_in_the_settings_none_opens(settings: Settings) -> None:
    client = elsewhere(settings, token="")
    for said in ("Bearer ", "Bearer", ""):
        assert client.get("/metrics", headers={"Authorization": said}).status_code == 404


@ON_SQLITE
def test_a_caller_behind_a_proxy_on_this_machine_is_not_this_machine(settings: Settings) -> None:
    forwarded = {"X-Forwarded-For": "203.0.113.9"}
    for behind_proxy in (False, True):
        client = elsewhere(settings, behind_proxy=behind_proxy)
        client.environ_base["REMOTE_ADDR"] = "127.0.0.1"
        assert client.get("/metrics").status_code == 200
        assert client.get("/metrics", headers=forwarded).status_code == 404


@pytest.fixture
def installed(tmp_path: Path, empty_url: str) -> Iterator[Callable[..., Flask]]:
    """`installed(packs)`: an application after its first start with these content packs."""
    made: list[Flask] = []

    def start(packs: Path = PACKS) -> Flask:
        given = {
            "TRAINING_DATA": str(tmp_path / "served"), "TRAINING_MODULES": str(packs),
            "TRAINING_DATABASE_URL": empty_url,
        }  # fmt: skip
        app = create_app(load_settings(given), testing=True)
        preparation.prepare(app)
        made.append(app)
        return app

    yield start
    for app in made:
        app.extensions["training.database"].dispose()


def ready(app: Flask) -> tuple[int, str]:
    answer = app.test_client().get("/readyz")
    assert answer.json is not None
    return answer.status_code, answer.json["missing"]


def test_an_installation_is_ready_after_its_start(installed: Callable[..., Flask]) -> None:
    assert ready(installed()) == (200, "")


def test_without_a_module_nothing_is_ready(installed: Callable[..., Flask], tmp_path: Path) -> None:
    (tmp_path / "no packs").mkdir()
    assert ready(installed(tmp_path / "no packs")) == (503, "content")


@pytest.mark.parametrize("found", ["0000", ""])
def test_another_version_of_the_schema_is_not_ready(
    found: str, installed: Callable[..., Flask]
) -> None:
    app = installed()
    with app.extensions["training.database"].writing() as session:
        session.connection().exec_driver_sql(
            f"UPDATE alembic_version SET version_num = '{found}'"  # noqa: S608 - from above
            if found
            else "DELETE FROM alembic_version"
        )
        session.commit()
    assert ready(app) == (503, "schema")
    assert app.test_client().get("/healthz").status_code == 200


@ON_SQLITE
def test_a_database_that_has_gone_is_not_ready(
    installed: Callable[..., Flask], tmp_path: Path
) -> None:
    app = installed()
    app.extensions["training.database"].dispose()
    for file in (tmp_path / "new").glob("training.db*"):
        file.unlink()
    assert ready(app) == (503, "database")


def test_the_head_is_the_last_migration() -> None:
    files = sorted((migrating.MIGRATIONS / "versions").glob("0*.py"))
    assert files[-1].name.startswith(f"{migrating.head()}_")
