"""The status lists as verifiers of others fetch them: who is in them, who signs, what they cost."""

import base64
import datetime as dt
import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from msgspec import structs
from sqlalchemy import insert, select, update

from tests.certificates.issued import issue_one
from tests.conftest import NINE_THIRTY, ON_SQLITE, Workshop
from tests.credentials.signed import STATEMENT, signer
from tests.plans import faults, statements_of
from training.adapters.settings import Settings
from training.application import create_app
from training.certificates import rules
from training.certificates.tables import Certificate
from training.credentials import service as credentials
from training.credentials.badges import make_badge
from training.credentials.did import multikey_of
from training.credentials.keys import FileSigner
from training.credentials.model import LIST_SIZE, StatusPlace
from training.credentials.status_lists import make_status_list
from training.credentials.tables import IssuerKey
from training.kernel.ids import new_id

HOST = "https://r2p.example.org"
LAPTOP = signer(7)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """With an address in the world."""
    return replace(settings, public_url=HOST)


@pytest.fixture
def own_key(app: Flask, settings: Settings) -> str:
    """The key of this server: its id."""
    with app.extensions["training.database"].writing() as session:
        made = credentials.our_signer(session, settings.data_folder, HOST, "Office", NINE_THIRTY)
        session.commit()
    return made.key.key_id


def know(app: Flask, laptop: FileSigner = LAPTOP, **of_key: Any) -> str:
    """Makes a laptop's key known: its id."""
    with app.extensions["training.database"].writing() as session:
        key = laptop.key
        row = IssuerKey(
            key_id=key.key_id, public_key=multikey_of(key.public_key), issuer=key.issuer,
            name="A laptop", is_own=False, added_at=NINE_THIRTY, **of_key,
        )  # fmt: skip
        session.add(row)
        session.commit()
    return key.key_id


def register(app: Flask, key_id: str, states: dict[int, str]) -> None:
    """Certificates of that key in the register, by their places."""
    with app.extensions["training.database"].writing() as session:
        facts = session.scalars(select(Certificate.facts)).first()
        rows = [
            {
                "id": new_id(), "number": rules.new_number(), "kind": "attendance", "edition": 1,
                "facts": facts, "issued_at": NINE_THIRTY, "key_id": key_id, "status_index": index,
                "state": state,
            }
            for index, state in states.items()
        ]  # fmt: skip
        session.execute(insert(Certificate), rows)
        session.commit()


