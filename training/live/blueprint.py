"""The blueprint of this room, and what all of its pages need."""

import uuid

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from training.live import showing, texts
from training.web.context import actor
from training.web.locale import translate

blueprint = Blueprint("live", __name__)
Page = str | tuple[str, int] | Response | tuple[Response, int]


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        live_choice_words=showing.choice_words, live_texts=texts, in_language=translate
    )


def own_seat() -> uuid.UUID:
    """The seat that the guard let in."""
    seat_id = actor().seat_id
    if seat_id is None:
        raise LookupError("the guard let somebody in without a seat")
    return seat_id


def wants_json() -> bool:
    """Whether a script asks, and not a form."""
    return request.accept_mimetypes.best == "application/json"
