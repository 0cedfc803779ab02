"""What a trainee sends: the sheet is begun, answers come, and the sheet is sent."""

import uuid
from typing import Any

from flask import jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from training.kernel.ids import as_id
from training.kernel.moments import milliseconds
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.quizzes import assessments, permissions, rules, service, sheet, taking, texts
from training.quizzes.blueprint import Page, blueprint, to
from training.quizzes.model import Given, Purpose, Saved, Standing
from training.quizzes.seat_pages import (
    SHEET,
    desk_of,
    feedback,
    in_own_digits,
    own_seat_id,
    page,
    sheet_of,
    take_page,
)
from training.web.context import actor, db, now, wants_json
from training.web.guard import permit
from training.web.locale import for_script, time_of_day
from training.web.transaction import refused

UNREADABLE = 422
PAGE_OF = {
    Standing.BEGUN: "quizzes.take",
    Standing.FINISHED: "quizzes.result",
}
"""Where a seat goes on after a refusal."""


@blueprint.post(SHEET + "/begin")
@permit(permissions.TAKE)
def begin(course_id: uuid.UUID, slug: str) -> Page:
    """Takes a sheet; a second tap takes the same one. A plan is changed from its top."""
    try:
        taking.begin(db(), course_id, own_seat_id(), slug, now())
    except Refusal as refusal:
        return _refused_page(course_id, slug, refusal)
    top = {"q": 1} if slug == assessments.PLAN else {}
    return to("quizzes.take", course_id, slug, **top)


@blueprint.post(SHEET + "/answers")
@permit(permissions.TAKE)
def answer(course_id: uuid.UUID, slug: str) -> Page:
    """Saves one tap: JSON for quiz.js, a redirect to the next open question for everybody else."""
    given = Given(
        request.form.get("item", ""),
        ",".join(request.form.getlist("choice")),
        request.form.get("submission_key", ""),
        rules.read_time(request.form.get("tapped_at", "")),
    )
    try:
        saved = taking.answer(
            db(), course_id, own_seat_id(), slug, given, now(), sheet_id=_sheet_id()
        )
    except Refusal as refusal:
        if refusal.status == UNREADABLE and not wants_json():
            return _to_be_mended(course_id, slug, given, refusal)
        return _refused(course_id, slug, refusal)
    return _saved_reply(course_id, slug, saved) if wants_json() else _onward(course_id, slug, saved)


def _to_be_mended(course_id: uuid.UUID, slug: str, given: Given, refusal: Refusal) -> Page:
    """The question again, with what was sent in it and beside it why it was not saved."""
    desk = desk_of(course_id, slug)
    questions = sheet.as_sent(sheet_of(desk), given)
    shown = next((each for each in questions if each.id == given.item_id), None)
    if shown is None:
        return _refused_page(course_id, slug, refusal)
    refused(refusal)
    return take_page(desk, questions, shown, refusal.reason), refusal.status


def _refused(course_id: uuid.UUID, slug: str, refusal: Refusal) -> Page:
    if not wants_json():
        return _refused_page(course_id, slug, refusal)
    refused(refusal)
    return jsonify(saved=False, message=for_script(in_own_digits(refusal.reason))), refusal.status


def _saved_reply(course_id: uuid.UUID, slug: str, saved: Saved) -> Response:
    """What quiz.js needs: what was saved, and the server's clock and the sheet's end by it."""
    time = time_of_day(saved.at, zone=saved.time_zone)
    return jsonify(
        saved=True,
        item=saved.item_id,
        choice=saved.written,
        at=saved.at.isoformat(),
        words=for_script(texts.CAME_LATE if saved.is_late else say("Saved at %(time)s", time=time)),
        late=saved.is_late,
        now=milliseconds(now()),
        due=milliseconds(saved.due_at) if saved.due_at else None,
        **_feedback_reply(course_id, slug, saved.item_id),
    )


def _feedback_reply(course_id: uuid.UUID, slug: str, item_id: str) -> dict[str, str]:
    """What a practice says of the answer; nothing anywhere else, and no query."""
    name = assessments.read_slug(slug)
    if name is None or name.purpose is not Purpose.PRACTICE:
        return {}
    found = feedback(desk_of(course_id, slug)).get(item_id)
    return {"feedback": render_template("quizzes/_feedback.html", each=found)} if found else {}


def _onward(course_id: uuid.UUID, slug: str, saved: Saved) -> Response:
    """To the next question without an answer; where there is none, to the sending.

    A sheet on one page goes on where it was; practice shows first what was right.
    """
    desk = desk_of(course_id, slug)
    questions = sheet_of(desk)
    answered = {each.id for each in questions if each.is_given}
    ids = [each.id for each in questions]
    if saved.is_late:
        return to("quizzes.result", course_id, slug)
    if desk.terms.one_page:
        place = ids.index(saved.item_id) + 1
        return to("quizzes.take", course_id, slug, _anchor=f"q{place}")
    if desk.purpose is Purpose.PRACTICE:
        return to("quizzes.take", course_id, slug, q=ids.index(saved.item_id) + 1)
    following = rules.next_unanswered(ids, answered, saved.item_id)
    if following is None:
        return to("quizzes.check", course_id, slug)
    return to("quizzes.take", course_id, slug, q=ids.index(following) + 1)


def _refused_page(course_id: uuid.UUID, slug: str, refusal: Refusal) -> Page:
    """Says why, and leads on to what there is: the sheet, the result or the day."""
    refused(refusal)
    if refusal.status == 404:
        raise refusal
    desk = service.get_desk(db(), course_id, own_seat_id(), slug)
    onward = PAGE_OF.get(rules.standing(desk, now()), "")
    reason = in_own_digits(refusal.reason)
    return page("refused", desk, reason=reason, onward=onward), refusal.status


def _sheet_id() -> uuid.UUID | None:
    """The sheet that the page shows from which this comes; None where it does not say."""
    return as_id(request.form.get("sheet", ""))


@blueprint.post(SHEET + "/finish")
@permit(permissions.TAKE)
def finish(course_id: uuid.UUID, slug: str) -> Page:
    """Sends the answers: the score is frozen. A second time it only shows the result.

    Fields named `answer` (`item choice key time`) bring what this phone had no reply to yet. With
    `by=time` it is the phone that says that the end has come.
    """
    seat_id, by_its_time = own_seat_id(), request.form.get("by") == "time"
    try:
        given = rules.read_given(request.form.getlist("answer"))
        kept = taking.finish(
            db(), course_id, seat_id, slug, given, actor().who(), now(),
            by_its_time=by_its_time, sheet_id=_sheet_id(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(course_id, slug, refusal)
    see: dict[str, Any] = {"see": 1} if by_its_time else {}
    if not wants_json():
        return to("quizzes.result", course_id, slug, **see)
    why = taking.why_not_all(db(), course_id, seat_id, slug, given, kept, now())
    told = {"message": for_script(in_own_digits(why))} if why else {}
    shown = url_for("quizzes.result", course_id=course_id, slug=slug, **see)
    return jsonify(finished=True, kept=kept, result=shown, **told)
