"""A demonstration, made anew, served from a data folder of its own.

`python app.py --demo` serves nothing else; a first page of an empty database opens one beside it.
"""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import MutableMapping

import click
from sqlalchemy.exc import SQLAlchemyError

from training import application, preparation, serving
from training.adapters import clock
from training.adapters.server import ServerError, open_listener
from training.adapters.settings import Settings, SettingsError, load_settings
from training.operations import demonstration
from training.operations.model import DATABASE_NAME, SECRET_NAME, CannotBeDone
from training.operations.sqlite_files import BESIDE

FOLDER = ".demo"
START_SECONDS = 30
BESIDE_ANOTHER = "--beside-another"
PORT = "8001"
"""Beside a real server, unless PORT says otherwise."""


def serve_demo() -> int:
    """Serves until Ctrl-C. The exit code: 0, or 1 after one sentence that says what is wrong."""
    set_apart(os.environ)
    try:
        settings = load_settings()
        serving.check_data_folder(settings.data_folder)
        # Whoever serves this demonstration already keeps it.
        open_listener(settings.host, settings.port).close()
        made = make_anew(settings)
    except (CannotBeDone, ServerError, SettingsError, SQLAlchemyError, OSError) as error:
        click.echo(f"The demonstration cannot be made: {error}", file=sys.stderr)
        return 1
    click.echo("\n".join(demonstration.as_lines(made)))
    return serving.serve()


class Launcher:
    """Serves one demonstration beside the real server, in a process of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: demonstration.Demonstration | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> demonstration.Demonstration:
        """How to look at it; makes and starts it, which takes seconds, unless it runs already.

        Raises OSError with a sentence for the terminal.
        """
        with self._lock:
            if self._made is None or self._process is None or self._process.poll() is not None:
                self._made = self._start()
            return self._made

    def _start(self) -> demonstration.Demonstration:
        environ = dict(os.environ)
        inside = load_settings(environ).data_folder / "demonstration"
        set_apart(environ)
        environ.update(TRAINING_DATA=str(inside), PORT=str(_free_port()))
        settings = load_settings(environ)
        try:
            serving.check_data_folder(settings.data_folder)
            made = make_anew(settings)
        except (CannotBeDone, ServerError, SQLAlchemyError) as error:
            raise OSError(f"The demonstration cannot be made: {error}") from error
        self._process = subprocess.Popen(  # noqa: S603 - this program again
            [sys.executable, "-m", "training", BESIDE_ANOTHER],
            env=environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for(settings.port)
        return made

    def close(self) -> None:
        """Ends the demonstration with the server that opened it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=10)


def serve_beside() -> int:
    """Serves the demonstration that another process opened, and ends when that process does.

    The other holds the far end of the standard input: when it dies, however it dies, nothing more
    comes from there.
    """

    def wait_for_the_end() -> None:
        sys.stdin.buffer.read()
        os._exit(0)

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    return serving.serve()


def _free_port() -> int:
    """Port 8001, or a free one where somebody has it."""
    for port in (int(PORT), 0):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = trial.getsockname()[1]
            return found
    raise OSError("No free port was found for the demonstration.")


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise OSError("The demonstration did not start in time. Please try again.")


def set_apart(environ: MutableMapping[str, str]) -> None:
    """Points the settings at the demonstration's own folder, whatever they were."""
    environ.pop("TRAINING_DATABASE_URL", None)
    environ["TRAINING_DATA"] = FOLDER
    environ.setdefault("PORT", PORT)


def make_anew(settings: Settings) -> demonstration.Demonstration:
    """Removes the last demonstration, whose workshop of today is of another day, and makes one.

    Raises CannotBeDone, OSError, sqlalchemy.exc.SQLAlchemyError.
    """
    for name in (SECRET_NAME, *(DATABASE_NAME + ending for ending in ("", *BESIDE))):
        (settings.data_folder / name).unlink(missing_ok=True)
    app = application.create_app(settings)
    try:
        preparation.prepare(app)
        return demonstration.fill(app, clock.now())
    finally:
        app.extensions["training.database"].dispose()
