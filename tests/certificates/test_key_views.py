"""The administrators' page of keys, and the document that the world reads."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.audit.tables import AuditEntry
from training.credentials import service as credentials
from training.credentials.model import KnownKey, written_key_id
from training.credentials.tables import IssuerKey

PAGE = "/certificates/keys"
HOST = "https://r2p.example.org"
LAPTOP = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


@pytest.fixture
def app(app: Flask) -> Flask:
    """A server with a domain."""
    app.extensions["training.settings"] = replace(
        app.extensions["training.settings"], public_url=HOST
    )
    return app


def rows(app: Flask) -> list[IssuerKey]:
    with app.extensions["training.database"].reading() as session:
        return list(session.scalars(select(IssuerKey).order_by(IssuerKey.key_id)))


def deeds(app: Flask) -> list[tuple[str, str]]:
    with app.extensions["training.database"].reading() as session:
        asked = select(AuditEntry).where(AuditEntry.subject == "issuer key").order_by(AuditEntry.id)
        return [(entry.action, entry.actor_name) for entry in session.scalars(asked)]


def make_key(client: ProofReadingClient, app: Flask, expected: str = "") -> KnownKey:
    data = {"name": "National office", "expected": expected, "reason": "A new year"}
    answer = client.post(f"{PAGE}/new", data=data)
    assert answer.status_code == 303, answer.text
    settings = app.extensions["training.settings"]
    with app.extensions["training.database"].reading() as session:
        found = credentials.list_keys(session, settings.data_folder, HOST)
    return next(each.key for each in found if each.is_in_use)


def test_the_first_key_is_made_and_shown_with_its_digits(
    administrator: ProofReadingClient, app: Flask
) -> None:
    assert "There is no key yet" in administrator.get(PAGE).text
    key = make_key(administrator, app)
    page = administrator.get(PAGE).text
    assert written_key_id(key.key_id) in page
    assert key.issuer == "did:web:r2p.example.org"
    assert "National office" in page
    assert deeds(app) == [("made", "CHAN Dara")]


def test_a_new_key_takes_the_place_of_the_old_one_which_stays_known(
    administrator: ProofReadingClient, app: Flask
) -> None:
    old = make_key(administrator, app)
    new = make_key(administrator, app, old.key_id)
    assert new.key_id != old.key_id
    with app.extensions["training.database"].reading() as session:
        known = credentials.issuers(session).keys
    assert set(known) == {old.key_id, new.key_id}
    assert known[old.key_id].retired_at
    assert not known[old.key_id].distrusted_at
    assert "A new year" in administrator.get(PAGE).text
    assert [action for action, _ in deeds(app)] == ["made", "retired", "made"]


def test_pressing_twice_makes_one_key(administrator: ProofReadingClient, app: Flask) -> None:
    old = make_key(administrator, app)
    assert make_key(administrator, app, old.key_id) == make_key(administrator, app, old.key_id)
    assert len(rows(app)) == 2


def test_the_key_of_a_laptop_is_made_known_once(
    administrator: ProofReadingClient, app: Flask
) -> None:
    for _ in range(2):
        sent = {"key": f"  {LAPTOP}\n", "owner": "Laptop of Kampot"}
        assert administrator.post(f"{PAGE}/known", data=sent).status_code == 303
    (row,) = rows(app)
    assert (row.issuer, row.name, row.is_own) == (LAPTOP, "Laptop of Kampot", False)
    assert row.added_by is not None
    assert deeds(app) == [("trusted", "CHAN Dara")]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "x",
        "did:key:z6Mk",
        LAPTOP + "#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:web:r2p.example.org",
        "did:web:../..#" + LAPTOP.removeprefix("did:key:"),
        "did:example:1#" + LAPTOP.removeprefix("did:key:"),
        "-----BEGIN PUBLIC KEY-----",
        "ក" * 5_000,
    ],
)
def test_what_is_no_public_key_is_refused_with_a_sentence(
    administrator: ProofReadingClient, app: Flask, line: str
) -> None:
    answer = administrator.post(f"{PAGE}/known", data={"key": line, "owner": "Somebody"})
    assert answer.status_code == 422
    assert "Nothing was saved yet" in answer.text
    assert rows(app) == []


def test_a_key_of_one_issuer_cannot_become_the_key_of_another(
    administrator: ProofReadingClient, app: Flask
) -> None:
    administrator.post(f"{PAGE}/known", data={"key": LAPTOP, "owner": "Laptop"})
    other = "did:web:r2p.example.org#" + LAPTOP.removeprefix("did:key:")
    answer = administrator.post(f"{PAGE}/known", data={"key": other, "owner": "Laptop"})
    assert answer.status_code == 409
    assert "another issuer" in answer.text
    assert [row.issuer for row in rows(app)] == [LAPTOP]


def test_a_stolen_key_is_distrusted_with_a_reason_and_stays_so(
    administrator: ProofReadingClient, app: Flask
) -> None:
    administrator.post(f"{PAGE}/known", data={"key": LAPTOP, "owner": "Laptop"})
    (row,) = rows(app)
    there = f"{PAGE}/{row.key_id}/distrust"
    assert administrator.post(there, data={"why": " "}).status_code == 422
    assert rows(app)[0].distrusted_at is None
    for _ in range(2):
        assert administrator.post(there, data={"why": "Stolen in Kep"}).status_code == 303
    assert rows(app)[0].distrusted_at == NINE_THIRTY
    assert "Stolen in Kep" in administrator.get(PAGE).text
    again = administrator.post(f"{PAGE}/known", data={"key": LAPTOP, "owner": "Laptop"})
    assert again.status_code == 409
    assert "counts as stolen" in again.text
    assert [action for action, _ in deeds(app)] == ["trusted", "distrusted"]


def test_our_own_key_when_stolen_signs_no_more(
    administrator: ProofReadingClient, app: Flask, tmp_path: Path
) -> None:
    lost = make_key(administrator, app)
    administrator.post(f"{PAGE}/{lost.key_id}/distrust", data={"why": "The folder was copied"})
    folder = app.extensions["training.settings"].data_folder
    with app.extensions["training.database"].writing() as session:
        signer = credentials.our_signer(session, folder, HOST, "Office", NINE_THIRTY)
    assert signer.key.key_id != lost.key_id


def test_a_key_that_is_not_here_cannot_be_distrusted(administrator: ProofReadingClient) -> None:
    answer = administrator.post(f"{PAGE}/{'0' * 16}/distrust", data={"why": "Stolen"})
    assert answer.status_code == 404


def test_the_page_reads_in_khmer(
    app: Flask, workshop: Workshop, administrator: ProofReadingClient
) -> None:
    make_key(administrator, app)
    administrator.set_cookie("lang", "km")
    assert "សោ" in administrator.get(PAGE).text


def test_the_document_of_the_domain_lists_its_keys_and_no_stolen_or_foreign_one(
    administrator: ProofReadingClient, visitor: ProofReadingClient, app: Flask
) -> None:
    old = make_key(administrator, app)
    new = make_key(administrator, app, old.key_id)
    lost = make_key(administrator, app, new.key_id)
    administrator.post(f"{PAGE}/{lost.key_id}/distrust", data={"why": "Stolen"})
    field = "did:web:r2p.example.org#" + LAPTOP.removeprefix("did:key:")
    administrator.post(f"{PAGE}/known", data={"key": field, "owner": "Laptop of Kampot"})
    other = "did:web:elsewhere.example#z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"
    administrator.post(f"{PAGE}/known", data={"key": other, "owner": "Another office"})
    answer = visitor.get("/.well-known/did.json")
    document = answer.get_json()
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert document["id"] == "did:web:r2p.example.org"
    listed = {method["publicKeyMultibase"] for method in document["verificationMethod"]}
    ours = {row.public_key for row in rows(app) if row.key_id in {old.key_id, new.key_id}}
    assert listed == ours | {LAPTOP.removeprefix("did:key:")}
    assert set(document["assertionMethod"]) == {f"{document['id']}#{each}" for each in listed}


def test_without_a_domain_there_is_no_document(visitor: ProofReadingClient, app: Flask) -> None:
    app.extensions["training.settings"] = replace(
        app.extensions["training.settings"], public_url="http://r2p.example.org"
    )
    assert visitor.get("/.well-known/did.json").status_code == 404
