"""Migrations lead to exactly the mapped classes, up and down, and a second run does nothing."""

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, inspect, text

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


def test_the_last_migration_is_known_without_alembic() -> None:
    assert migrating.head() == migrating.versions()[-1]


def test_whether_a_database_is_at_this_version_is_asked_of_it(empty_url: str) -> None:
    engine = create_engine(empty_url)
    migrating.bring_to_head(empty_url, engine)
    assert migrating.is_at_head(engine)
    migrating.downgrade(empty_url, migrating.versions()[-2])
    assert not migrating.is_at_head(engine)
    migrating.bring_to_head(empty_url, engine)
    assert migrating.is_at_head(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert not migrating.is_at_head(engine)
    with pytest.raises(migrating.UnknownVersionError):
        migrating.bring_to_head(empty_url, engine)
    engine.dispose()


WHAT_A_START_LOADS = """
import sys
from training import serving
from training.adapters.settings import load_settings

serving.prepared_app(load_settings())
print(*sorted({"alembic", "mako", "pygments", "typst"} & set(sys.modules)))
"""


def test_a_start_with_nothing_to_do_loads_neither_alembic_nor_the_typesetter(
    tmp_path: Path,
) -> None:
    given = {**os.environ, "TRAINING_DATA": str(tmp_path)}
    given.pop("TRAINING_DATABASE_URL", None)
    said = [
        subprocess.run(  # noqa: S603 - our own text
            [sys.executable, "-c", WHAT_A_START_LOADS],
            env=given, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True,
        ).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert "alembic" in said[0]
    assert said[1] == "\n"


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


FACTS = '{"name_km": "ស៊ុន សុភាព", "name_en": "SUN Sopheap"}'
EMPTY = {str: "", int: 0, bool: False, bytes: b"", dt.date: "2026-11-23", dt.datetime: "2026-11-23"}
COURSE, PERSON, OTHER_PERSON, ACCOUNT, SEAT, OTHER_SEAT = (digit * 32 for digit in "123456")


def put(connection: Connection, table: str, **values: object) -> None:
    """A row; what has to be there and is not said is empty."""
    columns = inspect(connection).get_columns(table)
    needed = {
        each["name"]: EMPTY[each["type"].python_type]
        for each in columns
        if not each["nullable"] and each["name"] not in values
    }
    row = needed | values
    names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), row)  # noqa: S608


def put_certificate(connection: Connection, digit: str, **values: object) -> None:
    common = {"course_id": COURSE, "kind": "attendance", "edition": 1, "facts": FACTS}
    put(connection, "certificates", id=digit * 32, number=digit * 10, **(common | values))


def test_certificates_of_before_count_and_are_found_and_going_back_lets_none_count_again(
    empty_url: str,
) -> None:
    migrating.upgrade(empty_url, "0008")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        put(connection, "courses", id=COURSE, date="2026-11-23")
        for person in (PERSON, OTHER_PERSON):
            put(connection, "persons", id=person)
        put(connection, "accounts", id=ACCOUNT, person_id=PERSON)
        for seat, person in ((SEAT, PERSON), (OTHER_SEAT, OTHER_PERSON)):
            put(
                connection, "seats", id=seat, course_id=COURSE, person_id=person,
                number=int(seat[0]), code=seat, submission_key=seat,
            )  # fmt: skip
        put_certificate(connection, "a", seat_id=SEAT)
    migrating.upgrade(empty_url)
    asked = "SELECT state, exception, name_km_key, name_latin_key FROM certificates"
    with engine.begin() as connection:
        assert connection.execute(text(asked)).all() == [("valid", "", "ស៊ុនសុភាព", "sunsopheap")]
        key = {"name_km_key": "", "name_latin_key": ""}
        put_certificate(connection, "b", seat_id=OTHER_SEAT, state="revoked", **key)
        put_certificate(connection, "c", seat_id=SEAT, edition=2, state="replaced", **key)
        put_certificate(
            connection, "d", seat_id=SEAT, edition=3, state="valid", replaces="c" * 32, **key
        )
        put_certificate(connection, "e", account_id=ACCOUNT, state="valid", **key)
        put_certificate(connection, "f", course_id=None, state="suspended", **key)
        put(
            connection, "certificate_changes", id="b" * 32, certificate_id="b" * 32, version=1,
            state="revoked",
        )  # fmt: skip
    migrating.downgrade(empty_url, "0008")
    with engine.begin() as connection:
        left = connection.execute(text("SELECT number FROM certificates ORDER BY number"))
        assert [number for (number,) in left] == ["a" * 10, "d" * 10]
    migrating.upgrade(empty_url)
    engine.dispose()
    assert migrating.differences(empty_url) == []


def test_nobody_stays_in_a_group_that_the_agenda_had_lost(empty_url: str) -> None:
    migrating.upgrade(empty_url, "0009")
    engine = create_engine(empty_url)
    with engine.begin() as connection:
        put(connection, "courses", id=COURSE, date="2026-11-23")
        put(connection, "agenda_items", id=COURSE, course_id=COURSE, group_name="A")
        for number, (person, group) in enumerate(((PERSON, "A"), (OTHER_PERSON, "gone")), 1):
            put(connection, "persons", id=person)
            put(
                connection, "seats", id=person, course_id=COURSE, person_id=person,
                number=number, code=person, submission_key=person, group_name=group,
            )  # fmt: skip
    migrating.upgrade(empty_url)
    with engine.begin() as connection:
        found = connection.execute(text("SELECT group_name FROM seats ORDER BY number"))
        assert [group for (group,) in found] == ["A", ""]
    engine.dispose()
