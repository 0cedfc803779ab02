"""`/live/<ticket>`: an event stream beside Flask that says "this course has changed", no more.

    GET /live/<ticket>                                  data: <sequence>, at once and at each change
    GET /live/<ticket>/state?lang=km&after=<sequence>   what phones show, as JSON

Thousands of streams cost no thread. A caller that reads slowly is told the newest sequence only;
one that does not read holds one message and is cut off after a while. The words are those of the
HTML standard, section 9.2 (server-sent events).
"""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from sqlalchemy.exc import SQLAlchemyError

from training.adapters import clock, logs
from training.adapters.asgi import ABORT, Receive, Scope, Send, send_sentence
from training.adapters.channel import Channel
from training.adapters.metrics import Metrics
from training.kernel.locales import LANGUAGES, Language
from training.live.open_streams import BYE, OpenStream, OpenStreams
from training.live.presence import NotePresence, Presence
from training.live.room_states import LoadState, RoomStates
from training.live.tickets import Ticket, read_ticket

requests_log = logging.getLogger("training.requests")
Holds = Callable[[Ticket, str], bool]
"""Whether a browser with this Cookie header is the one that the ticket was written for."""

MOUNT = "/live"
STREAM_ROUTE, STATE_ROUTE = f"{MOUNT}/<ticket>", f"{MOUNT}/<ticket>/state"
RETRY_MS = (1000, 3000)
"""A caller whose stream breaks comes back after a time between these, so not all at once."""
ATTEND_SECONDS = 1.0
GOODBYE_SECONDS = 0.25
"""How long the last words may wait for a caller to make room; less than a laptop's farewell."""
LONGEST_NUMBER = 15

SAFE = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
]
STREAM_START = {
    "type": "http.response.start",
    "status": 200,
    # The last one keeps nginx from collecting what it should hand on.
    "headers": [(b"content-type", b"text/event-stream"), *SAFE, (b"x-accel-buffering", b"no")],
}


