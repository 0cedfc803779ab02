"""Writes requirements/run.txt and requirements/dev.txt: every library, its version, its hashes.

The choice holds for all systems and every Python from 3.11 on, and names no download address.
`python -m tools.lock --keep` takes the versions that are locked already and adds what is missing.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
COMPILE = [
    *("pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11"),
    *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--quiet"),
    *("--custom-compile-command", "make lock", "--no-annotate"),
]


def lock(uv: str, name: str, *options: str) -> None:
    """Runs uv for one file. Raises CalledProcessError when the wishes cannot be met together."""
    target = FOLDER / f"{name}.txt"
    subprocess.run(
        [uv, *COMPILE, *options, "--output-file", str(target)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    print(f"requirements/{name}.txt: {target.read_text(encoding='utf-8').count('==')} libraries")


def main(arguments: list[str]) -> int:
    """The tests' set is chosen under the versions of the smaller one, so that both agree."""
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if not uv:
        print("uv is not installed: .venv/bin/python -m pip install uv", file=sys.stderr)
        return 1
    FOLDER.mkdir(exist_ok=True)
    renew = () if "--keep" in arguments else ("--upgrade",)
    lock(uv, "run", *renew, "--group", "build")
    lock(uv, "dev", *renew, "--group", "build", "--group", "dev", "-c", "requirements/run.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
