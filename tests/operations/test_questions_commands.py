"""`quizzes import` and `quizzes export`."""

import json
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import PACKS
from tests.operations.terminal import Run, runner
from tests.saying import nothing_saved
from training.adapters.database import Database
from training.adapters.settings import load_settings
from training.application import create_app
from training.audit.tables import AuditEntry
from training.modules import service as modules
from training.modules.model import Module
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format

GIFT = """::Where::Where?{
 =New York
 ~%33.333%Rome
}

::ការពារ::តើពិតទេ?{T}
"""
BROKEN = GIFT + "\nUnclosed?{=a ~b\n"


@pytest.fixture
def gift(tmp_path: Path) -> Path:
    path = tmp_path / "Day one.gift"
    path.write_text(GIFT, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    path = tmp_path / "broken.gift"
    path.write_text(BROKEN, encoding="utf-8")
    return path


def offered(app: Flask, slug: str) -> Module:
    database: Database = app.extensions["training.database"]
    with database.reading() as session:
        found = {module.slug: module for _, module in modules.list_offered(session)}
    return found[slug]


def test_a_dry_run_tells_everything_and_needs_no_database(
    run_before_start: Run, broken: Path, tmp_path: Path
) -> None:
    result = run_before_start("quizzes", "import", broken, "--dry-run", "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert [(each["type"], each["title"], each["line"]) for each in report["questions"]] == [
        ("single", "Where", 1),
        ("true-false", "ការពារ", 6),
    ]
    assert [(each["text"], each["weight"]) for each in report["questions"][0]["choices"]] == [
        ("New York", 100),
        ("Rome", 33.333),
    ]
    assert report["refused"] == [{"line": 8, "reason": "A brace { is not closed by a }."}]
    assert report["notes"] == [
        {"line": 1, "reason": "Answers that are partly right in the file count as wrong here."}
    ]
    assert not list(tmp_path.rglob("*.db"))


def test_a_file_becomes_a_module_that_courses_can_plan_with(
    run: Run, app: Flask, gift: Path
) -> None:
    result = run("quizzes", "import", gift)
    assert result.exit_code == 0, result.output
    assert "Saved as module own-day-one, version 1: 2 questions." in result.output
    module = offered(app, "own-day-one")
    assert module.title.en == "Day one"
    assert (module.number, module.working_title, module.slides) == (2, True, ())
    assert [item.id for item in module.items] == ["where", "q"]
    with app.extensions["training.database"].reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "imported")).one()
    assert entry.after == {"slug": "own-day-one", "version": "1", "questions": 2}


def test_questions_may_come_and_go_before_the_first_start_of_the_server(
    run_before_start: Run, gift: Path, tmp_path: Path
) -> None:
    result = run_before_start("quizzes", "import", gift)
    assert result.exit_code == 0, result.output
    written = run_before_start("quizzes", "export", "own-day-one", tmp_path / "a.csv")
    assert (written.exit_code, written.stderr) == (0, "")
    assert len(formats.read((tmp_path / "a.csv").read_bytes(), Format.CSV).questions) == 2


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(gift: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    folder = tmp_path / "file" / "data"
    given = {
        "TRAINING_DATA": str(tmp_path / "data"),
        "TRAINING_MODULES": str(PACKS),
        "TRAINING_DATABASE_URL": f"sqlite:///{folder}/training.db",
    }
    app = create_app(load_settings(given), testing=True)
    result = runner(app)("quizzes", "import", gift)
    app.extensions["training.database"].dispose()
    assert result.exit_code == 1
    assert result.stderr.startswith(f"The folder {folder} cannot be made: ")


def test_the_same_file_again_changes_nothing_and_another_is_the_next_version(
    run: Run, app: Flask, gift: Path
) -> None:
    run("quizzes", "import", gift)
    assert "version 1" in run("quizzes", "import", gift).output
    gift.write_text(GIFT.replace("Rome", "Geneva"), encoding="utf-8")
    assert "version 2" in run("quizzes", "import", gift, "--title", "ថ្ងៃទី១").output
    module = offered(app, "own-day-one")
    assert (module.version, module.number, module.title.km) == ("2", 2, "ថ្ងៃទី១")
    assert module.items[0].options[1].words.en == "Geneva"


def test_a_refused_question_lets_nothing_be_saved_unless_the_rest_is_asked_for(
    run: Run, app: Flask, broken: Path
) -> None:
    with nothing_saved(app):
        result = run("quizzes", "import", broken)
    assert result.exit_code == 1
    assert f"{broken}:8: refused: A brace {{ is not closed by a }}." in result.stdout
    assert result.stderr == "Some questions cannot be taken, so nothing was saved.\n"
    assert run("quizzes", "import", broken, "--take-the-rest").exit_code == 0
    assert len(offered(app, "own-broken").items) == 2


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"only words", b"x" * 10_000_001])
def test_a_file_without_a_question_is_never_saved(
    run: Run, app: Flask, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.gift"
    path.write_bytes(content)
    with nothing_saved(app):
        result = run("quizzes", "import", path, "--take-the-rest")
    assert result.exit_code == 1
    assert result.stderr == "There is no question that can be taken, so nothing was saved.\n"


def test_a_file_that_is_not_there_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    result = run("quizzes", "import", tmp_path / "none.gift")
    assert result.exit_code == 1
    assert "cannot be read: No such file or directory." in result.stderr


@pytest.mark.parametrize("ending", ["gift", "xml", "csv", "xlsx"])
def test_the_quiz_of_a_module_is_written_and_comes_back(
    run: Run, app: Flask, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"small.{ending}"
    result = run("quizzes", "export", "small", path)
    assert result.exit_code == 0, result.output
    assert run("quizzes", "import", path, "--name", "back").exit_code == 0
    before, after = offered(app, "small").items, offered(app, "own-back").items
    assert [each.question for each in after] == [each.question for each in before]
    assert [each.options for each in after] == [each.options for each in before]
    assert [each.reason for each in after] == [each.reason for each in before]


def test_aiken_is_written_in_one_language_and_tells_what_it_cannot_hold(
    run: Run, tmp_path: Path
) -> None:
    both = run("quizzes", "export", "small", "--format", "aiken")
    assert "question 1 is not in it: Aiken holds one language." in both.stderr
    english = run("quizzes", "export", "small", "--format", "aiken", "--language", "en")
    found = formats.read(english.stdout_bytes, Format.AIKEN)
    assert found.questions
    assert found.refused == ()
    assert "Aiken holds questions with one right answer only" in english.stderr


def test_a_module_that_is_not_there_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    result = run("quizzes", "export", "none", tmp_path / "a.gift")
    assert result.exit_code == 1
    assert result.stderr == "There is no module of this name.\n"
    strange = run("quizzes", "export", "small", tmp_path / "a.doc")
    assert strange.stderr == "Say --format: gift, moodle-xml, aiken, csv, xlsx.\n"
