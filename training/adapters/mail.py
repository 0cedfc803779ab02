"""Sending e-mail through a server that settings name.

`TRAINING_SMTP` is its address: `smtp://name:password@host:587` (turned to TLS before anything is
said), `smtps://…:465` (TLS from the start), or `smtp+plain://localhost:25` (no TLS: for a server on
this machine). `TRAINING_MAIL_FROM` is the address that letters come from.
"""

import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

SECONDS_TO_WAIT = 20
MOST_SIGNS_OF_AN_ADDRESS = 254
"""RFC 5321, section 4.5.3.1.3, without the angle brackets."""
_PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
# What is left of an address after the forms that no mail server of today takes.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z]{2,63}"
)


class MailSettingsError(ValueError):
    """The settings of mail cannot be used; the message says which and why, for the terminal."""


class MailError(Exception):
    """A letter was not taken. `is_final` where trying again cannot help."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class NoMailServerError(MailError):
    """Nobody answers where the mail server ought to be, or it is not who it says it is."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and whom they come from."""

    host: str
    port: int
    encryption: str
    """`starttls`, `tls` or `none`."""
    sender: str
    name: str = ""
    password: str = field(default="", repr=False)

    def send(self, letter: EmailMessage) -> None:
        """Hands in one letter. Raises MailError with what the server said, or NoMailServerError."""
        try:
            with self._connect() as connection:
                if self.encryption == "starttls":
                    connection.starttls(context=ssl.create_default_context())
                if self.name:
                    connection.login(self.name, self.password)
                connection.send_message(letter)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise MailError(_said(code, words), is_final=500 <= code < 600) from error
        except smtplib.SMTPResponseException as error:
            code = error.smtp_code
            is_final = isinstance(error, smtplib.SMTPDataError) and 500 <= code < 600
            raise MailError(_said(code, error.smtp_error), is_final=is_final) from error
        except smtplib.SMTPException as error:
            raise MailError(str(error) or type(error).__name__) from error
        except OSError as error:
            raise NoMailServerError(str(error) or type(error).__name__) from error

    def _connect(self) -> smtplib.SMTP:
        if self.encryption == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS_TO_WAIT, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS_TO_WAIT)


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:200]


def new_letter() -> EmailMessage:
    """An empty letter, written as mail servers want it."""
    return EmailMessage(policy=SMTP)


def is_address(typed: str) -> bool:
    """Whether that can be the address of a mailbox somewhere in the world."""
    return len(typed) <= MOST_SIGNS_OF_AN_ADDRESS and _ADDRESS.fullmatch(typed) is not None


def mail_server(environ: Mapping[str, str]) -> MailServer | None:
    """The server that `TRAINING_SMTP` and `TRAINING_MAIL_FROM` name; None where none is named.

    Raises MailSettingsError. A password is never repeated.
    """
    url, sender = environ.get("TRAINING_SMTP", "").strip(), environ.get("TRAINING_MAIL_FROM", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (KeyError, ValueError) as error:
        raise MailSettingsError(
            "TRAINING_SMTP must be the address of a mail server, such as "
            "smtp://name:password@mail.example.org:587 or smtps://…:465."
        ) from error
    if not parts.hostname:
        raise MailSettingsError("TRAINING_SMTP names no mail server.")
    encryption = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}[parts.scheme]
    return MailServer(
        host=parts.hostname,
        port=port,
        encryption=encryption,
        sender=_sender(sender.strip()),
        name=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _sender(given: str) -> str:
    bare = given.rpartition("<")[2].removesuffix(">").strip() if "<" in given else given
    if not is_address(bare):
        raise MailSettingsError(
            "TRAINING_MAIL_FROM must be the address that letters come from, such as "
            "R2P Training <certificates@example.org>."
        )
    shown = given.rpartition("<")[0].strip().strip('"') if "<" in given else ""
    return str(Address(display_name=shown, addr_spec=bare))
