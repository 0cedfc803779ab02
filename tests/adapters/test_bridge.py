import asyncio
import contextvars
import threading
from collections.abc import Iterable, Iterator
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

import pytest
from flask import Flask, request, stream_with_context

from tests.own_loop import run_apart
from training.adapters import incoming
from training.adapters.bridge import PIECE_BYTES, Bridge
from training.adapters.lanes import Lane

Environ = dict[str, Any]
LIMIT = 1000


class Caller:
    """An ASGI server's side of one request: hands the body over, keeps what comes back."""

    def __init__(self, body: Iterable[bytes] = (), *, leaves_after: int | None = None) -> None:
        self.incoming: list[dict[str, Any]] = [
            {"type": "http.request", "body": piece, "more_body": True} for piece in body
        ]
        self.incoming.append({"type": "http.request", "body": b"", "more_body": False})
        self.pieces: list[bytes] = []
        self.status = 0
        self.headers: dict[bytes, bytes] = {}
        self.is_complete = False
        self._leaves_after = leaves_after
        self._left = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        if self.incoming:
            return self.incoming.pop(0)
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], dict(message["headers"])
            return
        self.pieces.append(message["body"])
        self.is_complete = not message.get("more_body", False)
        if self._leaves_after == len(self.pieces):
            self._left.set()
        await asyncio.sleep(0)

    @property
    def body(self) -> bytes:
        return b"".join(self.pieces)


def make_scope(
    path: str = "/", method: str = "GET", headers: Iterable[tuple[bytes, bytes]] = ()
) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"a=1",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("192.168.1.20", 8000),
        "client": ("192.168.1.33", 50123),
        "headers": [(b"host", b"192.168.1.20:8000"), *headers],
    }


def bridge_to(app: WSGIApplication, threads: int) -> Bridge:
    return Bridge(app, lanes={"all": Lane(threads, "all")}, largest_body_bytes=LIMIT)


def ask(app: WSGIApplication, scope: dict[str, Any], caller: Caller, threads: int = 2) -> Caller:
    bridge = bridge_to(app, threads)

    async def once() -> None:
        await bridge(scope, caller.receive, caller.send)

    try:
        run_apart(once())
    finally:
        bridge.close()
    return caller


def echo(environ: Environ, start_response: StartResponse) -> list[bytes]:
    body = environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def post_headers(length: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(length).encode())]


def test_a_small_answer_goes_out_in_one_piece() -> None:
    flask = Flask("tiny")
    flask.add_url_rule("/", view_func=lambda: "សួស្តី")
    caller = ask(flask, make_scope(), Caller())
    assert (caller.status, caller.body.decode(), len(caller.pieces)) == (200, "សួស្តី", 1)
    assert caller.is_complete


def test_a_page_that_flask_does_not_know_is_flasks_own_404() -> None:
    caller = ask(Flask("tiny"), make_scope("/nowhere"), Caller())
    assert caller.status == 404
    assert b"Not Found" in caller.body


