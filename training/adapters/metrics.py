"""What happens here, in figures for Prometheus.

With one process the figures are in its memory. Several processes share a folder that
`PROMETHEUS_MULTIPROC_DIR` names (prometheus-client's own way): each writes files of its own, and
whichever is asked adds all of them up. The files are named by places that processes take over from
dead ones, not by process ids: so counters go on after a reload, and the folder does not grow.
"""

import os
import platform
import sys
from itertools import count
from pathlib import Path

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
    values,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

if sys.platform != "win32":
    import fcntl

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
# A caller can invent methods without end; figures are kept for these and the rest together.
OTHER_METHOD = "other"
STORAGE_FAILURES = {503: "database away", 507: "storage full"}

# Open as long as the process lives: their locks say which places are taken.
_places: list[int] = []


class Metrics:
    """The figures of this process, or of all processes that share a folder."""

    def __init__(self, version: str) -> None:
        self._folder = os.environ.get(FOLDER_VARIABLE, "")
        self._own: CollectorRegistry | None = None
        if self._folder:
            place = take_place(Path(self._folder))
            values.ValueClass = values.MultiProcessValue(lambda: place)
        else:
            self._own = CollectorRegistry()
            ProcessCollector(registry=self._own)
        self._requests = Counter(
            "training_requests",
            "Requests answered. Answers saved, marks and certificates are told by their routes.",
            ("method", "route", "status"),
            registry=self._own,
        )
        self._durations = Histogram(
            "training_request_seconds",
            "Time from a request's arrival in the application to its answer.",
            ("route",),
            buckets=SECONDS,
            registry=self._own,
        )
        self._in_flight = Gauge(
            "training_requests_in_flight",
            "Requests that are being worked on.",
            registry=self._own,
            multiprocess_mode="livesum",
        )
        self._live_streams = Gauge(
            "training_live_streams",
            "Event streams that are open.",
            registry=self._own,
            multiprocess_mode="livesum",
        )
        self._storage_failures = Counter(
            "training_storage_failures",
            "Requests that failed because the database was away or the disk full.",
            ("kind",),
            registry=self._own,
        )
        for kind in STORAGE_FAILURES.values():
            self._storage_failures.labels(kind)
        build = Gauge(
            "training_build_info",
            "Always 1; the labels say what runs.",
            ("version", "python"),
            registry=self._own,
            multiprocess_mode="livemax",
        )
        build.labels(version, platform.python_version()).set(1)

    def begin(self) -> None:
        """A request has arrived."""
        self._in_flight.inc()

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request has its answer. `route` is a rule of the URL map, never a path."""
        known = method if method in METHODS else OTHER_METHOD
        self._requests.labels(known, route, f"{status // 100}xx").inc()
        self._durations.labels(route).observe(seconds)

    def storage_failed(self, status: int) -> None:
        """An answer of 503 or 507 said that nothing could be saved."""
        self._storage_failures.labels(STORAGE_FAILURES[status]).inc()

    def count_live_streams(self, count: int) -> None:
        """So many event streams are open in this process now."""
        self._live_streams.set(count)

    def end(self) -> None:
        """A request that had begun has ended, whichever way."""
        self._in_flight.dec()

    def as_text(self) -> bytes:
        """All figures in Prometheus' text format (`CONTENT_TYPE`)."""
        registry = self._own
        if registry is None:
            registry = CollectorRegistry()
            MultiProcessCollector(registry, self._folder)
        return generate_latest(registry)


def take_place(folder: Path) -> int:
    """The lowest number that no living process holds in that folder; held until this one ends.

    Gauges of the process that held it before are removed, its counters go on. POSIX only.
    """
    for place in count():
        lock = os.open(folder / f"{place}.lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            continue
        _places.append(lock)
        mark_process_dead(place, str(folder))
        return place
    raise AssertionError("there is always a next number")
