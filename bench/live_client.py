"""`python -m bench.live_client`: phones that follow a room, each with a connection of its own.

Reads orders as JSON lines and answers each with one line:

- `open`: `port`, `phones` (each a `stream` and a `state` request): how many seconds until all had
  their first message.
- `turn`: `requests`, `fetches`: sends one request after the other, each when all phones have heard
  of the one before; ms from sending until each had the message, and the state where it `fetches`.
- `drop`: cuts all streams off and opens them again at once; seconds until all had a message.
- `part`: waits until the server has ended all streams; how many were told goodbye.
- `hammer`: `port`, `request`, `lines`: asks without a pause on so many connections, until `stop`,
  which answers how many were answered.

Orders are followed one after the other, but hammering goes on beside them.
"""

import asyncio
import json
import re
import sys
import time
from typing import Any

DATA = re.compile(rb"data: (\d+)\n")
PATIENCE_SECONDS = 20.0
PAUSE_SECONDS = 0.1


class Stream(asyncio.Protocol):
    """One phone's event stream: what it heard last, and when."""

    def __init__(self, room: "Room", number: int) -> None:
        self._room = room
        self._number = number
        self.transport: Any = None
        self.said_goodbye = False

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(self._room.phones[self._number]["stream"].encode())

    def data_received(self, data: bytes) -> None:
        found = DATA.findall(data)
        if found:
            self._room.hear(self._number, int(found[-1]), time.perf_counter())
        if b"event: bye" in data:
            self.said_goodbye = True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        self._room.lost()


class Answers(asyncio.Protocol):
    """A kept connection on which one request after the other is answered."""

    def __init__(self) -> None:
        self.transport: Any = None
        self._data = b""
        self._waiting: asyncio.Future[float] | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def ask(self, request: bytes) -> "asyncio.Future[float]":
        """The moment at which the whole answer was there. Raises for one that is not 200."""
        self._data = b""
        self._waiting = asyncio.get_running_loop().create_future()
        self.transport.write(request)
        return self._waiting

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, found, body = self._data.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if not found or length is None or len(body) < int(length[1]) or self._waiting is None:
            return
        if not self._waiting.done():
            if b" 200 " in head[:13]:
                self._waiting.set_result(time.perf_counter())
            else:
                self._waiting.set_exception(RuntimeError(self._data[:300].decode()))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("the server closed the connection"))


class Room:
    """All phones of this process."""

    def __init__(self) -> None:
        self.phones: list[dict[str, str]] = []
        self._port = 0
        self._streams: list[Stream] = []
        self._answers: list[Answers] = []
        self._heard: dict[int, float] = {}
        self._fetches = False
        self._fetched: list[asyncio.Future[float]] = []
        self._newest = -1
        self._wanted = 0
        self._all_heard = asyncio.Event()
        self._open = 0
        self._all_lost = asyncio.Event()
        self._hammers: list[asyncio.Task[None]] = []
        self._hammered = 0

    def hear(self, number: int, sequence: int, moment: float) -> None:
        """A phone has heard of a sequence."""
        if sequence >= self._wanted and number not in self._heard:
            self._heard[number] = moment
            if self._fetches:
                state = self.phones[number]["state"].replace("AFTER", str(sequence))
                self._fetched.append(self._answers[number].ask(state.encode()))
            self._newest = max(self._newest, sequence)
            if len(self._heard) == len(self.phones):
                self._all_heard.set()

    def lost(self) -> None:
        """A stream has ended."""
        self._open -= 1
        if not self._open:
            self._all_lost.set()

    async def follow(self, order: dict[str, Any]) -> dict[str, Any]:
        """What came of one order."""
        return await getattr(self, f"_{order.pop('do')}")(**order)  # type: ignore[no-any-return]

    async def _open_all(self) -> float:
        self._heard, self._all_heard = {}, asyncio.Event()
        began, loop = time.perf_counter(), asyncio.get_running_loop()
        self._all_lost.clear()
        self._open = len(self.phones)

        async def connect(number: int) -> Stream:
            made = await loop.create_connection(
                lambda: Stream(self, number), "127.0.0.1", self._port
            )
            return made[1]

        self._streams = list(await asyncio.gather(*map(connect, range(len(self.phones)))))
        await self._until_heard()
        return max(self._heard.values(), default=began) - began

    async def _until_heard(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._all_heard.wait()

    async def _do_open(self, port: int, phones: list[dict[str, str]]) -> dict[str, Any]:
        self._port, self.phones = port, phones
        return {"seconds": await self._open_all(), "heard": len(self._heard)}

    async def _do_turn(self, requests: list[str], fetches: bool) -> dict[str, Any]:
        desk = await self._connect()
        self._answers = [await self._connect() for _ in self.phones if fetches]
        self._fetches = fetches
        messages: list[list[float]] = []
        states: list[float] = []
        for request in requests:
            await asyncio.sleep(PAUSE_SECONDS)
            self._heard, self._all_heard, self._fetched = {}, asyncio.Event(), []
            self._wanted = self._newest + 1
            began = time.perf_counter()
            answered = desk.ask(request.encode())
            await self._until_heard()
            moments = await asyncio.gather(answered, *self._fetched)
            messages.append([(moment - began) * 1000 for moment in self._heard.values()])
            states += [(moment - began) * 1000 for moment in moments[1:]]
        self._fetches = False
        for each in (desk, *self._answers):
            each.transport.close()
        return {"by_turn_ms": messages, "states_ms": states}

    async def _connect(self) -> Answers:
        loop = asyncio.get_running_loop()
        return (await loop.create_connection(Answers, "127.0.0.1", self._port))[1]

    async def _do_drop(self) -> dict[str, Any]:
        for stream in self._streams:
            stream.transport.abort()
        await self._all_lost.wait()
        self._wanted = 0
        return {"seconds": await self._open_all(), "heard": len(self._heard)}

    async def _do_part(self) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._all_lost.wait()
        return {"goodbyes": sum(each.said_goodbye for each in self._streams)}

    async def _do_hammer(self, port: int, request: str, lines: int) -> dict[str, Any]:
        self._port = port

        async def hammer() -> None:
            line = await self._connect()
            while True:
                await line.ask(request.encode())
                self._hammered += 1

        self._hammered = 0
        self._hammers = [asyncio.create_task(hammer()) for _ in range(lines)]
        return {}

    async def _do_stop(self) -> dict[str, Any]:
        for each in self._hammers:
            each.cancel()
        ended = await asyncio.gather(*self._hammers, return_exceptions=True)
        faults = [str(each) for each in ended if isinstance(each, Exception)]
        return {"answered": self._hammered, "faults": faults[:3]}


async def main() -> None:
    """Follows orders until there are no more."""
    room, loop = Room(), asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        order["do"] = f"do_{order['do']}"
        print(json.dumps(await room.follow(order)), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
