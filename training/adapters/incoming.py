"""A request on its way in: its whole body, then the environment that a WSGI application wants."""

import asyncio
import io
import sys
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from training.adapters.asgi import Receive, Scope
from training.kernel.texts import N_

# A request body up to this size is kept in memory, a longer one in a temporary file.
IN_MEMORY_BYTES = 1_048_576
# A phone that sends nothing for so long in the middle of a request body is given up.
SILENCE_SECONDS = 30.0
# One that keeps trickling is given up as well: this long for a whole body, however it comes. A form
# of the longest kind takes a minute over the slowest radio that a page still opens on.
BODY_SECONDS = 120.0
# One that is too large is read on and thrown away up to so many times the largest.
TIMES_READ_ON = 6

TOO_LARGE = N_("This is larger than the server accepts. Nothing was saved. Send a smaller file.")
TOO_SLOW = N_("The server waited too long for the rest of this request. Nothing was saved.")


class BodyRefused(Exception):
    """The request body was not taken in; `status` and `sentence` say why."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class ClientGone(Exception):
    """The other side closed the connection before its request was complete."""


async def read_body(scope: Scope, receive: Receive, largest_bytes: int) -> IO[bytes]:
    """The whole request body, rewound.

    Raises BodyRefused when it is too large or does not arrive in time, ClientGone when the sender
    left.
    """
    headers = dict(scope["headers"])
    announced = headers.get(b"content-length", b"0")
    if announced == b"0" and b"transfer-encoding" not in headers:
        return io.BytesIO()
    is_too_large = announced.isdigit() and int(announced) > largest_bytes
    body = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 - the caller closes it
    try:
        await _fill_in_time(body, receive, largest_bytes, keep=not is_too_large)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    return body


async def _fill_in_time(
    body: IO[bytes], receive: Receive, largest_bytes: int, *, keep: bool
) -> None:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            await _fill(body, receive, largest_bytes, keep=keep)
    except TimeoutError as error:
        raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT, TOO_SLOW) from error


async def _fill(body: IO[bytes], receive: Receive, largest_bytes: int, *, keep: bool) -> None:
    """Takes in the body. One that is too large is read on and thrown away, within bounds.

    A browser shows the answer only if it could send what it wanted to send.
    """
    size = 0
    is_complete = False
    while not is_complete and size <= TIMES_READ_ON * largest_bytes:
        message = await _next_message(receive)
        piece = message.get("body", b"")
        size += len(piece)
        keep = keep and size <= largest_bytes
        if keep:
            body.write(piece)
        is_complete = not message.get("more_body", False)
    if not keep:
        raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE)


async def _next_message(receive: Receive) -> Any:
    """What comes next. Raises TimeoutError after a silence, ClientGone when the sender left."""
    # Not wait_for: before Python 3.12 it may lose the timeout of the whole body around it.
    async with asyncio.timeout(SILENCE_SECONDS):
        message = await receive()
    if message["type"] == "http.disconnect":
        raise ClientGone
    return message


def make_environ(scope: Scope, body: IO[bytes]) -> dict[str, Any]:
    """The request as a WSGI application wants it. The body's length is what really arrived.

    A header whose name has an underscore is left out: it could pass for another one.
    """
    server_name, server_port = scope.get("server") or ("localhost", 80)
    client_address, client_port = scope.get("client") or ("", 0)
    path = scope["path"].encode("utf-8").decode("latin-1")
    query = scope["query_string"].decode("latin-1")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "REQUEST_URI": _raw_target(scope, path, query),
        "SERVER_NAME": server_name,
        "SERVER_PORT": str(server_port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client_address,
        "REMOTE_PORT": str(client_port),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name, value.decode("latin-1"))
    length = body.seek(0, io.SEEK_END)
    body.seek(0)
    if length or "CONTENT_LENGTH" in environ:
        environ["CONTENT_LENGTH"] = str(length)
    return environ


def _raw_target(scope: Scope, path: str, query: str) -> str:
    raw = scope.get("raw_path")
    target = raw.decode("latin-1") if raw else path
    return f"{target}?{query}" if query else target


def _add_header(environ: dict[str, Any], name: bytes, value: str) -> None:
    if b"_" in name:
        return
    key = name.decode("latin-1").upper().replace("-", "_")
    if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        key = f"HTTP_{key}"
    if key == "HTTP_TRANSFER_ENCODING":
        return  # the body has been put together already
    joint = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{joint}{value}" if key in environ else value
