"""Private keys leave a machine only under a passphrase, and come back with it."""

import json
import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY
from tests.credentials.signed import keep_new_key
from tests.operations.terminal import Run, runner
from training.adapters.settings import Settings
from training.credentials import keys, service
from training.operations import key_box
from training.operations.model import CannotBeDone
from training.operations.restoring import SKIPPED_PLACES

PASSPHRASE = "four words and a lotus"
VARIABLE = "TRAINING_BACKUP_PASSPHRASE"


@pytest.fixture
def key_id(app: Flask, settings: Settings) -> str:
    """The key of this installation, which signed three certificates."""
    with app.extensions["training.database"].writing() as session:
        signer = service.our_signer(session, settings.data_folder, "", "Laptop", NINE_THIRTY)
        service.reserve_places(session, signer.key.key_id, 3)
        session.commit()
    return signer.key.key_id


@pytest.fixture
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)


def test_without_a_passphrase_the_keys_are_left_out_and_the_terminal_says_so(
    run: Run, key_id: str, settings: Settings, tmp_path: Path
) -> None:
    result = run("backup", tmp_path / "all.zip")
    assert "NOT in it" in result.output
    secret = keys.key_file(settings.data_folder, key_id).read_bytes()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert set(archive.namelist()) == {"manifest.json", "training.db", "secret.key"}
        assert all(secret not in archive.read(name) for name in archive.namelist())


@pytest.mark.usefixtures("passphrase")
def test_with_a_passphrase_they_are_in_it_and_nobody_reads_them(
    run: Run, key_id: str, settings: Settings, tmp_path: Path
) -> None:
    result = run("backup", tmp_path / "all.zip")
    assert "under your passphrase: 1" in result.output
    private = keys.read_private(settings.data_folder, key_id).private_bytes_raw()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        box = archive.read("keys.box")
    for hidden in (b"PRIVATE KEY", key_id.encode(), private):
        assert hidden not in box


@pytest.mark.usefixtures("passphrase")
def test_another_machine_gets_the_key_back_and_gives_no_place_twice(
    run: Run, key_id: str, settings: Settings, other_app: Flask, tmp_path: Path
) -> None:
    run("backup", tmp_path / "all.zip")
    result = runner(other_app)("restore", tmp_path / "all.zip")
    assert result.exit_code == 0, result.output
    assert "put back: 1" in result.output
    there = tmp_path / "other"
    if sys.platform != "win32":
        assert stat.S_IMODE(keys.key_file(there, key_id).stat().st_mode) == 0o600
    with other_app.extensions["training.database"].writing() as session:
        signer = service.our_signer(session, there, "", "Laptop", NINE_THIRTY)
        (place,) = service.reserve_places(session, key_id, 1)
    ours = keys.read_private(settings.data_folder, key_id)
    assert signer.key.key_id == key_id
    assert signer.sign(b"one") == ours.sign(b"one")
    assert place.index == 3 + SKIPPED_PLACES


def test_a_wrong_passphrase_changes_nothing(
    run: Run, key_id: str, other_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    run("backup", tmp_path / "all.zip")
    monkeypatch.setenv(VARIABLE, "four other words than those")
    result = runner(other_app)("restore", tmp_path / "all.zip")
    assert (result.exit_code, "Nothing was changed" in result.output) == (1, True)
    assert "not their passphrase" in result.output
    assert not (tmp_path / "other" / "training.db").exists()
    assert key_id


def test_without_the_passphrase_the_data_come_back_and_a_new_key_is_made(
    run: Run, key_id: str, other_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSPHRASE)
    run("backup", tmp_path / "all.zip")
    monkeypatch.delenv(VARIABLE)
    result = runner(other_app)("restore", tmp_path / "all.zip")
    assert (result.exit_code, "were left in it" in result.output) == (0, True)
    with other_app.extensions["training.database"].writing() as session:
        signer = service.our_signer(session, tmp_path / "other", "", "Laptop", NINE_THIRTY)
        known = service.issuers(session).keys
    assert signer.key.key_id != key_id
    assert key_id in known, "what it signed is still believed"


def test_a_passphrase_that_is_easy_to_guess_is_refused(
    run: Run, key_id: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "short")
    result = run("backup", tmp_path / "all.zip")
    assert (result.exit_code, "at least 12" in result.output) == (1, True)
    assert not (tmp_path / "all.zip").exists()
    assert key_id


@pytest.mark.usefixtures("passphrase")
def test_keys_are_saved_and_loaded_without_the_database(
    run: Run, key_id: str, settings: Settings, other_app: Flask, tmp_path: Path
) -> None:
    saved = run("certificates", "keys", "save", "--out", tmp_path / "keys.box")
    assert saved.exit_code == 0, saved.output
    again = run("certificates", "keys", "save", "--out", tmp_path / "keys.box")
    assert again.exit_code == 1, "a file that is there is not replaced"
    for said in ("1 of 1", "0 of 1"):
        loaded = runner(other_app)("certificates", "keys", "load", tmp_path / "keys.box")
        assert said in loaded.output
    there, here = (
        keys.key_file(folder, key_id).read_bytes()
        for folder in (tmp_path / "other", settings.data_folder)
    )
    assert there == here


def test_a_box_that_was_changed_in_any_byte_is_not_opened(tmp_path: Path) -> None:
    keep_new_key(tmp_path)
    box = key_box.lock(tmp_path, PASSPHRASE)
    assert list(key_box.unlock(box, PASSPHRASE)) == list(key_box.list_keys(tmp_path))
    read = json.loads(box)
    other = [
        box[:-40] + bytes([box[-40] ^ 1]) + box[-39:],
        b"",
        b"{}",
        os.urandom(200),
        json.dumps({**read, "more": 1}).encode(),
        json.dumps({**read, "head": {**read["head"], "format": 2}}).encode(),
        json.dumps({**read, "head": {**read["head"], "nonce": read["head"]["salt"]}}).encode(),
    ]
    for each in other:
        with pytest.raises(CannotBeDone):
            key_box.unlock(each, PASSPHRASE)


def test_the_same_keys_look_different_in_every_box(tmp_path: Path) -> None:
    keep_new_key(tmp_path)
    first, second = (key_box.lock(tmp_path, PASSPHRASE) for _ in range(2))
    assert json.loads(first)["sealed"] != json.loads(second)["sealed"]


def test_after_a_database_of_before_each_own_key_leaves_out_places(
    run: Run, key_id: str, settings: Settings, app: Flask
) -> None:
    """As `restore` does it: certificates of after the backup may stand in those places."""
    database = app.extensions["training.database"]
    with database.writing() as session:
        (before,) = service.reserve_places(session, key_id, 1)
        session.commit()
    said = run("certificates", "keys", "skip-places")
    assert (said.exit_code, "1 own keys" in said.output) == (0, True)
    with database.writing() as session:
        (after,) = service.reserve_places(session, key_id, 1)
    assert after.index - before.index == 65_537
