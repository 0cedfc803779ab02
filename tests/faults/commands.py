"""`flask --app app …` as a process of its own, beside a server that runs."""

import subprocess
import sys

from tests.faults.serving import PATIENCE_SECONDS, ROOT, environment
from training.adapters.settings import Settings


def administer(settings: Settings, *words: object) -> str:
    """What the command said. Fails where it does."""
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "flask", "--app", "app", *map(str, words)],
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE_SECONDS,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout
