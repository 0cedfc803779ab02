"""The disk fills up under load: a sentence and 507, and when there is room again all goes on.

tests/web/test_full_disk.py shows the same for one form at a time.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from flask import Flask

from tests.faults.conftest import ON_SQLITE, Browse
from tests.faults.load import require_all_kept
from tests.faults.room import Room
from tests.faults.serving import Server, Servers
from tests.saying import sentence
from training.adapters.settings import Settings
from training.web.errors import STORAGE_FULL

pytestmark = ON_SQLITE
DISK_BYTES = 16 * 1024 * 1024
LEFT_BYTES = 64 * 1024
WHERE_ELSE = "shown with pages in tests/web/test_full_disk.py"


class Disk(Protocol):
    def fill(self, server: Server) -> None:
        """Leaves so little room that the load soon needs more."""

    def free(self, server: Server) -> None:
        """Makes room."""


class SmallDisk:
    """A file system of a few megabytes, in memory."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self, _server: Server) -> None:
        content = b"\0" * 4096
        try:
            with self._ballast.open("wb", buffering=0) as file:
                while file.write(content) == len(content):
                    pass
        except OSError:  # not one page is left
            with self._ballast.open("r+b") as file:
                file.truncate(self._ballast.stat().st_size - LEFT_BYTES)

    def free(self, _server: Server) -> None:
        self._ballast.unlink()


class Limit:
    """The system takes no byte of the server beyond a size that its files have almost reached."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self, server: Server) -> None:
        largest = max(path.stat().st_size for path in self._folder.glob("training.db*"))
        self._limit(server, largest + LEFT_BYTES)

    def free(self, server: Server) -> None:
        self._limit(server, -1)

    def _limit(self, server: Server, size: int) -> None:
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (size, hard))


@pytest.fixture(params=["small disk", "limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    if sys.platform != "linux":
        pytest.skip(f"only Linux can do that to a process that runs; {WHERE_ELSE}")
    folder = tmp_path / "instance"
    folder.mkdir()
    if request.param == "limit":
        yield Limit(folder)
        return
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, check=False)  # noqa: S603 - our own words
    if mounted.returncode:
        pytest.skip("only root may mount a small disk; the limit shows the same")
    yield SmallDisk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607


@pytest.fixture
def settings(disk: Disk, settings: Settings) -> Settings:
    """An installation on that disk."""
    return settings


def test_what_was_acknowledged_before_and_after_is_there(
    app: Flask, settings: Settings, room: Room, serve: Servers, browse: Browse, disk: Disk
) -> None:
    database = app.extensions["training.database"]
    load, server = room.load(database), serve(settings)
    phone = browse(server, {**room.phone(0), "lang": "en"})
    assert phone.get(room.sheet).status == 200
    load.begin(server)
    load.await_acknowledged(10)
    disk.fill(server)
    load.await_turned_away()
    refused = phone.post(f"{room.sheet}/finish", {})
    assert refused.status == 507
    assert sentence(app, STORAGE_FULL, "en") in refused.text.replace("&#39;", "'")
    assert phone.get(room.sheet).status == 200
    disk.free(server)
    load.await_acknowledged(30)
    load.end()
    require_all_kept(database, load)
    assert server.status_of("/healthz") == 200
