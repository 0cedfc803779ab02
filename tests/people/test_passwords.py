"""What a password may be: long enough, not the first that is tried, otherwise anything."""

import logging

import pytest
from flask import Flask

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.audit import service as audit
from training.kernel.refusal import Refusal
from training.people import links, rules
from training.people.passwords import hash_password, password_fits
from training.people.tables import Account

EASY = [
    "1234567890", "0987654321", "qwertyuiop", "password123", "Password2026!", "R2P-Training-2026",
    "aaaaaaaaaa", "abcabcabcabc", "1q2w3e4r5t", "admin12345", "iloveyou2024", "dara.123456789",
    "CHAN-Dara-1990", "phnom penh 2026", "Responsibility to Protect",
]  # fmt: skip
FINE = [
    "a long enough password", "my cat eats rice", "x7#kfjw82n", "98347102938", "ភាសាខ្មែរស្អាតណាស់",
    "          spaces", "😀😀😁😂🤣😃😄😅😆😉", "correct horse battery staple" * 9,
]  # fmt: skip


@pytest.mark.parametrize("password", EASY)
def test_what_a_guesser_tries_first_is_refused(password: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_password(password, "dara", "CHAN", "Dara")
    assert refused.value.reason == rules.PASSWORD_EASY


@pytest.mark.parametrize("password", FINE)
def test_any_other_password_of_ten_signs_or_more_is_taken(password: str) -> None:
    rules.check_password(password, "dara", "CHAN", "Dara")


@pytest.mark.parametrize("password", ["", "short", "nine sign", "x" * 257])
def test_a_password_is_neither_short_nor_endless(password: str) -> None:
    with pytest.raises(Refusal):
        rules.check_password(password)


def test_a_password_is_kept_as_it_was_typed() -> None:
    kept = hash_password("  A sentence, ក្នុងភាសាខ្មែរ  ")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password_fits(kept, "  A sentence, ក្នុងភាសាខ្មែរ  ")
    for other in ("A sentence, ក្នុងភាសាខ្មែរ", "  a sentence, ក្នុងភាសាខ្មែរ  ", "  A sentence"):
        assert not password_fits(kept, other)
    assert hash_password("  A sentence, ក្នុងភាសាខ្មែរ  ") != kept, "each has a salt of its own"


def link_of(app: Flask, workshop: Workshop) -> str:
    with app.app_context(), app.extensions["training.database"].reading() as session:
        account = session.get_one(Account, workshop.stranger_id)
        return f"/password/{links.password_token(account)}"


def test_an_easy_password_is_refused_in_words_and_the_link_still_works(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    link = link_of(app, workshop)
    refused = visitor.post(link, data={"password": "vanna123456"})
    assert refused.status_code == 422
    assert "one of the first" in refused.text
    assert visitor.post(link, data={"password": "my cat eats rice"}).status_code == 302


def test_a_link_for_a_password_works_once(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    link = link_of(app, workshop)
    assert visitor.get(link).status_code == 200
    assert visitor.post(link, data={"password": "my cat eats rice"}).status_code == 302
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, data={"password": "my dog eats rice"}).status_code == 410


def test_a_link_for_a_password_ends_after_a_week(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = link_of(app, workshop)
    monkeypatch.setattr(links, "PASSWORD_SECONDS", -1)
    assert visitor.get(link).status_code == 410


def test_a_link_of_one_kind_is_none_of_another(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    token = link_of(app, workshop).rpartition("/")[2]
    assert visitor.get(f"/visit/{token}").status_code == 410
    assert visitor.get(f"/start/{token}").status_code == 404


def test_fields_for_passwords_hide_them_and_let_managers_fill_them_in(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    page = visitor.get("/sign-in").text
    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
    page = visitor.get(link_of(app, workshop)).text
    assert 'autocomplete="new-password"' in page


def test_signing_in_is_in_the_trail_and_a_wrong_password_in_the_log(
    app: Flask, client_for: ClientMaker, workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    with app.extensions["training.database"].writing() as session:
        account = session.get_one(Account, workshop.trainer_id)
        account.password_hash = hash_password("my cat eats rice")
        session.commit()
    with caplog.at_level(logging.WARNING):
        client_for().post("/sign-in", data={"sign_in_name": "bopha\r\nx", "password": "wrong one"})
        client_for().post("/sign-in", data={"sign_in_name": "bopha", "password": "wrong one"})
        sent = {"sign_in_name": "bopha", "password": "my cat eats rice"}
        assert client_for().post("/sign-in", data=sent).status_code == 302
    said = [record.getMessage() for record in caplog.records]
    assert "wrong password for 'bopha' from 127.0.0.1" in said
    assert not any("\n" in each or "wrong one" in each or "rice" in each for each in said)
    with app.extensions["training.database"].reading() as session:
        (entry,) = audit.list_entries(session, workshop.trainer_id)[:1]
        assert (entry.action, entry.actor_id) == ("signed in", workshop.trainer_id)


def test_whoever_is_not_allowed_is_in_the_log(
    trainer: ProofReadingClient, workshop: Workshop, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert trainer.get("/staff").status_code == 403
    said = [record.getMessage() for record in caplog.records]
    assert f"people.manage_staff is not allowed: account {workshop.trainer_id}" in said


def test_a_new_installation_has_no_account_at_all(app: Flask) -> None:
    with app.extensions["training.database"].reading() as session:
        assert session.query(Account).count() == 0
