"""What no browser of ours sends: bodies of other kinds, addresses that are none, no keys."""

import pytest
from flask import Flask

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.web.test_permissions import list_routes, path_of
from training.web.views import own_path

BODIES = {
    "application/json": b'[1, {"name_km": "\\ud800"}]',
    "application/x-www-form-urlencoded": b"\xff\xfe\x00=\xed\xa0\x80&item=%00&code=%ED%A0%80",
    "multipart/form-data": b"no boundary",
}


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("who", ["administrator", "trainee"])
def test_a_body_of_another_kind_is_no_fault_of_the_software(
    app: Flask, client_for: ClientMaker, workshop: Workshop, who: str, kind: str
) -> None:
    account_id = workshop.administrator_id if who == "administrator" else None
    for rule, method in list_routes(app):
        if method == "POST":
            client = client_for(account_id=account_id, seat_id=workshop.seat_id)
            path = path_of(app, rule, workshop)
            answer = client.post(path, data=BODIES[kind], content_type=kind)
            assert answer.status_code < 500, (rule.rule, kind)


def test_json_fills_no_form(visitor: ProofReadingClient, workshop: Workshop) -> None:
    answer = visitor.post("/join", json={"code": workshop.join_code})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "address",
    [
        "//[",
        "/\\[",
        "http://[",
        "//evil.test",
        "/\\evil.test",
        "/\t/evil.test",
        "/\r\nX: y",
        "evil",
        "",
    ],
)
def test_only_addresses_of_this_server_are_gone_back_to(
    visitor: ProofReadingClient, address: str
) -> None:
    assert own_path(address) == "/"
    answer = visitor.get("/language/en", query_string={"next": address})
    assert answer.location == "/"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_cookies_set_over_https_stay_on_https(client_for: ClientMaker, scheme: str) -> None:
    client = client_for()
    answer = client.get("/join", base_url=f"{scheme}://localhost")
    cookies = answer.headers.getlist("Set-Cookie")
    assert any(cookie.startswith("session-") for cookie in cookies)
    assert all(("Secure" in cookie) is (scheme == "https") for cookie in cookies)
