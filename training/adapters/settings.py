"""Where the data lives and how the world reaches us, read from the environment once."""

import hashlib
import hmac
import ipaddress
import os
import re
import secrets
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from training.adapters.mail import MailServer, MailSettingsError, mail_server
from training.adapters.places import PACKS, TRANSLATIONS

_PUBLIC_URL = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?"
)

_TOKEN = re.compile(r"[A-Za-z0-9._~+/=-]{16,200}")
MOST_WORKERS = 64


class SettingsError(Exception):
    """A setting cannot be used; the message says which and why, for the terminal."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that differs from one installation to the next."""

    data_folder: Path
    database_url: str
    public_url: str
    """Where certificates can be checked by the world; empty when there is no such place."""
    port: int
    host: str
    packs_folder: Path
    translations_folder: Path
    staff_over_http: bool
    """Lets staff sign in from another machine over plain http. Off by default."""
    behind_proxy: bool
    """Trusts one proxy's X-Forwarded-* headers."""
    synchronous: str
    """SQLite's `synchronous`: FULL survives a power cut, NORMAL is faster."""
    workers: int
    """Processes that serve; 1 is the whole program in one process."""
    log: str
    """How the log is written on stderr: `text` or `json`."""
    metrics_token: str = field(repr=False)
    """Lets whoever brings it read `/metrics` from elsewhere; empty: from this machine only."""
    two_persons: bool = False
    """Whether a certificate is suspended, revoked and reinstated by two persons only."""
    mail: MailServer | None = None
    """Where e-mail is handed in; None: there is no mail server, and nothing is sent."""

    def secret_key(self) -> str:
        """The signing key of this installation, made on first use, readable by the owner only.

        Raises SettingsError when it cannot be written.
        """
        return read_or_make_secret(self.data_folder / "secret.key")

    def find_secret_key(self) -> str:
        """The signing key where there is one already, else ""."""
        try:
            return (self.data_folder / "secret.key").read_text(encoding="ascii").strip()
        except OSError:
            return ""


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Reads `TRAINING_*` and `PORT`. Raises SettingsError with a sentence for the terminal."""
    given = os.environ if environ is None else environ
    data_folder = Path(given.get("TRAINING_DATA") or "instance").resolve()
    database_url = given.get("TRAINING_DATABASE_URL") or f"sqlite:///{data_folder / 'training.db'}"
    return Settings(
        data_folder=data_folder,
        database_url=database_url,
        public_url=_public_url(given.get("TRAINING_PUBLIC_URL", "")),
        port=_port(given.get("PORT") or "8000"),
        host=given.get("TRAINING_HOST") or "0.0.0.0",  # noqa: S104 - phones must reach it
        packs_folder=Path(given.get("TRAINING_MODULES") or PACKS),
        translations_folder=TRANSLATIONS,
        staff_over_http=given.get("TRAINING_STAFF_OVER_HTTP", "") == "1",
        behind_proxy=given.get("TRAINING_BEHIND_PROXY", "") == "1",
        synchronous="NORMAL" if given.get("TRAINING_SYNCHRONOUS") == "NORMAL" else "FULL",
        workers=_workers(given.get("TRAINING_WORKERS") or "1"),
        log=_log(given.get("TRAINING_LOG") or "text"),
        metrics_token=_metrics_token(given.get("TRAINING_METRICS_TOKEN", "")),
        two_persons=given.get("TRAINING_TWO_PERSONS", "") == "1",
        mail=_mail(given),
    )


def _mail(given: Mapping[str, str]) -> MailServer | None:
    try:
        return mail_server(given)
    except MailSettingsError as error:
        raise SettingsError(str(error)) from error


def _public_url(given: str) -> str:
    url = given.strip().rstrip("/")
    if not url:
        return ""
    found = _PUBLIC_URL.fullmatch(url)
    if found is None:
        raise SettingsError(f"TRAINING_PUBLIC_URL is {url!r}; it must begin with https:// .")
    if _is_of_this_room(found["host"]):
        raise SettingsError(
            f"TRAINING_PUBLIC_URL is {url!r}, which only this room can reach. Certificates keep it "
            "for ever: give an address that the world can open, or leave it empty."
        )
    return url


def _is_of_this_room(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return "." not in host or host.endswith((".local", ".lan", ".home.arpa"))
    return not address.is_global


def _port(given: str) -> int:
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise SettingsError(f"PORT is {given!r}; it must be a number from 1 to 65535.")
    return int(given)


def _workers(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= MOST_WORKERS):
        raise SettingsError(
            f"TRAINING_WORKERS is {given!r}; it must be a number from 1 to {MOST_WORKERS}. "
            "One for each core of the machine is enough."
        )
    if sys.platform == "win32" and int(given) > 1:
        raise SettingsError("TRAINING_WORKERS must be 1 on Windows, which serves in one process.")
    return int(given)


def _log(given: str) -> str:
    if given not in {"text", "json"}:
        raise SettingsError(f"TRAINING_LOG is {given!r}; it must be text or json.")
    return given


def _metrics_token(given: str) -> str:
    if given and not _TOKEN.fullmatch(given):
        # The value itself is not repeated: it may be a secret with one sign too many.
        raise SettingsError(
            "TRAINING_METRICS_TOKEN must be 16 to 200 letters, digits and . _ ~ + / = - without "
            "spaces, such as `openssl rand -hex 24` prints."
        )
    return given


@cache
def installation_tag(secret_key: str) -> str:
    """Eight letters that tell this installation from another at the same address, in cookie names.

    It says nothing about the key: an HMAC with a label of its own.
    """
    return hmac.new(secret_key.encode(), b"installation", hashlib.sha256).hexdigest()[:8]


def read_or_make_secret(path: Path) -> str:
    """The secret in that file; makes it, owner-readable only, where there is none."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"The folder {path.parent} cannot be written: {error}.") from error


def _make_secret(path: Path) -> None:
    """Puts it in place whole, so that nobody reads half of it; whoever comes second keeps it."""
    handle, made = tempfile.mkstemp(prefix=".secret-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(made, path)
        except FileExistsError:
            return
        except OSError:  # a disk without links, such as a memory stick
            os.replace(made, path)  # noqa: PTH105 - the same
    finally:
        Path(made).unlink(missing_ok=True)
