"""The server of a rehearsal: the real one, on a copy of the data, for this machine alone."""

import os
import sys
import threading

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from training import serving
from training.adapters import clock, logs
from training.adapters.server import (
    ServerError,
    let_the_loop_in,
    open_listener,
    raise_open_files_limit,
    serve_until_stopped,
)
from training.adapters.settings import SettingsError, load_settings
from training.operations.model import CannotBeDone
from training.operations.rehearsal.orders import Ready, Wanted, require_this_machine
from training.operations.rehearsal.scratch import furnish


def serve_rehearsal() -> int:
    """Makes ready what the first line of the input wants, says so in a line, and serves.

    Ends when the input does: whoever started it holds the far end. The exit code: 0, or 1 after a
    line that says what is wrong.
    """
    try:
        wanted = msgspec.json.decode(sys.stdin.buffer.readline(), type=Wanted)
        threading.Thread(target=_wait_for_the_end, daemon=True).start()
        _serve(wanted)
    except (CannotBeDone, ServerError, SettingsError, SQLAlchemyError, ValueError) as error:
        _tell(Ready(fault=str(error)))
        return 1
    return 0


def _serve(wanted: Wanted) -> None:
    settings = load_settings()
    listener = open_listener(require_this_machine(settings.host), 0)
    raise_open_files_limit()
    let_the_loop_in()
    logs.configure(settings.log)
    try:
        app = serving.prepared_app(settings)
        order = furnish(app, listener.getsockname()[1], wanted, clock.now())
        _tell(Ready(order=order))
        serve_until_stopped(*serving.make_server(app), listener)
    finally:
        listener.close()


def _tell(ready: Ready) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(ready) + b"\n")
    sys.stdout.buffer.flush()


def _wait_for_the_end() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
