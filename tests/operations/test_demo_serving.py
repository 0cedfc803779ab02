"""`python app.py --demo`."""

from pathlib import Path

import pytest

from tests.conftest import PACKS
from training import demo_serving, serving
from training.adapters.server import open_listener
from training.welcome import EVERYWHERE


def test_the_demonstration_never_looks_at_the_real_data() -> None:
    environ = {"TRAINING_DATA": "instance", "TRAINING_DATABASE_URL": "postgresql://real"}
    demo_serving.set_apart(environ)
    assert environ == {"TRAINING_DATA": ".demo", "PORT": "8001"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of the test's own, where serving ends at once."""
    monkeypatch.chdir(tmp_path)
    for name in ("TRAINING_DATA", "TRAINING_DATABASE_URL"):
        monkeypatch.setenv(name, "overwritten")
    monkeypatch.setenv("TRAINING_MODULES", str(PACKS))
    monkeypatch.setenv("PORT", "18473")
    monkeypatch.setattr(serving, "serve", lambda: 0)
    return tmp_path


def test_it_is_made_anew_each_time_and_prints_its_links(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo_serving.serve_demo() == 0
    first = capsys.readouterr().out
    assert demo_serving.serve_demo() == 0
    second = capsys.readouterr().out
    assert first.count("http://localhost:18473/visit/") == 2
    assert first != second
    assert (here / ".demo" / "training.db").is_file()


def test_a_demonstration_that_is_served_already_is_left_alone(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / ".demo").mkdir()
    (here / ".demo" / "training.db").write_text("in use")
    taken = open_listener(EVERYWHERE, 0)
    monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
    try:
        assert demo_serving.serve_demo() == 1
    finally:
        taken.close()
    assert "cannot be made" in capsys.readouterr().err
    assert (here / ".demo" / "training.db").read_text() == "in use"
