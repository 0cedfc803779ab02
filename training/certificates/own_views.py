"""The trainee's own certificate, on the phone."""

import uuid

from flask import render_template

from training.certificates import papers, permissions, service
from training.certificates.blueprint import Page, as_pdf, blueprint
from training.courses import service as courses
from training.web.context import actor, db, now
from training.web.guard import permit


@blueprint.get("/c/<uuid:course_id>/certificate")
@permit(permissions.OWN)
def own(course_id: uuid.UUID) -> Page:
    """The trainee's own certificate, or what is still missing for it."""
    seat_id = actor().seat_id or course_id
    course = courses.get_course(db(), course_id)
    return render_template(
        "certificates/own.html",
        course=course,
        certificate=service.find_of_seat(db(), seat_id),
        forecast=service.review_own(db(), course_id, seat_id, now()),
        rule=service.say_rule(db(), course_id),
    )


@blueprint.get("/c/<uuid:course_id>/certificate.pdf")
@permit(permissions.OWN)
def download(course_id: uuid.UUID) -> Page:
    """The trainee's own PDF."""
    paper = papers.load(db(), service.get_of_seat(db(), actor().seat_id or course_id))
    db().close()
    return as_pdf(paper.pdf(), paper.facts.number, download=True)
