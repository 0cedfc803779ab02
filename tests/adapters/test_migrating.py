"""Migrations lead to exactly the mapped classes, up and down, and a second run does nothing."""

from sqlalchemy import create_engine, inspect, text

from training.adapters import migrating


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_empty_database_comes_to_the_mapped_classes(empty_url: str) -> None:
    migrating.upgrade(empty_url)
    migrating.upgrade(empty_url)
    assert migrating.differences(empty_url) == []


def test_a_difference_is_seen(empty_url: str) -> None:
    migrating.upgrade(empty_url)
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX ix_persons_sort_key"))
        connection.execute(text("ALTER TABLE seats ADD COLUMN strange INTEGER"))
    engine.dispose()
    assert len(migrating.differences(empty_url)) == 2


def test_every_migration_goes_down_and_up_again(empty_url: str) -> None:
    versions = migrating.versions()
    assert versions[0] == "0001"
    migrating.upgrade(empty_url)
    for below in [*reversed(versions[:-1]), "base"]:
        migrating.downgrade(empty_url, below)
    assert tables(empty_url) == {"alembic_version"}
    for version in versions:
        migrating.upgrade(empty_url, version)
    assert migrating.differences(empty_url) == []


GIVEN = {
    "person": "1" * 32, "account": "2" * 32, "key": b"\x01\x02", "day": "2026-11-23",
}  # fmt: skip
OF_THE_FIRST_VERSION = (
    "INSERT INTO persons VALUES (:person, '', 'SOK', :key, '', '', '', '', '', '', :day)",
    "INSERT INTO accounts VALUES (:account, :person, 'sok', '', 'trainer', true, 1, :day)",
)


def test_staff_of_the_first_version_keep_their_place_in_the_list(empty_url: str) -> None:
    migrating.upgrade(empty_url, "0001")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        for statement in OF_THE_FIRST_VERSION:
            given = {
                "key": b"\x01\x02",
                "day": "2026-11-23",
                "person": "1" * 32,
                "account": "2" * 32,
            }
            connection.execute(text(statement), given)
    migrating.upgrade(empty_url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT sort_key, sign_in_name FROM accounts")).one()
    engine.dispose()
    assert (bytes(found[0]), found[1]) == (b"\x01\x02", "sok")
