"""Everything that is said to the database while a test listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from training.adapters.database import Database

Ear = Callable[..., Any]


@contextmanager
def heard(database: Database, ear: Ear) -> Iterator[None]:
    """Lets `ear` hear each statement, whoever looks or writes (SQLAlchemy's own arguments)."""
    doors = {database.reading_engine, database.writing_engine}
    for each in doors:
        event.listen(each, "before_cursor_execute", ear)
    try:
        yield
    finally:
        for each in doors:
            event.remove(each, "before_cursor_execute", ear)
