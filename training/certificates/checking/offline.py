"""The saved page: everything that a check by signature needs, in one file that asks nobody.

The numbers that do not count stand in it as short fingerprints of theirs (the first bytes of their
SHA-512): whoever has a paper can look its number up, and nobody can read the others' numbers out.
"""

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from training.certificates import store
from training.certificates.checking.words import day_of, known_keys, page_words
from training.certificates.model import State
from training.credentials import service as credentials
from training.credentials.model import KnownKey
from training.kernel.locales import Language
from training.web.assets import as_sent
from training.web.locale import reading_in

MARK_BYTES = 5
"""Of 1,000,000 numbers that count, one in a million looks like one of 1,000,000 that do not."""


def mark_of(number: str) -> str:
    """The fingerprint of an ungrouped number, 10 hexadecimal digits."""
    return hashlib.sha512(number.encode("ascii")).digest()[:MARK_BYTES].hex()


def make_page(session: Session, now: dt.datetime) -> str:
    """The whole file, in both languages. Its script reads the keys from the first part."""
    keys = credentials.issuers(session).keys
    lists: dict[str, list[str]] = {
        state.value: [] for state in (State.SUSPENDED, State.REVOKED, State.REPLACED)
    }
    for number, state in store.list_not_valid(session, tuple(keys)):
        lists[state].append(mark_of(number))
    known: dict[str, Any] = {
        "keys": known_keys(*keys.values()),
        "recorded": None,
        "marks": MARK_BYTES,
        "lists": {state: "".join(sorted(marks)) for state, marks in lists.items()},
    }
    style, script = as_sent("style.css"), as_sent("certificate.js")
    return render_template(
        "certificates/offline.html",
        parts={
            "km": _part("km", known, list(keys.values()), now),
            "en": _part("en", {}, list(keys.values()), now),
        },
        style=style,
        script=script,
        policy=policy_of(style, script),
    )


def _part(
    spoken: Language, known: dict[str, Any], keys: Sequence[KnownKey], now: dt.datetime
) -> str:
    with reading_in(spoken):
        return render_template(
            "certificates/_offline_part.html",
            known=known,
            keys=keys,
            made_on=day_of(now),
            **page_words(),
        )


@cache
def policy_of(style: str, script: str) -> str:
    """The policy that the file gives itself: this style and this script, and nothing from afar."""
    return f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}"


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"
