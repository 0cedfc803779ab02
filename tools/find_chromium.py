"""Prints the path of a Chromium for the browser journey; nothing, and a loud notice, without one.

Looks on the PATH for the browsers that tests can drive. With `--install`, and as root on a machine
with apt-get, it installs what is missing: the browser, a Khmer font, poppler's PDF tools.
Standard library only.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-core", "poppler-utils")
GIVEN_BY = "TRAINING_CHROMIUM"
NOTICE = """
######################################################################
  No Chromium was found on this machine, and it could not be
  installed from here. The journey in a real browser WILL BE SKIPPED.
  All other tests run. To have it too, install the package chromium
  and a Khmer font (Debian: apt install chromium fonts-noto-core),
  or name the browser: TRAINING_CHROMIUM=/path/to/chromium make test
######################################################################
"""


def find_chromium() -> str:
    """The full path of the browser that TRAINING_CHROMIUM names or that is on the PATH, or ""."""
    given = os.environ.get(GIVEN_BY, "")
    found = (shutil.which(name) for name in ((given,) if given else NAMES))
    return next((path for path in found if path), "")


def has_khmer_font() -> bool:
    """Whether pages in Khmer show letters; True as well where that cannot be found out."""
    if not shutil.which("fc-list"):
        return True
    asked = subprocess.run(
        ["fc-list", ":lang=km"], capture_output=True, text=True, check=False, timeout=60
    )
    return bool(asked.stdout.strip())


def may_install() -> bool:
    """Whether this is root on a machine with apt-get."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and bool(shutil.which("apt-get"))


def install() -> None:
    """Installs the browser and the font; a failure leaves the last words of apt-get on stderr."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing", ", ".join(PACKAGES), "for the browser journey", file=sys.stderr)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
    ):
        done = subprocess.run(
            command, env=quiet, capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode:
            print(done.stderr.strip()[-600:], file=sys.stderr)


def main(arguments: list[str]) -> int:
    """Always 0: tests run without a browser too, and the journeys say that they were skipped."""
    missing = not find_chromium() or not has_khmer_font()
    if missing and "--install" in arguments and may_install():
        install()
    found = find_chromium()
    if not found:
        print(NOTICE, file=sys.stderr)
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
