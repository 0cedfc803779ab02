"""A broken pack, and a module without Khmer: what the terminal says and what a course does."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, PACKS, ClientMaker, Workshop
from tests.databases import furnish
from tests.operations.terminal import Run, runner
from tests.saying import contents, nothing_saved, sentence
from tests.web.conftest import Change, quiz
from training import serving
from training.adapters.settings import Settings, load_settings
from training.modules import service as modules
from training.quizzes import service as quizzes

UNTRANSLATED = "This slide is not translated yet. It is shown in English."


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with the small pack, which a test may spoil."""
    return shutil.copytree(PACKS, tmp_path / "packs")


@pytest.fixture
def start(tmp_path: Path, packs: Path) -> Iterator[Callable[[], Flask]]:
    """`start()` is the server's start with that folder; what it prints can be captured."""
    given = {"TRAINING_DATA": str(tmp_path / "started"), "TRAINING_MODULES": str(packs)}
    started: list[Flask] = []

    def begin() -> Flask:
        started.append(serving.prepared_app(load_settings(given)))
        return started[-1]

    yield begin
    for app in started:
        app.extensions["training.database"].dispose()


def spoil(packs: Path) -> None:
    file = packs / "small" / "quiz.toml"
    file.write_text(file.read_text().replace('objective = "small"', 'objective = "no-aim"', 1))


def offered(app: Flask) -> list[str]:
    with app.extensions["training.database"].reading() as session:
        return [module.title.en for _, module in modules.list_offered(session)]


def test_a_broken_pack_leaves_the_last_good_revision_on_offer(
    start: Callable[[], Flask], packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = start()
    assert capsys.readouterr().err == ""
    before = contents(good)
    spoil(packs)
    again = start()
    assert contents(again) == before
    assert offered(again) == ["A small module"]
    said = capsys.readouterr().err
    assert "small/quiz.toml:4: " in said
    assert "What was read of it before stays on offer." in said


def test_a_broken_pack_fails_the_check_with_file_and_line(
    start: Callable[[], Flask], packs: Path
) -> None:
    app = start()
    spoil(packs)
    with nothing_saved(app):
        result = runner(app)("modules", "check")
    assert result.exit_code == 1
    assert "small/quiz.toml:4: fault:" in result.stdout
    assert "Cannot be taught as they are: small." in result.stdout


def test_a_pack_that_was_never_good_is_not_offered(
    start: Callable[[], Flask], packs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (packs / "small" / "module.toml").write_text("number = [\n")
    app = start()
    assert offered(app) == []
    assert "small/module.toml:" in capsys.readouterr().err


def without_khmer(packs: Path) -> None:
    folder = packs / "small"
    for slides in folder.glob("slides/*.km.md"):
        slides.unlink()
    for file in (folder / "module.toml", folder / "quiz.toml"):
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(each for each in lines if not re.match(r"\s*(\S+\.)?km = ", each)))


@pytest.fixture
def settings(tmp_path: Path, empty_url: str, packs: Path) -> Settings:
    """An installation whose one module has no Khmer."""
    without_khmer(packs)
    folder = tmp_path / "new"
    folder.mkdir()
    furnish(empty_url, packs, NINE_THIRTY)
    return load_settings(
        {
            "TRAINING_DATA": str(folder),
            "TRAINING_MODULES": str(packs),
            "TRAINING_DATABASE_URL": empty_url,
        }
    )


@pytest.fixture
def check(app: Flask) -> Run:
    return runner(app)


def test_a_module_without_khmer_passes_the_check_with_warnings(check: Run) -> None:
    result = check("modules", "check")
    assert result.exit_code == 0
    assert "small/slides/1-only.km.md:1: warning:" in result.stdout
    assert "Ready to be taught: small" in result.stdout


def test_a_module_without_khmer_is_read_in_english_and_says_so(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    reader = client_for(seat_id=workshop.seat_id, language="km")
    page = reader.get(f"/c/{workshop.course_id}/slides/small")
    assert page.status_code == 200
    assert page.text.count(sentence(app, UNTRANSLATED, "km")) == 3
    assert re.search(r'<h2 id="title-first" lang="en">First slide</h2>', page.text)
    assert '<div class="leaf-body" lang="en">' in page.text
    in_english = client_for(seat_id=workshop.seat_id).get(f"/c/{workshop.course_id}/slides/small")
    assert UNTRANSLATED not in in_english.text


def test_a_quiz_without_khmer_can_be_taken(
    client_for: ClientMaker, workshop: Workshop, change: Change
) -> None:
    change(quizzes.open_quiz, "small", "open")
    reader = client_for(seat_id=workshop.seat_id, language="km")
    page = reader.post(quiz(workshop, "/begin"), follow_redirects=True)
    assert page.status_code == 200
    assert '<span lang="en">Which colour is the sky?</span>' in page.text
    assert '<span lang="en">Green</span>' in page.text


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_module_without_khmer_is_taught(
    client_for: ClientMaker, workshop: Workshop, language: str
) -> None:
    staff = client_for(account_id=workshop.trainer_id, language=language)
    course = f"/courses/{workshop.course_id}"
    for path in ("", "/slides", "/slides/small/show?view=both", "/slides/small/notes", "/quiz"):
        assert staff.get(course + path).status_code == 200, path
    assert "A small module" in staff.get("/courses/new").text
