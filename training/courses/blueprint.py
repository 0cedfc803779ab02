"""The blueprint on which all pages of this room are registered, and the words they share."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from training.courses import texts

blueprint = Blueprint("courses", __name__)
Page = str | tuple[str, int] | Response


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(course_states=texts.STATES, item_kinds=texts.ITEM_KINDS)
