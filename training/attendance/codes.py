"""The code on the screen: six digits and a QR token that change every half minute. Pure.

Both come from one keyed hash over course, agenda item and time window, so that nothing has to be
kept: whoever knows the server's key and its clock knows the code. Phones' clocks play no part.
"""

import base64
import datetime as dt
import hmac
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from training.kernel.locales import digits_only

CODE_DIGITS = 6
WINDOW_SECONDS = 30
ACCEPTED_WINDOWS = 2
"""The window that is on and the one before it: half a minute at least to read and type."""
REMEMBERED_WINDOWS = 40
"""Codes of so many windows, 20 minutes, are known again as old ones, and are no wrong guess."""
TOKEN_BYTES = 6
_PURPOSE = b"attendance code 2\0"


@dataclass(frozen=True, slots=True)
class Code:
    """What the screen shows for one window."""

    digits: str
    """Six decimal digits."""
    token: str
    """What the QR carries: 6 bytes in base64url, 8 characters (RFC 4648, section 5)."""
    ends_at: dt.datetime
    """When the screen shows the next one; this one is accepted for one more window."""


def window_of(moment: dt.datetime) -> int:
    """The number of the time window, of WINDOW_SECONDS each since 1970, by the server's clock."""
    return int(moment.timestamp()) // WINDOW_SECONDS


def code_of(secret: str, course_id: uuid.UUID, item_id: uuid.UUID, window: int) -> Code:
    """The code of one agenda item in one window.

    HMAC-SHA256 with `secret` as the key over a purpose label, the two ids (16 bytes each) and the
    window (8 bytes, big-endian). The digits are cut out by the dynamic truncation of RFC 4226,
    section 5.3: the low four bits of the last byte choose four bytes, whose lower 31 bits are taken
    modulo 10^6. The token is the first six bytes.
    """
    message = _PURPOSE + course_id.bytes + item_id.bytes + window.to_bytes(8, "big")
    digest = hmac.digest(secret.encode(), message, "sha256")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    ends_at = dt.datetime.fromtimestamp((window + 1) * WINDOW_SECONDS, dt.UTC)
    token = base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()
    return Code(f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}", token, ends_at)


def age_of(
    typed: str, secret: str, course_id: uuid.UUID, item_id: uuid.UUID, now: dt.datetime
) -> int | None:
    """How many windows ago these were the digits of the item: 0: they are on; None: never.

    `typed` is in Khmer or Western script, with or without spaces.
    """
    digits = digits_only(typed).encode()
    shown = _shown_lately(secret, course_id, item_id, now)
    ages = (age for age, code in shown if hmac.compare_digest(digits, code.digits.encode()))
    return next(ages, None)


def age_of_token(
    token: str, secret: str, course_id: uuid.UUID, item_id: uuid.UUID, now: dt.datetime
) -> int | None:
    """The same for what a QR carried. Digits are none: they could be guessed in an address."""
    scanned = token.encode("utf-8", "replace")
    shown = _shown_lately(secret, course_id, item_id, now)
    ages = (age for age, code in shown if hmac.compare_digest(scanned, code.token.encode()))
    return next(ages, None)


def _shown_lately(
    secret: str, course_id: uuid.UUID, item_id: uuid.UUID, now: dt.datetime
) -> Iterator[tuple[int, Code]]:
    last = window_of(now)
    for age in range(REMEMBERED_WINDOWS):
        yield age, code_of(secret, course_id, item_id, last - age)


def is_fresh(age: int | None) -> bool:
    """Whether a code of that age marks attendance."""
    return age is not None and age < ACCEPTED_WINDOWS
