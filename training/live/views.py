"""The trainee's page: the slide that the room is at, the question, signals back."""

import uuid

from flask import flash, jsonify, redirect, render_template, request, url_for

from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.live import (
    asking,
    desk_views,
    forms,
    link_views,
    permissions,
    rehearsal_views,
    service,
    showing,
    signalling,
    texts,
    venue_views,
)
from training.live.blueprint import Page, blueprint, own_seat, seat_stream
from training.live.model import QuestionKind, SignalKind
from training.slides import rules as slide_rules
from training.slides.rendering import loose_leaves
from training.web.context import db, language, now, wants_json
from training.web.guard import permit
from training.web.locale import for_script, gettext
from training.web.transaction import refused

__all__ = ["blueprint", "desk_views", "link_views", "rehearsal_views", "venue_views"]
ROOM = "/c/<uuid:course_id>/live"


@blueprint.get(ROOM)
@permit(permissions.FOLLOW)
def follow(course_id: uuid.UUID) -> Page:
    """The slide that the room is at, in the reader's language. It follows by itself."""
    return _follow_page(course_id)


def _follow_page(course_id: uuid.UUID, reason: str = "") -> str:
    stage = service.find_stage(db(), course_id)
    shown = service.find_shown(db(), stage)
    question = showing.question_for_phones(db(), stage, now())
    mine = asking.own_answer(db(), question, own_seat()) if question else None
    called, done = showing.own_calls(db(), course_id, own_seat(), now())
    is_writing = "still" in request.args
    asks_words = question is not None and question.kind is QuestionKind.WORDS
    return render_template(
        "live/follow.html",
        course_id=course_id,
        stream_url=seat_stream(course_id),
        now_ms=showing.milliseconds(now()),
        holder=own_seat().hex[-12:],
        stage=stage,
        deck=shown[0] if shown else None,
        places=slide_rules.list_places(shown[0].module) if shown else (),
        leaves=loose_leaves(course_id, shown[0], language()) if shown else (),
        card=showing.question_card(course_id, question, mine, now()) if question else "",
        calls=called,
        done=done,
        has_hand_up=signalling.has_hand_up(db(), course_id, own_seat()),
        nickname=signalling.find_nickname(db(), own_seat()),
        is_writing=is_writing,
        is_still=is_writing or bool(reason) or asks_words,
        reason=reason,
    )


@blueprint.get(ROOM + "/state")
@permit(permissions.FOLLOW)
def room_state(course_id: uuid.UUID) -> Page:
    """What the room is at, as JSON, for a phone that the stream's side does not answer."""
    state = showing.room_state(db(), course_id, now())
    return jsonify(now=showing.milliseconds(now()), **state)


def _done(course_id: uuid.UUID, words: Text | None = None, **facts: object) -> Page:
    """What a form is told that did what it wanted."""
    if wants_json():
        return jsonify(saved=True, **facts)
    if words:
        flash(gettext(words), "saved")
    return redirect(url_for("live.follow", course_id=course_id), 303)


def _not_done(course_id: uuid.UUID, refusal: Refusal) -> Page:
    """Says why, on the page itself; what was saved before stays."""
    refused(refusal)
    if refusal.status == 404:
        raise refusal
    words = for_script(refusal.reason)
    if wants_json():
        return jsonify(saved=False, message=words), refusal.status
    return _follow_page(course_id, words), refusal.status


@blueprint.post(ROOM + "/questions/<uuid:question_id>/answer")
@permit(permissions.FOLLOW)
def answer(course_id: uuid.UUID, question_id: uuid.UUID) -> Page:
    """Saves an answer: JSON for the script, the page again for everybody else."""
    given = forms.read_given(request.form)
    try:
        asking.answer(db(), course_id, question_id, own_seat(), given, now())
    except Refusal as refusal:
        return _not_done(course_id, refusal)
    return _done(course_id)


@blueprint.get(ROOM + "/answers")
@permit(permissions.FOLLOW)
def answers(course_id: uuid.UUID) -> Page:
    """Every question to the room with the own answer, and what was right where that is known."""
    return render_template(
        "live/answers.html",
        course_id=course_id,
        answers=asking.own_answers(db(), course_id, own_seat()),
    )


@blueprint.post(ROOM + "/signals")
@permit(permissions.FOLLOW)
def send_signal(course_id: uuid.UUID) -> Page:
    """Tells the trainer: too fast, a question, a hand."""
    try:
        kind = forms.read_kind(request.form)
        key, words = forms.read_key(request.form), request.form.get("words", "")
        signalling.send(db(), course_id, own_seat(), kind, words, key, now())
    except Refusal as refusal:
        return _not_done(course_id, refusal)
    return _done(course_id, texts.TOLD, kind=kind.value, hand=kind is SignalKind.HAND)


@blueprint.post(ROOM + "/signals/withdraw")
@permit(permissions.FOLLOW)
def withdraw_signal(course_id: uuid.UUID) -> Page:
    """Takes the hand down."""
    try:
        kind = forms.read_kind(request.form)
    except Refusal as refusal:
        return _not_done(course_id, refusal)
    signalling.withdraw(db(), course_id, own_seat(), kind, now())
    return _done(course_id, texts.TOLD, kind=kind.value, hand=False)


@blueprint.get(ROOM + "/hand")
@permit(permissions.FOLLOW)
def hand(course_id: uuid.UUID) -> Page:
    """Whether the own hand is still up, as JSON: the trainer may have taken it down."""
    return jsonify(hand=signalling.has_hand_up(db(), course_id, own_seat()))


@blueprint.post(ROOM + "/nickname")
@permit(permissions.FOLLOW)
def set_nickname(course_id: uuid.UUID) -> Page:
    """Takes a nickname for the ranking, or gives it back."""
    try:
        signalling.name_for_ranking(db(), course_id, own_seat(), request.form.get("nickname", ""))
    except Refusal as refusal:
        return _not_done(course_id, refusal)
    return _done(course_id, texts.NICKNAME_SAVED)
