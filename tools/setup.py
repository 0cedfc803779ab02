"""Sets up everything: `python3 tools/setup.py`, on Windows `py tools\\setup.py`.

Makes `.venv`, installs the locked libraries into it, and the project itself, and fetches the
fonts. Each step leaves a stamp in `.venv` and is skipped while what it was made
from stays the same. `--dev` installs the tools for tests and checks as well. Standard library only;
does not need make.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)


class SetupError(Exception):
    """A step did not work; the text is for the person at the terminal."""


def venv_python() -> Path:
    """The interpreter inside `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv() -> None:
    """Makes `.venv` with pip inside, unless there is one that works."""
    if venv_python().is_file() and _has_pip():
        return
    print("Making .venv")
    try:
        venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(
            "Python could not make a virtual environment in .venv. On Debian and Ubuntu its module"
            f" is a package of its own: apt install python3-venv. ({error})"
        ) from error


def _has_pip() -> bool:
    check = [str(venv_python()), "-c", "import pip"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0


def fingerprint(sources: list[Path]) -> str:
    """A hash of the files' contents and of the interpreter that they were used with."""
    digest = hashlib.sha256(sys.version.encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def run_step(name: str, says: str, sources: list[Path], command: list[str]) -> None:
    """Runs `command` with the interpreter of `.venv`, unless its stamp says that nothing changed.

    Raises SetupError when the command fails; what it wrote stands above.
    """
    stamp = VENV / f"ready-{name}"
    wanted = fingerprint(sources)
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(says, flush=True)
    done = subprocess.run([str(venv_python()), *command], cwd=ROOT, check=False)
    if done.returncode:
        raise SetupError(f"This step did not work: {says}. What it wrote stands above.")
    stamp.write_text(wanted, encoding="ascii")


def run_always(command: list[str]) -> None:
    """Runs a step that finds out by itself, quickly and quietly, whether there is work to do."""
    if subprocess.run([str(venv_python()), *command], cwd=ROOT, check=False).returncode:
        raise SetupError("Set-up stopped. The reason stands above.")


def set_up(*, dev: bool) -> None:
    """All steps in order."""
    make_venv()
    pip = ["-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    # The larger set holds the smaller one: where it is installed, `make run` leaves it alone.
    locked = ROOT / "requirements" / ("dev.txt" if dev or dev_is_current() else "run.txt")
    run_step(
        locked.stem,
        f"Installing the libraries of requirements/{locked.name}",
        [locked],
        [*pip, "--require-hashes", "-r", str(locked)],
    )
    run_step(
        "project",
        "Installing the project itself",
        [ROOT / "pyproject.toml"],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    )
    run_always(["tools/install_assets.py"])
    if dev:
        run_always(["-m", "tools.install_verifiers"])


def dev_is_current() -> bool:
    """Whether the libraries for tests and checks are installed as they are locked now."""
    stamp = VENV / "ready-dev"
    wanted = fingerprint([ROOT / "requirements" / "dev.txt"])
    return stamp.is_file() and stamp.read_text(encoding="ascii") == wanted


def main() -> int:
    """0 when all is ready, 1 after a sentence that says what is missing."""
    parser = argparse.ArgumentParser(description="Sets up everything in .venv.")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    chosen = parser.parse_args()
    if sys.version_info < OLDEST:
        print("Python 3.11 or newer is needed; this is", sys.version.split()[0], file=sys.stderr)
        return 1
    try:
        set_up(dev=chosen.dev)
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
