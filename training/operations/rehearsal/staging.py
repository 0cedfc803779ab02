"""A rehearsal from beginning to end: copy, server, players, figures; nothing of it stays."""

import contextlib
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy.exc import SQLAlchemyError

from training.adapters import clock
from training.adapters.settings import Settings
from training.live.rehearsing import Figures, Progress, Step
from training.operations.model import FOR_REHEARSAL, CannotBeDone
from training.operations.rehearsal import scratch
from training.operations.rehearsal.orders import Order, Pace, Ready, Told, Wanted
from training.operations.rehearsal.watching import Watch

FOLDER = ".rehearsal-"
STALE_SECONDS = 3600
"""A scratch folder as old as this was left by a process that was killed."""
END_SECONDS = 15
CROWD = "training.operations.rehearsal.crowd"
Tell = Callable[[Progress], None]


def rehearse(settings: Settings, phones: int, pace: Pace, tell: Tell) -> Figures:
    """Plays a workshop with so many phones. Takes about a minute and a half.

    The real data are copied and then left alone; server and phones are on this machine, and the
    copy is gone when this returns or raises. Raises CannotBeDone.
    """
    tell(Progress(Step.PREPARE, 0))
    began_at, began = clock.now(), time.monotonic()
    try:
        with _scratch_folder(settings.data_folder) as folder:
            over = scratch.copy_data(settings, folder)
            with (
                _served(settings, folder, Wanted(phones, pace)) as (order, pid),
                Watch(pid) as seen,
            ):
                told = _played(order, tell)
            tell(Progress(Step.COUNT, 98))
            kept = scratch.count_kept(folder, order, told.sent)
    except (sqlite3.Error, SQLAlchemyError, OSError) as error:
        raise CannotBeDone(f"The rehearsal broke off: {error}.") from error
    return Figures(
        began_at=began_at,
        seconds=round(time.monotonic() - began, 1),
        phones=phones,
        cores=os.cpu_count() or 1,
        system=platform.system(),
        over=over,
        parts=told.parts,
        kept=kept,
        cpu_percent=seen.cpu_percent(),
        busiest_cpu_percent=seen.busiest_cpu_percent(),
        start_memory_mb=seen.start_memory_mb(),
        most_memory_mb=seen.most_memory_mb(),
    )


@contextlib.contextmanager
def _scratch_folder(data_folder: Path) -> Iterator[Path]:
    """A folder beside the data, so that the same disk is measured; gone at the end of the block."""
    data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in data_folder.glob(f"{FOLDER}*"):
        if time.time() - left.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=FOLDER, dir=data_folder) as made:
        yield Path(made)


@contextlib.contextmanager
def _served(settings: Settings, folder: Path, wanted: Wanted) -> Iterator[tuple[Order, int]]:
    """The server on the copy, until the end of the block: what to play there, its process id."""
    given = {name: value for name, value in os.environ.items() if not _is_setting(name)}
    given |= scratch.environ_of(folder, settings)
    with (
        (folder / "server.log").open("wb") as log,
        _process(["training", FOR_REHEARSAL], given, log) as server,
    ):
        _write(server, wanted)
        line = _pipe(server.stdout).readline()
        ready = msgspec.json.decode(line, type=Ready) if line else Ready()
        if ready.order is None:
            raise CannotBeDone(ready.fault or f"The server did not start. {_last_words(folder)}")
        yield ready.order, server.pid


def _is_setting(name: str) -> bool:
    return name == "PORT" or name.startswith(("TRAINING_", "FLASK_"))


def _last_words(folder: Path) -> str:
    lines = (folder / "server.log").read_text("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _played(order: Order, tell: Tell) -> Told:
    """What the players tell in the end. Raises CannotBeDone where they could not go on."""
    given = dict(os.environ)
    with _process([CROWD], given, subprocess.DEVNULL) as crowd:
        _write(crowd, order)
        told = Told()
        for line in _pipe(crowd.stdout):
            told = msgspec.json.decode(line, type=Told)
            if told.progress is not None:
                tell(told.progress)
    if told.fault or not told.parts:
        raise CannotBeDone(f"The rehearsal broke off: {told.fault or 'the players ended'}.")
    return told


@contextlib.contextmanager
def _process(
    words: list[str], environ: dict[str, str], errors: IO[bytes] | int
) -> Iterator[subprocess.Popen[bytes]]:
    """This program again, as a process that Ctrl-C does not reach; it ends with its input."""
    apart: dict[str, Any] = {}
    if sys.platform == "win32":
        apart["creationflags"] = subprocess.CREATE_NEW_PROCESS_GROUP
    else:
        apart["process_group"] = 0
    process = subprocess.Popen(  # noqa: S603 - this program again
        [sys.executable, "-m", *words],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        **apart,
    )
    try:
        yield process
    finally:
        with contextlib.suppress(OSError):
            _pipe(process.stdin).close()
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _pipe(process.stdout).close()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise LookupError("this process has no such pipe")
    return pipe


def _write(process: subprocess.Popen[bytes], order: msgspec.Struct) -> None:
    pipe = _pipe(process.stdin)
    pipe.write(msgspec.json.encode(order) + b"\n")
    pipe.flush()
