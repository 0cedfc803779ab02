"""What a phone does with `/live`: an event stream on a socket of its own, and short questions."""

import http.client
import json
import socket
import time
import uuid
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from flask import Flask

from tests.conftest import Workshop
from training.adapters import channel
from training.courses import seat_cookie
from training.live import tickets
from training.live.tables import LiveStage

PATIENCE_SECONDS = 20


def connection_to(address: str) -> http.client.HTTPConnection:
    """To a server at `http://host:port`."""
    host = address.removeprefix("http://")
    return http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)


class Follower:
    """A caller of a stream, until the end of the block."""

    def __init__(self, address: str, path: str, cookie: str = "") -> None:
        self._connection = connection_to(address)
        self._connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        self.answer = self._connection.getresponse()
        self.status = self.answer.status

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:  # fmt: skip
        self.close()

    def close(self) -> None:
        """Leaves."""
        self.answer.close()
        self._connection.close()

    def block(self) -> list[str]:
        """The lines of the next message or comment; none at the end of the stream."""
        lines: list[str] = []
        while True:
            line = self.answer.readline().decode()
            if line == "\n" or not line:
                return lines
            lines.append(line.rstrip("\n"))

    def data(self) -> str:
        """The next message, without the signs of life before it."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            lines = self.block()
            assert lines, "the stream has ended"
            found = [each.removeprefix("data: ") for each in lines if each.startswith("data: ")]
            if found:
                return found[0]
        raise AssertionError("no message came")

    def await_data(self, wanted: int) -> None:
        """Reads until that sequence comes; none may come that is higher."""
        while (told := int(self.data())) != wanted:
            assert told < wanted

    def last_words(self) -> list[str]:
        """The lines of the last message, once the stream has ended."""
        last: list[str] = []
        until = time.monotonic() + PATIENCE_SECONDS
        while lines := self.block():
            assert time.monotonic() < until, "the stream goes on"
            last = lines
        return last


def ask(
    address: str, path: str, cookie: str = "", method: str = "GET", body: bytes | None = None
) -> tuple[int, http.client.HTTPMessage, bytes]:
    """Status, headers and body of one answer."""
    connection = connection_to(address)
    try:
        connection.request(method, path, body, {"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        assert answer.headers["Content-Type"] != "text/event-stream"
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def ask_state(address: str, path: str, cookie: str, lang: str = "km", after: int = 0) -> Any:
    """The state as a phone gets it."""
    status, _, body = ask(address, f"{path}/state?lang={lang}&after={after}", cookie)
    assert status == 200, body
    return json.loads(body)


def seat_cookie_of(app: Flask, *seat_ids: Any) -> str:
    """The Cookie header of a phone that holds these seats."""
    secret = str(app.config["SECRET_KEY"])
    return f"{seat_cookie.cookie_name(secret)}={seat_cookie.signed(secret, seat_ids)}"


def seat_path(app: Flask, workshop: Workshop) -> str:
    """Where the first trainee's phone follows the course."""
    secret = str(app.config["SECRET_KEY"])
    return f"/live/{tickets.seat_ticket(secret, workshop.course_id, workshop.seat_id)}"


def screen_path(app: Flask, workshop: Workshop) -> str:
    """Where a projector follows the course."""
    secret = str(app.config["SECRET_KEY"])
    return f"/live/{tickets.screen_ticket(secret, workshop.course_id, 0)}"


def raw_caller(address: str, request: bytes, *, receives: int = 0) -> socket.socket:
    """A socket that has sent this and reads nothing by itself; `receives`: its buffer in bytes."""
    host, _, port = address.removeprefix("http://").partition(":")
    made = socket.socket()
    if receives:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    made.settimeout(PATIENCE_SECONDS)
    made.connect((host, int(port)))
    made.sendall(request)
    return made


def await_that(holds: Callable[[], bool]) -> None:
    """Waits until it holds. Fails when that takes too long."""
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
        sequence: int = found.sequence + 1
        found.sequence = sequence
        if announced:
            channel.note(session, str(course_id), sequence)
        session.commit()
    return sequence
