"""Pages of the quizzes for the trainer: all that the course can let its people answer."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, say_n
from training.quizzes import (
    assessments,
    marking,
    opening,
    permissions,
    results,
    service,
    store,
    terms_store,
)
from training.quizzes.blueprint import Page, blueprint, to
from training.quizzes.desk import title_of
from training.quizzes.forms import ExtraTimeForm, TermsForm, read_whole, values_of
from training.quizzes.model import Desk
from training.web.context import actor, db, language, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused, settle_first
from training.web.views import own_path

OVERVIEW = "/courses/<uuid:course_id>/quiz"


def _settle(course_id: uuid.UUID) -> None:
    """Ends deadlines and time limits that are over, so that what the page shows is true."""
    settle_first(service.has_due, service.settle_all, course_id, now())


@blueprint.get(OVERVIEW)
@permit(permissions.MANAGE)
def overview(course_id: uuid.UUID) -> Page:
    """All that the course can let its people answer, in the order of the day."""
    _settle(course_id)
    return render_template(
        "quizzes/overview.html",
        course=courses.get_course(db(), course_id),
        lines=service.list_lines(db(), course_id, now()),
        people=courses.count_seats(db(), [course_id]).get(course_id, 0),
        now=now(),
    )


@blueprint.get(OVERVIEW + "/<slug>")
@permit(permissions.MANAGE)
def report(course_id: uuid.UUID, slug: str) -> Page:
    """One assessment: open and close it, what was misunderstood, who answered."""
    _settle(course_id)
    found = service.report(db(), course_id, slug, now())
    passed = {
        sheet.id: results.passed(found.line.terms, sheet.score or 0, sheet.most or 0)
        for sheet in found.attempts.values()
    }
    return render_template(
        "quizzes/report.html",
        course=courses.get_course(db(), course_id),
        report=found,
        line=found.line,
        passed=passed,
        seats=courses.list_seats(db(), course_id),
        changeable=assessments.CHANGEABLE[found.line.purpose],
        waiting=marking.count_waiting(db(), course_id, found.line),
        now=now(),
    )


@blueprint.post(OVERVIEW + "/<slug>/open")
@permit(permissions.MANAGE)
def open_quiz(course_id: uuid.UUID, slug: str) -> Page:
    """Lets the course answer."""
    key = request.form.get("submission_key", "")
    service.open_quiz(db(), course_id, slug, key, actor().who(), now())
    return _back(course_id)


@blueprint.post(OVERVIEW + "/<slug>/close")
@permit(permissions.MANAGE)
def close_quiz(course_id: uuid.UUID, slug: str) -> Page:
    """Ends the answering; what is unfinished is scored as it is."""
    opening_id = as_id(request.form.get("opening", ""))
    scored = service.close_quiz(db(), course_id, slug, opening_id, actor().who(), now())
    if scored:
        words = say_n(
            "It is closed. %(count)s unfinished sheet was taken as it was.",
            "It is closed. %(count)s unfinished sheets were taken as they were.",
            scored,
        )
        flash(gettext(words), "saved")
    return _back(course_id)


def _back(course_id: uuid.UUID) -> Page:
    """To the page whose button was pressed."""
    onward = request.form.get("next") or url_for("quizzes.overview", course_id=course_id)
    return redirect(own_path(onward), 303)


@blueprint.route(OVERVIEW + "/<slug>/terms", methods=["GET", "POST"])
@permit(permissions.MANAGE)
def terms(course_id: uuid.UUID, slug: str) -> Page:
    """How the assessment is taken: tries, time, pass mark, results, deadline, order."""
    desk = service.get_desk(db(), course_id, None, slug)
    is_sent = request.method == "POST"
    form = TermsForm() if is_sent else TermsForm(data=values_of(desk.terms, desk.time_zone))
    form.offer(desk.purpose)
    if is_sent and form.validate():
        chosen = form.terms(desk.terms, desk.time_zone)
        try:
            opening.change_terms(db(), course_id, slug, chosen, actor().who(), now())
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _terms_page(desk, form), refusal.status
        is_changed = chosen != desk.terms
        words = N_("How it is taken was saved.") if is_changed else N_("Nothing was changed.")
        flash(gettext(words), "saved" if is_changed else "info")
        return to("quizzes.report", course_id, slug)
    return _terms_page(desk, form), 422 if form.all_errors() else 200


def _terms_page(desk: Desk, form: TermsForm) -> str:
    count = store.count_sheets(db(), desk.course_id).get(desk.slug, store.NO_SHEETS)
    return render_template(
        "quizzes/terms.html",
        course=courses.get_course(db(), desk.course_id),
        desk=desk,
        title=title_of(db(), desk),
        form=form,
        count=count,
    )


@blueprint.route("/courses/<uuid:course_id>/extra-time", methods=["GET", "POST"])
@permit(permissions.MANAGE)
def extra_time(course_id: uuid.UUID) -> Page:
    """More time than others have: who has it, and a form for one person."""
    course = courses.get_course(db(), course_id)
    seats = courses.list_seats(db(), course_id)
    extra = terms_store.list_extra_percent(db(), course_id)
    chosen = as_id(request.args.get("seat", ""))
    form = ExtraTimeForm(
        seat=str(chosen or ""), percent=str(extra.get(chosen, "")) if chosen else ""
    )
    form.offer(seats, language())
    if request.method == "POST" and form.validate():
        seat_id = as_id(form.seat.data or "") or course_id
        percent = read_whole(form.percent.data or "") or 0
        opening.give_extra_time(db(), course_id, seat_id, percent, actor().who(), now())
        flash(gettext(N_("The extra time was saved.")), "saved")
        return redirect(url_for("quizzes.extra_time", course_id=course_id), 303)
    page = render_template(
        "quizzes/extra_time.html", course=course, seats=seats, extra=extra, form=form
    )
    return page, 422 if form.all_errors() else 200
