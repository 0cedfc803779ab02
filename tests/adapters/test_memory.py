"""A moment's need of memory does not stay for good."""

import subprocess
import sys

import pytest

GROWTH = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from training.adapters.memory import give_back_large_blocks
from training.people.passwords import hash_password

give_back_large_blocks()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


hash_password("first")
before = resident()
with ThreadPoolExecutor(4) as several:
    list(several.map(hash_password, map(str, range(24))))
    print(resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells resident memory in /proc")
def test_password_checks_in_several_threads_keep_no_memory() -> None:
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", GROWTH], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 10_000_000


SCRAPS = """
from pathlib import Path

from training.adapters.memory import give_back_large_blocks, give_back_scraps

give_back_large_blocks()


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


pages, kept = [], []
for _ in range(400):
    pages.append(bytearray(100_000))
    kept.append(bytearray(1_000))
pages.clear()
before = resident()
give_back_scraps()
print(before - resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells resident memory in /proc")
def test_what_lies_free_between_small_things_that_stay_is_given_back() -> None:
    done = subprocess.run(  # noqa: S603 - our own text
        [sys.executable, "-c", SCRAPS], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 20_000_000
