"""The trainee's own certificates, on the phone."""

import uuid

from flask import Response, render_template, request, url_for

from training.certificates import own as owned
from training.certificates import permissions, service, store, texts
from training.certificates.blueprint import Page, as_pdf, blueprint
from training.certificates.delivery import papers, sharing
from training.certificates.forms import LetterForm
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.web.context import actor, db, now, settings
from training.web.guard import permit


@blueprint.get("/c/<uuid:course_id>/certificate")
@permit(permissions.OWN)
def own(course_id: uuid.UUID) -> Page:
    """The trainee's own certificates, or what is still missing for one."""
    return own_page(course_id, LetterForm(formdata=None))


def own_page(course_id: uuid.UUID, letter: LetterForm) -> str:
    """That page, with what was typed into its form for a letter."""
    seat_id = actor().seat_id or course_id
    found = owned.list_own(db(), seat_id)
    prospects = service.review_own(db(), course_id, seat_id, now())
    got = {each.kind for each in found}
    return render_template(
        "certificates/own.html",
        course=courses.get_course(db(), course_id),
        own=found,
        links={each.facts.number: link_to(each) for each in found},
        letter=letter,
        has_server=settings().mail is not None,
        is_local=request.url_root.rstrip("/") != settings().public_url,
        prospects=[each for each in prospects if each.kind not in got],
        has_kinds=len(prospects) > 1 or bool(got),
        rule=service.say_rule(db(), course_id),
        texts=texts,
    )


def link_to(own: owned.Own) -> str:
    """The whole address that opens this certificate for whoever has it."""
    token = sharing.token_of(own.certificate.number)
    return url_for("certificates.shared", token=token, _external=True)


@blueprint.get("/c/<uuid:course_id>/certificate.pdf")
@permit(permissions.OWN)
def download(course_id: uuid.UUID) -> Page:
    """The trainee's own PDF: of the certificate with `?number=`, else of the first."""
    return paper_of(_asked_for(course_id))


@blueprint.get("/c/<uuid:course_id>/certificate.json")
@permit(permissions.OWN)
def credential(course_id: uuid.UUID) -> Page:
    """The trainee's own signed credential, as other programs read it."""
    found = _asked_for(course_id)
    document = store.find_credential(db(), found.certificate.id)
    if not document:
        raise Refusal(texts.NO_CREDENTIAL, status=404)
    answer = Response(document, mimetype="application/json")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{found.facts.number}.json")
    return answer


def _asked_for(course_id: uuid.UUID) -> owned.Own:
    return owned.get_own(db(), actor().seat_id or course_id, request.args.get("number", ""))


def paper_of(own: owned.Own) -> Page:
    """The PDF as a file to keep, with its credential inside."""
    paper = papers.load(db(), own.certificate)
    db().close()  # setting the page takes a while, and needs no database
    return as_pdf(papers.printed(paper.pdf), paper.facts.number, download=True)
