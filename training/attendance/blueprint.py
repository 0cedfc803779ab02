"""What all pages of the room share."""

from flask import Blueprint, current_app
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from training.attendance import texts

blueprint = Blueprint("attendance", __name__)
Page = str | tuple[str, int] | Response | tuple[Response, int]


def secret() -> str:
    """The key that codes are made with."""
    return str(current_app.config["SECRET_KEY"])


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(contested_words=texts.contested_words)
