"""Pages of the quizzes for the trainee: the way in, the sheet, and what came of it."""

import uuid
from collections.abc import Sequence

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response

from training.kernel.ids import as_id
from training.kernel.moments import milliseconds
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.modules.model import Item
from training.quizzes import (
    analysis_views,  # noqa: F401 - adds its pages
    assessments,
    correcting_views,  # noqa: F401 - adds its pages
    entry_views,  # noqa: F401 - adds its pages
    form_views,  # noqa: F401 - adds its pages
    freezing,
    marking_views,  # noqa: F401 - adds its pages
    paper_views,  # noqa: F401 - adds its pages
    permissions,
    question_views,  # noqa: F401 - adds its pages
    result_store,
    results,
    rules,
    service,
    sheet,
    taking,
    texts,
    trainer_views,  # noqa: F401 - adds its pages
)
from training.quizzes import desk as desks
from training.quizzes.blueprint import Page, blueprint, to, wants_json
from training.quizzes.model import Desk, EndedBy, Given, Purpose, Saved, Standing
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import number, time_of_day, translate
from training.web.transaction import refused, write_from_here

SHEET = "/c/<uuid:course_id>/quiz/<slug>"
UNREADABLE = 422
PAGE_OF = {
    Standing.BEGUN: "quizzes.take",
    Standing.FINISHED: "quizzes.result",
}
"""Where a seat goes on after a refusal."""


def _seat_id() -> uuid.UUID:
    seat_id = actor().seat_id
    if seat_id is None:
        raise LookupError("the guard let somebody in without a seat")
    return seat_id


def _desk(course_id: uuid.UUID, slug: str) -> Desk:
    """How the assessment stands for this seat, once a sheet whose time is up is scored."""
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    if not rules.is_overdue(desk.attempt, now()):
        return desk
    write_from_here()
    freezing.settle(db(), course_id, desk.attempt, now())
    return service.get_desk(db(), course_id, _seat_id(), slug)


def _page(name: str, desk: Desk, **values: object) -> str:
    return render_template(
        f"quizzes/{name}.html",
        course_id=desk.course_id,
        desk=desk,
        title=desks.title_of(db(), desk),
        now=now(),
        **values,
    )


def _sheet(desk: Desk) -> tuple[sheet.Question, ...]:
    if desk.attempt is None:
        return ()
    seed = desk.attempt.seed
    return sheet.questions(_items(desk), seed, service.answers_of(db(), desk.attempt))


def _items(desk: Desk) -> tuple[Item, ...]:
    """The questions in the order of this seat's sheet."""
    items = service.items_of(db(), desk)
    return assessments.in_order(items, desk.attempt.seed if desk.attempt else 0, desk.terms)


@blueprint.get(SHEET)
@permit(permissions.TAKE)
def take(course_id: uuid.UUID, slug: str) -> Page:
    """The questions, one a screen or all; before that the way in, after that the way on."""
    desk = _desk(course_id, slug)
    standing = rules.standing(desk, now())
    if standing is Standing.FINISHED:
        return to("quizzes.result", course_id, slug)
    if standing is not Standing.BEGUN:
        items = service.items_of(db(), desk)
        minutes = service.minutes_of(db(), desk, _seat_id())
        return _page("begin", desk, items=items, minutes=minutes, reason=_why_not(desk))
    if _why_not(desk) is not None:
        return to("quizzes.check", course_id, slug)
    questions = _sheet(desk)
    shown = sheet.question_shown(questions, request.args.get("q", ""))
    return _take(desk, questions, shown)


def _take(
    desk: Desk,
    questions: Sequence[sheet.Question],
    shown: sheet.Question,
    fault: Text | None = None,
) -> str:
    return _page(
        "take", desk, questions=questions, shown=shown, fault=fault, feedback=_feedback(desk)
    )


def _feedback(desk: Desk) -> dict[str, sheet.Reviewed]:
    """Of practice, what was right in each question that has an answer."""
    if desk.purpose is not Purpose.PRACTICE or desk.attempt is None:
        return {}
    return {each.id: each for each in service.review(db(), desk) if each.own}


def _why_not(desk: Desk) -> Text | None:
    """Why no answers are taken now, or None."""
    try:
        rules.require_open(desk, now())
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
    """Takes a sheet; a second tap takes the same one. A plan is changed from its top."""
    try:
        taking.begin(db(), course_id, _seat_id(), slug, now())
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
        saved = taking.answer(db(), course_id, _seat_id(), slug, given, now(), sheet_id=_sheet_id())
    except Refusal as refusal:
        if refusal.status == UNREADABLE and not wants_json():
            return _to_be_mended(course_id, slug, given, refusal)
        return _refused(course_id, slug, refusal)
    return _saved_reply(course_id, slug, saved) if wants_json() else _onward(course_id, slug, saved)


