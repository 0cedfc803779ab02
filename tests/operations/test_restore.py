"""`restore`: never over anything unasked, and never from a file that is not a whole backup."""

import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from tests.operations.terminal import Run, runner
from training.adapters.settings import Settings
from training.preparation import prepare

Files = dict[str, bytes]


@pytest.fixture
def backed_up(app: Flask, run: Run, tmp_path: Path) -> Path:
    """A backup with one row that nothing else has."""
    add_row(app, "in the backup")
    path = tmp_path / "all.zip"
    assert run("backup", path).exit_code == 0
    return path


def add_row(app: Flask, key: str) -> None:
    with app.extensions["training.database"].writing() as session:
        values = {"key": key}
        session.execute(text("INSERT INTO wrong_tries VALUES (:key, 1, 1)"), values)
        session.commit()


def rows(path: Path) -> list[str]:
    found = sqlite3.connect(path)
    try:
        return [row[0] for row in found.execute("SELECT key FROM wrong_tries ORDER BY key")]
    finally:
        found.close()


def kept_beside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("training.before-*.db"))


def test_restore_brings_back_data_and_key(
    backed_up: Path, other_app: Flask, settings: Settings, tmp_path: Path
) -> None:
    result = runner(other_app)("restore", backed_up)
    assert result.exit_code == 0
    assert "Restored the backup of" in result.output
    folder = tmp_path / "other"
    assert rows(folder / "training.db") == ["in the backup"]
    assert (folder / "secret.key").read_text() == settings.secret_key()
    assert {path.name for path in folder.iterdir()} == {"training.db", "secret.key"}


def test_restore_refuses_where_there_is_a_database(backed_up: Path, app: Flask, run: Run) -> None:
    add_row(app, "newer")
    path = app.extensions["training.settings"].data_folder / "training.db"
    result = run("restore", backed_up)
    assert result.exit_code == 1
    assert "--overwrite" in result.stderr
    assert rows(path) == ["in the backup", "newer"]
    assert kept_beside(path) == []


def test_told_to_overwrite_it_keeps_what_was_there(backed_up: Path, app: Flask, run: Run) -> None:
    add_row(app, "newer")
    path = app.extensions["training.settings"].data_folder / "training.db"
    result = run("restore", backed_up, "--overwrite")
    assert result.exit_code == 0
    assert rows(path) == ["in the backup"]
    (kept,) = kept_beside(path)
    assert rows(kept) == ["in the backup", "newer"]
    assert str(kept) in result.output
    assert "A server is using" not in result.output
    assert run("restore", backed_up, "--overwrite").exit_code == 0
    assert len(kept_beside(path)) == 2


def test_while_a_server_runs_it_says_that_the_server_must_start_anew(
    backed_up: Path, app: Flask, run: Run
) -> None:
    path = app.extensions["training.settings"].data_folder / "training.db"
    server = sqlite3.connect(path)
    try:
        server.execute("SELECT count(*) FROM wrong_tries").fetchone()
        refused = run("restore", backed_up)
        result = run("restore", backed_up, "--overwrite")
        seen = server.execute("SELECT key FROM wrong_tries").fetchall()
    finally:
        server.close()
    assert refused.exit_code == 1
    assert "A server is using it." in refused.stderr
    assert result.exit_code == 0
    assert "Stop it and start it again" in result.output
    assert seen == [("in the backup",)]


def test_another_key_is_kept_too(backed_up: Path, other_app: Flask, tmp_path: Path) -> None:
    prepare(other_app)
    before = (tmp_path / "other" / "secret.key").read_text()
    result = runner(other_app)("restore", backed_up, "--overwrite")
    assert result.exit_code == 0
    (kept,) = (tmp_path / "other").glob("secret.before-*.key")
    assert kept.read_text() == before


def test_a_file_that_is_no_database_any_more_is_replaced_and_kept(
    backed_up: Path, other_app: Flask, tmp_path: Path
) -> None:
    path = tmp_path / "other" / "training.db"
    path.write_bytes(b"not a database at all" * 1000)
    result = runner(other_app)("restore", backed_up, "--overwrite")
    assert result.exit_code == 0
    assert rows(path) == ["in the backup"]
    (kept,) = kept_beside(path)
    assert kept.read_bytes().startswith(b"not a database")


