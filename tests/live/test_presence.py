import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.conftest import ON_SQLITE, Workshop
from tests.journeys.serving import serving
from tests.live.streaming import (
    Follower,
    await_that,
    raise_stage,
    screen_path,
)
from training.adapters import clock
from training.live import store
from training.live.tables import LivePresence


def presence(app: Flask) -> dict[uuid.UUID, tuple[Any, Any]]:
    with app.extensions["training.database"].reading() as session:
        rows = session.scalars(select(LivePresence))
        return {each.seat_id: (each.seen_at, each.gone_at) for each in rows}


def test_it_is_written_down_who_is_connected_and_who_has_gone(
    app: Flask, workshop: Workshop, phone: tuple[str, str], address: str,
    at: Callable[[Any], None],
) -> None:  # fmt: skip
    seat_id, began = workshop.seat_id, clock.now()
    with Follower(address, *phone), Follower(address, screen_path(app, workshop)):
        with Follower(address, *phone):
            await_that(lambda: presence(app) == {seat_id: (began, None)})
        later = began.replace(minute=began.minute + 5)
        at(later)
    await_that(lambda: presence(app) == {seat_id: (began, later)})
    with Follower(address, *phone):
        await_that(lambda: presence(app) == {seat_id: (later, None)})


def test_a_seat_that_came_back_to_another_process_has_not_gone(
    app: Flask, workshop: Workshop
) -> None:
    left, back = clock.now(), clock.now().replace(second=3)
    note = store.note_presence

    def after(write: Callable[[Session], None]) -> Any:
        with app.extensions["training.database"].writing() as session:
            write(session)
            session.commit()
        return presence(app)[workshop.seat_id]

    here = {workshop.seat_id: workshop.course_id}
    assert after(lambda session: note(session, here, {}, back)) == (back, None)
    assert after(lambda session: note(session, {}, {workshop.seat_id: left}, back)) == (back, None)
    gone = after(lambda session: note(session, {}, {workshop.seat_id: back}, back))
    assert gone == (back, back)


@ON_SQLITE
def test_presence_that_cannot_be_written_disturbs_nobody_and_is_written_later(
    app: Flask, workshop: Workshop, phone: tuple[str, str], loads: object,
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    write, failures = store.note_presence, [OperationalError("INSERT", {}, Exception("full"))]

    def fail_once(*given: Any) -> None:
        if failures:
            raise failures.pop()
        write(*given)

    monkeypatch.setattr(store, "note_presence", fail_once)
    with serving(app) as address, Follower(address, *phone) as follower:
        assert follower.data() == "0"
        await_that(lambda: workshop.seat_id in presence(app))
        follower.await_data(raise_stage(app, workshop.course_id))
    assert "who is connected was not written: OperationalError" in caplog.messages
