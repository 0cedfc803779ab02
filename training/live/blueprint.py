"""The blueprint of this room, and what all of its pages need."""

import uuid

from flask import Blueprint, current_app, session
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from training.kernel.locales import has_khmer
from training.live import screen_texts, showing, texts, tickets
from training.live.links import LinkKind
from training.live.model import Stage
from training.live.stream import MOUNT
from training.web.context import actor
from training.web.locale import translate

blueprint = Blueprint("live", __name__)
Page = str | tuple[str, int] | Response | tuple[Response, int]


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        live_choice_words=showing.choice_words,
        live_driver_words=showing.driver_words,
        live_milliseconds=showing.milliseconds,
        live_texts=texts,
        screen_texts=screen_texts,
        in_language=translate,
    )
    state.app.jinja_env.filters["has_khmer"] = has_khmer


def own_seat() -> uuid.UUID:
    """The seat that the guard let in."""
    seat_id = actor().seat_id
    if seat_id is None:
        raise LookupError("the guard let somebody in without a seat")
    return seat_id


def seat_stream(course_id: uuid.UUID) -> str:
    """Where the phone of this seat hears of changes."""
    return _stream(tickets.seat_ticket(_secret(), course_id, own_seat()))


def staff_stream(course_id: uuid.UUID) -> str:
    """Where the browser of this session hears of changes."""
    account_id, _, epoch = str(session.get("_user_id", "")).partition(":")
    return _stream(tickets.account_ticket(_secret(), course_id, uuid.UUID(account_id), int(epoch)))


def link_stream(kind: LinkKind, stage: Stage) -> str:
    """Where whoever has a link hears of changes."""
    write = tickets.remote_ticket if kind is LinkKind.REMOTE else tickets.screen_ticket
    return _stream(write(_secret(), stage.course_id, stage.link_generation))


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])


def _stream(ticket: str) -> str:
    return f"{MOUNT}/{ticket}"