def bits(document: dict[str, Any]) -> set[int]:
    packed = document["credentialSubject"]["encodedList"].removeprefix("u")
    content = gzip.decompress(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    assert len(content) * 8 == LIST_SIZE
    return {
        at * 8 + bit
        for at, byte in enumerate(content)
        if byte
        for bit in range(8)
        if byte & (0x80 >> bit)
    }


def listed(client: FlaskClient, key_id: str, purpose: str = "revocation", number: int = 0) -> Any:
    answer = client.get(f"/status/{key_id}/{purpose}/{number}")
    assert answer.status_code == 200, answer.text
    return json.loads(answer.data)


def test_all_that_does_not_count_is_in_the_list_and_what_may_count_again_in_another(
    app: Flask, workshop: Workshop, visitor: FlaskClient, own_key: str
) -> None:
    issue_one(app, workshop)
    states = {4: "valid", 1: "revoked", 2: "suspended", 7: "replaced", LIST_SIZE - 1: "revoked"}
    register(app, own_key, {**states, LIST_SIZE: "valid", LIST_SIZE + 5: "suspended"})
    assert bits(listed(visitor, own_key)) == {1, 2, 7, LIST_SIZE - 1}
    assert bits(listed(visitor, own_key, "suspension")) == {2}
    assert bits(listed(visitor, own_key, number=1)) == {5}


def test_a_list_is_at_the_address_that_it_names_and_any_page_may_read_it(
    visitor: FlaskClient, own_key: str
) -> None:
    path = f"/status/{own_key}/revocation/0"
    answer = visitor.get(path)
    found = json.loads(answer.data)
    assert found["id"] == HOST + path
    assert found["issuer"] == "did:web:r2p.example.org"
    assert answer.mimetype == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers


def test_the_lists_of_a_laptop_that_is_known_are_signed_by_this_server(
    app: Flask, workshop: Workshop, visitor: FlaskClient, own_key: str
) -> None:
    laptop = know(app)
    issue_one(app, workshop)
    register(app, laptop, {3: "revoked"})
    found = listed(visitor, laptop)
    assert bits(found) == {3}
    assert found["issuer"] == listed(visitor, own_key)["issuer"]


def test_a_certificate_of_any_laptop_and_its_list_are_of_one_issuer_where_the_address_is_https(
    app: Flask, visitor: FlaskClient, own_key: str
) -> None:
    """Some verifiers refuse a list whose issuer is not that of the credential."""
    laptop = signer(8, "did:web:r2p.example.org")
    know(app, laptop)
    place = StatusPlace(laptop.key.key_id, 5)
    badge = json.loads(make_badge(laptop, structs.replace(STATEMENT, public_url=HOST, place=place)))
    found = listed(visitor, laptop.key.key_id)
    assert badge["credentialStatus"]["statusListCredential"] == found["id"]
    assert badge["issuer"]["id"] == found["issuer"]
    assert laptop.key.key_id != own_key
    methods = {each["proof"][0]["verificationMethod"] for each in (badge, found)}
    document = visitor.get("/.well-known/did.json").get_json()
    assert methods <= {each["id"] for each in document["verificationMethod"]}
    assert len(methods) == 2


def test_a_retired_key_signs_its_lists_and_a_stolen_one_does_not(
    app: Flask, visitor: FlaskClient, own_key: str
) -> None:
    method = listed(visitor, own_key)["proof"][0]["verificationMethod"]
    for since in ("retired_at", "distrusted_at"):
        with app.extensions["training.database"].writing() as session:
            session.execute(update(IssuerKey).values({since: NINE_THIRTY}))
            session.commit()
        answer = visitor.get(f"/status/{own_key}/revocation/0")
        if since == "retired_at":
            assert json.loads(answer.data)["proof"][0]["verificationMethod"] == method
        else:
            assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["0000000000000000/revocation/0", "KEY/revocation/1", "KEY/refresh/0", "KEY/revocation/99999"],
)
def test_there_is_no_list_that_no_credential_names(
    visitor: FlaskClient, own_key: str, path: str
) -> None:
    assert visitor.get(f"/status/{path.replace('KEY', own_key)}").status_code == 404


def test_without_an_address_in_the_world_there_are_no_lists(
    app: Flask, settings: Settings, own_key: str
) -> None:
    lonely = create_app(replace(settings, public_url=""), testing=True)
    answer = lonely.test_client().get(f"/status/{own_key}/revocation/0")
    lonely.extensions["training.database"].dispose()
    assert answer.status_code == 404


@ON_SQLITE
def test_a_list_reads_only_what_does_not_count(
    app: Flask, workshop: Workshop, visitor: FlaskClient, own_key: str, settings: Settings
) -> None:
    issue_one(app, workshop)
    register(app, own_key, {LIST_SIZE: "revoked"})
    with statements_of(app) as asked:
        for purpose in ("revocation", "suspension"):
            listed(visitor, own_key, purpose, 1)
    assert not faults(str(settings.data_folder / "training.db"), asked)
    reading = next((each for each in asked if "state <> 'valid'" in each[0]), None)
    assert reading is not None
    with app.extensions["training.database"].reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {reading[0]}", reading[1])
        assert "ix_certificates_not_valid" in " ".join(str(row) for row in plan)


def test_a_list_is_made_for_the_moment_at_which_it_is_asked_for() -> None:
    at = dt.datetime(2026, 12, 1, 8, 30, 5, 999_999, dt.UTC)
    made = json.loads(make_status_list(LAPTOP, f"{HOST}/list", "revocation", [], at))
    assert made["validFrom"] == made["proof"][0]["created"] == "2026-12-01T08:30:05Z"


@pytest.mark.parametrize("place", [-1, LIST_SIZE])
def test_a_place_outside_the_list_is_refused(place: int) -> None:
    with pytest.raises(IndexError):
        make_status_list(LAPTOP, f"{HOST}/list", "revocation", [place], NINE_THIRTY)