def test_the_log_of_a_lost_database_is_not_played_into_the_new_one(
    backed_up: Path, other_app: Flask, tmp_path: Path
) -> None:
    log = tmp_path / "other" / "training.db-wal"
    log.write_bytes(b"what was not yet in the lost database")
    assert runner(other_app)("restore", backed_up).exit_code == 0
    assert not log.exists()
    assert list((tmp_path / "other").glob("training.before-*-wal"))


def repacked(source: Path, change: Callable[[Files], None]) -> Path:
    """The backup with other contents and, where the manifest is left alone, the old manifest."""
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    target = source.with_name("changed.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target


def with_honest_manifest(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    for name in ("training.db", "secret.key"):
        manifest["sizes"][name] = len(files[name])
        manifest["sha256"][name] = hashlib.sha256(files[name]).hexdigest()
    files["manifest.json"] = json.dumps(manifest).encode()


def change_a_byte(files: Files) -> None:
    content = bytearray(files["training.db"])
    content[-1] ^= 1
    files["training.db"] = bytes(content)


def break_the_database(files: Files) -> None:
    content = bytearray(files["training.db"])
    content[4096:8192] = b"\xff" * 4096
    files["training.db"] = bytes(content)
    with_honest_manifest(files)


def leave_out_the_key(files: Files) -> None:
    del files["secret.key"]


def add_a_way_out(files: Files) -> None:
    files["../outside.txt"] = b"x"


def grow(files: Files) -> None:
    files["secret.key"] = b"0" * 5000
    with_honest_manifest(files)


def lie_about_rows(files: Files) -> None:
    manifest = json.loads(files["manifest.json"])
    manifest["counts"]["persons"] = 7
    files["manifest.json"] = json.dumps(manifest).encode()


def spoil_the_manifest(files: Files) -> None:
    files["manifest.json"] = b"{"


def be_from_the_future(files: Files) -> None:
    files["manifest.json"] = files["manifest.json"].replace(b'"format": 1', b'"format": 2')


@pytest.mark.parametrize(
    "change",
    [
        change_a_byte,
        break_the_database,
        leave_out_the_key,
        add_a_way_out,
        grow,
        lie_about_rows,
        spoil_the_manifest,
        be_from_the_future,
    ],
)
def test_a_changed_backup_is_refused_and_nothing_is_touched(
    backed_up: Path, app: Flask, run: Run, change: Callable[[Files], None], tmp_path: Path
) -> None:
    path = app.extensions["training.settings"].data_folder / "training.db"
    add_row(app, "newer")
    result = run("restore", repacked(backed_up, change), "--overwrite")
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert "backup" in result.stderr
    assert rows(path) == ["in the backup", "newer"]
    assert kept_beside(path) == []
    assert not list(tmp_path.rglob("outside.txt"))


def test_a_backup_of_a_newer_version_is_refused(
    backed_up: Path, other_app: Flask, tmp_path: Path
) -> None:
    def come_from_tomorrow(files: Files) -> None:
        path = tmp_path / "tomorrow.db"
        path.write_bytes(files["training.db"])
        changed = sqlite3.connect(path)
        changed.execute("UPDATE alembic_version SET version_num = 'ffffffffffff'")
        changed.commit()
        changed.close()
        files["training.db"] = path.read_bytes()
        with_honest_manifest(files)

    result = runner(other_app)("restore", repacked(backed_up, come_from_tomorrow))
    assert result.exit_code == 1
    assert "this version cannot read it" in result.stderr
    assert not (tmp_path / "other" / "training.db").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"no zip at all"])
def test_what_is_no_backup_is_refused(
    run_before_start: Run, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(content)
    result = run_before_start("restore", path)
    assert result.exit_code == 1
    assert "not a whole backup" in result.stderr


def test_half_a_backup_is_refused(backed_up: Path, other_app: Flask, tmp_path: Path) -> None:
    half = tmp_path / "half.zip"
    half.write_bytes(backed_up.read_bytes()[:-2000])
    result = runner(other_app)("restore", half)
    assert result.exit_code == 1
    assert "not a whole backup" in result.stderr


def test_a_backup_that_is_not_there_is_said(run_before_start: Run, tmp_path: Path) -> None:
    result = run_before_start("restore", tmp_path / "nowhere.zip")
    assert result.exit_code == 1
    assert "There is no file" in result.stderr
