"""The log: one line for each request, by its route, and never what a path or a form carries."""

import io
import json
import logging
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters import logs
from training.adapters.settings import Settings
from training.application import create_app
from training.kernel.locales import kept_together
from training.web.guard import permit
from training.web.permissions import CHECK_HEALTH


class Log(io.StringIO):
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture(params=["json", "text"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def log(kind: str) -> Iterator[Log]:
    """What the program writes on stderr in that kind of log."""
    root, ours = logging.getLogger(), logging.getLogger("training")
    before = root.handlers[:], root.level, ours.level
    root.handlers.clear()
    logs.configure(kind)
    written = Log()
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written
    root.handlers[:], level, ours_level = before
    root.setLevel(level)
    ours.setLevel(ours_level)


json_only = pytest.mark.parametrize("kind", ["json"], indirect=True)
text_only = pytest.mark.parametrize("kind", ["text"], indirect=True)


@pytest.fixture
def broken_app(settings: Settings) -> Flask:
    """The application as it serves, with a page that fails."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False

    def fail(**_values: object) -> str:
        raise RuntimeError("a fault in the software")

    app.view_functions["web.health"] = permit(CHECK_HEALTH)(fail)
    return app


@json_only
def test_each_request_is_one_json_object_with_its_route(
    log: Log, visitor: ProofReadingClient
) -> None:
    answer = visitor.get("/language/en")
    (entry,) = log.entries()
    assert entry["time"].endswith("+00:00")
    assert entry["level"] == "INFO"
    assert entry["logger"] == "training.requests"
    assert (entry["method"], entry["route"], entry["status"]) == ("GET", "/language/<chosen>", 302)
    assert 0 <= entry["duration_ms"] < 5000
    assert isinstance(entry["pid"], int)
    assert entry["request_id"] == answer.headers["X-Request-Id"]


@json_only
def test_the_log_never_tells_codes_names_numbers_or_cookies(
    log: Log, client_for: ClientMaker, workshop: Workshop, trainee: ProofReadingClient
) -> None:
    phone = client_for()
    phone.get(f"/join/{workshop.join_code}?name=HENG")
    phone.post("/join", data={"code": workshop.join_code, "name_latin": "HENG Sreymom"})
    phone.get("/v/R2P-12345-67890")
    phone.get("/nowhere/with/a-secret-token")
    phone.get("/start/0123456789abcdef")
    trainee.get(f"/c/{workshop.course_id}")
    said = log.getvalue()
    assert len(log.entries()) == 6
    for secret in (
        workshop.join_code, "HENG", "12345", "a-secret-token", "0123456789abcdef", "name=",
        str(workshop.course_id), "seat=", "lang=",
    ):  # fmt: skip
        assert secret not in said
    assert [entry["route"] for entry in log.entries()].count("unmatched") == 1


@ON_SQLITE
def test_a_fault_is_told_with_the_number_that_the_page_shows(
    log: Log, kind: str, broken_app: Flask
) -> None:
    for language, words in (("en", "Number for the administrator: "), ("km", "អ្នកគ្រប់គ្រង៖ ")):
        client = broken_app.test_client()
        client.set_cookie("lang", language)
        log.seek(log.truncate(0))
        answer = client.get("/healthz")
        assert answer.status_code == 500
        number = answer.headers["X-Request-Id"]
        assert f"{kept_together(words)}{number}" in answer.text
        assert "RuntimeError" not in answer.text
        if kind == "json":
            error, _ = log.entries()
            assert error["level"] == "ERROR"
            assert error["request_id"] == number
            assert error["traceback"].endswith("RuntimeError: a fault in the software")
        else:
            assert log.getvalue().startswith(f"ERROR [{number}] GET /healthz failed\nTraceback")


def test_a_page_of_a_mistake_shows_no_number(visitor: ProofReadingClient) -> None:
    answer = visitor.get("/nowhere")
    assert answer.status_code == 404
    assert answer.headers["X-Request-Id"] not in answer.text


@text_only
def test_a_day_without_faults_leaves_a_text_log_empty(
    log: Log, visitor: ProofReadingClient
) -> None:
    visitor.get("/join")
    visitor.get("/nowhere")
    assert log.getvalue() == ""


def test_an_error_of_the_database_is_told_without_the_values(log: Log, app: Flask) -> None:
    with app.extensions["training.database"].writing() as session:
        bad = text("INSERT INTO persons (id, name_latin) VALUES (:id, :name)")
        given = {"id": str(uuid.uuid4()), "name": "SUN Sopheap"}
        with pytest.raises(IntegrityError) as raised:
            session.execute(bad, given)
    logging.getLogger("training.test").error("failed", exc_info=raised.value)
    assert "INSERT INTO persons" in log.getvalue()
    assert "Sopheap" not in log.getvalue()


def test_the_row_that_postgresql_quotes_is_left_out(log: Log) -> None:
    message = 'null value in "x"\nDETAIL:  Failing row contains (7, SUN\nSopheap).\n[SQL: INSERT]'
    logging.getLogger("training.test").error("failed", exc_info=ValueError(message))
    assert "null value" in log.getvalue()
    assert "[SQL: INSERT]" in log.getvalue()
    assert "Sopheap" not in log.getvalue()


GIVEN = "0af7651916cd43dd-8448eb211c80319c"


@ON_SQLITE
@pytest.mark.parametrize(
    ("behind_proxy", "given", "is_taken"),
    [
        (True, GIVEN, True),
        (False, GIVEN, False),
        (True, "short", False),
        (True, "x" * 65, False),
        (True, "with spaces in it", False),
        (True, "new\tline-and-more", False),
        (True, "", False),
    ],
)
def test_the_number_of_a_request_comes_from_the_trusted_proxy_or_is_made(
    settings: Settings, behind_proxy: bool, given: str, is_taken: bool
) -> None:
    client = create_app(replace(settings, behind_proxy=behind_proxy), testing=True).test_client()
    found = client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert (found == given) is is_taken
    assert logs.is_request_id(found)


def test_every_answer_has_a_number_of_its_own(visitor: ProofReadingClient) -> None:
    numbers = set()
    for path in ("/join", "/nowhere", "/static/style.css", "/join", "/courses"):
        with visitor.get(path) as answer:
            numbers.add(answer.headers["X-Request-Id"])
    numbers.add(visitor.post("/healthz").headers["X-Request-Id"])
    assert len(numbers) == 6
