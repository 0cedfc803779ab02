"""An installation as `make run` leaves it, and its commands."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import PACKS
from tests.operations.terminal import Run, runner
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.preparation import prepare


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a folder that has nothing in it yet."""
    return load_settings(
        {"TRAINING_DATA": str(tmp_path / "instance"), "TRAINING_MODULES": str(PACKS)}
    )


@pytest.fixture
def empty_app(settings: Settings) -> Iterator[Flask]:
    """The application before its first start: no database."""
    app = create_app(settings, testing=True, keep_secret=False)
    yield app
    app.extensions["training.database"].dispose()


@pytest.fixture(scope="session")
def started_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as the first start makes it, copied for each test."""
    folder = tmp_path_factory.mktemp("started")
    given = {"TRAINING_DATA": str(folder), "TRAINING_MODULES": str(PACKS)}
    app = create_app(load_settings(given), testing=True)
    prepare(app)
    app.extensions["training.database"].dispose()
    return folder / "training.db"


@pytest.fixture
def app(empty_app: Flask, settings: Settings, started_database: Path) -> Flask:
    """The application with its database, which has the small pack and nobody in it."""
    settings.data_folder.mkdir(exist_ok=True)
    shutil.copy(started_database, settings.data_folder / "training.db")
    return empty_app


@pytest.fixture
def run(app: Flask) -> Run:
    """Runs a command in an installation that has its database."""
    return runner(app)


@pytest.fixture
def run_before_start(empty_app: Flask) -> Run:
    """Runs a command where there is no database yet."""
    return runner(empty_app)


@pytest.fixture
def other_app(tmp_path: Path) -> Iterator[Flask]:
    """A second installation, on another laptop, before its first start."""
    folder = tmp_path / "other"
    app = create_app(
        load_settings({"TRAINING_DATA": str(folder), "TRAINING_MODULES": str(PACKS)}), testing=True
    )
    yield app
    app.extensions["training.database"].dispose()
