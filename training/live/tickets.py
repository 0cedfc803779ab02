"""The ticket with which a page opens its stream: which course, and who may use it.

It is part of an address, so it alone opens nothing for a person: the browser must hold the seat or
the staff session that it names as well. A link for a screen or a remote control is its own key.
"""

import uuid
from dataclasses import dataclass
from functools import cache, lru_cache

from itsdangerous import BadSignature, URLSafeSerializer

from training.kernel.ids import as_id

SEAT, ACCOUNT, SCREEN, REMOTE = "seat", "account", "screen", "remote"
_LINKS = frozenset({SCREEN, REMOTE})
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may follow which course: `kind` and `key` say who, see the functions below."""

    course_id: uuid.UUID
    kind: str
    key: str

    @property
    def topic(self) -> str:
        """What the channel calls the course."""
        return str(self.course_id)

    @property
    def is_link(self) -> bool:
        """Whether it needs no cookie."""
        return self.kind in _LINKS

    @property
    def seat_id(self) -> uuid.UUID | None:
        """The seat, where it is for one."""
        return as_id(self.key) if self.kind == SEAT else None


def seat_ticket(secret_key: str, course_id: uuid.UUID, seat_id: uuid.UUID) -> str:
    """For the phone that holds this seat."""
    return _write(secret_key, course_id, SEAT, str(seat_id))


def account_ticket(secret_key: str, course_id: uuid.UUID, account_id: uuid.UUID, epoch: int) -> str:
    """For the browser in which this account is signed in."""
    return _write(secret_key, course_id, ACCOUNT, f"{account_id}:{epoch}")


def screen_ticket(secret_key: str, course_id: uuid.UUID, generation: int) -> str:
    """For whoever has the link of the projector of that generation."""
    return _write(secret_key, course_id, SCREEN, str(generation))


def remote_ticket(secret_key: str, course_id: uuid.UUID, generation: int) -> str:
    """For whoever has the link of the remote control of that generation."""
    return _write(secret_key, course_id, REMOTE, str(generation))


def _write(secret_key: str, course_id: uuid.UUID, kind: str, key: str) -> str:
    return str(_serializer(secret_key).dumps([course_id.hex, kind, key]))


def read_ticket(secret_key: str, written: str) -> Ticket | None:
    """The ticket, or None for anything that this installation has not written."""
    return _read(secret_key, written) if len(written) <= LONGEST else None


@lru_cache(maxsize=4096)
def _read(secret_key: str, written: str) -> Ticket | None:
    """Remembered: each phone brings its own again and again, and it says the same for ever."""
    try:
        course, kind, key = _serializer(secret_key).loads(written)
    except (BadSignature, UnicodeError):
        return None
    return Ticket(uuid.UUID(course), kind, key)


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="live-ticket")
