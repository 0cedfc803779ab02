"""Certificates as files, for staff: one, all for the printer, all in a ZIP."""

import uuid

from flask import Response, request

from training.certificates import permissions, service, texts
from training.certificates.blueprint import Page, as_pdf, blueprint
from training.certificates.delivery import bundle, papers
from training.certificates.model import State
from training.certificates.paper.paper import render_certificates
from training.kernel.refusal import Refusal
from training.web.context import db
from training.web.guard import permit


@blueprint.get("/courses/<uuid:course_id>/certificates.pdf")
@permit(permissions.PRINT)
def print_all(course_id: uuid.UUID) -> Page:
    """One PDF for the printer with every certificate of the course; `?crop=1` is for print shops.

    Those are larger pages with marks that say where to cut.
    """
    many = _papers(course_id)
    is_for_shop = request.args.get("crop") == "1"
    facts = [paper.facts for paper in many]
    made = papers.printed(
        lambda: render_certificates(facts, many[0].pictures, crop_marks=is_for_shop)
    )
    name = f"certificates-{many[0].facts.date}{'-print-shop' if is_for_shop else ''}"
    return as_pdf(made, name, download=False)


@blueprint.get("/courses/<uuid:course_id>/certificates.zip")
@permit(permissions.PRINT)
def download_all(course_id: uuid.UUID) -> Page:
    """A file for each certificate of the course, and an index, while they are being made."""
    many = _papers(course_id)
    answer = Response(bundle.stream(many), mimetype="application/zip")
    name = f"certificates-{many[0].facts.date}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _papers(course_id: uuid.UUID) -> list[papers.Paper]:
    many = list(papers.load_course(db(), course_id))
    db().close()
    if not many:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    return many


@blueprint.get("/courses/<uuid:course_id>/certificates/<number>.pdf")
@permit(permissions.PRINT)
def print_one(course_id: uuid.UUID, number: str) -> Page:
    """The PDF of one person; of none that does not count any more."""
    found = service.find_by_number(db(), number)
    if found.course_id != course_id:
        raise Refusal(texts.UNKNOWN_NUMBER, status=404)
    if found.state != State.VALID:
        raise Refusal(texts.DOES_NOT_COUNT, status=410)
    paper = papers.load(db(), found)
    db().close()
    return as_pdf(papers.printed(paper.pdf), paper.facts.number, download=False)
