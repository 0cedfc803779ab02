import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
from flask import Flask, request

from tests.own_loop import run_apart
from training.adapters import patience
from training.adapters.bridge import Bridge
from training.adapters.lanes import Lane
from training.adapters.server import (
    Dispatcher,
    ServerError,
    build_server,
    open_listener,
    raise_open_files_limit,
)

LOOPBACK = "127.0.0.1"


async def drip(scope: Any, receive: Any, send: Any) -> None:
    """A stream that stays open until the other side leaves."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"first", "more_body": True})
    while (await receive())["type"] != "http.disconnect":
        pass


def tiny() -> Flask:
    flask = Flask("tiny")

    @flask.get("/")
    def hello() -> str:
        return "hello"

    @flask.post("/size")
    def size() -> str:
        return str(len(request.get_data()))

    return flask


def bridge_to(flask: Flask) -> Bridge:
    return Bridge(flask, lanes={"all": Lane(4, "all")}, largest_body_bytes=100_000)


@contextmanager
def running(flask: Flask | None = None, farewell_seconds: float = 0.4) -> Iterator[int]:
    """A real server on a free port of this machine, stopped at the end; gives the port."""
    listener = open_listener(LOOPBACK, 0)
    bridge = bridge_to(flask or tiny())
    server = build_server(bridge, farewell_seconds=farewell_seconds, asynchronous={"/live": drip})
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    port = listener.getsockname()[1]
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield port
    finally:
        server.should_exit = True
        thread.join(5)
        bridge.close()
    assert not thread.is_alive()


@contextmanager
def leaving(farewell_seconds: float) -> Iterator[http.client.HTTPConnection]:
    """A connection that was used, is kept open and quiet, and whose server is taking leave."""
    listener = open_listener(LOOPBACK, 0)
    bridge = bridge_to(tiny())
    server = build_server(bridge, farewell_seconds=farewell_seconds)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    port = listener.getsockname()[1]
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"hello"
        server.should_exit = True
        time.sleep(0.4)
        yield connection
        thread.join(30)
    bridge.close()
    assert not thread.is_alive()


def fetch(port: int, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection:
        connection.request("GET" if body is None else "POST", path, body=body)
        response = connection.getresponse()
        return response.status, response.read()


def test_flask_answers_behind_the_server() -> None:
    with running() as port:
        assert fetch(port, "/") == (200, b"hello")
        assert fetch(port, "/nowhere")[0] == 404
        assert fetch(port, "/size", b"x" * 100_000) == (200, b"100000")
        assert fetch(port, "/size", b"x" * 100_001)[0] == 413


def test_the_server_says_nothing_about_itself_and_its_own_refusals_are_safe() -> None:
    with (
        running() as port,
        closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection,
    ):
        connection.request("GET", "/")
        answer = connection.getresponse()
        answer.read()
        assert answer.getheader("Server") is None
        connection.request("POST", "/size", body=b"x" * 100_001)
        refused = connection.getresponse()
        assert refused.status == 413
        assert refused.getheader("Content-Type") == "text/plain; charset=utf-8"
        assert refused.getheader("X-Content-Type-Options") == "nosniff"
        assert refused.getheader("Cache-Control") == "no-store"
        assert refused.getheader("Content-Security-Policy") is not None


def test_many_small_requests_on_one_connection_are_not_delayed() -> None:
    """Nagle's delay would make this take 40 ms each."""
    with (
        running() as port,
        closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection,
    ):
        took = []
        for _ in range(50):
            begin = time.perf_counter()
            connection.request("GET", "/")
            assert connection.getresponse().read() == b"hello"
            took.append(time.perf_counter() - begin)
        assert sorted(took)[25] < 0.035, "the median, since a busy host delays some"


def test_an_open_stream_does_not_keep_flask_or_the_end_waiting() -> None:
    begin = time.perf_counter()
    with (
        running() as port,
        closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection,
    ):
        connection.request("GET", "/live/7")
        assert connection.getresponse().read(5) == b"first"
        assert fetch(port, "/") == (200, b"hello")
    assert time.perf_counter() - begin < 30


