"""How long and how much the server listens, and how it takes leave of those that it listens to.

uvicorn waits for ever for the first line of a request and takes headers of any length. A phone at
the edge of the radio, or a mischief, would hold a connection for the whole day.

At the end uvicorn closes every connection between two requests at once. A request that is on its
way on one of them just then is lost, which is nothing at Ctrl-C and not acceptable when a worker is
replaced under load. So where there is time for it, a connection is told with its next answer
(`Connection: close`, RFC 9112 section 9.6), or closed when it has been quiet for a while.
"""

import asyncio
import socket
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from training.adapters.asgi import ABORT

HEADERS_SECONDS = 30.0
HEADERS_BYTES = 65_536
# A phone that has left the radio's reach says nothing. What was sent to it is given up after this
# time; Linux alone would try for a quarter of an hour.
UNHEARD_SECONDS = 60
# A farewell that is shorter than this closes quiet connections at once.
LINGER_SECONDS = 1.0


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's fast HTTP protocol, with an end to its patience and a polite farewell."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waiting: asyncio.TimerHandle | None = None
        self._header_bytes = 0
        self._is_in_headers = False
        self._is_leaving = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock with the connection. (The ignore: uvicorn narrows the type alike.)"""
        super().connection_made(transport)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # RFC 5482; on Linux
            connection: socket.socket = transport.get_extra_info("socket")
            in_ms = UNHEARD_SECONDS * 1000
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, in_ms)
        self._start_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Counts what comes before the headers are complete."""
        if self._is_in_headers:
            self._header_bytes += len(data)
            if self._header_bytes > HEADERS_BYTES:
                self.send_400_response("The headers of this request are too long.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A request begins; its headers have so many seconds and bytes."""
        self._is_in_headers = True
        self._header_bytes = 0
        self._stop_waiting()
        self._start_waiting()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The request has said what it wants."""
        self._is_in_headers = False
        self._stop_waiting()
        self.scope[ABORT] = self.transport.abort  # type: ignore[literal-required] # our own word
        super().on_headers_complete()
        if self._is_leaving:
            self.cycle.keep_alive = False

    def shutdown(self) -> None:
        """The server takes leave: no further request after the next answer, or after a while.

        A request whose answer has begun has been told that the connection stays. It does, until
        the request after it or until it has been quiet for LINGER_SECONDS.
        """
        farewell_seconds = self.config.timeout_graceful_shutdown
        if farewell_seconds is None or farewell_seconds < LINGER_SECONDS:
            super().shutdown()
            return
        self._is_leaving = True
        self.timeout_keep_alive = LINGER_SECONDS  # type: ignore[assignment] # handed on to asyncio
        cycle = cast("RequestResponseCycle | None", self.cycle)  # none before the first request
        if cycle is None or cycle.response_complete:
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                LINGER_SECONDS, self.timeout_keep_alive_handler
            )
        elif not cycle.response_started:
            cycle.keep_alive = False

    def _start_waiting(self) -> None:
        self._waiting = self.loop.call_later(HEADERS_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
