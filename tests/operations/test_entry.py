"""`flask --app app …` from the folder of the project, as the terminal runs it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PACKS

ROOT = Path(__file__).resolve().parents[2]


def flask(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    given = {"TRAINING_DATA": str(folder), "TRAINING_MODULES": str(PACKS), **environ}
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "flask", "--app", "app", *words],
        cwd=ROOT,
        env={**os.environ, **given},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_command_works_from_the_root_and_makes_no_database(tmp_path: Path) -> None:
    result = flask(tmp_path, "modules", "check")
    assert result.returncode == 0
    assert "small" in result.stdout
    assert not list(tmp_path.glob("*.db"))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "eighty", "PORT is 'eighty'"),
        ("TRAINING_DATABASE_URL", "nonsense", "Could not parse"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, name: str, value: str, told: str
) -> None:
    result = flask(tmp_path, "modules", "check", **{name: value})
    assert result.returncode == 1
    assert told in result.stderr
    assert "Traceback" not in result.stderr
