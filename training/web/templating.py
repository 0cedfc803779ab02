"""What every template can use: ids, the actor, keys of forms."""

from flask import Flask

from training.kernel.ids import grouped
from training.web.context import actor
from training.web.forms import new_submission_key


def install(app: Flask) -> None:
    """Adds the globals and filters."""
    app.jinja_env.globals.update(actor=actor, new_submission_key=new_submission_key)
    app.jinja_env.filters.update(grouped=grouped)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
