"""The headers and cookies of every kind of answer, on plain http in a room and on https."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.fuzz import days
from tests.proofreading import ProofReadingClient
from training.adapters.settings import Settings
from training.application import create_app
from training.courses import joining
from training.courses import service as courses
from training.web import views

pytestmark = ON_SQLITE
SCHEMES = ["http", "https"]
Ask = Callable[..., TestResponse]


@pytest.fixture
def served(settings: Settings, workshop: Workshop, app: Flask) -> Iterator[Flask]:
    """The application as it is served: what goes wrong becomes an answer, tokens are checked."""
    days.make(app, workshop, "ended")
    served = create_app(settings)
    served.test_client_class = ProofReadingClient
    yield served
    served.extensions["training.database"].dispose()


@pytest.fixture
def ask(
    served: Flask, client_for: ClientMaker, workshop: Workshop, app: Flask
) -> Callable[[str], Ask]:
    """`ask(who)(method, path, …)`: an answer to somebody, from the application as it is served."""

    def of(who: str) -> Ask:
        given: dict[str, Any] = {
            "trainee": {"seat_id": workshop.seat_id},
            "administrator": {"account_id": workshop.administrator_id},
        }.get(who, {})
        client = client_for(**given)
        client.application = served

        def send(method: str, path: str, scheme: str, **more: Any) -> TestResponse:
            return client.open(path, method=method, base_url=f"{scheme}://localhost", **more)

        return send

    return of


KINDS: dict[str, tuple[str, str, str, int]] = {
    "page": ("visitor", "GET", "/join", 200),
    "page of staff": ("administrator", "GET", "/courses/{course}/people", 200),
    "page of a trainee": ("trainee", "GET", "/c/{course}", 200),
    "head of a page": ("visitor", "HEAD", "/join", 200),
    "what may be asked": ("visitor", "OPTIONS", "/join", 200),
    "redirect": ("visitor", "GET", "/language/km?next=/join", 302),
    "redirect to sign in": ("visitor", "GET", "/courses", 302),
    "json": ("visitor", "GET", "/healthz", 200),
    "style": ("visitor", "GET", "/static/style.css", 200),
    "script": ("visitor", "GET", "/static/quiz.js", 200),
    "icon": ("visitor", "GET", "/static/icon.svg", 200),
    "font": ("visitor", "GET", "/fonts/Moul-Regular.ttf", 200),
    "certificate": ("trainee", "GET", "/c/{course}/certificate.pdf", 200),
    "certificates": ("administrator", "GET", "/courses/{course}/certificates.pdf", 200),
    "poster": ("administrator", "GET", "/courses/{course}/poster.pdf", 200),
    "no token": ("visitor", "POST", "/join", 400),
    "no text": ("visitor", "GET", "/join/%00", 400),
    "not allowed": ("trainee", "POST", "/courses/{course}/state", 403),
    "nowhere": ("visitor", "GET", "/nowhere", 404),
    "no such file": ("visitor", "GET", "/static/nothing.css", 404),
    "wrong method": ("visitor", "PUT", "/join", 405),
    "tracing": ("visitor", "TRACE", "/join", 405),
}
KEPT = {"style", "script", "icon", "font"}


def require_good(kind: str, answer: TestResponse, scheme: str) -> None:
    """Fails unless this answer's headers are as they must be."""
    found = answer.headers
    assert "default-src 'none'" in found["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in found["Content-Security-Policy"]
    assert "unsafe" not in found["Content-Security-Policy"]
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["X-Frame-Options"] == "DENY"
    assert found["Referrer-Policy"] == "same-origin"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in found
    assert "X-Powered-By" not in found
    assert ("Strict-Transport-Security" in found) is (scheme == "https")
    if kind not in KEPT:
        assert found["Cache-Control"] == "no-store"
    else:
        assert "max-age" in found["Cache-Control"]
        assert "Set-Cookie" not in found
        assert "Cookie" not in found.get("Vary", ""), "one copy is the same for all"
    if str(answer.mimetype).startswith(("text/", "image/svg")):
        assert "charset=utf-8" in found["Content-Type"]
    if "Content-Disposition" in found:
        name = r"[A-Za-z0-9][A-Za-z0-9._-]*"
        assert re.fullmatch(
            rf'(inline|attachment); filename="?{name}"?', found["Content-Disposition"]
        )
    for cookie in found.getlist("Set-Cookie"):
        assert re.match(r"(session|device|seats)-[0-9a-f]{8}=|lang=", cookie)
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        assert ("Secure" in cookie) is (scheme == "https")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_has_its_headers(
    kind: str, scheme: str, ask: Callable[[str], Ask], workshop: Workshop
) -> None:
    who, method, path, status = KINDS[kind]
    answer = ask(who)(method, path.format(course=workshop.course_id), scheme)
    assert answer.status_code == status
    require_good(kind, answer, scheme)
    answer.close()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_answer_to_too_many_tries_has_them(
    scheme: str, ask: Callable[[str], Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(joining, "WRONG_CODES_OF_NEWCOMERS", 0)
    answer = ask("visitor")("GET", "/join/000000", scheme)
    assert answer.status_code == 429
    require_good("429", answer, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_an_answer_to_a_body_that_is_too_large_has_them(
    scheme: str, ask: Callable[[str], Ask]
) -> None:
    answer = ask("visitor")("POST", "/join", scheme, data={"code": "x" * 1_100_000})
    assert answer.status_code == 413
    require_good("413", answer, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (LookupError("secret in a traceback"), 500),
        (OperationalError("SELECT secret", {}, Exception("database is locked")), 503),
    ],
)
def test_an_answer_to_a_fault_has_them_and_tells_nothing(
    fault: Exception,
    status: int,
    scheme: str,
    ask: Callable[[str], Ask],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_given: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(courses, "list_courses", fail)
    answer = ask("administrator")("GET", "/courses", scheme)
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    require_good(str(status), answer, scheme)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_health_that_fails_has_them(
    scheme: str, ask: Callable[[str], Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "database", type("Away", (), {"answers": lambda _: False}))
    answer = ask("visitor")("GET", "/healthz", scheme)
    assert answer.status_code == 503
    require_good("503", answer, scheme)


def test_the_policy_lets_nothing_in_from_elsewhere(visitor: ProofReadingClient) -> None:
    policy = visitor.get("/join").headers["Content-Security-Policy"]
    allowed = {part.split(" ", 1)[0]: part.split(" ")[1:] for part in policy.split("; ")}
    for name, sources in allowed.items():
        assert set(sources) <= {"'none'", "'self'", "data:"}, name
    assert allowed["base-uri"] == ["'none'"]
    assert allowed["script-src"] == ["'self'"]
