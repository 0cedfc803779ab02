"""Put other people's verifiers of credentials into ``.build/verifiers``, for the tests alone.

`tools/setup.py --dev` runs it (`python -m tools.install_verifiers`). Two come from npm by a lock
file of their own (so by hash); the official schema of Open Badges lies in the source archive of
`openbadgeslib`, which is fetched by the hash in ``requirements/dev.txt``. Nothing happens when all
of it is there already.
"""

import hashlib
import re
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

from tools.install_assets import (
    BUILD,
    ROOT,
    InstallError,
    keep_out_of_git,
    npm_command,
    pip_command,
    run,
)

SOURCE = ROOT / "tests" / "credentials" / "verifiers"
LOCKED = ROOT / "requirements" / "dev.txt"
FOLDER = BUILD / "verifiers"
STAMP = FOLDER / "installed-from.txt"
SCHEMA = FOLDER / "open-badges-3.0-schema.json"
_SCHEMA_NAME = "ob_v3p0_achievementcredential_schema.json"
_REQUIREMENT = re.compile(r"^openbadgeslib==.*?(?<!\\)$", re.MULTILINE | re.DOTALL)


def wanted_stamp() -> str:
    """A hash of what the folder should have been made from."""
    locked = (SOURCE / "package-lock.json").read_bytes() + requirement().encode()
    return hashlib.sha256(locked).hexdigest() + "\n"


def requirement() -> str:
    """The lines of the lock file about openbadgeslib, with its hashes."""
    found = _REQUIREMENT.search(LOCKED.read_text(encoding="utf-8"))
    if found is None:
        raise InstallError(f"{LOCKED.name} does not name openbadgeslib.")
    return found.group() + "\n"


def is_installed() -> bool:
    """True when everything is there and was made from the lock files as they are now."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted_stamp()


def node_command() -> str:
    """The program that runs JavaScript here: the machine's own, or the one beside pip's npm."""
    first = npm_command()[0]
    found = shutil.which("node")
    return found if found and Path(first).name.startswith("npm") else first


def install_npm() -> None:
    """Fetches the locked npm packages into the folder."""
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(SOURCE / name, FOLDER / name)
    run(
        [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        FOLDER,
        "npm could not fetch them. This step needs a connection to the npm registry.",
    )


def install_schema() -> None:
    """Takes the schema out of the source archive of openbadgeslib."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "wanted.txt").write_text(requirement(), encoding="utf-8")
        run(
            [
                *pip_command(BUILD / "node"), "download", "--quiet", "--no-deps",
                "--disable-pip-version-check", "--no-binary", "openbadgeslib",
                "--require-hashes", "--requirement", "wanted.txt",
            ],
            folder,
            "pip could not fetch the source of openbadgeslib.",
        )  # fmt: skip
        archive = next(folder.glob("openbadgeslib-*.tar.gz"), None)
        if archive is None:
            raise InstallError("pip fetched no source of openbadgeslib.")
        SCHEMA.write_bytes(file_in(archive, _SCHEMA_NAME))


def file_in(archive: Path, name: str) -> bytes:
    """The content of the one file of that name in an archive."""
    with tarfile.open(archive) as opened:
        for member in opened:
            content = opened.extractfile(member)
            if content is not None and Path(member.name).name == name:
                return content.read()
    raise InstallError(f"{archive.name} holds no {name}.")


def install() -> None:
    """Fetches everything, then leaves the stamp that says from which lock files."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    keep_out_of_git(BUILD)
    install_npm()
    install_schema()
    STAMP.write_text(wanted_stamp(), encoding="utf-8", newline="\n")


def main() -> int:
    """Installs what is missing; 0 when all is there, 1 after a sentence on what went wrong."""
    try:
        if not is_installed():
            print("Installing the verifiers of others, for tests", flush=True)
            install()
    except (InstallError, OSError) as error:
        print(f"The verifiers could not be installed. {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
