"""Only text comes in: an address or a form with bytes that are none is refused at the edge.

No database keeps NUL in text, and what is not UTF-8 arrives as U+FFFD (in a path or in parts of a
form; in a query it stays as it was written, `%FF`). Refused here, once, no view needs to think of
it. Control signs that are text of a kind (a vertical tab, pasted from a word processor) are the
business of the form's fields, which say so beside them.

A Host header that is no host is refused here too: without a host no page could be drawn at all.
"""

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication

from flask import Flask, request

from training.kernel.refusal import Refusal
from training.kernel.texts import say

NO_TEXT = say(
    "There is a sign in what was sent that is no text, so nothing was saved. Please type it again."
)
NO_HOST = say("The address of this page is not written as an address. Please type it again.")
_NO_TEXT = re.compile("[\x00\ud800-\udfff\ufffd]")
_LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(
    rf"(?:(?:{_LABEL}\.){{0,9}}{_LABEL}\.?|\[[0-9A-Fa-f:.]{{2,45}}\])(?::[0-9]{{1,5}})?"
)
_IS_STRANGE = "training.host_is_strange"


class HostCheck:
    """Takes a Host header that is none away before Flask reads it, and leaves a mark."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Hands the request on."""
        host = environ.get("HTTP_HOST", "")
        if host and not _HOST.fullmatch(host):
            del environ["HTTP_HOST"]
            environ[_IS_STRANGE] = True
        return self._app(environ, start_response)


def _sent() -> list[str | None]:
    """All that was sent as words; None for a part of a multipart body that has no name."""
    found: list[str | None] = [request.path]
    for values in (request.args, request.form):
        for name, given in values.lists():
            found.append(name)
            found.extend(given)
    return found


def require_text() -> None:
    """Raises Refusal (400) when the address, its query or the form holds what is no text."""
    if _IS_STRANGE in request.environ:
        raise Refusal(NO_HOST, status=400)
    sent = _sent()
    if None in sent or _NO_TEXT.search("".join(filter(None, sent))):
        raise Refusal(NO_TEXT, status=400)


def install(app: Flask) -> None:
    """Looks at every request before anything else does; a proxy's headers are read before that."""
    app.wsgi_app = HostCheck(app.wsgi_app)  # type: ignore[method-assign] # the documented way
    app.before_request(require_text)
