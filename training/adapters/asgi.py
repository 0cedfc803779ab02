"""The shape of an asynchronous application (ASGI), as far as this project uses it."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApplication = Callable[[Scope, Receive, Send], Awaitable[None]]

ABORT = "training.abort"
"""In a scope, where the server offers it: cuts the connection off without a farewell, for callers
that read nothing and so keep an answer from ending."""


async def send_sentence(send: Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    """Answers with one sentence of plain text, `more` headers, and the end of the connection."""
    body = f"{sentence}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(body)),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
