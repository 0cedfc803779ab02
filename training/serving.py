"""Starts everything and tells the person at the terminal where it is to be found."""

import contextlib
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Protocol

from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from training import application, preparation, welcome
from training.adapters import house_fonts, logs, metrics
from training.adapters.asgi import Scope
from training.adapters.bridge import Bridge
from training.adapters.database import Database
from training.adapters.lanes import AnyLane, Lane, SingleLane
from training.adapters.memory import keep_what_is_loaded
from training.adapters.migrating import UnknownVersionError
from training.adapters.server import (
    FAREWELL_SECONDS,
    LONG_FAREWELL_SECONDS,
    ClosingServer,
    ServerError,
    build_server,
    let_the_loop_in,
    open_listener,
    raise_open_files_limit,
    serve_until_stopped,
)
from training.adapters.settings import Settings, SettingsError, load_settings
from training.live.stream import MOUNT, LiveStream
from training.modules.model import Reading
from training.operations.rehearsal.launching import Launcher
from training.postman import postman_for
from training.web.locale import in_language_of
from training.web.sizes import largest_of_all

# Flask refuses what is larger than its own limit with a page in the reader's language. The edge
# throws away only what is so much larger that reading it to its end would be a waste.
EDGE_TIMES_FLASKS_LIMIT = 4
NO_LIMIT_SET_BYTES = 16 * 1024 * 1024
PAGES, PHONES, STAGE = "pages", "phones", "stage"
# What is sent below these addresses comes from a seat's phone, or makes one.
FROM_PHONES = ("/c/", "/join", "/continue")


class Demonstration(Protocol):
    """What can be looked at beside an empty installation."""

    def open(self) -> object:
        """Makes and serves it; says how to look at it."""

    def close(self) -> None:
        """Ends it."""


