"""Pages of the quizzes: the trainer's overview, the trainee's sheet and its result."""

import uuid

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup
from werkzeug.wrappers import Response

from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say, say_n
from training.modules import service as modules
from training.quizzes import permissions, rules, service, sheet, taking, texts
from training.quizzes.model import Choice, Desk, Given, Saved, Standing
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext, number, spoken, time_of_day, translate
from training.web.transaction import refused
from training.web.views import own_path

blueprint = Blueprint("quizzes", __name__)
Page = str | tuple[str, int] | Response | tuple[Response, int]
OVERVIEW = "/courses/<uuid:course_id>/quiz"
SHEET = "/c/<uuid:course_id>/quiz/<slug>"
UNREADABLE = 422
PAGE_OF = {
    Standing.BEGUN: "quizzes.take",
    Standing.FINISHED: "quizzes.result",
}
"""Where a seat goes on after a refusal."""


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(choice_words=choice_words)


def choice_words(choice: Choice) -> Markup:
    """A choice in the reader's language."""
    return gettext(texts.TRUTHS[choice.code]) if choice.words is None else spoken(choice.words)


@blueprint.get(OVERVIEW)
@permit(permissions.MANAGE)
def overview(course_id: uuid.UUID) -> Page:
    """Every quiz of the course: open and close it, who answered, what was misunderstood."""
    return render_template(
        "quizzes/overview.html",
        course=courses.get_course(db(), course_id),
        reports=service.report(db(), course_id),
        seats=courses.list_seats(db(), course_id),
        now=now(),
    )


@blueprint.post(OVERVIEW + "/<slug>/open")
@permit(permissions.MANAGE)
def open_quiz(course_id: uuid.UUID, slug: str) -> Page:
    """Lets the course answer."""
    key = request.form.get("submission_key", "")
    service.open_quiz(db(), course_id, slug, key, actor().who(), now())
    onward = request.form.get("next") or url_for("quizzes.overview", course_id=course_id)
    return redirect(own_path(onward), 303)


@blueprint.post(OVERVIEW + "/<slug>/close")
@permit(permissions.MANAGE)
def close_quiz(course_id: uuid.UUID, slug: str) -> Page:
    """Ends the answering; what is unfinished is scored as it is."""
    opening_id = as_id(request.form.get("opening", ""))
    scored = service.close_quiz(db(), course_id, slug, opening_id, actor().who(), now())
    if scored:
        words = say_n(
            "The quiz is closed. %(count)s unfinished sheet was scored as it was.",
            "The quiz is closed. %(count)s unfinished sheets were scored as they were.",
            scored,
        )
        flash(translate(words), "saved")
    return redirect(url_for("quizzes.overview", course_id=course_id), 303)


def _seat_id() -> uuid.UUID:
    seat_id = actor().seat_id
    if seat_id is None:
        raise LookupError("the guard let somebody in without a seat")
    return seat_id


def _page(name: str, course_id: uuid.UUID, desk: Desk, **values: object) -> str:
    module = modules.get_module(db(), desk.revision_id)
    return render_template(
        f"quizzes/{name}.html", course_id=course_id, module=module, desk=desk, **values
    )


def _sheet(desk: Desk) -> tuple[sheet.Question, ...]:
    if desk.attempt is None:
        return ()
    items = modules.get_module(db(), desk.revision_id).items
    return sheet.questions(items, desk.attempt.seed, service.answers_of(db(), desk.attempt))


def _to(endpoint: str, course_id: uuid.UUID, slug: str, **values: object) -> Response:
    return redirect(url_for(endpoint, course_id=course_id, slug=slug, **values), 303)  # type: ignore[arg-type] # url_for takes any value


@blueprint.get(SHEET)
@permit(permissions.TAKE)
def take(course_id: uuid.UUID, slug: str) -> Page:
    """One question a screen; before that the way in, after that the way on."""
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    standing = rules.standing(desk)
    if standing is Standing.FINISHED:
        return _to("quizzes.result", course_id, slug)
    if standing is not Standing.BEGUN:
        return _page("begin", course_id, desk, reason=_why_not(desk))
    if _why_not(desk) is not None:
        return _to("quizzes.check", course_id, slug)
    questions = _sheet(desk)
    shown = sheet.question_shown(questions, request.args.get("q", ""))
    return _page("take", course_id, desk, questions=questions, shown=shown, fault=None)


def _why_not(desk: Desk) -> Text | None:
    """Why no answers are taken now, or None."""
    try:
        rules.require_open(desk)
    except Refusal as refusal:
        return _in_own_digits(refusal.reason)
    return None


def _in_own_digits(reason: Text) -> Text:
    """The sentence with its times in the reader's digits."""
    params = ((name, number(v) if isinstance(v, str) else v) for name, v in reason.params)
    return Text(reason.msgid, tuple(params), reason.plural, reason.count)


