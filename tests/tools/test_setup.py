from pathlib import Path

import pytest

from tools import setup


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run, in a folder of its own."""
    ran: list[list[str]] = []

    class Done:
        returncode = 0

    def run(command: list[str], **options: object) -> Done:
        ran.append(command[1:])
        Done.returncode = 1 if "fails" in command else 0
        return Done()

    monkeypatch.setattr(setup, "VENV", tmp_path)
    monkeypatch.setattr("subprocess.run", run)
    return ran


def test_a_step_runs_again_only_when_its_source_changed(
    tmp_path: Path, runs: list[list[str]]
) -> None:
    source = tmp_path / "run.txt"
    source.write_text("flask==3.1.3")
    for _ in range(2):
        setup.run_step("run", "Installing", [source], ["install"])
    assert runs == [["install"]]
    source.write_text("flask==3.1.4")
    setup.run_step("run", "Installing", [source], ["install"])
    assert runs == [["install"]] * 2


def test_a_step_that_failed_is_tried_again(tmp_path: Path, runs: list[list[str]]) -> None:
    source = tmp_path / "run.txt"
    source.write_text("flask==3.1.3")
    for _ in range(2):
        with pytest.raises(setup.SetupError, match="Installing"):
            setup.run_step("run", "Installing", [source], ["fails"])
    assert len(runs) == 2
