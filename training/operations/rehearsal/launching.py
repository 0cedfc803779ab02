"""The rehearsal that a trainer starts from a page: one at a time, in a process of its own."""

import contextlib
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO

import msgspec

from training.live.rehearsing import RESULT_NAME, Progress, Step
from training.operations.rehearsal.telling import Line

END_SECONDS = 20


class Launcher:
    """Starts rehearsals of one server, and knows how far the present one is."""

    def __init__(self, data_folder: Path, *more: str) -> None:
        self._result = data_folder / RESULT_NAME
        self._more = more
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._progress = Progress(Step.PREPARE, 0)
        self._broke_off = False

    def start(self, phones: int) -> bool:
        """Starts one; False where one is running. Raises OSError where no process can be made."""
        with self._lock:
            if self._process is not None:
                return False
            self._progress, self._broke_off = Progress(Step.PREPARE, 0), False
            self._process = subprocess.Popen(  # noqa: S603 - this program again
                [sys.executable, "-m", "training", "rehearse", "--lines",
                 f"--phones={phones}", *self._more],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                env=dict(os.environ),
            )  # fmt: skip
            self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
            self._reader.start()
        return True

    def progress(self) -> Progress | None:
        """How far the present one is; None where none is running."""
        with self._lock:
            return self._progress if self._process is not None else None

    @property
    def broke_off(self) -> bool:
        """Whether the last one came to no result."""
        return self._broke_off

    def stop(self) -> None:
        """Ends the present one, which tidies up after itself."""
        with self._lock:
            process, reader = self._process, self._reader
        if process is not None and reader is not None:
            with contextlib.suppress(OSError):
                _pipe(process.stdin).close()
            reader.join(END_SECONDS)

    close = stop

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        """Takes in what the process tells, to its end; keeps the figures."""
        has_result = False
        for written in _pipe(process.stdout):
            try:
                line = msgspec.json.decode(written, type=Line)
            except msgspec.DecodeError:
                continue
            if line.progress is not None:
                self._progress = line.progress
            if line.figures is not None:
                has_result = self._keep(msgspec.json.encode(line.figures))
        process.wait()
        _pipe(process.stdout).close()
        with contextlib.suppress(OSError):
            _pipe(process.stdin).close()
        with self._lock:
            self._broke_off, self._process = not has_result, None

    def _keep(self, figures: bytes) -> bool:
        made = self._result.with_suffix(".new")
        try:
            made.write_bytes(figures)
            os.replace(made, self._result)  # noqa: PTH105 (replaces in one step, also on Windows)
        except OSError:
            return False
        return True


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise LookupError("this process has no such pipe")
    return pipe
