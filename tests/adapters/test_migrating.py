"""Migrations lead to exactly the mapped classes, up and down, and a second run does nothing."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from training.adapters import migrating
from training.application import load_tables


@pytest.fixture
def url(tmp_path: Path) -> str:
    load_tables()
    return f"sqlite:///{tmp_path / 'new' / 'training.db'}"


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_empty_database_comes_to_the_mapped_classes(url: str) -> None:
    migrating.upgrade(url)
    migrating.upgrade(url)
    assert migrating.differences(url) == []


def test_migrations_go_down_again(url: str) -> None:
    migrating.upgrade(url)
    migrating.downgrade(url, "base")
    assert tables(url) == {"alembic_version"}
    migrating.upgrade(url)
    assert "seats" in tables(url)
