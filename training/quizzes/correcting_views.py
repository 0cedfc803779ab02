"""Pages of the trainer on which the key of a question is corrected: first seen, then done."""

import uuid
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for

from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say, say_n
from training.quizzes import answers, correcting, permissions, rescoring, service
from training.quizzes.blueprint import Page, blueprint
from training.quizzes.model import Correction
from training.quizzes.rescoring import Asked
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused

KEYS = "/courses/<uuid:course_id>/quiz/<slug>/correct"


class Sent(NamedTuple):
    """What stands in the form: how to correct, its fields for the key, and why."""

    way: str
    fields: list[str]
    reason: str


def _sent() -> Sent:
    form = request.form
    return Sent(form.get("way", ""), form.getlist("right"), form.get("reason", ""))


def _standing(asked: Asked) -> Sent:
    """The form as it is first seen: what holds now."""
    found = asked.correction
    way = correcting.VOID if found and found.is_void else correcting.KEY
    if asked.item.kind in correcting.WITHOUT_KEY:
        way = correcting.VOID
    return Sent(way, correcting.fields_of(asked.item, correcting.key_in(asked.now)), "")


@blueprint.get(KEYS)
@permit(permissions.MANAGE)
def keys(course_id: uuid.UUID, slug: str) -> Page:
    """Every question with what is right in it by now; from here a key is corrected."""
    asked = rescoring.list_asked(db(), course_id, slug)
    return _page("keys", course_id, slug, questions=[_shown(each) for each in asked])


@blueprint.get(KEYS + "/<item_id>")
@permit(permissions.MANAGE)
def correct(course_id: uuid.UUID, slug: str, item_id: str) -> Page:
    """The question, what is right now, and the fields for what should be."""
    asked = rescoring.get_asked(db(), course_id, slug, item_id)
    return _form(course_id, slug, asked, _standing(asked))


@blueprint.post(KEYS + "/<item_id>")
@permit(permissions.MANAGE)
def correct_key(course_id: uuid.UUID, slug: str, item_id: str) -> Page:
    """First whose result would change; nothing is saved. Then, with step `confirm`, it is done."""
    asked, sent = rescoring.get_asked(db(), course_id, slug, item_id), _sent()
    step = request.form.get("step", "")
    if step == "back":
        return _form(course_id, slug, asked, sent)
    try:
        correction = correcting.read_correction(asked.item, sent.way, sent.fields, sent.reason)
        if step == "confirm":
            return _confirmed(course_id, slug, item_id, correction)
        return _preview(course_id, slug, asked, sent, correction)
    except Refusal as refusal:
        refused(refusal)
        return _form(course_id, slug, asked, sent, refusal), refusal.status


def _confirmed(course_id: uuid.UUID, slug: str, item_id: str, correction: Correction) -> Page:
    key = request.form.get("submission_key", "")
    changed = rescoring.correct(
        db(), course_id, slug, item_id, correction, key, actor().who(), now()
    )
    flash(gettext(_done(changed)), "saved")
    return redirect(url_for("quizzes.keys", course_id=course_id, slug=slug), 303)


def _done(changed: int) -> Text:
    if not changed:
        return say("The key is corrected. No result had to change.")
    return say_n(
        "The key is corrected. %(count)s result changed; the old one stays readable.",
        "The key is corrected. %(count)s results changed; the old ones stay readable.",
        changed,
    )


def _preview(
    course_id: uuid.UUID, slug: str, asked: Asked, sent: Sent, correction: Correction
) -> Page:
    found = rescoring.preview(db(), course_id, asked, correction)
    then = asked._replace(
        now=correcting.with_correction(asked.item, correction), correction=correction
    )
    named = {each.slug: each for each in service.list_assessments(db(), course_id)}
    return _page(
        "preview", course_id, slug, asked=_shown(asked), then=_shown(then), sent=sent,
        correction=correction, preview=found, named=named, seats=_seats(course_id),
    )  # fmt: skip


def _seats(course_id: uuid.UUID) -> dict[uuid.UUID, object]:
    return {seat.seat_id: seat for seat in courses.list_seats(db(), course_id)}


def _form(
    course_id: uuid.UUID, slug: str, asked: Asked, sent: Sent, refusal: Refusal | None = None
) -> str:
    return _page(
        "correct", course_id, slug, asked=_shown(asked), sent=sent, refusal=refusal,
        choices=answers.choices_of(asked.item),
        has_key=asked.item.kind not in correcting.WITHOUT_KEY,
    )  # fmt: skip


def _shown(asked: Asked) -> dict[str, object]:
    """A question for its page, with what is right by now as people read it."""
    return {
        "item": asked.item,
        "right": answers.said_right(asked.now),
        "accepted": asked.now.accepted,
        "correction": asked.correction,
        "is_void": asked.correction is not None and asked.correction.is_void,
    }


def _page(name: str, course_id: uuid.UUID, slug: str, **values: object) -> str:
    found = service.get_desk(db(), course_id, None, slug)
    return render_template(
        f"quizzes/{name}.html",
        course=courses.get_course(db(), course_id),
        desk=found,
        title=service.title_of(db(), found),
        **values,
    )
