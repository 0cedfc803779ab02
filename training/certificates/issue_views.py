"""Pages for staff: who is entitled and why not, and the act of issuing."""

import uuid
from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from training.certificates import name_checks, permissions, rules, service, texts
from training.certificates.blueprint import Page, blueprint
from training.certificates.rules import Ask, Outlook, Point
from training.certificates.service import Case
from training.courses import service as courses
from training.quizzes import service as quizzes
from training.web.context import actor, db, now, settings
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import settle_first

SHOWN = (Outlook.LOST, Outlook.OPEN, Outlook.MET)
"""While the course runs, in this order: first what the trainer can still do something about."""


@blueprint.get("/courses/<uuid:course_id>/certificates")
@permit(permissions.REVIEW)
def overview(course_id: uuid.UUID) -> Page:
    """Everybody with all the reasons: while the course runs who will miss it, then who has."""
    settle_first(quizzes.has_due, quizzes.settle_all, course_id, now())
    course = courses.get_course(db(), course_id)
    cases = service.review(db(), course_id, now())
    return render_template(
        "certificates/overview.html",
        course=course,
        cases=cases,
        groups={each: [case for case in cases if case.forecast.outlook is each] for each in SHOWN},
        texts=texts,
        mend=_mending(course_id),
        unsettled=service.list_unsettled(db(), course_id),
        issued=sum(bool(case.number) for case in cases),
        waiting=sum(case.decision.entitled and not case.number for case in cases),
        names_asked=name_checks.count_open(db(), course_id),
        rule=service.say_rule(db(), course_id),
        written_number=rules.written_number,
    )


def _mending(course_id: uuid.UUID) -> Callable[[Case, Point], str]:
    """Where staff can mend what somebody lacks: the roll, the quiz, or the evaluation."""
    course, agenda = courses.get_course(db(), course_id), courses.list_agenda(db(), course_id)

    def mend(case: Case, point: Point) -> str:
        if point.ask is Ask.QUIZ:
            return url_for("quizzes.report", course_id=course_id, slug=course.rule.quiz)
        if point.ask is Ask.EVALUATION:
            return url_for("quizzes.overview", course_id=course_id)
        item = service.item_to_mend(agenda, case.seat, point.slot)
        seat = f"seat-{case.seat.number}"
        return url_for(
            "attendance.roll", course_id=course_id, item=item.id if item else None, _anchor=seat
        )

    return mend


@blueprint.post("/courses/<uuid:course_id>/certificates/issue")
@permit(permissions.ISSUE)
def issue(course_id: uuid.UUID) -> BaseResponse:
    """Issues all that are waiting, exactly once however often the button is pressed."""
    count = service.issue_all(db(), course_id, settings().public_url, actor().who(), now())
    if count:
        words = ngettext(
            "%(count)s certificate was issued.", "%(count)s certificates were issued.", count
        )
        flash(words, "saved")
    else:
        flash(gettext(texts.NOBODY_ENTITLED), "plain")
    return redirect(url_for("certificates.overview", course_id=course_id))
