"""The seat's cookie: signed ids of the seats that this phone holds, newest first.

It needs no password and lasts half a year; a lost phone goes on elsewhere with the seat code.
"""

import uuid

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from training.courses import store
from training.kernel.ids import as_id

COOKIE = "seats"
HALF_A_YEAR_SECONDS = 183 * 24 * 3600
MOST_SEATS = 8


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="seats")


def held_seats() -> tuple[uuid.UUID, ...]:
    """The seats of this phone, newest first; none for a cookie that was tampered with."""
    try:
        written = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return ()
    found = (as_id(str(each)) for each in written) if isinstance(written, list) else ()
    return tuple(each for each in found if each is not None)[:MOST_SEATS]


def seat_in(session: Session, course_id: uuid.UUID) -> uuid.UUID | None:
    """The seat that this phone holds in that course."""
    held = held_seats()
    return store.find_held_seat(session, course_id, held) if held else None


def keep(response: Response, seat_id: uuid.UUID) -> None:
    """Puts the seat in front of those that this phone holds."""
    others = [str(each) for each in held_seats() if each != seat_id]
    response.set_cookie(
        COOKIE,
        str(_serializer().dumps([str(seat_id), *others][:MOST_SEATS])),
        max_age=HALF_A_YEAR_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
