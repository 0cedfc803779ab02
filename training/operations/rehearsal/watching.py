"""How much of the machine a process takes, where the system tells: Linux does, in /proc."""

import os
import threading
import time
from pathlib import Path
from typing import Self

EVERY_SECONDS = 0.5
BUSY_SAMPLES = 10
"""So many intervals are the five seconds of which the busiest are told."""


class Watch:
    """Looks at a process twice a second until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._folder = Path("/proc") / str(pid)
        self._samples: list[tuple[float, float]] = []
        """Moment and CPU seconds until then."""
        self._memory: list[int] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.is_set():
            try:
                stat = (self._folder / "stat").read_text()
                status = (self._folder / "status").read_text()
            except OSError:
                return
            user, kernel = stat.rpartition(")")[2].split()[11:13]
            spent = (int(user) + int(kernel)) / os.sysconf("SC_CLK_TCK")
            self._samples.append((time.monotonic(), spent))
            resident = (line for line in status.splitlines() if line.startswith("VmRSS"))
            self._memory.extend(int(line.split()[1]) // 1024 for line in resident)
            self._stopped.wait(EVERY_SECONDS)

    def cpu_percent(self) -> int | None:
        """Of one core, over the whole time."""
        return _percent(self._samples)

    def busiest_cpu_percent(self) -> int | None:
        """Of one core, over the busiest five seconds."""
        spans = range(max(1, len(self._samples) - BUSY_SAMPLES))
        found = (_percent(self._samples[at : at + BUSY_SAMPLES + 1]) for at in spans)
        return max((each for each in found if each is not None), default=None)

    def start_memory_mb(self) -> int | None:
        """Resident when the watch began."""
        return self._memory[0] if self._memory else None

    def most_memory_mb(self) -> int | None:
        """Resident at most."""
        return max(self._memory, default=None)


def _percent(samples: list[tuple[float, float]]) -> int | None:
    if len(samples) < 2 or samples[-1][0] == samples[0][0]:
        return None
    (began, before), (ended, after) = samples[0], samples[-1]
    return round(100 * (after - before) / (ended - began))
