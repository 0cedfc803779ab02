"""How long and how much the server listens before a request has said what it wants.

uvicorn waits for ever for the first line of a request and takes headers of any length. A phone at
the edge of the radio, or a mischief, would hold a connection for the whole day.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEADERS_SECONDS = 30.0
HEADERS_BYTES = 65_536


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's fast HTTP protocol, with an end to its patience while headers arrive."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._waiting: asyncio.TimerHandle | None = None
        self._header_bytes = 0
        self._is_in_headers = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock with the connection. (The ignore: uvicorn narrows the type alike.)"""
        super().connection_made(transport)
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
        super().on_headers_complete()

    def _start_waiting(self) -> None:
        self._waiting = self.loop.call_later(HEADERS_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()
