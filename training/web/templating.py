"""What every template can use: assets with a fingerprint, ids, the actor."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from training.adapters.places import SCRIPTS
from training.kernel.ids import grouped
from training.web.context import actor
from training.web.forms import new_submission_key

STATIC = Path(__file__).with_name("static")
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


@cache
def bundled(name: str) -> str:
    """A bundle's files, one after the other. Raises KeyError for a name that is not one."""
    return "\n".join(_source(each).read_text("utf-8") for each in BUNDLES[name])


@cache
def static_text(name: str) -> str:
    """A static file of our own as text."""
    return (STATIC / name).read_text("utf-8")


def _source(name: str) -> Path:
    """A file of our own, else one that set-up fetched."""
    own = STATIC / name
    return own if own.is_file() else SCRIPTS / name


@cache
def _fingerprint(name: str) -> str:
    content = bundled(name).encode() if name in BUNDLES else (STATIC / name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file or bundle; it changes with the content, so it can be kept."""
    if name in BUNDLES:
        return url_for("web.bundle", name=name, v=_fingerprint(name))
    return url_for("static", filename=name, v=_fingerprint(name))


def install(app: Flask) -> None:
    """Adds the globals and filters."""
    app.jinja_env.globals.update(asset=asset, actor=actor, new_submission_key=new_submission_key)
    app.jinja_env.filters.update(grouped=grouped)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
