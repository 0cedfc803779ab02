"""`certificates export` and `certificates import`: from a laptop to the public server."""

import stat
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.certificates.signed import sign
from tests.operations.terminal import Run, runner
from training.adapters.settings import Settings
from training.certificates.tables import Certificate
from training.preparation import prepare


def count(app: Flask) -> int:
    with app.extensions["training.database"].reading() as session:
        return session.scalar(select(func.count()).select_from(Certificate)) or 0


@pytest.fixture
def signed(app: Flask, settings: Settings) -> None:
    """The laptop issued two certificates."""
    with app.extensions["training.database"].writing() as session:
        for name in ("SUN Sopheap", "KEO Chantha"):
            sign(session, settings.data_folder, name)
        session.commit()


@pytest.fixture
def server(other_app: Flask) -> Run:
    """The public server, which knows nobody's key yet."""
    prepare(other_app)
    return runner(other_app)


@pytest.mark.usefixtures("signed")
def test_the_register_of_a_laptop_comes_to_the_server_once_its_key_is_known(
    run: Run, server: Run, other_app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "register.zip"
    assert "2 certificates" in run("certificates", "export", "--out", file).output
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    early = server("certificates", "import", file)
    assert (early.exit_code, "is not known here" in early.output) == (1, True)
    assert count(other_app) == 0
    line = run("certificates", "keys", "export-public").output.strip()
    assert server("certificates", "keys", "trust", line, "--name", "Laptop").exit_code == 0
    assert "2 certificates are new" in server("certificates", "import", file).output
    assert "2 were here just so" in server("certificates", "import", file).output
    assert count(other_app) == 2


@pytest.mark.usefixtures("signed")
def test_a_file_that_is_there_is_replaced_only_when_asked(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "register.zip"
    file.write_text("something else")
    refused = run("certificates", "export", "--out", file)
    assert (refused.exit_code, file.read_text()) == (1, "something else")
    assert run("certificates", "export", "--out", file, "--overwrite").exit_code == 0
    assert file.read_bytes().startswith(b"PK")
    assert [each.name for each in tmp_path.glob(".register-*")] == []


def test_what_cannot_be_carried_is_a_sentence(run: Run, tmp_path: Path) -> None:
    empty = run("certificates", "export", "--out", tmp_path / "register.zip")
    assert (empty.exit_code, "no signed certificate" in empty.output) == (1, True)
    nowhere = run("certificates", "export", "--out", tmp_path / "none" / "register.zip")
    assert (nowhere.exit_code, "cannot be written" in nowhere.output) == (1, True)
    assert list(tmp_path.glob("*register*")) == []
    missing = run("certificates", "import", tmp_path / "missing.zip")
    assert (missing.exit_code, "cannot be read" in missing.output) == (1, True)
    (tmp_path / "no.zip").write_text("no register")
    strange = run("certificates", "import", tmp_path / "no.zip")
    assert (strange.exit_code, "not a whole register" in strange.output) == (1, True)
