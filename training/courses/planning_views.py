"""Pages of the staff: the list of courses, a course's plan, opening and ending it."""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from training.courses import certificate_rule, permissions, rules, service, store, texts, trainers
from training.courses.blueprint import Page, blueprint
from training.courses.model import CourseState
from training.courses.planning_forms import PlanForm, TrainersForm, first_values, values_of
from training.courses.tables import Course
from training.kernel.access import Role
from training.kernel.ids import as_id
from training.kernel.locales import LANGUAGES
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.modules import service as modules
from training.modules.model import Module
from training.people import service as people
from training.people.model import PROVINCES
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext, translate
from training.web.transaction import refused
from training.web.views import own_path

STATE_SAVED = {
    CourseState.RUNNING: N_("The course is open."),
    CourseState.ENDED: N_("The course has ended. It can be taken up again."),
}


def _read_before(written: str) -> tuple[dt.date, uuid.UUID] | None:
    day, _, course_id = written.partition("_")
    read_day, read_id = rules.read_day(day), as_id(course_id)
    return (read_day, read_id) if read_day and read_id else None


@blueprint.get("/courses")
@permit(permissions.LIST)
def list_courses() -> Page:
    """Administrators see all courses, trainers their own; the newest day first."""
    is_administrator = Role.ADMINISTRATOR in actor().roles
    before = _read_before(request.args.get("before", ""))
    found = service.list_courses(db(), None if is_administrator else actor().account_id, before)
    rows = found[: store.PAGE]
    older = f"{rows[-1].date}_{rows[-1].id}" if len(found) > store.PAGE else ""
    return render_template(
        "courses/list.html",
        rows=rows,
        people=service.count_seats(db(), [each.id for each in rows]),
        days=service.count_days(db(), [each.id for each in rows]),
        provinces=PROVINCES,
        older=older,
        is_first_page=before is None,
    )


@blueprint.route("/courses/new", methods=["GET", "POST"])
@permit(permissions.PLAN)
def new() -> Page:
    """A new course."""
    offered = modules.list_offered(db())
    today = local_date(now(), PHNOM_PENH)
    form = PlanForm() if request.method == "POST" else PlanForm(data=first_values(today, offered))
    form.offer(offered, certificate_rule.list_kinds(db()))
    if request.method == "POST" and form.validate():
        try:
            course = service.plan_course(
                db(),
                form.plan(),
                actor().account_id,
                form.submission_key.data or "",
                actor().who(),
                now(),
            )
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _new_page(form, offered), refusal.status
        flash(gettext(N_("The course was planned. Its agenda is the one-day template.")), "saved")
        return redirect(url_for("courses.agenda", course_id=course.id))
    return _new_page(form, offered), 422 if form.errors else 200


def _new_page(form: PlanForm, offered: Sequence[tuple[uuid.UUID, Module]]) -> str:
    return render_template(
        "courses/new.html",
        form=form,
        offered=offered,
        in_preparation=modules.list_in_preparation(db()),
    )


@blueprint.route("/courses/<uuid:course_id>/plan", methods=["GET", "POST"])
@permit(permissions.MANAGE)
def plan(course_id: uuid.UUID) -> Page:
    """What is planned about a course; its modules stand still once it runs."""
    course = service.get_course(db(), course_id)
    planned = service.plan_of(db(), course)
    offered = _with_pinned(planned.revision_ids)
    half_days = len(rules.slots_of(service.list_agenda(db(), course_id)))
    form = PlanForm() if request.method == "POST" else PlanForm(data=values_of(planned, half_days))
    is_pinned = course.state != CourseState.PLANNED
    taught = offered[: len(planned.revision_ids)] if is_pinned else offered
    form.offer(taught, certificate_rule.list_kinds(db()), half_days)
    if is_pinned:
        del form.modules
    if request.method == "POST" and form.validate():
        try:
            pinned = planned.revision_ids if is_pinned else ()
            service.change_plan(db(), course_id, form.plan(pinned), actor().who(), now())
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _plan_page(course, form, offered), refusal.status
        flash(gettext(N_("The plan was saved.")), "saved")
        return redirect(url_for("courses.plan", course_id=course_id))
    return _plan_page(course, form, offered), 422 if form.errors else 200


def _with_pinned(pinned: tuple[uuid.UUID, ...]) -> list[tuple[uuid.UUID, Module]]:
    """What can be ticked: the pinned revisions first, then what is offered beside them."""
    offered = modules.list_offered(db())
    return [
        *((each, modules.get_module(db(), each)) for each in pinned),
        *((each, module) for each, module in offered if each not in pinned),
    ]


def _plan_page(course: Course, form: PlanForm, offered: list[tuple[uuid.UUID, Module]]) -> str:
    agenda = service.list_agenda(db(), course.id)
    own = trainers.list_trainers(db(), course.id)
    may_choose = Role.ADMINISTRATOR in actor().roles
    staff, more_staff = people.offer_staff(db(), own) if may_choose else ((), False)
    return render_template(
        "courses/plan.html",
        course=course,
        form=form,
        offered=offered,
        in_preparation=modules.list_in_preparation(db()),
        pinned=service.list_revision_ids(db(), course.id),
        counted=rules.counted_minutes(agenda),
        can_be_earned=rules.can_be_earned(agenda, course.rule),
        rule={
            each: [translate(words, each) for words in certificate_rule.say_rule(db(), course.id)]
            for each in LANGUAGES
        },
        staff=staff,
        more_staff=more_staff,
        trainers=own,
    )


@blueprint.post("/courses/<uuid:course_id>/state")
@permit(permissions.MANAGE)
def set_state(course_id: uuid.UUID) -> Response:
    """Opens a course, ends it, or takes it up again."""
    wanted = next((each for each in STATE_SAVED if each == request.form.get("state")), None)
    if wanted is None:
        raise Refusal(texts.WRONG_STATE)
    service.set_state(db(), course_id, wanted, actor().who(), now())
    flash(gettext(STATE_SAVED[wanted]), "saved")
    return _back(course_id)


@blueprint.post("/courses/<uuid:course_id>/joining")
@permit(permissions.MANAGE)
def set_joining(course_id: uuid.UUID) -> Response:
    """Lets people join with the code, or closes the code."""
    is_open = request.form.get("open") == "yes"
    service.set_join_open(db(), course_id, is_open, actor().who(), now())
    words = N_("The join code is open.") if is_open else N_("The join code is closed.")
    flash(gettext(words), "saved")
    return _back(course_id)


@blueprint.post("/courses/<uuid:course_id>/trainers")
@permit(permissions.CHOOSE_TRAINERS)
def set_trainers(course_id: uuid.UUID) -> Response:
    """Says who trains the course."""
    form = TrainersForm()
    chosen = people.find_staff(db(), form.ticked(), form.sign_in_name.data or "")
    trainers.set_trainers(db(), course_id, chosen, actor().who(), now())
    flash(gettext(N_("The trainers were saved.")), "saved")
    return _back(course_id)


def _back(course_id: uuid.UUID) -> Response:
    following = request.form.get("next", "")
    here = url_for("courses.plan", course_id=course_id)
    return redirect(own_path(following) if following else here)
