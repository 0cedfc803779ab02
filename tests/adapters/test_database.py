"""What SQLite is asked for: a commit that is on the disk before it is acknowledged."""

from pathlib import Path

import pytest

from training.adapters.database import open_database
from training.adapters.settings import load_settings

NORMAL, FULL = 1, 2
"""SQLite's own numbers."""


@pytest.mark.parametrize(
    ("given", "level"),
    [
        ({}, FULL),
        ({"TRAINING_SYNCHRONOUS": "FULL"}, FULL),
        ({"TRAINING_SYNCHRONOUS": "OFF"}, FULL),
        ({"TRAINING_SYNCHRONOUS": "NORMAL"}, NORMAL),
    ],
)
def test_a_commit_waits_for_the_disk_unless_an_operator_wants_it_faster(
    tmp_path: Path, given: dict[str, str], level: int
) -> None:
    settings = load_settings({"TRAINING_DATA": str(tmp_path), **given})
    database = open_database(settings.database_url, settings.synchronous)
    with database.writing() as session:
        connection = session.connection()
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == level
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    database.dispose()
