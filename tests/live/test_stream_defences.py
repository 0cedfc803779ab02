import asyncio
import socket
import time
import uuid
from typing import Any

import pytest
from flask import Flask

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.live.streaming import (
    Follower,
    ask,
    ask_state,
    await_that,
    raise_stage,
    raw_caller,
    screen_path,
    seat_cookie_of,
)
from tests.own_loop import run_apart
from training import live_wiring
from training.adapters.asgi import ABORT
from training.adapters.server import LONG_FAREWELL_SECONDS, open_listener
from training.live import open_streams, stream, tickets
from training.serving import make_server

PATIENCE_SECONDS = 15
REAL = "{ticket}"


@ON_SQLITE
@pytest.mark.parametrize(
    "path",
    [
        "/live", "/live/", "/live//", "/live/x", "/live/x/y", "/live/state", "/live//state",
        "/live/state/state", "/live/..", "/live/%2e%2e/join", "/live/%00", "/live/%ff%fe",
        "/live/a.b.c/state?lang=km", f"/live/{REAL}x", f"/live/{REAL}/", f"/live/{REAL}/other",
        f"/live/{REAL}/state/state", f"/live/x{REAL}", "/live/" + "x" * 20_000,
    ],
)  # fmt: skip
def test_what_is_no_ticket_is_not_found(path: str, address: str, phone: tuple[str, str]) -> None:
    own_ticket = phone[0].removeprefix("/live/")
    status, headers, body = ask(address, path.replace(REAL, own_ticket), phone[1])
    assert status == 404
    assert body.startswith(b"There is nothing at this address.")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert len(headers["X-Request-Id"]) == 16


@ON_SQLITE
@pytest.mark.parametrize(
    "query",
    [
        "", "lang=fr", "lang=", "lang=km&after=", "lang=km&after=x", "lang=km&after=-1",
        "lang=km&after=1e3", "lang=km&after=%E1%9F%A1", "lang=km&after=" + "9" * 4000,
        "%ff=%ff", "&" * 500, "after=1", "lang=km&after=1.5",
        "&".join(f"a{number}=1" for number in range(2000)),
    ],
)  # fmt: skip
def test_an_address_of_the_state_that_makes_no_sense_is_said_to_make_none(
    query: str, address: str, phone: tuple[str, str], loads: list[Any]
) -> None:
    path, cookie = phone
    wanted = 400
    if query == "lang=km&after=":  # the same as none
        wanted = 200
    assert ask(address, f"{path}/state?{query}", cookie)[0] == wanted


@ON_SQLITE
@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("ending", ["", "/state?lang=km"])
def test_it_can_only_be_read(
    method: str, ending: str, address: str, phone: tuple[str, str]
) -> None:
    body = b"x" * 5000 if method == "POST" else None
    status, headers, _ = ask(address, phone[0] + ending, phone[1], method, body)
    assert (status, headers["Allow"]) == (405, "GET")