class Refused(Exception):
    """The request is answered with a status and a sentence."""

    def __init__(self, status: int, sentence: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the stream is given by the application."""

    secret_key: str
    channel: Channel
    holds: Holds
    load_state: LoadState
    note_presence: NotePresence
    metrics: Metrics


class LiveStream:
    """The asynchronous application of one server. `close` says goodbye to all."""

    def __init__(self, wiring: Wiring) -> None:
        self._wiring = wiring
        self._channel = wiring.channel
        self._states = RoomStates(wiring.load_state)
        self._presence = Presence(wiring.note_presence)
        self._streams = OpenStreams(self._presence, wiring.metrics.count_live_streams)
        self._attending: asyncio.Task[None] | None = None
        self._is_closing = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request."""
        began = time.perf_counter()
        route = STATE_ROUTE if scope["path"].endswith("/state") else STREAM_ROUTE
        try:
            ticket = self._admitted(scope, route)
            if route == STREAM_ROUTE:
                await self._follow(OpenStream(ticket, scope.get(ABORT)), receive, send)
                return
            status = 200
            await _send_json(send, await self._state(ticket, scope["query_string"]))
        except Refused as refused:
            status = refused.status
            number = logs.new_request_id()
            logs.request_id.set(number)
            shown = (logs.REQUEST_ID_HEADER.lower().encode(), number.encode())
            await send_sentence(send, status, refused.sentence, shown, *refused.headers)
        self._note(scope["method"], route, status, time.perf_counter() - began)

    def close(self) -> None:
        """Says goodbye to all and takes nobody any more. In the loop; does not wait."""
        self._is_closing = True
        for stream in self._streams:
            stream.end(BYE)
        if self._attending is not None:
            self._attending.cancel()
        self._channel.close()
        self._states.close()
        self._presence.close()

    def _admitted(self, scope: Scope, route: str) -> Ticket:
        """The ticket of this request. Raises Refused for whoever may not come in."""
        path = scope["path"].removeprefix(f"{MOUNT}/").removesuffix("/state")
        if route == STREAM_ROUTE and "/" in path:
            raise Refused(404, "There is nothing at this address.")
        if scope["method"] != "GET":
            raise Refused(405, "This can only be read.", (b"allow", b"GET"))
        headers = scope["headers"]
        if any(
            name == b"transfer-encoding" or (name == b"content-length" and value != b"0")
            for name, value in headers
        ):
            raise Refused(400, "A request to read brings nothing with it.")
        ticket = read_ticket(self._wiring.secret_key, path)
        if ticket is None:
            raise Refused(404, "There is nothing at this address. Open the page again.")
        cookies = b"; ".join(value for name, value in headers if name == b"cookie")
        if not ticket.is_link and not self._wiring.holds(ticket, cookies.decode("latin-1")):
            raise Refused(403, "This belongs to another browser. Open the page again.")
        if self._is_closing:
            raise Refused(503, "The server is ending. Please come again.", (b"retry-after", b"1"))
        return ticket

    async def _follow(self, stream: OpenStream, receive: Receive, send: Send) -> None:
        """Tells one caller of changes until it leaves or is to end."""
        if self._streams.is_full:
            raise Refused(503, "Too many are connected. Please wait.", (b"retry-after", b"5"))
        self._streams.add(stream)
        self._channel.subscribe(stream.topic, stream.wake)
        leaving = asyncio.create_task(_end_when_gone(stream, receive))
        self._attend()
        try:
            await self._tell(stream, send, await self._channel.look_up(stream.topic))
        finally:
            leaving.cancel()
            self._channel.unsubscribe(stream.topic, stream.wake)
            self._streams.remove(stream)

    async def _tell(self, stream: OpenStream, send: Send, told: int) -> None:
        loop = asyncio.get_running_loop()

        async def write(words: bytes) -> None:
            stream.spoke_at = loop.time()
            stream.is_speaking = True
            await send({"type": "http.response.body", "body": words, "more_body": True})
            stream.is_speaking = False

        await send(STREAM_START)
        retry_ms = random.randint(*RETRY_MS)  # noqa: S311 - nothing to guess
        await write(b"retry: %d\ndata: %d\n\n" % (retry_ms, told))
        while await stream.goes_on():
            newest = self._channel.known_sequence(stream.topic)
            if newest > told:
                told = newest
                await write(b"data: %d\n\n" % told)
            elif stream.is_quiet(loop.time()):
                await write(b":\n\n")
        try:
            async with asyncio.timeout(GOODBYE_SECONDS):
                await send({"type": "http.response.body", "body": stream.farewell or b""})
        except TimeoutError:  # a caller that does not read, and has no room even for this
            stream.abort()
        if self._is_closing:  # what is written may still wait for a caller that does not read
            loop.call_later(GOODBYE_SECONDS, stream.abort)

    async def _state(self, ticket: Ticket, query: bytes) -> bytes:
        """What phones of the course show. Raises Refused."""
        if ticket.seat_id is None:
            raise Refused(404, "There is nothing at this address.")
        language, after = _read_query(query)
        least = max(after, await self._channel.look_up(ticket.topic))
        try:
            state = await self._states.get(ticket.course_id, language, least)
        except LookupError:
            raise Refused(404, "There is no such course.") from None
        except SQLAlchemyError:
            self._wiring.metrics.storage_failed(503)
            away = "The database is away. Please wait a moment."
            raise Refused(503, away, (b"retry-after", b"2")) from None
        self._channel.lift(ticket.topic, state.sequence)
        return state.at(int(clock.now().timestamp() * 1000))

    def _attend(self) -> None:
        """Looks after the streams while there are some."""
        if self._attending is None or self._attending.done():
            self._attending = asyncio.get_running_loop().create_task(self._look_after_them())

    async def _look_after_them(self) -> None:
        loop = asyncio.get_running_loop()
        while self._streams or not self._presence.is_settled:
            await asyncio.sleep(ATTEND_SECONDS)
            now = loop.time()
            for stream in self._streams:
                if stream.is_stuck(now):
                    stream.abort()
                elif stream.is_quiet(now):
                    stream.wake()
            self._presence.write_when_due()

    def _note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Notes what `web.observing` notes of a page. Streams are left out: they last for hours."""
        self._wiring.metrics.answered(method, route, status, seconds)
        if requests_log.isEnabledFor(logging.INFO):
            noted = {
                "method": method,
                "route": route,
                "status": status,
                "duration_ms": round(seconds * 1000, 1),
            }
            requests_log.info("answered", extra={"request": noted})


async def _end_when_gone(stream: OpenStream, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end(b"")


async def _send_json(send: Send, body: bytes) -> None:
    length = (b"content-length", b"%d" % len(body))
    headers = [(b"content-type", b"application/json"), length, *SAFE]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _read_query(query: bytes) -> tuple[Language, int]:
    """The language, and the sequence that the phone has heard of. Raises Refused."""
    try:
        given = parse_qs(query.decode("ascii"), max_num_fields=10)
    except ValueError:
        raise Refused(400, "This address cannot be read.") from None
    (lang, *_), (after, *_) = given.get("lang", [""]), given.get("after", ["0"])
    language = next((each for each in LANGUAGES if each == lang), None)
    if language is None or not (after.isascii() and after.isdigit()):
        raise Refused(400, "This address needs lang=km or lang=en, and a number after after=.")
    if len(after) > LONGEST_NUMBER:
        raise Refused(400, "This number is too long.")
    return language, int(after)
