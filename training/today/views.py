"""The first page, the trainee's day, the trainer's cockpit."""

import uuid

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from training.courses import service as courses
from training.courses.model import SeatView
from training.kernel.refusal import Refusal
from training.people import service as people
from training.quizzes import service as quizzes
from training.today import permissions, service, texts
from training.web.context import actor, db, now
from training.web.guard import permit, require_staff_connection, staff_may_come_this_way
from training.web.transaction import roll_back, settle_first

blueprint = Blueprint("today", __name__)
Page = str | tuple[str, int] | Response


def demo_can_open() -> bool:
    """Whether this server can open the demonstration beside itself."""
    return current_app.extensions.get("training.demonstration") is not None


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(demo_can_open=demo_can_open)


@blueprint.get("/")
@permit(permissions.FRONT)
def front() -> Page:
    """Where each of the three people begins."""
    if actor().account_id is not None:
        return redirect(url_for("courses.list_courses"))
    course_id = courses.newest_course(db(), actor().held_seat_ids)
    if course_id is not None:
        return redirect(url_for("today.my_day", course_id=course_id))
    if staff_may_come_this_way() and not people.has_administrator(db()):
        return render_template("today/empty.html")
    return redirect(url_for("courses.join"))


@blueprint.post("/demo")
@permit(permissions.OPEN_DEMO)
def demo() -> Page:
    """Opens the demonstration beside an installation without courses, on the laptop itself."""
    require_staff_connection()
    launcher = current_app.extensions.get("training.demonstration")
    if launcher is None or courses.has_courses(db()):
        raise Refusal(texts.NO_DEMO_HERE, status=409)
    roll_back()  # opening takes seconds, and others may want to write
    try:
        return render_template("today/demo.html", made=launcher.open())
    except OSError as error:
        raise Refusal(texts.NO_DEMO_HERE, status=503) from error


@blueprint.get("/c/<uuid:course_id>")
@permit(permissions.MY_DAY)
def my_day(course_id: uuid.UUID) -> Page:
    """The trainee's one page: on top the one thing to do now."""
    day = service.gather_my_day(db(), course_id, actor().seat_id or course_id, now())
    return render_template(
        "today/my_day.html", day=day, course=day.course, others=_others(course_id)
    )


def _others(course_id: uuid.UUID) -> list[SeatView]:
    """The other people of the course who use this phone."""
    held = actor().held_seat_ids
    if len(held) < 2:
        return []
    seats = courses.list_held_seats(db(), course_id, held)
    return [seat for seat in seats if seat.seat_id != actor().seat_id]


@blueprint.get("/courses/<uuid:course_id>")
@permit(permissions.COCKPIT)
def cockpit(course_id: uuid.UUID) -> Page:
    """The trainer's day: now and next, who is here, what is open."""
    settle_first(quizzes.has_due, quizzes.settle_all, course_id, now())
    day = service.gather_cockpit(db(), course_id, now())
    return render_template("today/cockpit.html", day=day, course=day.course)
