"""What the QR on the screen carries, and a phone that scans it."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.attendance.conftest import Open
from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.attendance import codes
from training.attendance.model import Mark
from training.courses import seat_cookie

Marks = Callable[[], tuple[Mark, ...]]
Clock = Callable[[dt.datetime], None]
TokenAt = Callable[..., str]


def later(seconds: float) -> dt.datetime:
    return NINE_THIRTY + dt.timedelta(seconds=seconds)


@pytest.fixture
def token_at(app: Flask, workshop: Workshop, opened: Open) -> TokenAt:
    """`token_at(-60)`: what the QR of the open item carries so many seconds from now."""

    def find(seconds: float = 0, item_id: uuid.UUID = opened.item_id) -> str:
        window = codes.window_of(later(seconds))
        return codes.code_of(app.config["SECRET_KEY"], workshop.course_id, item_id, window).token

    return find


def scan(phone: ProofReadingClient, workshop: Workshop, token: str) -> TestResponse:
    return phone.get(f"/a/{workshop.join_code}/{token}")


def tap(phone: ProofReadingClient, workshop: Workshop, **sent: str) -> TestResponse:
    return phone.post(f"/c/{workshop.course_id}/attendance", data={"submission_key": "tap", **sent})


def page_of(workshop: Workshop) -> str:
    return f"/c/{workshop.course_id}/attendance"


def hold(app: Flask, phone: ProofReadingClient, *seats: uuid.UUID) -> None:
    """Puts these seats onto the phone, the one that is on first."""
    key = str(app.config["SECRET_KEY"])
    phone.set_cookie(seat_cookie.cookie_name(key), seat_cookie.signed(key, seats))
