import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests.conftest import ON_SQLITE, Workshop
from tests.journeys.serving import serving
from tests.live.streaming import (
    Follower,
    ask,
    ask_state,
    await_that,
    raise_stage,
)
from tests.proofreading import ProofReadingClient
from training import live_wiring
from training.adapters import clock
from training.live import open_streams, stream


def turn(trainer: ProofReadingClient, workshop: Workshop, on: str) -> int:
    """The trainer blanks the screen, or not; the sequence after it."""
    answer = trainer.post(
        f"/courses/{workshop.course_id}/live/stage",
        data={"word": "blank", "on": on, "driver": "a-page", "submission_key": "a-key"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 200, answer.text
    sequence: int = answer.json["sequence"]  # type: ignore[index] # it is JSON
    return sequence


def test_a_phone_is_told_where_the_room_is_and_of_every_change(
    address: str, phone: tuple[str, str], trainer: ProofReadingClient, workshop: Workshop
) -> None:
    with Follower(address, *phone) as follower:
        assert follower.data() == "0"
        for on in ("1", "0", "1"):
            sequence = turn(trainer, workshop, on)
            assert follower.data() == str(sequence)
    with Follower(address, *phone) as again:
        assert again.data() == "3"


def test_a_change_by_another_process_comes_through_the_database(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop
) -> None:
    """By NOTIFY on PostgreSQL, by looking again on SQLite."""
    with Follower(address, *phone) as follower:
        assert follower.data() == "0"
        follower.await_data(raise_stage(app, workshop.course_id))
        follower.await_data(raise_stage(app, workshop.course_id, announced=False))


def test_other_courses_are_not_heard_of(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop
) -> None:
    with Follower(address, *phone) as follower:
        assert follower.data() == "0"
        for _ in range(3):
            raise_stage(app, workshop.elsewhere_id)
        follower.await_data(raise_stage(app, workshop.course_id))


@ON_SQLITE
def test_the_stream_says_what_it_is_and_that_nobody_may_keep_it(
    address: str, phone: tuple[str, str]
) -> None:
    with Follower(address, *phone) as follower:
        assert follower.status == 200
        headers = follower.answer.headers
        assert headers["Content-Type"] == "text/event-stream"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Accel-Buffering"] == "no"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers.get("Content-Encoding") is None
        retry, data = follower.block()
        assert 1000 <= int(retry.removeprefix("retry: ")) <= 3000
        assert data == "data: 0"


@ON_SQLITE
def test_a_quiet_stream_gives_signs_of_life(
    app: Flask, workshop: Workshop, phone: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_streams, "QUIET_SECONDS", (0.1, 0.2))
    monkeypatch.setattr(stream, "ATTEND_SECONDS", 0.1)
    with serving(app) as address, Follower(address, *phone) as follower:
        assert follower.data() == "0"
        assert [follower.block() for _ in range(3)] == [[":"], [":"], [":"]]


def test_the_state_is_the_newest_in_the_language_asked_for(
    address: str, phone: tuple[str, str], trainer: ProofReadingClient, workshop: Workshop
) -> None:
    assert ask_state(address, *phone)["sequence"] == 0
    for on in ("1", "0"):
        sequence = turn(trainer, workshop, on)
        for lang in ("km", "en"):
            state = ask_state(address, *phone, lang=lang, after=sequence)
            assert (state["sequence"], state["lang"]) == (sequence, lang)
            assert next(iter(state)) == "now"


@ON_SQLITE
def test_now_is_the_servers_time_at_the_answer_though_the_rest_is_kept(
    address: str, phone: tuple[str, str], at: Callable[[Any], None], loads: list[Any]
) -> None:
    first = ask_state(address, *phone)["now"]
    at(clock.now() + (clock.now() - clock.now().replace(minute=0)))
    assert ask_state(address, *phone)["now"] == first + 30 * 60 * 1000
    assert len(loads) == 1


@ON_SQLITE
def test_the_state_of_a_room_is_made_once_for_all_phones(
    address: str, phone: tuple[str, str], trainer: ProofReadingClient, workshop: Workshop,
    loads: list[Any],
) -> None:  # fmt: skip
    sequence = turn(trainer, workshop, "1")
    found: list[int] = []

    def fetch() -> None:
        found.append(ask_state(address, *phone, after=sequence)["sequence"])

    threads = [threading.Thread(target=fetch) for _ in range(30)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert found == [sequence] * 30
    assert loads == [(workshop.course_id, "km")]


@ON_SQLITE
def test_a_phone_that_heard_of_more_than_this_process_gets_what_is_in_the_database(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop
) -> None:
    assert ask_state(address, *phone)["sequence"] == 0
    sequence = raise_stage(app, workshop.course_id, announced=False)
    assert ask_state(address, *phone, after=sequence)["sequence"] == sequence
    assert ask_state(address, *phone)["sequence"] == sequence
    assert ask_state(address, *phone, after=10**14)["sequence"] == sequence


@ON_SQLITE
def test_what_is_kept_is_made_anew_after_a_while_though_nobody_did_anything(
    address: str, phone: tuple[str, str], loads: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A question's time runs out by itself."""
    monkeypatch.setattr("training.live.room_states.KEPT_SECONDS", 0.3)
    ask_state(address, *phone)
    ask_state(address, *phone)
    assert len(loads) == 1
    time.sleep(0.4)
    ask_state(address, *phone)
    assert len(loads) == 2


@ON_SQLITE
def test_while_the_database_is_away_the_state_is_a_sentence_and_the_stream_stays(
    app: Flask, workshop: Workshop, phone: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> Any:
        raise OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(live_wiring, "load_state", away)
    with serving(app) as address, Follower(address, *phone) as follower:
        assert follower.data() == "0"
        status, headers, body = ask(address, f"{phone[0]}/state?lang=km", phone[1])
        assert (status, headers["Retry-After"]) == (503, "2")
        assert body == b"The database is away. Please wait a moment.\n"
        follower.await_data(raise_stage(app, workshop.course_id))


@ON_SQLITE
def test_the_same_application_can_be_served_again(
    app: Flask, workshop: Workshop, phone: tuple[str, str], loads: object
) -> None:
    for expected in (1, 2):
        with serving(app) as address, Follower(address, *phone) as follower:
            assert follower.data() == str(expected - 1)
            follower.await_data(raise_stage(app, workshop.course_id))
            assert ask_state(address, *phone)["sequence"] == expected


@ON_SQLITE
def test_no_path_ticket_or_cookie_is_logged(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    path, cookie = phone
    with Follower(address, path, cookie) as follower:
        assert follower.data() == "0"
        ask_state(address, path, cookie)
        ask(address, path, "")
        ask(address, "/live/some-garbage", cookie)

    def routes() -> list[str]:
        noted = [getattr(each, "request", None) for each in caplog.records]
        return sorted(each["route"] for each in noted if each)

    await_that(lambda: routes() == ["/live/<ticket>", "/live/<ticket>", "/live/<ticket>/state"])
    written = "\n".join(f"{each.getMessage()} {each.__dict__}" for each in caplog.records)
    for secret in (path.rpartition("/")[2], cookie.rpartition("=")[2], "some-garbage"):
        assert secret not in written
