"""Pages for staff: who is entitled and why not, and the act of issuing."""

import uuid
from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for

from training.certificates import issuing, permissions, rules, service, texts
from training.certificates.blueprint import Page, blueprint
from training.certificates.forms import ExceptionForm
from training.certificates.model import State
from training.certificates.names import checks as name_checks
from training.certificates.reviewing import Case
from training.certificates.rules import Ask, Outlook, Point
from training.certificates.sealing import press_of
from training.courses import service as courses
from training.courses.model import POST_TEST
from training.kernel.refusal import Refusal
from training.quizzes import service as quizzes
from training.web.context import actor, database, db, now, settings, wants_json
from training.web.forms import tidy
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import refused, roll_back, settle_first

SHOWN = (Outlook.LOST, Outlook.OPEN, Outlook.MET)
"""While the course runs, in this order: first what the trainer can still do something about."""


@blueprint.get("/courses/<uuid:course_id>/certificates")
@permit(permissions.REVIEW)
def overview(course_id: uuid.UUID) -> Page:
    """Everybody with all the reasons: while the course runs who will miss it, then who has."""
    settle_first(quizzes.has_due, quizzes.settle_all, course_id, now())
    course = courses.get_course(db(), course_id)
    cases = service.review(db(), course_id, now())
    staff = service.review_staff(db(), course_id)
    awards = [award for case in cases for award in case.awards]
    issued = [each.issued for each in awards] + [each.issued for each in staff]
    return render_template(
        "certificates/overview.html",
        course=course,
        cases=cases,
        staff=staff,
        groups={each: [case for case in cases if case.forecast.outlook is each] for each in SHOWN},
        texts=texts,
        mend=_mending(course_id),
        unsettled=service.list_unsettled(db(), course_id),
        issued=sum(each is not None and each.state is State.VALID for each in issued),
        waiting=sum(award.is_due for award in awards) + sum(not each.issued for each in staff),
        rule=service.say_rule(db(), course_id),
        written_number=rules.written_number,
        names_asked=name_checks.count_open(db(), course_id),
        may_except=permissions.EXCEPT.allows(actor().roles),
    )


def _mending(course_id: uuid.UUID) -> Callable[[Case, Point], str]:
    """Where staff can mend what somebody lacks: the roll, the quiz, or the evaluation."""
    course, agenda = courses.get_course(db(), course_id), courses.list_agenda(db(), course_id)

    def mend(case: Case, point: Point) -> str:
        if point.ask is Ask.QUIZ:
            return url_for("quizzes.report", course_id=course_id, slug=course.rule.quiz)
        if point.ask is Ask.TEST:
            return url_for("quizzes.report", course_id=course_id, slug=POST_TEST)
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
def issue(course_id: uuid.UUID) -> Page:
    """Issues the next few of those that are waiting, each exactly once however often it is pressed.

    The page's script presses on until none is left; without it, each press goes on.
    """
    who, lunar_date = actor().who(), tidy(request.form.get("lunar_date", ""))
    roll_back()  # no transaction is open while pages are set and signed
    done = issuing.issue_part(database(), course_id, press_of(settings()), who, now(), lunar_date)
    if wants_json():
        return jsonify(issued=done.issued, left=done.left)
    if not done.issued and not done.left:
        flash(gettext(texts.NOBODY_ENTITLED), "plain")
    else:
        words = ngettext(
            "%(count)s certificate was issued.", "%(count)s certificates were issued.", done.issued
        )
        flash(words, "saved")
    return redirect(
        url_for("certificates.overview", course_id=course_id, lunar_date=lunar_date or None)
    )


@blueprint.route(
    "/courses/<uuid:course_id>/certificates/exception/<uuid:seat_id>", methods=["GET", "POST"]
)
@permit(permissions.EXCEPT)
def exception(course_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """One certificate for somebody whom the rule does not give it to, with the reason."""
    form = ExceptionForm()
    form.offer()
    if request.method == "POST" and form.validate():
        try:
            made = issuing.issue_exception(
                db(),
                course_id,
                seat_id,
                form.chosen_kind(),
                form.reason.data or "",
                press_of(settings()),
                actor().who(),
                now(),
            )
            number = rules.written_number(made.number)
            return redirect(url_for("certificates.certificate", number=number), 303)
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _exception_page(course_id, seat_id, form), refusal.status
    return _exception_page(course_id, seat_id, form), 422 if form.errors else 200


def _exception_page(course_id: uuid.UUID, seat_id: uuid.UUID, form: ExceptionForm) -> str:
    courses.get_seat(db(), course_id, seat_id)
    cases = service.review(db(), course_id, now())
    return render_template(
        "certificates/exception.html",
        course=courses.get_course(db(), course_id),
        case=next(case for case in cases if case.seat.seat_id == seat_id),
        form=form,
        texts=texts,
        written_number=rules.written_number,
    )
