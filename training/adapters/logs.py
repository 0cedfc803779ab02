"""The log on stderr: sentences for people, or one JSON object per line for machines.

Paths, queries, names, cookies and bodies are never written: a path may carry a join code, a seat
code, a one-time token or the number of a certificate. A request is known by its route's rule.
"""

import datetime as dt
import logging
import re
import secrets
from contextvars import ContextVar
from typing import Any

import msgspec

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being worked on; empty outside of one."""

REQUEST_ID_HEADER = "X-Request-Id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
# PostgreSQL quotes the row that broke a rule, with the names in it.
_QUOTED_ROW = re.compile(
    r"^DETAIL:.*?(?=^\[SQL: |^\s*The above exception|\Z)", re.DOTALL | re.MULTILINE
)


def new_request_id() -> str:
    """64 random bits, as 16 hexadecimal digits."""
    return secrets.token_hex(8)


def is_request_id(given: str) -> bool:
    """Whether a proxy's id can be taken over as it is."""
    return _WELL_FORMED.fullmatch(given) is not None


class TextLines(logging.Formatter):
    """`ERROR [id] what happened`, and the traceback below."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log, without the last line's end."""
        number = request_id.get()
        said = _QUOTED_ROW.sub("", super().format(record))
        return f"{record.levelname}{f' [{number}]' if number else ''} {said}"


class JsonLines(logging.Formatter):
    """One JSON object per entry; `traceback` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One entry of the log, on one line, without the line's end."""
        moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
        entry: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _QUOTED_ROW.sub("", record.getMessage()),
            "request_id": request_id.get(),
            **getattr(record, "request", {}),
            "pid": record.process,
        }
        if record.exc_info:
            entry["traceback"] = _QUOTED_ROW.sub("", self.formatException(record.exc_info))
        return msgspec.json.encode(entry).decode()


def configure(kind: str) -> None:
    """Sends everything to stderr, as `text` (warnings and errors) or `json` (each request too)."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("training").setLevel(logging.INFO if kind == "json" else logging.NOTSET)
