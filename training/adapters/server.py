"""The web server in one process: one asyncio loop, Flask in threads behind it.

The loop sees every request first. A `Dispatcher` gives those below a known path prefix to an
asynchronous application (event streams live there, beside Flask: thousands of open streams cost no
thread) and all others to Flask through the bridge. To add an asynchronous endpoint, put its prefix
and application into `asynchronous` and, if it holds connections open, what closes them into
`closing`: both are arguments of `build_server`.
"""

import asyncio
import contextlib
import errno
import logging
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import cast

import uvicorn

from training.adapters.asgi import AsgiApplication, Receive, Scope, Send
from training.adapters.bridge import Bridge

if sys.platform != "win32":
    import resource

try:
    from training.adapters.patience import PatientProtocol
except ImportError:  # a system for which httptools is not built: uvicorn's slower protocol serves
    FASTEST_PROTOCOL: type[asyncio.Protocol] | str = "h11"
else:
    FASTEST_PROTOCOL = PatientProtocol

# How many connections may wait to be accepted when a whole room taps at once.
BACKLOG = 2048
# Answers that are under way at the end have this long to go out: at Ctrl-C on a laptop, and on a
# server, where others wait behind a proxy. A transaction is always finished.
FAREWELL_SECONDS = 0.4
LONG_FAREWELL_SECONDS = 10.0
# Connections that the system had handed over just before the end are known after this time.
SETTLING_SECONDS = 0.05
# A thread that makes a page gives way to the loop after so long; Python's own 5 ms kept messages to
# phones waiting behind four pages (the median of 500 under load was 41 ms, with this it is 27).
SWITCH_SECONDS = 0.001
# Each phone keeps a connection or two; the usual 256 of macOS would not do.
OPEN_FILES = 8192


class ServerError(Exception):
    """The server cannot start; the message is a sentence for the person at the terminal."""


class Dispatcher:
    """Sends each request to the application of the longest prefix that fits, else to `otherwise`.

    A prefix fits its own path and what stands below it: `/live` fits `/live` and `/live/7`, not
    `/lively`. WebSockets are refused. The server's own start and stop messages end here.
    """

    def __init__(self, asynchronous: Mapping[str, AsgiApplication], otherwise: AsgiApplication):
        self._mounts = sorted(asynchronous.items(), key=lambda mount: -len(mount[0]))
        self._otherwise = otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, or one lifespan."""
        if scope["type"] == "http":
            await self._choose(scope["path"])(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _live(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    def _choose(self, path: str) -> AsgiApplication:
        for prefix, app in self._mounts:
            if path == prefix or path.startswith(f"{prefix.rstrip('/')}/"):
                return app
        return self._otherwise


async def _live(receive: Receive, send: Send) -> None:
    for moment in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{moment}.complete"})


class ClosingServer(uvicorn.Server):
    """uvicorn's server, which tells open streams to end before it waits for them at Ctrl-C."""

    def __init__(self, config: uvicorn.Config, closing: Iterable[Callable[[], None]]) -> None:
        super().__init__(config)
        self._closing = tuple(closing)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Runs in the loop, once, when the server was asked to stop."""
        for server in self.servers:
            server.close()
        for close in self._closing:
            close()
        await asyncio.sleep(SETTLING_SECONDS)
        # What is cut off at the farewell is no news, and Flask logs its own errors.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)


def serve_until_stopped(server: ClosingServer, bridge: Bridge, listener: socket.socket) -> None:
    """Serves on `listener` until Ctrl-C or a signal to end; returns after the farewell."""
    try:
        # uvicorn says farewell first, and then repeats the signal for its caller.
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        bridge.close()


def build_server(
    bridge: Bridge,
    *,
    farewell_seconds: float = FAREWELL_SECONDS,
    asynchronous: Mapping[str, AsgiApplication] | None = None,
    closing: Iterable[Callable[[], None]] = (),
) -> ClosingServer:
    """The server, not yet running. Whoever made the bridge closes it after the server."""
    config = uvicorn.Config(
        Dispatcher(asynchronous or {}, bridge),
        loop="asyncio",
        http=FASTEST_PROTOCOL,
        ws="none",
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,
        # Whether a proxy is believed is the application's decision, in one place.
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        timeout_keep_alive=15,
        # Typed as whole seconds, but only handed on to asyncio, which takes parts of one.
        timeout_graceful_shutdown=cast(int, farewell_seconds),
        h11_max_incomplete_event_size=65_536,
    )
    return ClosingServer(config, closing)


def open_listener(host: str, port: int) -> socket.socket:
    """A bound socket. Raises ServerError when the port is taken, not allowed, or no such address.

    Port 0 takes any that is free.
    """
    # The protocol by name: asyncio turns Nagle's delay off only where it reads TCP here, and with
    # the delay every answer takes 40 ms more.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    # On Windows SO_REUSEADDR would let two servers share a port; elsewhere it lets a server start
    # again while connections of the one before are still being put away.
    if sys.platform == "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise ServerError(_why_not(error, host, port)) from error
    listener.setblocking(False)
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use, perhaps by this software in another window. "
            f"Close it, or choose another port: PORT={port + 1 if port < 65535 else 8000}."
        )
    if error.errno == errno.EACCES:
        return f"This system does not let you serve on port {port}. Choose another: PORT=8000."
    return f"The server cannot listen on {host}, port {port}: {error.strerror or error}."


def let_the_loop_in() -> None:
    """Lets threads of this process change places more often than is usual."""
    sys.setswitchinterval(SWITCH_SECONDS)


def raise_open_files_limit() -> None:
    """Asks the system for enough open files for a full room. Windows has no such limit."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            # Refused: fewer phones at once, but a server.
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
