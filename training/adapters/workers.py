"""Several processes on one listening socket, and their parent, which serves nothing itself.

uvicorn's supervisor knows the signals: TERM and INT end all in order, HUP replaces the workers one
by one, TTIN and TTOU make them one more or one fewer. What it starts are its own servers; these
workers run ours, end when their parent has died, and are replaced without the parent ever waiting
for one that does not answer.
"""

import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import connection, parent_process

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors.multiprocess import Multiprocess, Process

logger = logging.getLogger(__name__)
MakeServer = Callable[[], uvicorn.Server]
# A worker imports everything anew; on a machine that is busy with others this takes a while.
START_SECONDS = 60.0


class Worker(Process):
    """One process that serves. `make_server` is called inside it: a function of a module."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], make_server: MakeServer
    ) -> None:
        self._make_server = make_server
        super().__init__(config, sockets)

    def target(self, sockets: list[socket.socket] | None = None) -> None:
        """The life of the process, inside it."""
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the parent's: it may reach the whole group
        threading.Thread(target=_end_with_parent, daemon=True).start()
        try:
            self._server = self._make_server()
        except Exception:
            logger.exception("a worker cannot start")
            sys.exit(STARTUP_FAILURE)
        super().target(sockets)

    def is_alive(self, timeout: float = 0) -> bool:  # noqa: ARG002 - uvicorn's signature
        """Whether the process is there."""
        return self.process.is_alive()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


class Supervisor(Multiprocess):
    """Keeps so many workers on a socket until it is told to end."""

    def __init__(self, make_server: MakeServer, workers: int, listener: socket.socket) -> None:
        self._make_server = make_server
        self.has_failed = False
        """Whether a worker could not start when none had ever served: nor could the next."""
        self._has_served = False
        # The workers' servers have settings of their own; this only counts them.
        config = uvicorn.Config(app="", workers=workers, log_config=None)
        super().__init__(config, [listener])

    def init_processes(self) -> None:
        """Starts the workers."""
        self.processes = [self._start_worker() for _ in range(self.processes_num)]

    def restart_all(self) -> None:
        """Replaces each worker, once the new one serves, and lets it finish what it was doing."""
        for place, old in enumerate(self.processes):
            new = self._start_worker()
            if not self._comes_to_serve(new):
                new.kill()
                new.join()
                logger.error("a new worker does not serve; worker %s stays", old.pid)
                return
            self.processes[place] = new
            old.terminate()
            old.join()

    def keep_subprocess_alive(self) -> None:
        """Replaces workers that have died."""
        for place, worker in enumerate(self.processes):
            if worker.is_alive():
                self._has_served = self._has_served or worker.is_ready(timeout=0.1)
                continue
            if worker.exitcode == STARTUP_FAILURE and not self._has_served:
                self.has_failed = True
                self.should_exit.set()
                return
            logger.error("worker %s died (%s)", worker.pid, worker.exitcode)
            self.processes[place] = self._start_worker()

    def handle_ttin(self) -> None:
        """One worker more."""
        self.processes_num += 1
        self.processes.append(self._start_worker())

    def _start_worker(self) -> Worker:
        worker = Worker(self.config, self.sockets, self._make_server)
        worker.start()
        return worker

    def _comes_to_serve(self, worker: Worker) -> bool:
        until = time.monotonic() + START_SECONDS
        while worker.is_alive() and time.monotonic() < until and not self._is_told_to_end():
            if worker.is_ready(timeout=0.2):
                return True
            time.sleep(0.1)
        return False

    def _is_told_to_end(self) -> bool:
        return bool({signal.SIGTERM, signal.SIGINT} & set(self.signal_queue))
