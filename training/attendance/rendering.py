"""The code as the room sees it: the digits, the QR for cameras, and how long both last."""

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import lru_cache

from flask import url_for
from markupsafe import Markup

from training.adapters.typesetting import qr_svg
from training.attendance import codes, service
from training.attendance.model import Opening

STEP_SECONDS = 5
"""The bar of the live projector, which is asked for every second, moves so seldom."""


@dataclass(frozen=True, slots=True)
class CodeOnScreen:
    """What stands on the screen for one opening."""

    digits: str
    link: str
    """What the QR holds; "" where no phone could open it."""
    qr: Markup
    """The picture, or nothing."""
    seconds_left: int
    """Whole seconds until the next code, 1 to 30."""

    @property
    def share_left(self) -> int:
        """Per cent of its time that this code has left, in steps."""
        steps = -(-self.seconds_left // STEP_SECONDS)
        return 100 * steps * STEP_SECONDS // codes.WINDOW_SECONDS


def on_screen(
    join_code: str,
    course_id: uuid.UUID,
    opening: Opening,
    address: str,
    secret: str,
    now: dt.datetime,
) -> CodeOnScreen:
    """What to show for this opening now. `address` is where phones find this site, or ""."""
    code = service.code_of(secret, course_id, opening, now)
    link = address + url_for("attendance.scan", code=join_code, token=code.token) if address else ""
    left = -(-(code.ends_at - now) // dt.timedelta(seconds=1))
    return CodeOnScreen(code.digits, link, _picture(link) if link else Markup(), left)


@lru_cache(maxsize=32)
def _picture(link: str) -> Markup:
    """The QR, drawn once in its half minute; the lowest correction, for the largest squares."""
    return Markup(qr_svg(link, error="l"))  # noqa: S704 (our own drawing)