def serve(demonstration: Demonstration | None = None) -> int:
    """Serves until Ctrl-C. The exit code: 0, or 1 after one sentence that says what is wrong."""
    try:
        start(demonstration)
    except (ServerError, SettingsError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def start(demonstration: Demonstration | None = None) -> None:
    """Checks, prepares, announces, serves; `demonstration` can be opened from the first page.

    Raises ServerError or SettingsError with a sentence for the terminal.
    """
    _end_in_order()
    settings = load_settings()
    check_fonts()
    check_data_folder(settings.data_folder)
    raise_open_files_limit()
    let_the_loop_in()
    listener = open_listener(settings.host, settings.port)
    logs.configure(settings.log)
    rehearsals = Launcher(settings.data_folder)
    try:
        app = prepared_app(settings)
        link = preparation.first_administrator_path(app)
        welcome.announce(welcome.welcome_for(settings, link))
        if settings.workers > 1:
            app.extensions["training.database"].dispose()
            serve_with_workers(settings.workers, listener)
            return
        app.extensions["training.demonstration"] = demonstration
        if not settings.behind_proxy:
            app.extensions["training.rehearsals"] = rehearsals
        farewell_seconds = LONG_FAREWELL_SECONDS if settings.behind_proxy else FAREWELL_SECONDS
        keep_what_is_loaded()
        serve_until_stopped(*make_server(app, farewell_seconds), listener)
    finally:
        listener.close()
        rehearsals.close()
        if demonstration is not None:
            demonstration.close()


def _end_in_order() -> None:
    """Lets a SIGTERM end what was begun; uvicorn raises the signal again once it has stopped.

    The window that is closed (SIGHUP) is the same, unless nohup has said that it is not.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))


def serve_with_workers(workers: int, listener: socket.socket) -> None:
    """Serves with so many processes until a signal to end. Raises ServerError if none can start."""
    from training.adapters.workers import Supervisor

    with tempfile.TemporaryDirectory(prefix="training-metrics-") as figures:
        os.environ[metrics.FOLDER_VARIABLE] = figures
        supervisor = Supervisor(worker_server, workers, listener)
        supervisor.run()
    if supervisor.has_failed:
        raise ServerError("The workers cannot start. The reason stands above.")


def worker_server() -> ClosingServer:
    """The server of one worker, made in its process from the environment and the code of now."""
    _end_in_order()
    let_the_loop_in()
    settings = load_settings()
    logs.configure(settings.log)
    app = application.create_app(settings)
    # A worker that begins while the database is away serves the sentence that says so.
    with contextlib.suppress(SQLAlchemyError), app.extensions["training.database"].reading() as db:
        preparation.continue_ids(db)
    keep_what_is_loaded()
    return make_server(app, LONG_FAREWELL_SECONDS)[0]


def make_server(
    app: Flask, farewell_seconds: float = FAREWELL_SECONDS
) -> tuple[ClosingServer, Bridge]:
    """The server of an application with all that stands beside Flask, and its bridge to Flask."""
    stream: LiveStream = app.extensions["training.live"]()
    closing = [stream.close]
    postman = postman_for(app)
    if postman is not None:
        postman.begin()
        closing.append(postman.close)
    bridge = Bridge(
        app,
        lanes=lanes_for(app.extensions["training.database"]),
        lane_of=lane_of,
        largest_body_bytes=edge_limit(app),
        in_words=partial(_in_words, app),
    )
    server = build_server(
        bridge, farewell_seconds=farewell_seconds, asynchronous={MOUNT: stream}, closing=closing
    )
    return server, bridge


def _in_words(app: Flask, scope: Scope, sentence: str) -> str:
    """A sentence of the edge in the language that the caller's cookie names."""
    cookies = [value for name, value in scope["headers"] if name == b"cookie"]
    return in_language_of(app, b"; ".join(cookies).decode("latin-1"), sentence)


def lanes_for(database: Database) -> dict[str, AnyLane]:
    """The threads that serve.

    An SQLite file has one writer at a time, so a second thread for what phones send would only wait
    and cost; and there one wait for the disk does for all that is answered together. More threads
    for pages cost CPU and serve no faster on the laptops that this runs on.
    """
    file = database.file
    return {
        PAGES: Lane(3, PAGES),
        PHONES: SingleLane(PHONES, file) if file else Lane(3, PHONES),
        STAGE: Lane(1, STAGE),
    }


def lane_of(scope: Scope) -> str:
    """Where a request waits, told by its address alone.

    What phones send is short, and writes: it waits for its own kind, and no page waits for it. The
    trainer's "next" waits for nobody, since a whole room waits for it. Whoever sends other things
    to these addresses only keeps that kind waiting.
    """
    path: str = scope["path"]
    if scope["method"] != "POST":
        return PAGES
    if path.endswith("/stage"):
        return STAGE
    return PHONES if path.startswith(FROM_PHONES) else PAGES


def prepared_app(settings: Settings) -> Flask:
    """The application with its database at this version and the packs read.

    Raises ServerError when the database cannot be used.
    """
    try:
        app = application.create_app(settings)
        readings = preparation.prepare(app)
    except ModuleNotFoundError as error:
        raise ServerError(
            f"TRAINING_DATABASE_URL needs the library {error.name}, which is not installed here."
        ) from error
    except ArgumentError as error:
        raise ServerError(
            "TRAINING_DATABASE_URL is not the address of a database, such as "
            "sqlite:////folder/training.db or postgresql://name@host/database."
        ) from error
    except UnknownVersionError as error:
        raise ServerError(
            "A newer version of this software has changed the database. Start that version, or "
            "restore the backup that was made before it first started."
        ) from error
    except SQLAlchemyError as error:
        shown = make_url(settings.database_url).render_as_string(hide_password=True)
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise ServerError(f"The database {shown} cannot be used: {reason}.") from error
    for line in fault_lines(readings):
        print(line, file=sys.stderr)
    return app


def fault_lines(readings: Iterable[Reading]) -> list[str]:
    """What the terminal tells of packs that cannot be read as they are; nothing of good ones."""
    lines: list[str] = []
    for reading in readings:
        if reading.faults:
            lines += [f"{each.file}:{each.line}: {each.message}" for each in reading.faults]
            lines.append(
                f"The content pack {reading.slug} was not read. What was read of it before stays "
                "on offer. Mend it and start again."
            )
    return lines


def edge_limit(app: Flask) -> int:
    """The largest request body, in bytes, that the server takes in at all."""
    flasks: int | None = app.config.get("MAX_CONTENT_LENGTH")
    usual = EDGE_TIMES_FLASKS_LIMIT * flasks if flasks else NO_LIMIT_SET_BYTES
    return max(usual, largest_of_all(app))


def check_fonts() -> None:
    """Raises ServerError when the fonts for certificates are not there."""
    if not house_fonts.fonts_are_installed():
        raise ServerError(
            "The fonts for certificates are not installed. "
            "Run `make setup`, or `python tools/install_assets.py`, and start again."
        )


def check_data_folder(folder: Path) -> None:
    """Makes the folder. Raises ServerError when nothing can be written into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"may this be written?")
    except OSError as error:
        raise ServerError(
            f"The folder for the data, {folder}, cannot be written: {error.strerror or error}. "
            "Set TRAINING_DATA to a folder that you may write, with space on its disk."
        ) from error
