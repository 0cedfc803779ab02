"""What every template can use: assets with a fingerprint, ids, the actor."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, url_for

from training.kernel.ids import grouped
from training.web.context import actor
from training.web.forms import new_submission_key

STATIC = Path(__file__).with_name("static")


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file; it changes with the content, so it can be cached for ever."""
    return url_for("static", filename=name, v=_fingerprint(name))


def install(app: Flask) -> None:
    """Adds the globals and filters."""
    app.jinja_env.globals.update(asset=asset, actor=actor, new_submission_key=new_submission_key)
    app.jinja_env.filters.update(grouped=grouped)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
