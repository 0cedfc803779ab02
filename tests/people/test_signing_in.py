"""Passwords: the slow work is done while nobody waits for the database."""

import sqlite3
from typing import Any

import pytest
from flask import Flask

from tests.conftest import ON_SQLITE, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.settings import Settings
from training.people import links, views
from training.people.tables import Account

pytestmark = ON_SQLITE
"""PostgreSQL lets others write at any time."""


@pytest.fixture
def hashed(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was hashed or compared; each time another writer gets its turn in the meantime."""
    seen: list[str] = []

    def others_may_write(*given: Any) -> str:
        seen.append(str(given[-1]))
        other = sqlite3.connect(settings.data_folder / "training.db", timeout=0)
        other.execute("BEGIN IMMEDIATE")
        other.close()
        return ""

    monkeypatch.setattr(views, "hash_password", others_may_write)
    monkeypatch.setattr(views, "password_fits", others_may_write)
    return seen


def test_sign_in_compares_while_others_may_write(
    trainer: ProofReadingClient, hashed: list[str]
) -> None:
    sent = {"sign_in_name": "bopha", "password": "a wrong password"}
    assert trainer.post("/sign-in", data=sent).status_code == 422
    assert hashed == ["a wrong password"]


def test_choose_password_hashes_while_others_may_write(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, hashed: list[str]
) -> None:
    with app.app_context(), app.extensions["training.database"].reading() as session:
        token = links.password_token(session.get_one(Account, workshop.stranger_id))
    answer = trainer.post(f"/password/{token}", data={"password": "a long password"})
    assert answer.status_code == 302
    assert hashed == ["a long password"]
