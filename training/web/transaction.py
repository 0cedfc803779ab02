"""One transaction at the edge: committed when the view returns, rolled back when it refuses."""

from typing import Any

from flask import Flask, g, make_response
from sqlalchemy.orm import Session

from training.kernel.refusal import Refusal
from training.web.context import database


class Application(Flask):
    """Flask, with the commit inside the dispatch, so that a failed commit is an answered error."""

    def dispatch_request(self) -> Any:
        """Runs the view, then commits; a refusal or an answer of 400 and above rolls back."""
        try:
            answer = make_response(super().dispatch_request())
        except Refusal as refusal:
            roll_back()
            remember(refusal)
            raise
        if answer.status_code < 400:
            commit()
        else:
            roll_back()
        return answer


def _session() -> Session | None:
    session: Session | None = g.get("session")
    return session


def commit() -> None:
    """Commits this request's session, if one was opened."""
    session = _session()
    if session is not None:
        session.commit()


def roll_back() -> None:
    """Forgets what this request changed."""
    session = _session()
    if session is not None:
        session.rollback()


def remember(refusal: Refusal) -> None:
    """Runs what a refusal wants remembered, in a transaction of its own."""
    if refusal.remember is None:
        return
    with database().writing() as session:
        refusal.remember(session)
        session.commit()


def close(_error: BaseException | None = None) -> None:
    """Gives the connection back at the end of every request."""
    session = g.pop("session", None)
    if session is not None:
        session.close()


def install(app: Flask) -> None:
    """Closes sessions when requests end."""
    app.teardown_appcontext(close)


def refused(refusal: Refusal) -> None:
    """For a view that shows the refusal beside its form: rolls back, keeps what it remembers."""
    roll_back()
    remember(refusal)
