"""Phones of a room that ask for their first papers at one moment, in a process that just began."""

import subprocess
import sys

# In a process of its own: in this one the widths of the letters may be known already.
FRESH = """
import sys
from concurrent.futures import ThreadPoolExecutor
from bench.certificates import sealed_papers
sys.setswitchinterval(1e-5)
papers = sealed_papers(3)
with ThreadPoolExecutor(8) as phones:
    made = list(phones.map(lambda turn: (turn % 3, papers[turn % 3].pdf()), range(24)))
assert len(set(made)) == 3
"""


def test_eight_threads_set_the_first_papers_of_a_process_alike() -> None:
    done = subprocess.run(  # noqa: S603 (our own)
        [sys.executable, "-c", FRESH], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
