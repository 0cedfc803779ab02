"""Flask-Login's side of staff sessions: an account and its epoch, on a safe connection only."""

import uuid

from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from training.kernel.ids import as_id
from training.people import service
from training.people.model import AccountIdentity
from training.people.tables import Account
from training.web.context import db
from training.web.guard import staff_may_come_this_way


class SignedIn(UserMixin):  # type: ignore[misc] # Flask-Login has no types
    """The user object of Flask-Login. Its id ends with the epoch, so that one bump ends all."""

    def __init__(self, account_id: uuid.UUID, epoch: int, identity: AccountIdentity | None) -> None:
        self.account_id = account_id
        self.epoch = epoch
        self.identity = identity

    def get_id(self) -> str:
        """What the session cookie holds."""
        return f"{self.account_id}:{self.epoch}"


def _load(session_id: str) -> SignedIn | None:
    written, _, epoch = session_id.partition(":")
    account_id = as_id(written)
    if account_id is None or not epoch.isdigit():
        return None
    identity = service.find_identity(db(), account_id, int(epoch))
    return SignedIn(account_id, int(epoch), identity) if identity else None


def install(manager: LoginManager) -> None:
    """Tells Flask-Login how to find the user."""
    manager.session_protection = None
    manager.user_loader(_load)


def current_identity() -> AccountIdentity | None:
    """Who is signed in, on a connection that may carry a staff session."""
    if not current_user.is_authenticated or not staff_may_come_this_way():
        return None
    found: AccountIdentity | None = current_user.identity
    return found


def sign_in(account: Account) -> None:
    """Opens a staff session."""
    login_user(SignedIn(account.id, account.epoch, None))


def sign_out() -> None:
    """Ends this browser's staff session."""
    logout_user()
