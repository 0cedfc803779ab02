"""`modules check` and `modules stamp`."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import PACKS
from tests.operations.terminal import Run, runner
from training.adapters.settings import load_settings
from training.application import create_app


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return shutil.copytree(PACKS, tmp_path / "packs")


@pytest.fixture
def packs_app(tmp_path: Path, packs: Path) -> Iterator[Flask]:
    given = {"TRAINING_DATA": str(tmp_path / "instance"), "TRAINING_MODULES": str(packs)}
    app = create_app(load_settings(given), testing=True)
    yield app
    app.extensions["training.database"].dispose()


@pytest.fixture
def check(packs_app: Flask) -> Run:
    return runner(packs_app)


def test_check_of_good_packs_ends_with_0_and_makes_no_database(check: Run, tmp_path: Path) -> None:
    result = check("modules", "check")
    assert result.exit_code == 0
    assert "small" in result.output
    assert not list(tmp_path.rglob("*.db"))


def test_check_as_json_has_the_shape_that_others_rely_on(check: Run) -> None:
    result = check("modules", "check", "--json")
    assert result.exit_code == 0
    (module,) = json.loads(result.stdout)["modules"]
    assert {"slug", "status", "slides", "items", "coverage", "stale", "warnings"} <= set(module)
    assert module["slug"] == "small"
    assert module["coverage"] == {"en": 1.0, "km": 1.0}
    assert module["items"] == 3
    assert module["stale"] == 3
    assert (module["notes_en"], module["notes_km"]) == (1.0, 1.0)
    assert module["forms"] == {"a": 0, "b": 0}
    assert module["manual_words_en"] == 0
    assert "The module has no manual." in [one["message"] for one in module["warnings"]]


def test_measuring_without_a_browser_says_so_and_ends_with_1(
    check: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRAINING_CHROMIUM", "no-such-browser")
    result = check("modules", "check", "--render")
    assert result.exit_code == 1
    assert result.stderr.startswith("There is no Chromium on this machine")


def test_check_of_a_broken_pack_names_file_and_line_and_ends_with_1(
    check: Run, packs: Path
) -> None:
    quiz = packs / "small" / "quiz.toml"
    quiz.write_text(quiz.read_text().replace('objective = "small"', 'objective = "no-aim"', 1))
    result = check("modules", "check")
    assert result.exit_code == 1
    assert "small/quiz.toml:4: fault:" in result.stdout
    assert "Cannot be taught as they are: small." in result.stdout
    as_json = check("modules", "check", "--json")
    assert as_json.exit_code == 1
    (module,) = json.loads(as_json.stdout)["modules"]
    assert (module["faults"][0]["file"], module["faults"][0]["line"]) == ("small/quiz.toml", 4)


def test_check_tells_of_faults_in_the_facts_too(check: Run, packs: Path) -> None:
    (packs / "facts.toml").write_text("[[fact]\n")
    result = check("modules", "check")
    assert result.exit_code == 1
    assert "facts.toml:1: fault:" in result.stdout


def test_check_of_a_folder_without_packs_says_so(check: Run, packs: Path) -> None:
    shutil.rmtree(packs)
    result = check("modules", "check")
    assert result.exit_code == 1
    assert "There is no content pack in" in result.stderr


def test_stamp_makes_a_changed_slide_up_to_date(check: Run, packs: Path) -> None:
    slides = next((packs / "small" / "slides").glob("*.en.md"))
    heading, _, rest = slides.read_text().partition("\n")
    slides.write_text(heading + "\n" + rest.replace(".", " now.", 1))
    stale = json.loads(check("modules", "check", "--json").stdout)["modules"][0]["stale"]
    assert check("modules", "stamp", "small").exit_code == 0
    (module,) = json.loads(check("modules", "check", "--json").stdout)["modules"]
    assert stale > 0
    assert module["stale"] == 0


def test_stamp_of_an_unknown_pack_says_so(check: Run) -> None:
    result = check("modules", "stamp", "nowhere")
    assert result.exit_code == 1
    assert "There is no pack nowhere here." in result.output
