import os
from pathlib import Path

import pytest

from tools import find_chromium

NO_PATH_ON_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="a script is no program there")


@NO_PATH_ON_WINDOWS
@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_a_browser_on_the_path_is_found(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    browser = tmp_path / name
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.delenv("TRAINING_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium.main([]) == 0
    assert capsys.readouterr() == (f"{browser}\n", "")


def test_without_a_browser_a_loud_notice_says_what_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRAINING_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium.main(["--install"]) == 0
    said = capsys.readouterr()
    assert said.out == "\n"
    assert "WILL BE SKIPPED" in said.err


def test_a_browser_that_was_named_and_is_not_there_is_not_replaced_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRAINING_CHROMIUM", "/nowhere/chromium")
    assert find_chromium.find_chromium() == ""
