"""The first page, the trainee's day, the trainer's cockpit."""

import uuid

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from training.courses import rules as course_rules
from training.courses import seat_cookie
from training.courses import service as courses
from training.people import service as people
from training.today import permissions
from training.web.context import actor, db, now
from training.web.guard import permit, staff_may_come_this_way

blueprint = Blueprint("today", __name__)
Page = str | tuple[str, int] | Response


@blueprint.get("/")
@permit(permissions.FRONT)
def front() -> Page:
    """Where each of the three people begins."""
    if actor().account_id is not None:
        return redirect(url_for("courses.list_courses"))
    course_id = seat_cookie.newest_course(db())
    if course_id is not None:
        return redirect(url_for("today.my_day", course_id=course_id))
    if staff_may_come_this_way() and not people.has_administrator(db()):
        return render_template("today/empty.html")
    return redirect(url_for("courses.join"))


@blueprint.get("/c/<uuid:course_id>")
@permit(permissions.MY_DAY)
def my_day(course_id: uuid.UUID) -> Page:
    """The trainee's one page: on top the one thing to do now."""
    course = courses.get_course(db(), course_id)
    agenda = courses.list_agenda(db(), course_id)
    seat = courses.find_seat(db(), actor().seat_id or course_id)
    person = people.get_details(db(), seat.person_id) if seat else None
    return render_template(
        "today/my_day.html",
        course=course,
        agenda=agenda,
        seat=seat,
        person=person,
        current=course_rules.current_item(agenda, course.date, course.time_zone, now()),
    )


@blueprint.get("/courses/<uuid:course_id>")
@permit(permissions.COCKPIT)
def cockpit(course_id: uuid.UUID) -> Page:
    """The trainer's day: now and next, who is here, what is open."""
    course = courses.get_course(db(), course_id)
    agenda = courses.list_agenda(db(), course_id)
    return render_template(
        "today/cockpit.html",
        course=course,
        agenda=agenda,
        current=course_rules.current_item(agenda, course.date, course.time_zone, now()),
        coming=course_rules.next_item(agenda, course.date, course.time_zone, now()),
    )
