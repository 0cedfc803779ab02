"""What one request knows: the actor, the hour, the language and the database session."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from flask import current_app, g, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from training.adapters import clock
from training.adapters.database import Database
from training.adapters.settings import Settings
from training.kernel.access import SYSTEM, ActorKind, Role, Who
from training.kernel.locales import FIRST_LANGUAGE, LANGUAGES, Language

LANGUAGE_COOKIE = "lang"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes this request, and as what."""

    account_id: uuid.UUID | None = None
    person_id: uuid.UUID | None = None
    name: str = ""
    seat_id: uuid.UUID | None = None
    """The seat in the course that the request is about."""
    held_seat_ids: tuple[uuid.UUID, ...] = ()
    """Every seat that this phone holds, newest first."""
    roles: frozenset[Role] = frozenset({Role.VISITOR})

    def who(self) -> Who:
        """As the audit trail writes it: the account before the seat."""
        if self.account_id:
            return Who(ActorKind.ACCOUNT, self.account_id, self.name)
        if self.seat_id:
            return Who(ActorKind.SEAT, self.seat_id, self.name)
        return SYSTEM


def database() -> Database:
    """The application's database."""
    return cast(Database, current_app.extensions["training.database"])


def settings() -> Settings:
    """The application's settings."""
    return cast(Settings, current_app.extensions["training.settings"])


def db() -> Session:
    """This request's one session: it looks for safe methods and may change for all others.

    The edge (`web.transaction`) commits and closes it; no view does.
    """
    if "session" not in g:
        doors = database()
        g.session = doors.reading() if request.method in SAFE_METHODS else doors.writing()
    return cast(Session, g.session)


def now() -> dt.datetime:
    """The moment at which this request arrived, in UTC; the same throughout."""
    if "now" not in g:
        g.now = clock.now()
    return cast(dt.datetime, g.now)


def actor() -> Actor:
    """The guard's finding; a visitor before the guard has looked."""
    return cast(Actor, g.get("actor", Actor()))


def language() -> Language:
    """The reader's language: the one chosen with the switch, else Khmer."""
    known: Language | None = g.get("language")
    if known is None:
        known = g.language = as_language(request.cookies.get(LANGUAGE_COOKIE, ""))
    return known


def as_language(chosen: str) -> Language:
    """A language that was chosen; the first one for whatever is none."""
    return next((each for each in LANGUAGES if each == chosen), FIRST_LANGUAGE)


def wants_json() -> bool:
    """Whether a script asks, and not a form."""
    return _names_json_first(request.headers.get("Accept", ""))


@lru_cache(maxsize=128)
def _names_json_first(accepted: str) -> bool:
    return parse_accept_header(accepted, MIMEAccept).best == "application/json"
