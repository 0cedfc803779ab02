"""The ZIP of a thousand certificates, in a process of its own: how soon it begins, what it holds.

`python -m bench.bundle` prints the figures as JSON; its memory is that of the whole process.
"""

import json
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

PEOPLE = 1000
ROW = f"ZIP of {PEOPLE:,} certificates"


@dataclass(frozen=True, slots=True)
class Bundled:
    """One ZIP, from the first piece to the last."""

    name: str
    first_pdf_ms: float
    """CPU until index and first PDF are on their way, in a process that never set a page."""
    cpu_s: float
    size_mb: float
    peak_memory_mb: float | None
    """None where the system has no /proc."""


def measure() -> list[Bundled]:
    """In a new process, so that nothing else is in its memory."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.bundle"], check=True, capture_output=True, timeout=600
    )
    return [msgspec.json.decode(done.stdout, type=Bundled)]


def bundled() -> Bundled:
    """In this process."""
    from bench.certificates import sealed_papers
    from training.adapters.memory import give_back_large_blocks
    from training.certificates.delivery import bundle

    give_back_large_blocks()  # as the server does at its start
    papers = sealed_papers(PEOPLE)
    began, pieces = time.process_time(), bundle.stream(papers)
    size = len(next(pieces))
    first = time.process_time() - began
    size += sum(len(piece) for piece in pieces)
    return Bundled(
        name=ROW,
        first_pdf_ms=round(first * 1000, 1),
        cpu_s=round(time.process_time() - began, 2),
        size_mb=round(size / 1e6, 1),
        peak_memory_mb=_peak_memory_mb(),
    )


def _peak_memory_mb() -> float | None:
    """The most that was resident; what getrusage says has the parent's in it, from before exec."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return None
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return round(int(line.split()[1]) / 1024, 1)


if __name__ == "__main__":
    print(json.dumps(asdict(bundled())))
