"""Signed links for the staff: choose a password, or look at the demonstration for a while."""

import hashlib
import uuid

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from training.adapters.signing import PatientSigner
from training.kernel.ids import as_id
from training.people.tables import Account

PASSWORD_SECONDS = 7 * 24 * 3600
VISIT_SECONDS = 12 * 3600


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    key = str(current_app.config["SECRET_KEY"])
    return URLSafeTimedSerializer(key, salt=purpose, signer=PatientSigner)


def _state(account: Account) -> str:
    return hashlib.sha256(f"{account.epoch}:{account.password_hash}".encode()).hexdigest()[:12]


def password_token(account: Account) -> str:
    """A token that lets its bearer choose this account's password, once, within a week."""
    return str(_serializer("password").dumps([str(account.id), _state(account)]))


def read_password_token(token: str) -> tuple[uuid.UUID, str] | None:
    """The account and its state at the time of the token; None for one that does not count."""
    try:
        written, state = _serializer("password").loads(token, max_age=PASSWORD_SECONDS)
    except (BadSignature, ValueError, TypeError):
        return None
    account_id = as_id(str(written))
    return None if account_id is None else (account_id, str(state))


def still_counts(account: Account, state: str) -> bool:
    """Whether the account is as it was when the token was made: a used link is used up."""
    return _state(account) == state


def visit_token(account: Account) -> str:
    """A token that signs its bearer in for twelve hours: the demonstration's links."""
    return str(_serializer("visit").dumps(str(account.id)))


def read_visit_token(token: str) -> uuid.UUID | None:
    """The account of a visiting link that has not expired."""
    try:
        return as_id(str(_serializer("visit").loads(token, max_age=VISIT_SECONDS)))
    except BadSignature:
        return None
