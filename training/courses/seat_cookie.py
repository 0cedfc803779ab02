"""The seat's cookie: signed ids of the seats that this phone holds, newest first.

It needs no password and lasts half a year; a lost phone goes on elsewhere with the seat code.
"""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from training.adapters.settings import installation_tag
from training.kernel.ids import as_id
from training.web.context import actor

HALF_A_YEAR_SECONDS = 183 * 24 * 3600
MOST_SEATS = 8
LONGEST = 1000
"""Letters of a cookie: more than any that was written here has."""


@cache
def cookie_name(secret_key: str) -> str:
    """The cookie's name in the installation of that key.

    Two laptops often have the same address; neither may wipe out the other's seats.
    """
    return f"seats-{installation_tag(secret_key)}"


def signed(secret_key: str, seat_ids: Sequence[uuid.UUID]) -> str:
    """The cookie's value for these seats, newest first."""
    return str(_serializer(secret_key).dumps([str(each) for each in seat_ids][:MOST_SEATS]))


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="seats")


def _secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])


def held_seats() -> tuple[uuid.UUID, ...]:
    """The seats of this phone, newest first; none for a cookie that was tampered with."""
    return read_seats(_secret_key(), request.cookies)


def read_seats(secret_key: str, cookies: Mapping[str, str]) -> tuple[uuid.UUID, ...]:
    """The same, from the cookies of a request that Flask does not see."""
    typed = cookies.get(cookie_name(secret_key), "")
    return _read(secret_key, typed) if 0 < len(typed) <= LONGEST else ()


@lru_cache(maxsize=4096)
def _read(secret_key: str, typed: str) -> tuple[uuid.UUID, ...]:
    """Remembered: a phone brings its cookie with every request, and it says the same for ever."""
    try:
        written = _serializer(secret_key).loads(typed)
    except BadSignature:
        return ()
    found = (as_id(str(each)) for each in written) if isinstance(written, list) else ()
    return tuple(each for each in found if each is not None)[:MOST_SEATS]


def keep(response: Response, seat_id: uuid.UUID) -> None:
    """Puts the seat in front of those that this phone holds."""
    others = [each for each in held_seats() if each != seat_id]
    response.set_cookie(
        cookie_name(_secret_key()),
        signed(_secret_key(), [seat_id, *others]),
        max_age=HALF_A_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def lead_on(response: Response) -> Response:
    """After a request: a phone whose seat was merged into another one holds that one as well.

    Its stream, which looks at the cookie alone, knows it then.
    """
    known = actor()
    if known.seat_id is not None and known.seat_id not in known.held_seat_ids:
        keep(response, known.seat_id)
    return response
