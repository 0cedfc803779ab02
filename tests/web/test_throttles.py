"""Guesses are counted by device; nobody can use up the tries of somebody else."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.fuzz.shelf import take
from tests.proofreading import ProofReadingClient
from training.courses import joining
from training.people import guessing, passwords
from training.people.tables import Account
from training.web import device as devices

PASSWORD = "the right password"
FAR = {"REMOTE_ADDR": "203.0.113.7"}
SAFE = "https://localhost"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small budgets, so that a test can use them up."""
    monkeypatch.setattr(joining, "WRONG_CODES", 3)
    monkeypatch.setattr(joining, "WRONG_CODES_OF_NEWCOMERS", 5)
    monkeypatch.setattr(guessing, "WRONG_HERE", 3)
    monkeypatch.setattr(guessing, "WRONG_FROM_A_NETWORK", 3)
    monkeypatch.setattr(guessing, "WRONG_FOR_A_NAME", 7)
    monkeypatch.setattr(guessing, "WRONG_IN_ALL", 20)


@pytest.fixture
def owner(app: Flask, workshop: Workshop) -> Workshop:
    """CHAN Dara has a password that can be typed."""
    with app.extensions["training.database"].writing() as session:
        account = session.get_one(Account, workshop.administrator_id)
        account.password_hash = passwords.hash_password(PASSWORD)
        session.commit()
    return workshop


def type_code(client: ProofReadingClient, code: str) -> int:
    return client.post("/join", data={"code": code}).status_code


def sign_in(
    client: ProofReadingClient, password: str, name: str = "dara", address: str = "203.0.113.7"
) -> TestResponse:
    sent = {"sign_in_name": name, "password": password}
    return client.post(
        "/sign-in", data=sent, base_url=SAFE, environ_overrides={"REMOTE_ADDR": address}
    )


def met(client: ProofReadingClient) -> ProofReadingClient:
    """A browser that has seen the form, and so has its id."""
    assert client.get("/join").status_code == 200
    return client


# Join codes.


def test_a_device_with_many_wrong_codes_waits_and_its_neighbours_do_not(
    client_for: ClientMaker, workshop: Workshop
) -> None:
    prankster, neighbour = met(client_for()), met(client_for())
    assert [type_code(prankster, "000000") for _ in range(4)] == [404, 404, 404, 429]
    assert type_code(prankster, workshop.join_code) == 429
    assert type_code(neighbour, "000000") == 404
    assert type_code(neighbour, workshop.join_code) == 302


def test_nobody_closes_joining_for_the_room_by_throwing_ids_away(
    client_for: ClientMaker, workshop: Workshop
) -> None:
    for _ in range(12):
        client_for().get("/join/000000")
    assert type_code(met(client_for()), workshop.join_code) == 302
    scanning = client_for()
    page = scanning.get(f"/join/{workshop.join_code}")
    assert page.status_code == 429
    assert "press the button once more" in page.text
    assert f'value="{workshop.join_code}"' in page.text
    assert type_code(scanning, workshop.join_code) == 302


def test_newcomers_of_one_network_do_not_keep_those_of_another_out(
    client_for: ClientMaker, workshop: Workshop
) -> None:
    for _ in range(6):
        client_for().get("/join/000000", environ_overrides=FAR)
    there = f"/join/{workshop.join_code}"
    assert client_for().get(there, environ_overrides=FAR).status_code == 429
    assert client_for().get(there).status_code == 200


def test_a_quarter_of_an_hour_later_a_device_may_try_again(
    client_for: ClientMaker, workshop: Workshop, at: Callable[[dt.datetime], None]
) -> None:
    device = met(client_for())
    for _ in range(4):
        type_code(device, "000000")
    at(NINE_THIRTY + dt.timedelta(minutes=15))
    assert type_code(device, workshop.join_code) == 302


def test_a_device_with_many_wrong_seat_codes_waits_and_others_of_the_course_do_not(
    client_for: ClientMaker, workshop: Workshop
) -> None:
    prankster, neighbour = met(client_for()), met(client_for())
    sent = {"code": workshop.join_code, "seat_code": "0000-0000"}
    tried = [prankster.post("/continue", data=sent).status_code for _ in range(4)]
    assert tried == [404, 404, 404, 429]
    assert neighbour.post("/continue", data=sent).status_code == 404


