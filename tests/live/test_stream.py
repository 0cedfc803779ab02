import asyncio
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys import serving as journeys
from tests.journeys.serving import serving
from tests.live.streaming import (
    Follower,
    ask,
    ask_state,
    raw_caller,
    screen_path,
    seat_cookie_of,
    seat_path,
)
from tests.proofreading import ProofReadingClient
from training import live_wiring
from training.adapters import channel, clock
from training.adapters.asgi import ABORT
from training.live import open_streams, stream, tickets
from training.live.tables import LivePresence, LiveStage

PATIENCE_SECONDS = 15


def await_that(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)


def raise_stage(app: Flask, course_id: uuid.UUID, announced: bool = True) -> int:
    """A change as another process makes it: it speaks to this one through the database alone."""
    with app.extensions["training.database"].writing() as session:
        found = session.get(LiveStage, course_id)
        if found is None:
            found = LiveStage(
                course_id=course_id, sequence=0, slide_id="", part=0, parts=1, is_blank=False,
                shows="slide", driver_key="", driver_name="", link_generation=0,
                has_ranking=False,
            )  # fmt: skip
            session.add(found)
        found.sequence = sequence = found.sequence + 1
        if announced:
            channel.note(session, str(course_id), sequence)
        session.commit()
    return sequence


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
    before = time.time_ns() // 1_000_000
    assert ask_state(address, *phone)["sequence"] == 0
    for on in ("1", "0"):
        sequence = turn(trainer, workshop, on)
        for lang in ("km", "en"):
            state = ask_state(address, *phone, lang=lang, after=sequence)
            assert (state["sequence"], state["lang"]) == (sequence, lang)
            assert list(state)[0] == "now"
            assert isinstance(state["now"], int)
    assert before > 0


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
        each.join(PATIENCE_SECONDS)
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
        "", "a=b", f"{name}=", f"{name}={value[:-3]}xyz", f"other-{name}={value}", f"{name}={'x' * 4000}",
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
    open_listener = journeys.open_listener

    def narrow(host: str, port: int) -> Any:
        import socket

        made = open_listener(host, port)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        return made

    monkeypatch.setattr(journeys, "open_listener", narrow)


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
    small_buffers(monkeypatch)
    announce = app.extensions["training.channel"].announce
    with serving(app) as address:
        deaf = deaf_caller(address, phone)
        followers = [Follower(address, screen_path(app, workshop)) for _ in range(12)]
        for sequence in range(1, 20_001):
            announce(str(workshop.course_id), sequence)
            if sequence % 100 == 0:
                followers[0].await_data(sequence)
        began = time.monotonic()
    assert time.monotonic() - began < 1
    deaf.close()
    for each in followers:
        assert each.last_words() == ["event: bye", "data: bye"]
        each.close()


@ON_SQLITE
def test_the_same_application_can_be_served_again(
    app: Flask, workshop: Workshop, phone: tuple[str, str], loads: object
) -> None:
    for expected in (1, 2):
        with serving(app) as address, Follower(address, *phone) as follower:
            assert follower.data() == str(expected - 1)
            follower.await_data(raise_stage(app, workshop.course_id))
            assert ask_state(address, *phone)["sequence"] == expected


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
    from training.live import store

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
    from training.live import store

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

    asyncio.run(scene())