@ON_SQLITE
def test_a_request_that_brings_something_is_refused(address: str, phone: tuple[str, str]) -> None:
    assert ask(address, *phone, body=b"something")[0] == 400
    head = f"GET {phone[0]} HTTP/1.1\r\nHost: x\r\nCookie: {phone[1]}\r\n".encode()
    with raw_caller(address, head + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello") as caller:
        assert caller.recv(1000).startswith(b"HTTP/1.1 400")


@ON_SQLITE
def test_a_seats_ticket_is_of_no_use_to_another_phone(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop
) -> None:
    path, own = phone
    name, _, value = own.partition("=")
    strangers = [
        "", "a=b", f"{name}=", f"{name}={value[:-3]}xyz", f"x{name}={value}",
        f"{name}=" + "x" * 4000,
        seat_cookie_of(app, workshop.other_seat_id, workshop.seat_elsewhere_id),
    ]  # fmt: skip
    for cookie in strangers:
        for ending in ("", "/state?lang=km"):
            assert ask(address, path + ending, cookie)[0] == 403, cookie
    both = seat_cookie_of(app, workshop.other_seat_id, workshop.seat_id)
    with Follower(address, path, f"a=b; {both}") as follower:
        assert follower.data() == "0"


@ON_SQLITE
def test_an_accounts_ticket_is_for_that_very_session(
    address: str, app: Flask, workshop: Workshop, client_for: ClientMaker
) -> None:
    def session_of(account_id: uuid.UUID) -> str:
        cookies = cookies_of(client_for(account_id=account_id))
        return "; ".join(f"{name}={value}" for name, value in cookies.items())

    secret = str(app.config["SECRET_KEY"])
    own = session_of(workshop.trainer_id)
    ticket = tickets.account_ticket(secret, workshop.course_id, workshop.trainer_id, 1)
    with Follower(address, f"/live/{ticket}", own) as follower:
        assert follower.data() == "0"
    for cookie in ("", session_of(workshop.stranger_id), own.replace("session", "sassion")):
        assert ask(address, f"/live/{ticket}", cookie)[0] == 403
    ended = tickets.account_ticket(secret, workshop.course_id, workshop.trainer_id, 2)
    assert ask(address, f"/live/{ended}", own)[0] == 403


@ON_SQLITE
def test_a_link_needs_no_cookie_and_has_no_state_here(
    address: str, app: Flask, workshop: Workshop, loads: list[Any]
) -> None:
    secret = str(app.config["SECRET_KEY"])
    for path in (
        screen_path(app, workshop),
        f"/live/{tickets.remote_ticket(secret, workshop.course_id, 4)}",
    ):
        with Follower(address, path) as follower:
            assert follower.data() == "0"
        assert ask(address, f"{path}/state?lang=km")[0] == 404
    assert loads == []


@ON_SQLITE
def test_a_phone_that_opens_a_hundred_streams_keeps_the_four_newest(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop
) -> None:
    other = screen_path(app, workshop)
    with Follower(address, other) as bystander:
        assert bystander.data() == "0"
        crowd = [Follower(address, *phone) for _ in range(100)]
        for each in crowd[:-4]:
            assert each.last_words() == ["event: enough", "data: enough"]
            each.close()
        assert "training_live_streams 5.0" in ask(address, "/metrics")[2].decode()
        sequence = raise_stage(app, workshop.course_id)
        for each in crowd[-4:]:
            each.await_data(sequence)
            each.close()
        bystander.await_data(sequence)
    await_that(lambda: "training_live_streams 0.0" in ask(address, "/metrics")[2].decode())


@ON_SQLITE
def test_a_screens_link_may_be_open_twelve_times(
    address: str, app: Flask, workshop: Workshop
) -> None:
    crowd = [Follower(address, screen_path(app, workshop)) for _ in range(13)]
    assert crowd[0].last_words() == ["event: enough", "data: enough"]
    for each in crowd[1:]:
        assert each.data() == "0"
    for each in crowd:
        each.close()


@ON_SQLITE
def test_a_server_that_is_full_says_so_and_when_to_come_again(
    address: str, phone: tuple[str, str], app: Flask, workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(open_streams, "MOST", 2)
    screens = screen_path(app, workshop)
    with Follower(address, screens) as one, Follower(address, screens) as two:
        assert (one.data(), two.data()) == ("0", "0")
        status, headers, _ = ask(address, *phone)
        assert (status, headers["Retry-After"]) == (503, "5")
        assert ask_state(address, *phone)["sequence"] == 0
    await_that(lambda: not _is_full(address, phone))


def _is_full(address: str, phone: tuple[str, str]) -> bool:
    with Follower(address, *phone) as follower:
        return follower.status == 503


@ON_SQLITE
def test_a_caller_that_never_reads_holds_little_and_keeps_nobody_waiting(
    app: Flask, workshop: Workshop, phone: tuple[str, str], loads: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Small buffers of the system, so that it is the server that would have to keep the rest."""
    found = tell_a_deaf_caller(app, workshop, phone, 20_000, monkeypatch)
    told = found.split(b"data: ")
    assert len(told) < 10_000
    assert len(found) < 200_000
    assert told[-1].startswith(b"20000\n\n")


def small_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system keeps little for the server's connections."""

    def narrow(host: str, port: int) -> socket.socket:
        made = open_listener(host, port)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        return made

    monkeypatch.setattr("tests.journeys.serving.open_listener", narrow)


def deaf_caller(address: str, phone: tuple[str, str]) -> Any:
    path, cookie = phone
    request = f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}\r\n\r\n".encode()
    return raw_caller(address, request, receives=4096)


def tell_a_deaf_caller(
    app: Flask, workshop: Workshop, phone: tuple[str, str], changes: int,
    monkeypatch: pytest.MonkeyPatch,
) -> bytes:  # fmt: skip
    """What it finds when it reads at last; another caller is told of each hundredth at once."""
    small_buffers(monkeypatch)
    announce = app.extensions["training.channel"].announce
    with serving(app) as address, deaf_caller(address, phone) as deaf:
        await_that(lambda: "training_live_streams 1.0" in ask(address, "/metrics")[2].decode())
        with Follower(address, screen_path(app, workshop)) as bystander:
            for sequence in range(1, changes + 1):
                announce(str(workshop.course_id), sequence)
                if sequence % 100 == 0:
                    bystander.await_data(sequence)
                else:
                    time.sleep(0)
        found = b""
        while b"data: %d\n" % changes not in found:
            found += deaf.recv(65_536)
        return found


@ON_SQLITE
def test_the_end_is_said_to_all_and_waits_for_nobody(
    app: Flask, workshop: Workshop, phone: tuple[str, str], loads: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Though this server would give others ten seconds to finish what they are at."""
    small_buffers(monkeypatch)
    monkeypatch.setattr(
        "tests.journeys.serving.make_server", lambda app: make_server(app, LONG_FAREWELL_SECONDS)
    )
    announce = app.extensions["training.channel"].announce
    with serving(app) as address:
        deaf = deaf_caller(address, phone)
        followers = [Follower(address, screen_path(app, workshop)) for _ in range(12)]
        for sequence in range(1, 20_001):
            announce(str(workshop.course_id), sequence)
            if sequence % 100 == 0:
                followers[0].await_data(sequence)
        began = time.monotonic()
    assert time.monotonic() - began < LONG_FAREWELL_SECONDS
    deaf.close()
    for each in followers:
        assert each.last_words() == ["event: bye", "data: bye"]
        each.close()


class DeafCaller:
    """An ASGI server's side of a stream whose caller has no room for a second message."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.room = asyncio.Event()
        self.is_gone = asyncio.Event()

    async def receive(self) -> Any:
        await self.is_gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.sent.append(message.get("body", b""))
        if len(self.sent) > 1 and not self.is_gone.is_set():
            await self.room.wait()

    def cut_off(self) -> None:
        self.is_gone.set()
        self.room.set()


@ON_SQLITE
def test_whoever_reads_nothing_for_a_minute_is_cut_off(
    app: Flask, workshop: Workshop, loads: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_streams, "STUCK_SECONDS", 0.2)
    monkeypatch.setattr(stream, "ATTEND_SECONDS", 0.05)

    async def scene() -> None:
        served, caller = live_wiring.make_stream(app), DeafCaller()
        scope = {
            "path": screen_path(app, workshop), "method": "GET", "headers": [],
            "query_string": b"", ABORT: caller.cut_off,
        }  # fmt: skip
        async with asyncio.timeout(PATIENCE_SECONDS):
            await served(scope, caller.receive, caller.send)
        assert caller.is_gone.is_set()
        assert len(served._streams) == 0
        served.close()

    run_apart(scene())
