"""Flask behind an asynchronous server: a few threads, none of which waits for a slow phone.

A thread is taken when the whole request has arrived, and given back before the answer goes out. A
long answer (a file, a generator) gets a thread for the time of making its next piece only. So a few
threads serve a room of phones, whatever the radio does. All pieces of one answer are made in the
same `contextvars` context, so Flask's `stream_with_context` works, though perhaps by different
threads. The ready-made bridge that was tried, a2wsgi, hands every piece from thread to loop and
back: it took three times the CPU for a small page, and holds a thread while a body trickles in.
"""

import asyncio
import contextlib
import contextvars
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from wsgiref.types import WSGIApplication

from training.adapters import logs
from training.adapters.asgi import Receive, Scope, Send, send_message, send_sentence
from training.adapters.incoming import BodyRefused, ClientGone, make_environ, read_body
from training.adapters.lanes import AnyLane, NotKeptError
from training.kernel.texts import N_

Result = TypeVar("Result")
logger = logging.getLogger(__name__)

NOT_KEPT = N_(
    "The computer could not write this to its disk, so it may not be saved. "
    "Please tell the trainer."
)
# A piece of an answer goes out when it has this many bytes.
PIECE_BYTES = 65_536


class Bridge:
    """Serves a WSGI application to an ASGI server.

    `lane_of` says in which of the `lanes` a request waits; without it all wait in the first. A
    request body of more than `largest_body_bytes` is answered with 413
    without the application seeing it; `in_words` says the sentence in the reader's language.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        lanes: Mapping[str, AnyLane],
        largest_body_bytes: int,
        lane_of: Callable[[Scope], str] | None = None,
        in_words: Callable[[Scope, str], str] = lambda _scope, sentence: sentence,
    ) -> None:
        self._app = app
        self._largest_body_bytes = largest_body_bytes
        self._in_words = in_words
        self._lanes = lanes
        self._lane_of = lane_of or (lambda _scope: next(iter(lanes)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request. The server logs what the application raises, and answers 500."""
        try:
            body = await read_body(scope, receive, self._largest_body_bytes)
        except ClientGone:
            return
        except BodyRefused as refused:
            await self._refuse(scope, send, refused.status, refused.sentence)
            return
        lane = self._lanes[self._lane_of(scope)]
        exchange = Exchange(self._app, make_environ(scope, body))
        with body:
            try:
                piece = await lane.work(exchange.begin)
            except NotKeptError:
                await self._refuse(scope, send, HTTPStatus.INSUFFICIENT_STORAGE, NOT_KEPT)
            else:
                await _answer(lane, exchange, piece, receive, send)
            finally:
                if not exchange.is_closed:
                    lane.let(exchange.close)

    async def _refuse(self, scope: Scope, send: Send, status: int, sentence: str) -> None:
        """Answers in the application's place, and notes it as the application would."""
        number = logs.new_request_id()
        logs.request_id.set(number)
        logger.info("refused at the edge", extra={"request": {"status": int(status)}})
        shown = (logs.REQUEST_ID_HEADER.lower().encode(), number.encode())
        words = self._in_words(scope, sentence)
        accepted = dict(scope["headers"]).get(b"accept", b"")
        tell = send_message if accepted.startswith(b"application/json") else send_sentence
        await tell(send, status, words, shown)

    def close(self) -> None:
        """Takes no more requests; the ones that are being worked on are finished."""
        for lane in self._lanes.values():
            lane.close()


async def _answer(
    lane: AnyLane, exchange: "Exchange", piece: bytes, receive: Receive, send: Send
) -> None:
    start = {"status": exchange.status, "headers": exchange.headers}
    await send({"type": "http.response.start", **start})
    if not exchange.is_closed:
        piece = await _send_all_but_last(lane, exchange, piece, receive, send)
    await send({"type": "http.response.body", "body": piece})


async def _send_all_but_last(
    lane: AnyLane, exchange: "Exchange", piece: bytes, receive: Receive, send: Send
) -> bytes:
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        while not exchange.is_closed and not gone.done():
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await lane.work(exchange.go_on)
    finally:
        gone.cancel()
    return piece


class Exchange:
    """One request and its answer, made piece by piece, each piece in whichever thread is free."""

    def __init__(self, app: WSGIApplication, environ: dict[str, Any]) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.is_closed = False
        self._app = app
        self._environ = environ
        self._context = contextvars.copy_context()
        self._turn = threading.Lock()
        self._written: list[bytes] = []
        self._answer: Iterable[bytes] = ()
        self._pieces: Iterator[bytes] | None = None
        self._is_live = False

    def begin(self) -> bytes:
        """Calls the application; gives the first piece. `status` and `headers` are known then."""
        return self._in_turn(self._begin)

    def go_on(self) -> bytes:
        """The next piece; `is_closed` is set with the last one."""
        return self._in_turn(self._gather)

    def close(self) -> None:
        """Tells the application that no more is wanted. Waits for a piece that is being made."""
        self._in_turn(self._close)

    def _in_turn(self, work: Callable[[], Result]) -> Result:
        with self._turn:
            return self._context.run(work)

    def _begin(self) -> bytes:
        self._answer = self._app(self._environ, self._start_response)
        piece = self._gather()
        if not self.status:
            raise RuntimeError("the application answered without calling start_response")
        return piece

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None, /
    ) -> Callable[[bytes], object]:
        if self.status and not exc_info:
            raise RuntimeError("the application called start_response twice")
        self.status = int(status[:3])
        self.headers = [
            (name.lower().encode("latin-1"), value.encode("latin-1"))
            for name, value in headers
            if name != "Date"  # the server says it, and says it once
        ]
        self._is_live = all(name != b"content-length" for name, _ in self.headers)
        return self._written.append

    def _gather(self) -> bytes:
        """Pieces up to PIECE_BYTES together; of an answer without a known length, each at once."""
        gathered: list[bytes] = []
        size = 0
        try:
            self._pieces = self._pieces or iter(self._answer)
            for piece in self._pieces:
                gathered.append(piece)
                size += len(piece)
                if size >= PIECE_BYTES or (self._is_live and piece):
                    return self._take_written() + b"".join(gathered)
        except BaseException:
            self._close()
            raise
        self._close()
        return self._take_written() + b"".join(gathered)

    def _take_written(self) -> bytes:
        written = b"".join(self._written)
        self._written.clear()
        return written

    def _close(self) -> None:
        if not self.is_closed:
            self.is_closed = True
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()


async def _until_gone(receive: Receive) -> None:
    with contextlib.suppress(asyncio.CancelledError):
        while (await receive())["type"] != "http.disconnect":
            pass
