"""`backup`: whole, private, and taken while others write."""

import errno
import json
import os
import sqlite3
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.operations.terminal import Run, runner
from training.adapters.settings import Settings, load_settings
from training.application import create_app


class Writer(threading.Thread):
    """Adds numbered rows through the application's own door until it is told to stop."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._database = app.extensions["training.database"]
        self._enough = threading.Event()
        self.acknowledged = 0

    def run(self) -> None:
        insert = text("INSERT INTO wrong_tries (key, window, count) VALUES ('w', :number, :pad)")
        while not self._enough.is_set():
            with self._database.writing() as session:
                session.execute(insert, {"number": self.acknowledged + 1, "pad": 1})
                session.commit()
            self.acknowledged += 1

    def stop(self) -> None:
        self._enough.set()
        self.join()

    def wait_for(self, rows: int) -> None:
        while self.acknowledged < rows:
            threading.Event().wait(0.005)


def test_a_backup_while_others_write_has_all_that_was_saved_before(
    app: Flask, run: Run, other_app: Flask, tmp_path: Path
) -> None:
    writer = Writer(app)
    writer.start()
    try:
        writer.wait_for(30)
        before = writer.acknowledged
        result = run("backup", tmp_path / "all.zip")
        after = writer.acknowledged
    finally:
        writer.stop()
    assert result.exit_code == 0
    restored = runner(other_app)("restore", tmp_path / "all.zip")
    assert restored.exit_code == 0
    found = sqlite3.connect(tmp_path / "other" / "training.db")
    numbers = [row[0] for row in found.execute("SELECT window FROM wrong_tries ORDER BY window")]
    assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    found.close()
    assert before <= len(numbers) <= after + 1
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_file_has_the_database_the_key_and_a_manifest(
    run: Run, settings: Settings, tmp_path: Path
) -> None:
    result = run("backup", tmp_path / "all.zip")
    assert result.exit_code == 0
    assert "0 courses, 0 persons, 0 certificates" in result.output
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert set(archive.namelist()) == {"manifest.json", "training.db", "secret.key"}
        assert archive.read("secret.key").decode() == settings.secret_key()
        manifest = json.loads(archive.read("manifest.json"))
    assert manifest["counts"]["module_revisions"] == 3, "the pack and two questionnaires"
    assert set(manifest["sha256"]) == {"training.db", "secret.key"}
    assert {"version", "made_at"} <= set(manifest)


@pytest.mark.skipif(os.name != "posix", reason="modes of files are a matter of POSIX")
def test_only_the_owner_can_read_it_and_nothing_else_is_left(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    assert run("backup", folder / "all.zip").exit_code == 0
    assert stat.S_IMODE((folder / "all.zip").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["all.zip"]


def test_a_file_that_is_there_is_replaced_only_when_told(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.zip"
    target.write_text("something dear")
    result = run("backup", target)
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr
    assert target.read_text() == "something dear"
    assert run("backup", target, "--overwrite").exit_code == 0
    assert zipfile.is_zipfile(target)


def test_without_a_database_there_is_nothing_to_back_up(
    run_before_start: Run, tmp_path: Path
) -> None:
    result = run_before_start("backup", tmp_path / "all.zip")
    assert result.exit_code == 1
    assert "nothing to back up" in result.stderr
    assert not list(tmp_path.rglob("*.zip"))


@pytest.mark.parametrize("where", ["", "nowhere/all.zip"])
def test_a_place_that_is_none_is_said(run: Run, tmp_path: Path, where: str) -> None:
    result = run("backup", tmp_path / where)
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_damaged_database_is_not_backed_up(run: Run, app: Flask, settings: Settings) -> None:
    app.extensions["training.database"].dispose()
    path = settings.data_folder / "training.db"
    content = bytearray(path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    path.write_bytes(content)
    result = run("backup", settings.data_folder / "all.zip")
    assert result.exit_code == 1
    assert "No backup was made" in result.stderr
    assert not (settings.data_folder / "all.zip").exists()


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_half(path: Path, *_: object) -> None:
        path.write_bytes(b"PK")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "all.zip").write_text("yesterday's")
    monkeypatch.setattr("training.operations.backup.write_archive", write_half)
    result = run("backup", folder / "all.zip", "--overwrite")
    assert result.exit_code == 1
    assert "No space left on device. No backup was made." in result.stderr
    assert [path.name for path in folder.iterdir()] == ["all.zip"]
    assert (folder / "all.zip").read_text() == "yesterday's"


def test_for_postgresql_it_names_the_tools_to_use(tmp_path: Path) -> None:
    given = {
        "TRAINING_DATA": str(tmp_path / "instance"),
        "TRAINING_DATABASE_URL": f"sqlite:///{tmp_path / 'training.db'}",
    }
    settings = load_settings(given)
    app = create_app(settings, testing=True)
    app.extensions["training.settings"] = load_settings(
        {**given, "TRAINING_DATABASE_URL": "postgresql://localhost/training"}
    )
    for command in ("backup", "restore"):
        result = runner(app)(command, tmp_path / "all.zip")
        assert result.exit_code == 1
        assert "pg_dump" in result.stderr
    app.extensions["training.database"].dispose()