def _to_be_mended(course_id: uuid.UUID, slug: str, given: Given, refusal: Refusal) -> Page:
    """The question again, with what was sent in it and beside it why it was not saved."""
    desk = _desk(course_id, slug)
    questions = sheet.as_sent(_sheet(desk), given)
    shown = next((each for each in questions if each.id == given.item_id), None)
    if shown is None:
        return _refused_page(course_id, slug, refusal)
    refused(refusal)
    return _take(desk, questions, shown, refusal.reason), refusal.status


def _refused(course_id: uuid.UUID, slug: str, refusal: Refusal) -> Page:
    if not wants_json():
        return _refused_page(course_id, slug, refusal)
    refused(refusal)
    return jsonify(saved=False, message=translate(_in_own_digits(refusal.reason))), refusal.status


def _saved_reply(course_id: uuid.UUID, slug: str, saved: Saved) -> Response:
    """What quiz.js needs: what was saved, and the server's clock and the sheet's end by it."""
    time = time_of_day(saved.at, zone=saved.time_zone)
    return jsonify(
        saved=True,
        item=saved.item_id,
        choice=saved.written,
        at=saved.at.isoformat(),
        words=translate(texts.CAME_LATE if saved.is_late else say("Saved at %(time)s", time=time)),
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
    found = _feedback(_desk(course_id, slug)).get(item_id)
    return {"feedback": render_template("quizzes/_feedback.html", each=found)} if found else {}


def _onward(course_id: uuid.UUID, slug: str, saved: Saved) -> Response:
    """To the next question without an answer; where there is none, to the sending.

    A sheet on one page goes on where it was; practice shows first what was right.
    """
    desk = _desk(course_id, slug)
    questions = _sheet(desk)
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
    desk = service.get_desk(db(), course_id, _seat_id(), slug)
    onward = PAGE_OF.get(rules.standing(desk, now()), "")
    reason = _in_own_digits(refusal.reason)
    return _page("refused", desk, reason=reason, onward=onward), refusal.status


@blueprint.get(SHEET + "/check")
@permit(permissions.TAKE)
def check(course_id: uuid.UUID, slug: str) -> Page:
    """What is answered and what is not, before the answers are sent."""
    desk = _desk(course_id, slug)
    if rules.standing(desk, now()) is not Standing.BEGUN:
        return to("quizzes.take", course_id, slug)
    return _page("check", desk, questions=_sheet(desk), reason=_why_not(desk))


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
    seat_id, by_its_time = _seat_id(), request.form.get("by") == "time"
    try:
        given = rules.read_given(request.form.getlist("answer"))
        kept = taking.finish(
            db(), course_id, seat_id, slug, given, actor().who(), now(),
            by_its_time=by_its_time, sheet_id=_sheet_id(),
        )  # fmt: skip
    except Refusal as refusal:
        return _refused(course_id, slug, refusal)
    onward = to("quizzes.result", course_id, slug, **({"see": 1} if by_its_time else {}))
    if not wants_json():
        return onward
    why = taking.why_not_all(db(), course_id, seat_id, slug, given, kept, now())
    told = {"message": translate(_in_own_digits(why))} if why else {}
    return jsonify(finished=True, kept=kept, result=onward.location, **told)


@blueprint.get(SHEET + "/result")
@permit(permissions.TAKE)
def result(course_id: uuid.UUID, slug: str) -> Page:
    """The score, and for every question the own answer, the right one and the reason.

    Where that is not shown, or not yet, that the answers have come. A sheet that others ended, or
    its time, first lets the phone send what it has: after that, with `see`, it is shown.
    """
    desk = _desk(course_id, slug)
    if desk.attempt is None or desk.attempt.finished_at is None:
        return to("quizzes.take", course_id, slug)
    again = rules.may_try_again(desk, now())
    late = service.count_late(db(), desk.attempt)
    post_test = service.find_post_test(db(), course_id) if desk.purpose.is_test else None
    if not results.shows_results(desk, post_test, now()):
        return _page("sent", desk, again=again, late=late)
    if rules.waits_for_phone(desk, now()) and "see" not in request.args:
        return _page("ended", desk)
    if desk.attempt.seen_at is None and desk.attempt.finished_by is not EndedBy.SEAT:
        write_from_here()
        result_store.note_seen(db(), desk.attempt.id, now())
    passed = results.passed(desk.terms, desk.attempt.score or 0, desk.attempt.most or 0)
    old = result_store.list_old_results(db(), [desk.attempt.id]).get(desk.attempt.id, [])
    return _page(
        "result", desk, reviewed=service.review(db(), desk), passed=passed, again=again, late=late,
        old=old,
    )  # fmt: skip