@pytest.mark.parametrize(
    "spoil", [lambda it: it[:-9] + it[-9:].swapcase(), lambda it: "", lambda it: "a.b.c"]
)
def test_a_device_id_that_was_made_up_is_none(
    app: Flask, client_for: ClientMaker, workshop: Workshop, spoil: Callable[[str], str]
) -> None:
    client = met(client_for())
    name = devices.cookie_name(str(app.config["SECRET_KEY"]))
    cookie = client.get_cookie(name)
    assert cookie is not None
    client.set_cookie(name, spoil(cookie.value))
    answer = client.get("/join")
    assert any(each.startswith(f"{name}=") for each in answer.headers.getlist("Set-Cookie"))


def test_a_device_keeps_its_id(client_for: ClientMaker, workshop: Workshop) -> None:
    client = met(client_for())
    again = client.get("/join").headers.getlist("Set-Cookie")
    assert not any(each.startswith("device-") for each in again)


# Passwords.


def test_a_stranger_who_types_wrong_passwords_does_not_lock_the_owner_out(
    client_for: ClientMaker, owner: Workshop
) -> None:
    own = client_for()
    assert sign_in(own, PASSWORD).status_code == 302
    stranger = client_for()
    assert [sign_in(stranger, "wrong").status_code for _ in range(4)] == [422, 422, 422, 429]
    assert sign_in(client_for(), PASSWORD).status_code == 429, "a new device waits"
    assert sign_in(client_for(), PASSWORD, address="198.51.100.1").status_code == 302
    assert sign_in(own, PASSWORD).status_code == 302


def test_the_owners_device_has_tries_of_its_own_and_no_more(
    client_for: ClientMaker, owner: Workshop
) -> None:
    own = client_for()
    sign_in(own, PASSWORD)
    assert [sign_in(own, "wrong").status_code for _ in range(4)] == [422, 422, 422, 429]
    assert sign_in(client_for(), PASSWORD).status_code == 302


def test_a_guesser_with_many_addresses_is_stopped_at_the_name(
    client_for: ClientMaker, owner: Workshop
) -> None:
    tried = [
        sign_in(client_for(), "wrong", address=f"198.51.100.{number}").status_code
        for number in range(9)
    ]
    assert tried == [422] * 7 + [429] * 2


def test_a_guesser_with_many_names_is_stopped_at_the_network(
    client_for: ClientMaker, owner: Workshop
) -> None:
    tried = [
        sign_in(client_for(), "wrong", name=f"name{number}").status_code for number in range(22)
    ]
    assert tried == [422] * 20 + [429] * 2


def test_addresses_of_one_ipv6_network_count_together(
    client_for: ClientMaker, owner: Workshop
) -> None:
    tried = [
        sign_in(client_for(), "wrong", address=f"2001:db8:1:2::{number}").status_code
        for number in range(4)
    ]
    assert tried == [422, 422, 422, 429]
    assert sign_in(client_for(), PASSWORD, address="2001:db8:1:3::1").status_code == 302


def test_a_name_that_nobody_has_costs_the_same_work_and_gets_the_same_answer(
    client_for: ClientMaker, owner: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The work is what takes the time: one hash is compared, whether there is one or not."""
    verified: list[str] = []
    verify = passwords._hasher.verify

    class Counting:
        def verify(self, password_hash: str, password: str) -> bool:
            verified.append(password_hash)
            return verify(password_hash, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    there = sign_in(client_for(), "wrong", name="dara")
    nowhere = sign_in(client_for(), "wrong", name="nobody")
    assert there.status_code == nowhere.status_code == 422
    assert "do not belong together" in there.text
    assert "do not belong together" in nowhere.text
    assert len(verified) == 2
    assert {each.rpartition("$")[0].rpartition("$")[0] for each in verified} == {
        "$argon2id$v=19$m=19456,t=2,p=1"
    }


def test_a_wrong_password_is_counted_and_nothing_else_is_written(
    app: Flask, client_for: ClientMaker, owner: Workshop
) -> None:
    before = take(app)
    sign_in(client_for(), "wrong")
    after = take(app)
    assert {name for name in after if after[name] != before[name]} == {"wrong_tries"}
