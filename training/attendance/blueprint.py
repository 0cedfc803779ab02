"""What all pages of the room share."""

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

blueprint = Blueprint("attendance", __name__)
Page = str | tuple[str, int] | Response | tuple[Response, int]


def secret() -> str:
    """The key that codes are made with."""
    return str(current_app.config["SECRET_KEY"])
