"""What a database's error means for whoever sent the request."""

import enum

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

UNIQUE_VIOLATION = "23505"
SERIALIZATION_FAILURE = "40001"
DEADLOCK = "40P01"
READ_ONLY = "25006"
"""SQLSTATE codes: PostgreSQL documentation, appendix A."""
_SAID_WHEN_FULL = ("disk is full", "disk i/o", "no space")


class DatabaseFault(enum.Enum):
    """The kinds of errors that a page tells apart."""

    LOST_RACE = enum.auto()
    """Somebody else wrote the same at the same moment: done again, it will see what they wrote."""
    FULL = enum.auto()
    AWAY = enum.auto()
    """It does not answer, or not in time."""
    CANNOT_HOLD = enum.auto()
    """A value that the database has no room for, such as a NUL."""
    BROKEN = enum.auto()


def fault_of(error: Exception) -> DatabaseFault:
    """Which kind of fault an error of SQLAlchemy is."""
    state = getattr(getattr(error, "orig", None), "sqlstate", None)
    is_twice = isinstance(error, IntegrityError) and state in (UNIQUE_VIOLATION, None)
    if is_twice or state in (SERIALIZATION_FAILURE, DEADLOCK):
        return DatabaseFault.LOST_RACE
    said = str(getattr(error, "orig", "")).lower()
    if isinstance(error, DBAPIError) and any(words in said for words in _SAID_WHEN_FULL):
        return DatabaseFault.FULL
    if isinstance(error, DataError):
        return DatabaseFault.CANNOT_HOLD
    is_away = isinstance(error, (OperationalError, InterfaceError, PoolExhausted))
    return DatabaseFault.AWAY if is_away or state == READ_ONLY else DatabaseFault.BROKEN
