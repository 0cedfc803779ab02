"""A browser without a screen: cookies, forms with their token, one connection that is kept."""

import contextlib
import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode

from tests.faults.serving import PATIENCE_SECONDS, Server

_TOKEN = re.compile(r'(?:name="csrf_token"[^>]* value|data-token)="([^"]+)"')
CUT_OFF = (OSError, http.client.HTTPException)
"""What a browser meets when the server dies."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def filename(self) -> str:
        """Of a download."""
        return self.headers.get_filename() or ""


class Browser:
    """One person's; it may go from one server to the next."""

    def __init__(self, server: Server, cookies: Mapping[str, str]) -> None:
        self.cookies = dict(cookies)
        self.token = ""
        self._line = http.client.HTTPConnection("127.0.0.1")
        self.go_to(server)

    def go_to(self, server: Server) -> None:
        """From now on this server is asked, over a new connection."""
        self.close()
        self._line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)

    def get(self, path: str) -> Answer:
        """A page; a form on it gives the token for what is sent next."""
        answer = self._ask("GET", path, None, {})
        found = _TOKEN.search(answer.body.decode(errors="replace"))
        self.token = found[1] if found else self.token
        return answer

    def post(self, path: str, fields: Mapping[str, str], *, by_script: bool = False) -> Answer:
        """Sends a form, as a page's script does or as the browser itself does."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if by_script:
            headers["Accept"] = "application/json"
        return self._ask("POST", path, urlencode({**fields, "csrf_token": self.token}), headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            self._line.request(method, path, body, {"Cookie": cookies, **headers})
            with self._line.getresponse() as reply:
                answer = Answer(reply.status, reply.headers, reply.read())
        except CUT_OFF:
            self._line.close()
            raise
        for sent in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = sent.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def close(self) -> None:
        """Hangs up."""
        with contextlib.suppress(OSError):
            self._line.close()
