"""Pages of the quizzes for the trainee: the way in, the sheet, and what came of it."""

import uuid

from flask import request

from training.courses import service as courses
from training.quizzes import (
    analysis_views,  # noqa: F401 - adds its pages
    answering_views,  # noqa: F401 - adds its pages
    correcting_views,  # noqa: F401 - adds its pages
    entry_views,  # noqa: F401 - adds its pages
    form_views,  # noqa: F401 - adds its pages
    marking_views,  # noqa: F401 - adds its pages
    paper_views,  # noqa: F401 - adds its pages
    permissions,
    question_views,  # noqa: F401 - adds its pages
    result_store,
    results,
    rules,
    service,
    sheet,
    trainer_views,  # noqa: F401 - adds its pages
)
from training.quizzes.blueprint import Page, blueprint, to
from training.quizzes.model import EndedBy, Standing
from training.quizzes.seat_pages import (
    SHEET,
    desk_of,
    own_seat_id,
    page,
    sheet_of,
    take_page,
    why_not,
)
from training.web.context import db, now
from training.web.guard import permit
from training.web.transaction import write_from_here


@blueprint.get(SHEET)
@permit(permissions.TAKE)
def take(course_id: uuid.UUID, slug: str) -> Page:
    """The questions, one a screen or all; before that the way in, after that the way on."""
    desk = desk_of(course_id, slug)
    standing = rules.standing(desk, now())
    if standing is Standing.FINISHED:
        return to("quizzes.result", course_id, slug)
    if standing is not Standing.BEGUN:
        items = service.items_of(db(), desk)
        minutes = service.minutes_of(db(), desk, own_seat_id())
        rule = courses.get_course(db(), course_id).rule
        return page(
            "begin", desk, items=items, minutes=minutes, reason=why_not(desk),
            for_certificate=results.for_certificate(rule, desk),
        )  # fmt: skip
    if why_not(desk) is not None:
        return to("quizzes.check", course_id, slug)
    questions = sheet_of(desk)
    shown = sheet.question_shown(questions, request.args.get("q", ""))
    return take_page(desk, questions, shown)


@blueprint.get(SHEET + "/check")
@permit(permissions.TAKE)
def check(course_id: uuid.UUID, slug: str) -> Page:
    """What is answered and what is not, before the answers are sent."""
    desk = desk_of(course_id, slug)
    if rules.standing(desk, now()) is not Standing.BEGUN:
        return to("quizzes.take", course_id, slug)
    return page("check", desk, questions=sheet_of(desk), reason=why_not(desk))


@blueprint.get(SHEET + "/result")
@permit(permissions.TAKE)
def result(course_id: uuid.UUID, slug: str) -> Page:
    """The score, and for every question the own answer, the right one and the reason.

    Where that is not shown, or not yet, that the answers have come. A sheet that others ended, or
    its time, first lets the phone send what it has: after that, with `see`, it is shown.
    """
    desk = desk_of(course_id, slug)
    if desk.attempt is None or desk.attempt.finished_at is None:
        return to("quizzes.take", course_id, slug)
    again = rules.may_try_again(desk, now())
    late = service.count_late(db(), desk.attempt)
    post_test = service.find_post_test(db(), course_id) if desk.purpose.is_test else None
    if not results.shows_results(desk, post_test, now()):
        return page("sent", desk, again=again, late=late)
    if rules.waits_for_phone(desk, now()) and "see" not in request.args:
        return page("ended", desk)
    if desk.attempt.seen_at is None and desk.attempt.finished_by is not EndedBy.SEAT:
        write_from_here()
        result_store.note_seen(db(), desk.attempt.id, now())
    passed = results.passed(desk.terms, desk.attempt.score or 0, desk.attempt.most or 0)
    old = result_store.list_old_results(db(), [desk.attempt.id]).get(desk.attempt.id, [])
    return page(
        "result", desk, reviewed=service.review(db(), desk), passed=passed, again=again, late=late,
        old=old,
    )  # fmt: skip
