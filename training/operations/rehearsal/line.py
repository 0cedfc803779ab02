"""One connection of a simulated phone: HTTP/1.1 as a browser keeps it open, and as it breaks."""

import asyncio
import gzip
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from training.operations.rehearsal.orders import ADDRESS

TRIES = 3
BROKEN = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
LONGEST_ANSWER_SECONDS = 30.0


class Cut(Exception):
    """The phone has no network."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server, read to its end, and how long it took in ms."""

    status: int
    headers: dict[str, str]
    body: bytes
    milliseconds: float

    @property
    def text(self) -> str:
        """The body as text."""
        is_packed = self.headers.get("content-encoding") == "gzip"
        return (gzip.decompress(self.body) if is_packed else self.body).decode()


class Cookies(dict[str, str]):
    """The cookies of one browser."""

    def take(self, written: str) -> None:
        """Keeps what a Set-Cookie header says."""
        name, _, value = written.partition(";")[0].partition("=")
        self[name.strip()] = value

    @property
    def header(self) -> str:
        """As they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self.items())


class Line:
    """A connection to the server, opened when it is needed."""

    def __init__(self, port: int, cookies: Cookies) -> None:
        self._port = port
        self._cookies = cookies
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.is_cut = False

    async def ask(
        self, path: str, form: dict[str, Any] | None = None, accept: str = "text/html"
    ) -> Answer:
        """One request and its answer; sent again over a new connection where the old one broke.

        Raises Cut without a network, TimeoutError, or OSError where the server cannot be reached.
        """
        began = time.perf_counter()
        for attempt in range(TRIES):
            try:
                async with asyncio.timeout(LONGEST_ANSWER_SECONDS):
                    reader = await self._send(path, form, accept)
                    status, headers = await self._read_head(reader)
                    body = await _read_body(reader, status, headers)
            except BROKEN as error:
                self._drop()
                if self.is_cut:
                    raise Cut from error
                if attempt == TRIES - 1:
                    raise OSError(f"{path} was not answered") from error
            else:
                return Answer(status, headers, body, (time.perf_counter() - began) * 1000)
        raise AssertionError("not reached")

    async def stream(self, path: str) -> asyncio.StreamReader:
        """The lines of an event stream. Raises Cut or OSError where it cannot be opened."""
        try:
            reader = await self._send(path, None, "text/event-stream")
            status, _ = await self._read_head(reader)
        except BROKEN as error:
            self._drop()
            raise (Cut if self.is_cut else OSError)(f"{path} was not opened") from error
        if status != 200:
            raise OSError(f"{path} was answered with {status}")
        return reader

    def cut(self) -> None:
        """The network is away: the connection breaks, and no other can be made."""
        self.is_cut = True
        self._drop()

    def mend(self) -> None:
        """The network is back."""
        self.is_cut = False

    def _drop(self) -> None:
        if self._ends is not None:
            self._ends[1].transport.abort()
            self._ends = None

    async def _send(
        self, path: str, form: dict[str, Any] | None, accept: str
    ) -> asyncio.StreamReader:
        if self.is_cut:
            raise ConnectionError("no network")
        if self._ends is None:
            self._ends = await asyncio.open_connection(ADDRESS, self._port)
        reader, writer = self._ends
        head = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: {ADDRESS}:{self._port}",
            f"Accept: {accept}",
            "Accept-Encoding: gzip",
        ]
        if self._cookies:
            head.append(f"Cookie: {self._cookies.header}")
        body = b"" if form is None else urlencode(form, doseq=True).encode()
        if form is not None:
            head.append("Content-Type: application/x-www-form-urlencoded")
            head.append(f"Content-Length: {len(body)}")
        writer.write("\r\n".join([*head, "", ""]).encode() + body)
        return reader

    async def _read_head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in filter(None, lines):
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
            if name.lower() == "set-cookie":
                self._cookies.take(value.strip())
        return int(first.split(" ", 2)[1]), headers


async def _read_body(reader: asyncio.StreamReader, status: int, headers: dict[str, str]) -> bytes:
    if status in {204, 304}:
        return b""
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", "0")))
    pieces = []
    while size := int(await reader.readline(), 16):
        pieces.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readline()
    return b"".join(pieces)
