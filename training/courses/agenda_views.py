"""The page of a course's agenda."""

import datetime as dt
import uuid

from flask import flash, redirect, render_template, request, url_for

from training.courses import permissions, rules, service
from training.courses.agenda_forms import AgendaForm, values_of
from training.courses.blueprint import Page, blueprint
from training.courses.model import MOST_DAYS, Day
from training.courses.tables import Course
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import refused


@blueprint.route("/courses/<uuid:course_id>/agenda", methods=["GET", "POST"])
@permit(permissions.MANAGE)
def agenda(course_id: uuid.UUID) -> Page:
    """The items of each day, for which group they are, and which count for attendance."""
    course = service.get_course(db(), course_id)
    in_use = service.items_in_use(db(), course_id)
    is_sent = request.method == "POST"
    items = service.list_agenda(db(), course_id)
    form = AgendaForm() if is_sent else AgendaForm(data=values_of(items))
    form.offer()
    if form.also.data in {"days", "groups"}:
        return _page(course, form, in_use)
    if is_sent and form.validate():
        wanted = form.items()
        try:
            without_group = service.change_agenda(
                db(),
                course_id,
                rules.with_a_day_more(wanted) if form.also.data == "copy" else wanted,
                in_use,
                actor().who(),
                now(),
                form.submission_key.data or "",
                form.seen.data or "",
            )
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _page(course, form, in_use), refusal.status
        flash(gettext(N_("The agenda was saved.")), "saved")
        if without_group:
            flash(_whose_group_is_gone(without_group), "info")
        return redirect(url_for("courses.agenda", course_id=course_id))
    return _page(course, form, in_use), 422 if form.all_errors() else 200


def _whose_group_is_gone(count: int) -> str:
    return ngettext(
        "%(count)s person is in no group now, because the agenda no longer names theirs.",
        "%(count)s people are in no group now, because the agenda no longer names theirs.",
        count,
    )


def _page(course: Course, form: AgendaForm, in_use: frozenset[uuid.UUID]) -> str:
    items = service.list_agenda(db(), course.id)
    dates = {
        str(number + 1): Day(number + 1, course.date + dt.timedelta(days=number), ())
        for number in range(MOST_DAYS)
    }
    return render_template(
        "courses/agenda.html",
        course=course,
        form=form,
        dates=dates,
        in_use={str(each) for each in in_use},
        counted=rules.counted_minutes(items),
        can_be_earned=rules.can_be_earned(items, course.rule),
    )