@blueprint.post(SHEET + "/begin")
@permit(permissions.TAKE)
def begin(course_id: uuid.UUID, slug: str) -> Page:
    """Takes a sheet; a second tap takes the same one."""
    try:
        taking.begin(db(), course_id, _seat_id(), slug, now())
    except Refusal as refusal:
        return _refused_page(course_id, slug, refusal)
    return _to("quizzes.take", course_id, slug)


@blueprint.post(SHEET + "/answers")
@permit(permissions.TAKE)
def answer(course_id: uuid.UUID, slug: str) -> Page:
    """Saves one tap: JSON for quiz.js, a redirect to the next open question for everybody else."""
    given = Given(
        request.form.get("item", ""),
        ",".join(request.form.getlist("choice")),
        request.form.get("submission_key", ""),
    )
    try:
        saved = taking.answer(db(), course_id, _seat_id(), slug, given, now())
    except Refusal as refusal:
        if refusal.status == UNREADABLE and not _wants_json():
            return _to_be_mended(course_id, slug, given, refusal)
        return _refused(course_id, slug, refusal)
    return _saved_reply(saved) if _wants_json() else _onward(course_id, slug, saved)


def _to_be_mended(course_id: uuid.UUID, slug: str, given: Given, refusal: Refusal) -> Page:
    """The question again, with what was sent in it and beside it why it was not saved."""
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    questions = sheet.as_sent(_sheet(desk), given)
    shown = next((each for each in questions if each.id == given.item_id), None)
    if shown is None or _why_not(desk) is not None:
        return _refused_page(course_id, slug, refusal)
    refused(refusal)
    page = _page("take", course_id, desk, questions=questions, shown=shown, fault=refusal.reason)
    return page, refusal.status


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _refused(course_id: uuid.UUID, slug: str, refusal: Refusal) -> Page:
    if not _wants_json():
        return _refused_page(course_id, slug, refusal)
    refused(refusal)
    return jsonify(saved=False, message=translate(_in_own_digits(refusal.reason))), refusal.status


def _saved_reply(saved: Saved) -> Response:
    words = translate(say("Saved at %(time)s", time=time_of_day(saved.at, zone=saved.time_zone)))
    return jsonify(
        saved=True, item=saved.item_id, choice=saved.written, at=saved.at.isoformat(), words=words
    )


def _onward(course_id: uuid.UUID, slug: str, saved: Saved) -> Response:
    """To the next question without an answer; where there is none, to the sending."""
    questions = _sheet(service.get_desk(db(), course_id, _seat_id(), slug))
    answered = {each.id for each in questions if each.is_given}
    ids = [each.id for each in questions]
    following = rules.next_unanswered(ids, answered, saved.item_id)
    if following is None:
        return _to("quizzes.check", course_id, slug)
    return _to("quizzes.take", course_id, slug, q=ids.index(following) + 1)


def _refused_page(course_id: uuid.UUID, slug: str, refusal: Refusal) -> Page:
    """Says why, and leads on to what there is: the sheet, the result or the day."""
    refused(refusal)
    if refusal.status == 404:
        raise refusal
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    onward = PAGE_OF.get(rules.standing(desk), "")
    reason = _in_own_digits(refusal.reason)
    return _page("refused", course_id, desk, reason=reason, onward=onward), refusal.status


@blueprint.get(SHEET + "/check")
@permit(permissions.TAKE)
def check(course_id: uuid.UUID, slug: str) -> Page:
    """What is answered and what is not, before the answers are sent."""
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    if rules.standing(desk) is not Standing.BEGUN:
        return _to("quizzes.take", course_id, slug)
    return _page("check", course_id, desk, questions=_sheet(desk), reason=_why_not(desk))


@blueprint.post(SHEET + "/finish")
@permit(permissions.TAKE)
def finish(course_id: uuid.UUID, slug: str) -> Page:
    """Sends the answers: the score is frozen. A second time it only shows the result.

    Fields named `answer` (`item choice key`) bring what this phone had no reply to yet.
    """
    try:
        given = rules.read_given(request.form.getlist("answer"))
        kept = taking.finish(db(), course_id, _seat_id(), slug, given, actor().who(), now())
    except Refusal as refusal:
        return _refused(course_id, slug, refusal)
    onward = _to("quizzes.result", course_id, slug)
    return jsonify(finished=True, kept=kept, result=onward.location) if _wants_json() else onward


@blueprint.get(SHEET + "/result")
@permit(permissions.TAKE)
def result(course_id: uuid.UUID, slug: str) -> Page:
    """The score, and for every question the own answer, the right one and the reason."""
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    if desk.attempt is None or desk.attempt.finished_at is None:
        return _to("quizzes.take", course_id, slug)
    items = modules.get_module(db(), desk.revision_id).items
    kept = service.answers_of(db(), desk.attempt)
    return _page("result", course_id, desk, reviewed=sheet.reviewed(items, kept))
