"""CSRF tokens, origins, headers, staff over plain http, bounded bodies, error sentences."""

import pytest
from flask import Flask, Response
from sqlalchemy.exc import OperationalError

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.settings import Settings
from training.courses import joining
from training.web.permissions import CHECK_HEALTH


def test_a_form_without_its_token_is_refused(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = client_for()
    answer = client.post("/join", data={"code": workshop.join_code})
    assert answer.status_code == 400
    assert "reload" in answer.text


def test_a_form_with_its_token_is_taken_hours_later(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None
    client = client_for()
    page = client.get("/join").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/join", data={"code": workshop.join_code, "csrf_token": token})
    assert answer.status_code == 302


def test_a_form_from_another_site_is_refused(visitor: ProofReadingClient) -> None:
    answer = visitor.post("/join", data={"code": "123456"}, headers={"Origin": "http://evil.test"})
    assert answer.status_code == 403
    same = visitor.post("/join", data={"code": "123456"}, headers={"Origin": "http://localhost"})
    assert same.status_code == 404


def test_an_opaque_origin_is_refused(visitor: ProofReadingClient) -> None:
    answer = visitor.post("/join", data={"code": "123456"}, headers={"Origin": "null"})
    assert answer.status_code == 403


def test_headers_are_strict(visitor: ProofReadingClient) -> None:
    headers = visitor.get("/join").headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers


def test_staff_do_not_sign_in_from_elsewhere_over_plain_http(visitor: ProofReadingClient) -> None:
    far = {"REMOTE_ADDR": "203.0.113.7"}
    assert visitor.get("/sign-in", environ_overrides=far).status_code == 403
    safe = visitor.get("/sign-in", base_url="https://localhost", environ_overrides=far)
    assert safe.status_code == 200


def test_a_staff_session_does_not_count_elsewhere_over_plain_http(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    address = f"/courses/{workshop.course_id}"
    assert trainer.get(address).status_code == 200
    far = trainer.get(address, environ_overrides={"REMOTE_ADDR": "203.0.113.7"})
    assert far.status_code == 302


def test_a_forged_forwarding_header_does_not_make_a_request_local(
    visitor: ProofReadingClient,
) -> None:
    answer = visitor.get("/sign-in", headers={"X-Forwarded-For": "127.0.0.1"})
    assert answer.status_code == 403


def test_a_body_that_is_too_large_is_refused(
    visitor: ProofReadingClient, workshop: Workshop
) -> None:
    answer = visitor.post(f"/join/{workshop.join_code}", data={"name_km": "ក" * 700_000})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_a_wrong_address_is_one_sentence_in_khmer(client_for: ClientMaker) -> None:
    answer = client_for(language="km").get("/nowhere")
    assert answer.status_code == 404
    assert '<html lang="km"' in answer.text


@pytest.mark.parametrize(
    ("fault", "status"),
    [("database or disk is full", 507), ("disk I/O error", 507), ("database is locked", 503)],
)
def test_a_full_disk_is_said_plainly(
    fault: str,
    status: int,
    visitor: ProofReadingClient,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_arguments: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception(fault))

    monkeypatch.setattr(joining, "_give_seat", fail)
    data = {"name_km": "ហេង ស្រីមុំ", "submission_key": "k"}
    answer = visitor.post(f"/join/{workshop.join_code}", data=data)
    assert answer.status_code == status
    assert "nothing was saved" in answer.text


@ON_SQLITE
def test_health_says_whether_the_database_answers(
    settings: Settings, visitor: ProofReadingClient
) -> None:
    answer = visitor.get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json or {}) == {"status", "version", "database"}
    file = settings.data_folder / "training.db"
    file.rename(file.with_suffix(".away"))
    assert visitor.get("/healthz").status_code == 503
    file.write_bytes(b"this is no database" * 100)
    answer = visitor.get("/healthz")
    assert answer.status_code == 503
    assert (answer.json or {})["database"] == "unavailable"


def test_the_language_switch_keeps_the_page_and_leads_nowhere_else(
    visitor: ProofReadingClient,
) -> None:
    answer = visitor.get("/language/km?next=/join")
    assert answer.location == "/join"
    assert '<html lang="km"' in visitor.get("/join").text
    for elsewhere in ("https://evil.test/", "//evil.test", "/\\evil.test"):
        assert visitor.get("/language/en", query_string={"next": elsewhere}).location == "/"
    assert visitor.get("/language/fr").status_code == 404


def test_khmer_comes_first(app: Flask) -> None:
    client = app.test_client()
    assert '<html lang="km"' in client.get("/join").text


def test_an_event_stream_is_left_uncompressed(app: Flask, client_for: ClientMaker) -> None:
    def stream() -> Response:
        return Response((f"data: {each}\n\n" for each in range(500)), mimetype="text/event-stream")

    stream.permission = CHECK_HEALTH  # type: ignore[attr-defined] # as `permit` would
    app.add_url_rule("/stream", "stream", stream)
    answer = client_for().get("/stream", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data.startswith(b"data: 0")
