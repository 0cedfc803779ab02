"""A migration that is killed half way leaves everything as it was; the next start completes it."""

import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect, select, text

from tests.conftest import Workshop
from tests.faults import interrupted
from tests.faults.conftest import Browse
from tests.faults.serving import ROOT, Servers
from tests.saying import contents
from training.adapters import migrating
from training.adapters.database import open_database
from training.adapters.settings import Settings
from training.application import load_tables
from training.modules.tables import ModuleRevision

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
# A table rebuilt, its rows filled, a new table with a row for each: what later versions will do.
NEXT_MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "tomorrow", "{head}", None, None


def upgrade():
    with op.batch_alter_table("seats") as seats:
        seats.add_column(sa.Column("shirt", sa.String(), nullable=True))
    op.execute("UPDATE seats SET shirt = 'red'")
    op.create_table("shirts", sa.Column("seat_id", sa.Uuid(), primary_key=True))
    op.execute("INSERT INTO shirts SELECT id FROM seats")
    with op.batch_alter_table("seats") as seats:
        seats.alter_column("shirt", nullable=False, existing_type=sa.String())


def downgrade():
    op.drop_table("shirts")
    with op.batch_alter_table("seats") as seats:
        seats.drop_column("shirt")
"""
MIDDLE = 20
LONG_ENOUGH_TO_MEET_SECONDS = 3
SHIRTS = "SELECT count(*) FROM seats JOIN shirts ON shirts.seat_id = seats.id WHERE shirt = 'red'"


def migrate(url: str, folder: Path, moment: int) -> int:
    """How a process ends that dies in the middle of migrating."""
    words = command(url, folder, moment, "die")
    return subprocess.run(words, cwd=ROOT, check=False).returncode  # noqa: S603 - our own


def command(url: str, folder: Path, moment: int, how: str) -> list[str]:
    module = "tests.faults.interrupted"
    return [sys.executable, "-m", module, url, str(folder), str(moment), how]


@contextmanager
def paused_migration(url: str, moment: int) -> Iterator[None]:
    """A migration that stands still until the end of the block, and then completes."""
    words, pipe = command(url, migrating.MIGRATIONS, moment, "pause"), subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe) as process:  # noqa: S603 - our own
        assert process.stdout is not None
        assert process.stdout.readline() == b"paused\n"
        yield
        process.communicate()
    assert process.returncode == 0


def moments(url: str) -> list[int]:
    """Twice in the middle, and before the commit. Migrates that database."""
    last = interrupted.migrate(url)
    return [last // 3, 2 * last // 3, last]


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


@pytest.fixture
def another_url(new_settings: Settings, request: pytest.FixtureRequest) -> str:
    """An empty database to find the moments with."""
    if new_settings.database_url.startswith("sqlite"):
        return f"sqlite:///{new_settings.data_folder / 'another.db'}"
    url: str = request.getfixturevalue("own_postgres").new_database()
    return url


@pytest.fixture
def tomorrow(tmp_path: Path) -> Path:
    """The migrations of a later version."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrating.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    content = NEXT_MIGRATION.replace("{head}", migrating.head())
    (folder / "versions" / "tomorrow.py").write_text(content)
    return folder


def test_a_first_start_that_is_killed_leaves_an_empty_database(
    new_settings: Settings, another_url: str
) -> None:
    load_tables()
    url = new_settings.database_url
    for moment in moments(another_url):
        assert migrate(url, migrating.MIGRATIONS, moment) == -signal.SIGKILL
        assert tables(url) == set()
    migrating.upgrade(url)
    assert migrating.differences(url) == []


def test_an_upgrade_that_is_killed_leaves_the_old_version_with_its_data(
    app: Flask,
    settings: Settings,
    workshop: Workshop,
    another_url: str,
    tomorrow: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url, before = settings.database_url, contents(app)
    app.extensions["training.database"].dispose()
    migrating.upgrade(another_url)
    with monkeypatch.context() as later:
        later.setattr(migrating, "MIGRATIONS", tomorrow)
        found = moments(another_url)
    for moment in found:
        assert migrate(url, tomorrow, moment) == -signal.SIGKILL
        assert migrating.differences(url) == []
        assert contents(app) == before
        app.extensions["training.database"].dispose()
    with monkeypatch.context() as later:
        later.setattr(migrating, "MIGRATIONS", tomorrow)
        migrating.upgrade(url)
        with app.extensions["training.database"].reading() as session:
            assert session.scalar(text(SHIRTS)) == len(before["seats"])
        assert contents(app) == before
        app.extensions["training.database"].dispose()
        migrating.downgrade(url, "-1")
    assert migrating.differences(url) == []
    assert contents(app) == before


def test_first_starts_at_once_wait_for_each_other_and_make_one_installation(
    new_settings: Settings, serve: Servers, browse: Browse
) -> None:
    with paused_migration(new_settings.database_url, MIDDLE):
        both = [serve.begin(new_settings) for _ in range(2)]
        time.sleep(LONG_ENOUGH_TO_MEET_SECONDS)
        assert [server.process.poll() for server in both] == [None, None]
    for server in both:
        server.await_answer()
    assert migrating.differences(new_settings.database_url) == []
    database = open_database(new_settings.database_url)
    with database.reading() as session:
        slugs = session.scalars(select(ModuleRevision.slug)).all()
    assert sorted(slugs) == ["course.evaluation", "course.plan", "small"]
    database.dispose()
    # And either takes the forms of the other: it says that there is no such code.
    browser = browse(both[0], {})
    assert browser.get("/join").status == 200
    browser.go_to(both[1])
    assert browser.post("/join", {"code": "000000"}).status == 404
