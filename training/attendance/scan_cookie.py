"""The scan's cookie: the signed proof that this phone saw the code in time.

It travels in no address, so that nobody can text it on; and it names the browser's device, so that
it says nothing from another one.
"""

import datetime as dt
import uuid
from functools import cache

from flask import Response, request
from itsdangerous import BadData, URLSafeSerializer

from training.adapters.settings import installation_tag
from training.attendance import scanning
from training.attendance.blueprint import secret
from training.attendance.model import Scan
from training.kernel.ids import as_id
from training.web.device import device


def cookie_name() -> str:
    """The cookie's name in this installation."""
    return f"scan-{installation_tag(secret())}"


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="attendance scan")


def find(course_id: uuid.UUID, now: dt.datetime) -> Scan | None:
    """What this phone has scanned in this course within the last half hour."""
    written = request.cookies.get(cookie_name(), "")
    scan = _read(written) if written else None
    return scan if scan and scanning.is_good(scan, course_id, device(), now) else None


def _read(written: str) -> Scan | None:
    try:
        course, item, seconds, mark = _serializer(secret()).loads(written)
    except (BadData, TypeError, ValueError):
        return None
    course_id, item_id = as_id(str(course)), as_id(str(item))
    if course_id is None or item_id is None or not isinstance(seconds, int):
        return None
    return Scan(course_id, item_id, dt.datetime.fromtimestamp(seconds, dt.UTC), str(mark))


def keep(response: Response, scan: Scan) -> None:
    """Gives the phone its proof."""
    seconds = int(scan.seen_at.timestamp())
    written = [scan.course_id.hex, scan.agenda_item_id.hex, seconds, scan.device]
    response.set_cookie(
        cookie_name(),
        str(_serializer(secret()).dumps(written)),
        max_age=int(scanning.LASTS.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
