"""The shape of an asynchronous application (ASGI), as far as this project uses it."""

import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
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
    await _send_last(send, status, b"text/plain; charset=utf-8", f"{sentence}\n", more)


async def send_message(send: Send, status: int, sentence: str, *more: tuple[bytes, bytes]) -> None:
    """The same for a script: an object with the sentence as its `message`."""
    body = json.dumps({"message": sentence}, ensure_ascii=False)
    await _send_last(send, status, b"application/json", body, more)


async def _send_last(
    send: Send, status: int, kind: bytes, words: str, more: Iterable[tuple[bytes, bytes]]
) -> None:
    body = words.encode()
    headers = [
        (b"content-type", kind),
        (b"content-length", b"%d" % len(body)),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
