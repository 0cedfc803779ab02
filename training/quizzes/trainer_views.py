"""Pages of the quizzes for the trainer: all that the course can let its people answer."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.texts import say_n
from training.quizzes import permissions, service
from training.quizzes.blueprint import Page, blueprint
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import translate
from training.web.views import own_path

OVERVIEW = "/courses/<uuid:course_id>/quiz"


@blueprint.get(OVERVIEW)
@permit(permissions.MANAGE)
def overview(course_id: uuid.UUID) -> Page:
    """Every quiz of the course: open and close it, who answered, what was misunderstood."""
    return render_template(
        "quizzes/overview.html",
        course=courses.get_course(db(), course_id),
        reports=service.report(db(), course_id),
        seats=courses.list_seats(db(), course_id),
        now=now(),
    )


@blueprint.post(OVERVIEW + "/<slug>/open")
@permit(permissions.MANAGE)
def open_quiz(course_id: uuid.UUID, slug: str) -> Page:
    """Lets the course answer."""
    key = request.form.get("submission_key", "")
    service.open_quiz(db(), course_id, slug, key, actor().who(), now())
    onward = request.form.get("next") or url_for("quizzes.overview", course_id=course_id)
    return redirect(own_path(onward), 303)


@blueprint.post(OVERVIEW + "/<slug>/close")
@permit(permissions.MANAGE)
def close_quiz(course_id: uuid.UUID, slug: str) -> Page:
    """Ends the answering; what is unfinished is scored as it is."""
    opening_id = as_id(request.form.get("opening", ""))
    scored = service.close_quiz(db(), course_id, slug, opening_id, actor().who(), now())
    if scored:
        words = say_n(
            "The quiz is closed. %(count)s unfinished sheet was scored as it was.",
            "The quiz is closed. %(count)s unfinished sheets were scored as they were.",
            scored,
        )
        flash(translate(words), "saved")
    return redirect(url_for("quizzes.overview", course_id=course_id), 303)