def test_flask_sees_who_asks_for_what() -> None:
    seen: Environ = {}

    def look(environ: Environ, start_response: StartResponse) -> list[bytes]:
        seen.update(environ)
        start_response("204 No Content", [])
        return []

    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"x_forwarded_for", b"127.0.0.1"),
    ]
    ask(look, make_scope("/ខ្មែរ", headers=headers), Caller())
    assert seen["REMOTE_ADDR"] == "192.168.1.33"
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/ខ្មែរ"
    assert seen["QUERY_STRING"] == "a=1"
    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_ACCEPT"] == "text/html,*/*"
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert "CONTENT_LENGTH" not in seen


def test_a_body_in_pieces_arrives_whole() -> None:
    caller = ask(echo, make_scope(headers=post_headers(6)), Caller([b"ab", b"cd", b"ef"]))
    assert caller.body == b"abcdef"


def test_a_body_of_unannounced_length_has_one_when_flask_sees_it() -> None:
    flask = Flask("tiny")
    flask.add_url_rule(
        "/",
        methods=["POST"],
        view_func=lambda: f"{request.content_length} {request.get_data(as_text=True)}",
    )
    scope = make_scope(method="POST", headers=[(b"transfer-encoding", b"chunked")])
    assert ask(flask, scope, Caller([b"abc", b"de"])).body == b"5 abcde"


def test_a_body_of_the_largest_size_is_taken() -> None:
    body = b"x" * LIMIT
    assert ask(echo, make_scope(headers=post_headers(LIMIT)), Caller([body])).body == body


@pytest.mark.parametrize(
    "headers",
    [post_headers(LIMIT + 1), [(b"transfer-encoding", b"chunked")], post_headers(10)],
    ids=["announced", "unannounced", "announced falsely"],
)
def test_a_body_that_is_too_large_never_reaches_flask(headers: list[tuple[bytes, bytes]]) -> None:
    def never(environ: Environ, start_response: StartResponse) -> list[bytes]:
        raise AssertionError("reached")

    caller = ask(never, make_scope(headers=headers), Caller([b"x" * (LIMIT + 1)]))
    assert caller.status == 413
    assert caller.headers[b"connection"] == b"close"
    assert b"Nothing was saved" in caller.body


def test_a_body_without_end_is_not_read_to_its_end() -> None:
    endless = Caller([b"x" * LIMIT] * 50)
    assert ask(echo, make_scope(headers=post_headers(10**12)), endless).status == 413
    assert len(endless.incoming) > 40


def test_a_body_that_stops_arriving_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "SILENCE_SECONDS", 0.02)
    caller = Caller([b"half"])
    caller.incoming.pop()
    assert ask(echo, make_scope(headers=post_headers(8)), caller).status == 408


def test_a_body_that_trickles_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes well within the silence that is allowed."""
    monkeypatch.setattr(incoming, "BODY_SECONDS", 0.1)

    class Trickling(Caller):
        async def receive(self) -> dict[str, Any]:
            await asyncio.sleep(0.01)
            return {"type": "http.request", "body": b"x", "more_body": True}

    caller = ask(echo, make_scope(headers=post_headers(LIMIT)), Trickling())
    assert caller.status == 408
    assert b"Nothing was saved" in caller.body


def test_a_phone_that_leaves_while_sending_reaches_nobody() -> None:
    caller = Caller([b"half"])
    caller.incoming[-1] = {"type": "http.disconnect"}
    assert ask(echo, make_scope(headers=post_headers(8)), caller).status == 0


def test_each_piece_of_a_generator_goes_out_when_it_is_made() -> None:
    flask = Flask("tiny")

    @flask.get("/")
    def pieces() -> Any:
        return flask.response_class(stream_with_context(f"{request.path}{i}" for i in range(3)))

    caller = ask(flask, make_scope(), Caller())
    assert [piece for piece in caller.pieces if piece] == [b"/0", b"/1", b"/2"]
    assert caller.is_complete


def test_a_long_answer_of_known_length_is_put_together_to_larger_pieces() -> None:
    def long(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [("Content-Length", str(3 * PIECE_BYTES))])
        return (b"x" * 1024 for _ in range(3 * PIECE_BYTES // 1024))

    caller = ask(long, make_scope(), Caller())
    assert len(caller.body) == 3 * PIECE_BYTES
    assert len([piece for piece in caller.pieces if piece]) == 3


def test_no_thread_waits_while_a_long_answer_is_on_its_way() -> None:
    """One thread serves two streams that end only if both go on."""

    def stream(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [])
        return (b"x" for _ in range(20))

    bridge = bridge_to(stream, 1)
    order: list[str] = []

    async def serve(name: str) -> None:
        caller = Caller()

        async def send(message: Any) -> None:
            order.append(name)
            await caller.send(message)

        await bridge(make_scope(), caller.receive, send)

    async def both() -> None:
        await asyncio.gather(serve("one"), serve("two"))

    run_apart(both())
    bridge.close()
    assert order.index("two") < len(order) - 1 - order[::-1].index("one")


def test_pieces_share_one_context_whichever_thread_makes_them() -> None:
    variable: contextvars.ContextVar[int] = contextvars.ContextVar("variable", default=0)

    def count(environ: Environ, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", [])
        for _ in range(4):
            variable.set(variable.get() + 1)
            yield str(variable.get()).encode()

    assert ask(count, make_scope(), Caller(), threads=4).body == b"1234"


class Endless:
    """An answer that never ends by itself and notices that it was closed."""

    def __init__(self) -> None:
        self.made = 0
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.made += 1
            yield b"x"

    def close(self) -> None:
        self.closed.set()


def test_nothing_more_is_made_for_a_phone_that_left() -> None:
    answer = Endless()

    def app(environ: Environ, start_response: StartResponse) -> Endless:
        start_response("200 OK", [])
        return answer

    ask(app, make_scope(), Caller(leaves_after=3))
    assert answer.closed.wait(2)
    assert answer.made < 10


def test_an_answer_is_closed_when_making_it_fails() -> None:
    closed: list[bool] = []

    class Broken:
        def __iter__(self) -> Iterator[bytes]:
            raise LookupError("broken")

        def close(self) -> None:
            closed.append(True)

    def app(environ: Environ, start_response: StartResponse) -> Broken:
        start_response("200 OK", [])
        return Broken()

    with pytest.raises(LookupError):
        ask(app, make_scope(), Caller())
    assert closed == [True]


def test_an_application_that_raises_lets_the_server_answer() -> None:
    def app(environ: Environ, start_response: StartResponse) -> list[bytes]:
        raise LookupError("broken")

    with pytest.raises(LookupError):
        ask(app, make_scope(), Caller())


def test_what_is_written_the_old_way_comes_first() -> None:
    def app(environ: Environ, start_response: StartResponse) -> list[bytes]:
        write = start_response("200 OK", [])
        write(b"one ")
        return [b"two"]

    assert ask(app, make_scope(), Caller()).body == b"one two"


def test_one_lane_is_answered_though_every_thread_of_another_is_taken() -> None:
    busy, enough = threading.Semaphore(0), threading.Event()

    def work(environ: Environ, start_response: StartResponse) -> list[bytes]:
        if environ["PATH_INFO"] == "/slow":
            busy.release()
            enough.wait(10)
        start_response("204 No Content", [])
        return []

    bridge = Bridge(
        work,
        lanes={"/slow": Lane(2, "slow"), "/now": Lane(1, "now")},
        lane_of=lambda scope: scope["path"],
        largest_body_bytes=LIMIT,
    )

    async def scene() -> list[str]:
        answered: list[str] = []

        async def ask_for(path: str) -> None:
            caller = Caller()
            await bridge(make_scope(path), caller.receive, caller.send)
            answered.append(path)

        slow = [asyncio.create_task(ask_for("/slow")) for _ in range(5)]
        await asyncio.to_thread(busy.acquire)
        await asyncio.to_thread(busy.acquire)
        await ask_for("/now")
        enough.set()
        await asyncio.gather(*slow)
        return answered

    try:
        assert run_apart(scene()) == ["/now", *5 * ["/slow"]]
    finally:
        enough.set()
        bridge.close()


def test_requests_that_wait_are_answered_in_their_order() -> None:
    order: list[str] = []

    def work(environ: Environ, start_response: StartResponse) -> list[bytes]:
        order.append(environ["PATH_INFO"])
        start_response("204 No Content", [])
        return []

    bridge = bridge_to(work, 1)

    async def scene() -> None:
        async def ask_for(number: int) -> None:
            caller = Caller()
            await bridge(make_scope(f"/{number}"), caller.receive, caller.send)

        await asyncio.gather(*map(ask_for, range(30)))

    try:
        run_apart(scene())
    finally:
        bridge.close()
    assert order == [f"/{number}" for number in range(30)]
