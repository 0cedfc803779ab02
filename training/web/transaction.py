"""One transaction at the edge: committed when the view returns, rolled back when it refuses."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, make_response, request, session
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from training.adapters.channel import Channel, take_noted
from training.adapters.database_faults import DatabaseFault, fault_of
from training.kernel.refusal import Refusal
from training.web.context import database, db

TRIES = 6


class Application(Flask):
    """Flask, with the commit inside the dispatch, so that a failed commit is an answered error."""

    def dispatch_request(self) -> Any:
        """Runs the view, then commits; a refusal or an answer of 400 and above rolls back.

        A view that lost a race against another request is run again, and finds what that one
        wrote: writes are idempotent, so whoever was second gets the answer of the first.
        """
        for _ in range(TRIES - 1):
            remembered = dict(session)
            try:
                return self._dispatch_once()
            except DBAPIError as error:
                if fault_of(error) is not DatabaseFault.LOST_RACE:
                    raise
                roll_back()
                session.clear()
                session.update(remembered)
                _look_again()
        return self._dispatch_once()

    def _dispatch_once(self) -> Any:
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


def _look_again() -> None:
    """Who makes this request may be another than before: a seat may have been merged."""
    course_id = (request.view_args or {}).get("course_id")
    g.actor = current_app.extensions["training.find_actor"](course_id)


def _opened() -> Session | None:
    found: Session | None = g.get("session")
    return found


def commit() -> None:
    """Commits this request's session, if one was opened, and announces what was noted in it."""
    opened = _opened()
    if opened is not None:
        opened.commit()
        channel: Channel = current_app.extensions["training.channel"]
        for topic, sequence in take_noted(opened).items():
            channel.announce(topic, sequence)


def roll_back() -> None:
    """Forgets what this request changed, and what it would have announced."""
    opened = _opened()
    if opened is not None:
        opened.rollback()
        take_noted(opened)


def remember(refusal: Refusal) -> None:
    """Runs what a refusal wants remembered, in a transaction of its own."""
    if refusal.remember is None:
        return
    with database().writing() as own:
        refusal.remember(own)
        own.commit()


def settle_first(
    is_due: Callable[..., bool], settle: Callable[..., object], *facts: object
) -> None:
    """For a page that looks: lets `settle` change what has come to its own end meanwhile.

    Both are called with the session and `facts`. Call it before anything is loaded.
    """
    if is_due(db(), *facts):
        write_from_here()
        settle(db(), *facts)


def write_from_here() -> None:
    """Makes the session of a request that looks one that writes, committed like any other.

    What was looked up before may have changed by then. One that writes already stays, with what it
    has changed.
    """
    if db().bind is not database().writing_engine:
        close()
        g.session = database().writing()


def close(_error: BaseException | None = None) -> None:
    """Gives the connection back at the end of every request."""
    opened = g.pop("session", None)
    if opened is not None:
        opened.close()


def install(app: Flask) -> None:
    """Closes sessions when requests end."""
    app.teardown_appcontext(close)


def refused(refusal: Refusal) -> None:
    """For a view that shows the refusal beside its form: rolls back, keeps what it remembers."""
    roll_back()
    remember(refusal)