def test_slow_senders_hold_no_thread() -> None:
    """More half-sent requests than there are threads, and Flask still answers."""
    with running() as port:
        slow = [socket.create_connection((LOOPBACK, port), timeout=5) for _ in range(8)]
        for each in slow:
            each.sendall(b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        assert fetch(port, "/") == (200, b"hello")
        for each in slow:
            each.close()


def test_a_request_on_a_quiet_connection_is_answered_while_the_server_takes_leave() -> None:
    with leaving(farewell_seconds=4) as connection:
        connection.request("GET", "/")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"hello")
        assert answer.getheader("Connection") == "close"


def test_a_long_farewell_does_not_wait_for_connections_that_stay_quiet() -> None:
    begin = time.perf_counter()
    with leaving(farewell_seconds=60):
        pass
    assert time.perf_counter() - begin < 30


def test_a_short_farewell_closes_quiet_connections_at_once() -> None:
    with leaving(farewell_seconds=0.4) as connection:
        assert connection.sock is not None
        assert connection.sock.recv(1) == b""


def test_a_request_that_is_arriving_when_the_server_takes_leave_is_answered() -> None:
    with running(farewell_seconds=4) as port:
        caller = socket.create_connection((LOOPBACK, port), timeout=5)
        caller.sendall(b"POST /size HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        time.sleep(0.2)
        finish = threading.Timer(0.8, caller.sendall, (b" more",))
        finish.start()
    with caller:
        answer = caller.recv(1000)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"connection: close" in answer


def test_a_body_that_is_refused_by_the_edge_has_a_number_too() -> None:
    with (
        running() as port,
        closing(http.client.HTTPConnection(LOOPBACK, port, timeout=5)) as connection,
    ):
        connection.request("POST", "/size", body=b"x" * 100_001)
        answer = connection.getresponse()
        assert answer.status == 413
        assert len(answer.getheader("X-Request-Id") or "") == 16


def test_headers_without_end_are_refused() -> None:
    with running() as port, socket.create_connection((LOOPBACK, port), timeout=5) as caller:
        caller.sendall(b"GET / HTTP/1.1\r\n")
        answer = b""
        try:
            for number in range(40):
                caller.sendall(b"X-%d: " % number + b"x" * 4000 + b"\r\n")
                time.sleep(0.002)
            answer = caller.recv(1000)
        except ConnectionError:
            return
        assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.skipif(
    not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux can be told how long to try"
)
def test_what_is_sent_to_a_phone_that_has_left_is_given_up_after_a_minute() -> None:
    listener = open_listener(LOOPBACK, 0)
    bridge = bridge_to(tiny())
    server = build_server(bridge)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    with socket.create_connection((LOOPBACK, listener.getsockname()[1]), timeout=5) as caller:
        caller.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert caller.recv(10)
        (protocol,) = server.server_state.connections
        connection = protocol.transport.get_extra_info("socket")
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 60_000
        server.should_exit = True
        thread.join(5)
    bridge.close()
    assert not thread.is_alive()


@pytest.mark.parametrize("said", [b"", b"GET / HT"], ids=["nothing", "half a line"])
def test_a_caller_that_says_nothing_is_given_up(
    said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEADERS_SECONDS", 0.1)
    with running() as port, socket.create_connection((LOOPBACK, port), timeout=5) as caller:
        caller.sendall(said)
        assert caller.recv(100) == b""


def named(name: str) -> Any:
    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await send(name)

    return answer


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("/live", "live"),
        ("/live/7", "live"),
        ("/live/watch/7", "watch"),
        ("/lively", "flask"),
        ("/", "flask"),
        ("/course/live", "flask"),
    ],
)
def test_the_longest_prefix_that_fits_is_chosen(path: str, chosen: str) -> None:
    mounts = {"/live": named("live"), "/live/watch": named("watch")}
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {}

    dispatcher = Dispatcher(mounts, named("flask"))
    run_apart(_await(dispatcher({"type": "http", "path": path}, receive, send)))
    assert sent == [chosen]


async def _await(awaitable: Any) -> None:
    await awaitable


def test_a_port_in_use_is_said_in_one_sentence() -> None:
    with closing(open_listener(LOOPBACK, 0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(ServerError, match=f"Port {port} is in use.*PORT={port + 1}"):
            open_listener(LOOPBACK, port)


def test_an_address_that_is_not_ours_is_said_in_one_sentence() -> None:
    with pytest.raises(ServerError, match=r"cannot listen on 203\.0\.113\.1"):
        open_listener("203.0.113.1", 8000)


def test_the_limit_of_open_files_is_never_lowered() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    raise_open_files_limit()
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= before
