"""Writers to one SQLite file, in one process: one after the other, and nobody is kept waiting."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from training.adapters.database import Database, open_database

SOON_SECONDS = 5


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """A file with one row that counts."""
    found = open_database(f"sqlite:///{tmp_path / 'turns.db'}", "OFF")
    with found.writing() as session:
        session.execute(text("CREATE TABLE counted (n INTEGER)"))
        session.execute(text("INSERT INTO counted VALUES (0)"))
        session.commit()
    return found


def count_up(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE counted SET n = n + 1"))
        session.commit()


def counted(database: Database) -> int:
    with database.reading() as session:
        return int(session.execute(text("SELECT n FROM counted")).scalar_one())


def in_another_thread(database: Database) -> threading.Thread:
    thread = threading.Thread(target=count_up, args=(database,), daemon=True)
    thread.start()
    return thread


def test_many_writers_lose_nothing(database: Database) -> None:
    def often() -> None:
        for _ in range(25):
            count_up(database)

    threads = [threading.Thread(target=often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(database) == 200


def test_a_reader_never_waits_for_a_writer(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE counted SET n = 7"))
        assert counted(database) == 0
        session.commit()
    assert counted(database) == 7


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "fault"])
def test_whoever_is_done_gives_the_turn_on(database: Database, ending: str) -> None:
    session = database.writing()
    session.execute(text("UPDATE counted SET n = 10"))
    waiting = in_another_thread(database)
    if ending == "fault":
        with pytest.raises(OperationalError):
            session.execute(text("no statement"))
        session.close()
    else:
        getattr(session, ending)()
    waiting.join(SOON_SECONDS)
    assert not waiting.is_alive()
    assert counted(database) == (11 if ending == "commit" else 1)
    session.close()


def test_one_session_writes_again_after_its_commit(database: Database) -> None:
    with database.writing() as session:
        for _ in range(3):
            session.execute(text("UPDATE counted SET n = n + 1"))
            session.commit()
            count_up(database)
    assert counted(database) == 6
