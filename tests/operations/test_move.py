"""`move`: every row in the other database, compared; or nothing there and a sentence."""

import json
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import NINE_THIRTY, PACKS
from tests.databases import new_database
from tests.operations.terminal import Run, runner
from training import preparation
from training.adapters import migrating
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.certificates import service as certificates
from training.certificates.tables import Certificate
from training.courses import service as courses
from training.courses.tables import Course
from training.operations import demonstration


@pytest.fixture(scope="session")
def finished_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the demonstration: two workshops, people, marks, answers, certificates."""
    folder = tmp_path_factory.mktemp("finished") / "instance"
    app = create_app(load_settings({"TRAINING_DATA": str(folder)}), testing=True)
    preparation.prepare(app)
    demonstration.fill(app, NINE_THIRTY)
    app.extensions["training.database"].dispose()
    return folder


@pytest.fixture
def settings(finished_day: Path) -> Settings:
    return load_settings({"TRAINING_DATA": str(finished_day), "TRAINING_MODULES": str(PACKS)})


@pytest.fixture
def run(settings: Settings) -> Iterator[Run]:
    app = create_app(settings, testing=True)
    yield runner(app)
    app.extensions["training.database"].dispose()


@pytest.fixture
def target(postgres_url: str) -> Iterator[str]:
    with new_database(postgres_url, f"target-{uuid.uuid4().hex}") as url:
        yield url


def moved_by(run: Run, url: str) -> list[dict[str, object]]:
    result = run("move", "--to", url, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def opened(settings: Settings, url: str) -> Flask:
    return create_app(replace(settings, database_url=url), testing=True)


def seen(app: Flask) -> list[object]:
    """What people see of it: names in their order, marks, certificates with their facts."""
    database = app.extensions["training.database"]
    with database.reading() as session:
        found: list[object] = []
        for course_id in session.scalars(select(Course.id).order_by(Course.id)):
            found.append(courses.list_people(session, course_id))
            found.append(courses.list_agenda(session, course_id))
            found.append(certificates.review(session, course_id, NINE_THIRTY))
        found += session.scalars(select(Certificate.facts).order_by(Certificate.number))
    database.dispose()
    return found


def test_what_moved_to_postgresql_is_the_same_and_so_is_what_moves_back(
    run: Run, settings: Settings, target: str, tmp_path: Path
) -> None:
    there = moved_by(run, target)
    rows = {str(each["name"]): each["rows"] for each in there}
    assert rows["courses"] == 2
    assert all(rows[name] for name in ("seats", "attendance_marks", "quiz_answers", "certificates"))
    before = seen(opened(settings, settings.database_url))
    moved = opened(settings, target)
    assert seen(moved) == before
    back = f"sqlite:///{tmp_path / 'back' / 'training.db'}"
    assert moved_by(runner(moved), back) == there
    moved.extensions["training.database"].dispose()
    assert seen(opened(settings, back)) == before


def test_a_first_start_in_the_new_place_is_no_hindrance(
    run: Run, settings: Settings, target: str
) -> None:
    new = opened(settings, target)
    preparation.prepare(new)
    new.extensions["training.database"].dispose()
    assert moved_by(run, target)


def test_a_database_with_somebodys_data_is_refused_and_stays(
    run: Run, target: str, settings: Settings
) -> None:
    moved_by(run, target)
    result = run("move", "--to", target)
    assert result.exit_code == 1
    assert "is not empty" in result.stderr
    app = opened(settings, target)
    with app.extensions["training.database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Course)) == 2
    app.extensions["training.database"].dispose()


def test_a_difference_is_noticed_and_nothing_is_moved(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "spoiled.db"
    migrating.upgrade(f"sqlite:///{file}")
    connection = sqlite3.connect(file)
    connection.execute(
        "CREATE TRIGGER spoil AFTER INSERT ON persons BEGIN "
        "UPDATE persons SET organisation = 'another' WHERE id = NEW.id; END"
    )
    connection.commit()
    result = run("move", "--to", f"sqlite:///{file}")
    assert result.exit_code == 1
    assert "persons" in result.stderr
    assert "Nothing was moved" in result.stderr
    assert connection.execute("SELECT count(*) FROM persons").fetchone() == (0,)
    connection.close()


def test_a_database_that_is_being_used_is_left_alone(
    run: Run, settings: Settings, target: str
) -> None:
    using = sqlite3.connect(settings.data_folder / "training.db")
    using.execute("BEGIN")
    using.execute("SELECT count(*) FROM courses").fetchone()
    result = run("move", "--to", target)
    using.close()
    assert result.exit_code == 1
    assert "Stop it" in result.stderr


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("no address", "not the address of a database"),
        ("postgresql://nobody:secret@127.0.0.1:1/none", "Nothing was moved"),
        ("itself", "the same database"),
    ],
)
def test_a_place_that_is_none_is_one_sentence_without_a_password(
    run: Run, settings: Settings, url: str, words: str
) -> None:
    result = run("move", "--to", settings.database_url if url == "itself" else url)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "secret@" not in result.stderr
    assert result.stderr.count("\n") == 1
