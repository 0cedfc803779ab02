"""Certificates as PDF files, for staff."""

import uuid

from training.certificates import permissions, service, store, texts
from training.certificates.blueprint import Page, as_pdf, blueprint
from training.certificates.paper import render_certificate, render_certificates
from training.kernel.refusal import Refusal
from training.web.context import db
from training.web.guard import permit


@blueprint.get("/courses/<uuid:course_id>/certificates.pdf")
@permit(permissions.PRINT)
def print_all(course_id: uuid.UUID) -> Page:
    """One PDF for the printer with every certificate of the course."""
    facts = service.list_facts(db(), course_id)
    pictures = store.list_pictures(db(), {digest for each in facts for digest in each.pictures})
    db().close()
    if not facts:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    made = render_certificates(facts, pictures)
    return as_pdf(made, f"certificates-{facts[0].date}", download=False)


@blueprint.get("/courses/<uuid:course_id>/certificates/<number>.pdf")
@permit(permissions.PRINT)
def print_one(course_id: uuid.UUID, number: str) -> Page:
    """The PDF of one person."""
    found = service.find_by_number(db(), number)
    if found.course_id != course_id:
        raise Refusal(texts.UNKNOWN_NUMBER, status=404)
    facts = found.facts
    pictures = store.list_pictures(db(), facts.pictures)
    db().close()
    return as_pdf(render_certificate(facts, pictures), facts.number, download=False)
