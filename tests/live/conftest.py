"""A server in this process, and a phone that follows."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.conftest import Workshop
from tests.journeys.serving import serving
from tests.live.streaming import seat_cookie_of, seat_path
from training import live_wiring
from training.live.tables import LiveStage


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[uuid.UUID, str]]:
    """What was loaded of the rooms, in the place of their pages: just the stage's sequence."""
    noted: list[tuple[uuid.UUID, str]] = []

    def load(_app: Flask, database: Any, course_id: uuid.UUID, language: str) -> tuple[int, bytes]:
        noted.append((course_id, language))
        with database.reading() as session:
            found = session.get(LiveStage, course_id)
            sequence = found.sequence if found else 0
        return sequence, b'{"sequence":%d,"lang":"%b"}' % (sequence, language.encode())

    monkeypatch.setattr(live_wiring, "load_state", load)
    return noted


@pytest.fixture
def address(app: Flask, workshop: Workshop, loads: object) -> Iterator[str]:
    """Where our own server answers, in this process."""
    with serving(app) as found:
        yield found


@pytest.fixture
def phone(app: Flask, workshop: Workshop) -> tuple[str, str]:
    """Path and cookie of the first trainee's phone."""
    return seat_path(app, workshop), seat_cookie_of(app, workshop.seat_id)
