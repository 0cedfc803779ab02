"""The live stream's ties: to the database, to the cookies of both kinds of people, to the rooms."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from functools import partial

from flask import Flask, g
from werkzeug.http import parse_cookie

from training.adapters import clock
from training.adapters.channel import Channel
from training.adapters.database import Database
from training.courses import seat_cookie
from training.kernel.ids import as_id
from training.kernel.locales import Language
from training.live import showing, store
from training.live.stream import LiveStream, Wiring
from training.live.tickets import Ticket

PAUSE_SECONDS = 1.0
SHORT_PAUSE_SECONDS = 0.1
"""Where several processes share an SQLite file, which tells nobody of a change."""
_NO_REQUEST = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "80",
    "wsgi.url_scheme": "http",
}
"""Pieces of pages are made as in a request, though for nobody in particular."""


def make_channel(database: Database, workers: int) -> Channel:
    """The channel of this process."""
    engine = database.reading_engine
    read = partial(read_sequences, database)
    if engine.dialect.name == "postgresql":
        from training.adapters.listening import Listening

        return Channel(read, PAUSE_SECONDS, partial(Listening, engine))
    return Channel(read, SHORT_PAUSE_SECONDS if workers > 1 else PAUSE_SECONDS)


def make_stream(app: Flask) -> LiveStream:
    """What stands at `/live`, for one server."""
    database: Database = app.extensions["training.database"]
    return LiveStream(
        Wiring(
            secret_key=str(app.config["SECRET_KEY"]),
            channel=app.extensions["training.channel"],
            holds=partial(holds, app),
            load_state=partial(load_state, app, database),
            note_presence=partial(_note_presence, database),
            metrics=app.extensions["training.metrics"],
        )
    )


def holds(app: Flask, ticket: Ticket, cookies: str) -> bool:
    """Whether the browser with this Cookie header holds the seat or the session of the ticket."""
    if ticket.seat_id is not None:
        held = seat_cookie.read_seats(str(app.config["SECRET_KEY"]), parse_cookie(cookies))
        return ticket.seat_id in held
    request = app.request_class({"HTTP_COOKIE": cookies})
    session = app.session_interface.open_session(app, request)
    return session is not None and session.get("_user_id") == ticket.key


def read_sequences(database: Database, topics: Collection[str]) -> Mapping[str, int]:
    """The sequences of the courses among these topics; those without a stage are left out."""
    course_ids = [course_id for course_id in map(as_id, topics) if course_id is not None]
    with database.reading() as session:
        return {
            str(course_id): sequence
            for course_id, sequence in store.list_sequences(session, course_ids).items()
        }


def load_state(
    app: Flask, database: Database, course_id: uuid.UUID, language: Language
) -> tuple[int, bytes]:
    """What phones of the course show, as JSON, and its sequence."""
    with app.request_context(dict(_NO_REQUEST)), database.reading() as session:
        g.language = language
        state = showing.room_state(session, course_id, clock.now())
        return state["sequence"], app.json.dumps(state).encode()


def _note_presence(
    database: Database,
    here: Mapping[uuid.UUID, uuid.UUID],
    gone: Mapping[uuid.UUID, dt.datetime],
    now: dt.datetime,
) -> None:
    with database.writing() as session:
        store.note_presence(session, here, gone, now)
        session.commit()
