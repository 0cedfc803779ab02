"""Pages behind a link: the remote control on a phone, the projector on a second computer."""

import uuid

from flask import jsonify, redirect, render_template, request, url_for

from training.kernel.refusal import Refusal
from training.live import forms, links, permissions, service, showing, texts
from training.live.blueprint import Page, blueprint, link_stream
from training.live.desk_views import not_done, obey, projector_page, view_asked
from training.live.links import LinkKind
from training.web.context import db, now, wants_json
from training.web.guard import permit


def _course_of(kind: LinkKind, token: str) -> uuid.UUID:
    """The course that a link opens. Raises Refusal (404)."""
    found = links.read_token(kind, token)
    if found is None or service.find_stage(db(), found[0]).link_generation != found[1]:
        raise Refusal(texts.LINK_ENDED, status=404)
    return found[0]


@blueprint.get("/remote/<token>")
@permit(permissions.USE_LINK)
def remote(token: str) -> Page:
    """Three large buttons: back, on, black."""
    course_id = _course_of(LinkKind.REMOTE, token)
    return render_template(
        "live/remote.html",
        token=token,
        course_id=course_id,
        stream_url=link_stream(LinkKind.REMOTE, service.find_stage(db(), course_id)),
        state=showing.remote_state(db(), course_id, now()),
    )


@blueprint.get("/remote/<token>/state")
@permit(permissions.USE_LINK)
def remote_state(token: str) -> Page:
    """Where the room is."""
    course_id = _course_of(LinkKind.REMOTE, token)
    return jsonify(showing.remote_state(db(), course_id, now()))


@blueprint.post("/remote/<token>/stage")
@permit(permissions.USE_LINK)
def drive_remotely(token: str) -> Page:
    """Turns the slides or makes the projector black; a remote control can do nothing else."""
    course_id = _course_of(LinkKind.REMOTE, token)
    driver = forms.read_driver(request.form, name="")
    try:
        command = forms.read_command(request.form, forms.WORDS_OF_REMOTE)
        obey(course_id, command, driver, forms.read_key(request.form))
    except Refusal as refusal:
        return not_done(refusal)
    if wants_json():
        return jsonify(showing.remote_state(db(), course_id, now()))
    return redirect(url_for("live.remote", token=token), 303)


@blueprint.get("/screen/<token>")
@permit(permissions.USE_LINK)
def screen(token: str) -> Page:
    """The projector on a second computer."""
    course_id = _course_of(LinkKind.SCREEN, token)
    stream_url = link_stream(LinkKind.SCREEN, service.find_stage(db(), course_id))
    return projector_page(course_id, url_for("live.screen_state", token=token), stream_url, token)


@blueprint.get("/screen/<token>/state")
@permit(permissions.USE_LINK)
def screen_state(token: str) -> Page:
    """What the projector shows."""
    course_id = _course_of(LinkKind.SCREEN, token)
    return jsonify(showing.screen_state(db(), course_id, view_asked(), now()))


@blueprint.post("/screen/<token>/fitted")
@permit(permissions.USE_LINK)
def note_fitted(token: str) -> Page:
    """How many parts the projector made of a slide."""
    course_id = _course_of(LinkKind.SCREEN, token)
    try:
        command = forms.read_command(request.form, forms.WORDS_OF_SCREEN)
    except Refusal as refusal:
        return not_done(refusal)
    service.note_parts(db(), course_id, command.slide, command.parts)
    return jsonify(showing.screen_state(db(), course_id, view_asked(), now()))
