"""Style sheets, scripts and the icon: sent small, and kept by browsers for a year."""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import rcssmin
import rjsmin
from flask import Flask, Response, abort, url_for

from training.adapters.places import SCRIPTS
from training.web.compression import LEVEL_FOR_MANY, pack, packed_answer, takes_gzip

STATIC = Path(__file__).with_name("static")
YEAR_SECONDS = 365 * 24 * 3600
BUNDLES = {
    "phone.css": ("style.css", "slides.css", "quiz.css", "live.css"),
    "quizzes.js": (
        "quiz-outbox.js",
        "quiz-clock.js",
        "quiz-form.js",
        "quiz-question.js",
        "quiz-steps.js",
        "quiz-box.js",
        "quiz.js",
    ),
    "certificate.js": ("nacl.min.js", "certificate-token.js", "certificate-check.js"),
    "live.js": ("live-link.js", "live-question.js", "live-signals.js", "live-phone.js"),
}
"""Files that travel as one, so that a phone asks once: the bundle's name, its files in order."""


SENT = frozenset({*BUNDLES, *(each.name for each in STATIC.iterdir())})
KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    ".css": ("text/css", rcssmin.cssmin),
    ".js": ("text/javascript", rjsmin.jsmin),
    ".svg": ("image/svg+xml", str),
}
"""By the ending of a name: its media type, and what takes out of it that only people read."""


@cache
def as_sent(name: str) -> str:
    """One of `SENT` as it travels, without comments and indents.

    What scripts and styles call things stays, so that what a browser says of them can be found.
    """
    text = "\n".join(_source(each).read_text("utf-8") for each in BUNDLES.get(name, (name,)))
    return str(KINDS[Path(name).suffix][1](text))


def _source(name: str) -> Path:
    """A file of our own, else one that set-up fetched."""
    own = STATIC / name
    return own if own.is_file() else SCRIPTS / name


def asset(name: str) -> str:
    """The address of one of `SENT`; it changes with the content, so it can be kept."""
    return url_for("static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256(as_sent(name).encode()).hexdigest()[:10]


@cache
def _packed(name: str) -> bytes:
    return pack(as_sent(name).encode(), LEVEL_FOR_MANY)


def send(filename: str) -> Response:
    """Sends one of `SENT`."""
    if filename not in SENT:
        abort(404)
    mimetype = KINDS[Path(filename).suffix][0]
    if takes_gzip():
        answer = packed_answer(_packed(filename), mimetype)
    else:
        answer = Response(as_sent(filename), mimetype=mimetype)
    answer.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
    return answer


def install(app: Flask) -> None:
    """Takes the place of Flask's own route to static files."""
    app.add_url_rule("/static/<filename>", "static", send)
    app.jinja_env.globals.update(asset=asset)
