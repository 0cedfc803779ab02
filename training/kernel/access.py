"""Who acts, in which role, and what a permission is: data, not code."""

import enum
import hashlib
import uuid
from dataclasses import dataclass


class Role(enum.StrEnum):
    """What somebody is in the course that a request is about (or outside of any course)."""

    VISITOR = "visitor"
    """Anybody, signed in or not."""
    STAFF = "staff"
    """Signed in with an account, whatever the course."""
    TRAINEE = "trainee"
    """Holds a seat in this course."""
    TRAINER = "trainer"
    """Trains this course."""
    ADMINISTRATOR = "administrator"


EVERYBODY = frozenset(Role)
STAFF_OF_COURSE = frozenset({Role.TRAINER, Role.ADMINISTRATOR})
IN_COURSE = frozenset({Role.TRAINEE, Role.TRAINER, Role.ADMINISTRATOR})
ANY_STAFF = frozenset({Role.STAFF, Role.ADMINISTRATOR})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
TRAINEES = frozenset({Role.TRAINEE})


@dataclass(frozen=True, slots=True)
class Permission:
    """A named right and the roles that have it. Rooms list theirs in `permissions.py`."""

    name: str
    roles: frozenset[Role]

    def allows(self, roles: frozenset[Role]) -> bool:
        """Whether one of these roles is enough."""
        return bool(self.roles & roles)


class ActorKind(enum.StrEnum):
    """What stands behind an entry of the audit trail."""

    ACCOUNT = "account"
    SEAT = "seat"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Who:
    """The doer of a deed, as the audit trail keeps it."""

    kind: ActorKind
    id: uuid.UUID | None
    name: str


SYSTEM = Who(ActorKind.SYSTEM, None, "system")


@dataclass(frozen=True, slots=True)
class Device:
    """One browser, as far as the server can tell it from another: whose wrong tries are counted."""

    id: str
    is_new: bool
    """It brought no id with this request; it gets one with the answer."""
    network: str
    """Where it comes from: an IPv4 address, or the /64 of an IPv6 one. Others may share it."""
    accounts: tuple[uuid.UUID, ...] = ()
    """Accounts of the staff that signed in on it before, newest first."""

    @property
    def mark(self) -> str:
        """The same text for the same browser, by which its id cannot be found: 16 hex digits."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:16]
