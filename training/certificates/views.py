"""Pages of the certificates room: who is entitled, issue all, the PDFs, the public check."""

import uuid
from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from training.certificates import permissions, rules, service, texts
from training.certificates.forms import NumberForm
from training.certificates.paper import render_certificate, render_certificates
from training.certificates.rules import Ask, Outlook, Point
from training.certificates.service import Case
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.quizzes import service as quizzes
from training.web.context import actor, db, now, settings
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import refused, settle_first

blueprint = Blueprint("certificates", __name__)
SHOWN = (Outlook.LOST, Outlook.OPEN, Outlook.MET)
"""While the course runs, in this order: first what the trainer can still do something about."""
Page = str | tuple[str, int] | BaseResponse


def _pdf(content: bytes, name: str, *, download: bool) -> Response:
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set(
        "Content-Disposition", "attachment" if download else "inline", filename=f"{name}.pdf"
    )
    return answer


@blueprint.get("/courses/<uuid:course_id>/certificates")
@permit(permissions.REVIEW)
def overview(course_id: uuid.UUID) -> Page:
    """Everybody with all the reasons: while the course runs who will miss it, then who has."""
    settle_first(quizzes.has_due, quizzes.settle_all, course_id, now())
    course = courses.get_course(db(), course_id)
    cases = service.review(db(), course_id, now())
    return render_template(
        "certificates/overview.html",
        course=course,
        cases=cases,
        groups={each: [case for case in cases if case.forecast.outlook is each] for each in SHOWN},
        texts=texts,
        mend=_mending(course_id),
        unsettled=service.list_unsettled(db(), course_id),
        issued=sum(bool(case.number) for case in cases),
        waiting=sum(case.decision.entitled and not case.number for case in cases),
        rule=service.say_rule(db(), course_id),
        written_number=rules.written_number,
    )


def _mending(course_id: uuid.UUID) -> Callable[[Case, Point], str]:
    """Where staff can mend what somebody lacks: the roll, the quiz, or the evaluation."""
    course, agenda = courses.get_course(db(), course_id), courses.list_agenda(db(), course_id)

    def mend(case: Case, point: Point) -> str:
        if point.ask is Ask.QUIZ:
            return url_for("quizzes.report", course_id=course_id, slug=course.rule.quiz)
        if point.ask is Ask.EVALUATION:
            return url_for("quizzes.overview", course_id=course_id)
        item = service.item_to_mend(agenda, case.seat, point.slot)
        seat = f"seat-{case.seat.number}"
        return url_for(
            "attendance.roll", course_id=course_id, item=item.id if item else None, _anchor=seat
        )

    return mend


@blueprint.post("/courses/<uuid:course_id>/certificates/issue")
@permit(permissions.ISSUE)
def issue(course_id: uuid.UUID) -> BaseResponse:
    """Issues all that are waiting, exactly once however often the button is pressed."""
    count = service.issue_all(db(), course_id, settings().public_url, actor().who(), now())
    if count:
        words = ngettext(
            "%(count)s certificate was issued.", "%(count)s certificates were issued.", count
        )
        flash(words, "saved")
    else:
        flash(gettext(texts.NOBODY_ENTITLED), "plain")
    return redirect(url_for("certificates.overview", course_id=course_id))


@blueprint.get("/courses/<uuid:course_id>/certificates.pdf")
@permit(permissions.PRINT)
def print_all(course_id: uuid.UUID) -> Page:
    """One PDF for the printer with every certificate of the course."""
    facts = service.list_facts(db(), course_id)
    db().close()
    if not facts:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    return _pdf(render_certificates(facts), f"certificates-{facts[0].date}", download=False)


@blueprint.get("/courses/<uuid:course_id>/certificates/<number>.pdf")
@permit(permissions.PRINT)
def print_one(course_id: uuid.UUID, number: str) -> Page:
    """The PDF of one person."""
    found = service.find_by_number(db(), number)
    if found.course_id != course_id:
        raise Refusal(texts.UNKNOWN_NUMBER, status=404)
    facts = found.facts
    db().close()
    return _pdf(render_certificate(facts), facts.number, download=False)


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
    facts = service.get_of_seat(db(), actor().seat_id or course_id).facts
    db().close()
    return _pdf(render_certificate(facts), facts.number, download=True)


@blueprint.route("/v", methods=["GET", "POST"])
@permit(permissions.VERIFY)
def find() -> Page:
    """For those who type the number instead of scanning it."""
    form = NumberForm()
    if request.method == "POST" and form.validate():
        try:
            found = service.find_by_number(db(), form.number.data or "")
            return redirect(
                url_for("certificates.verify", number=rules.written_number(found.number))
            )
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return render_template("certificates/find.html", form=form), refusal.status
    return render_template("certificates/find.html", form=form), 422 if form.errors else 200


@blueprint.get("/v/<number>")
@permit(permissions.VERIFY)
def verify(number: str) -> Page:
    """The public page: every printed fact of one certificate, without log-in."""
    try:
        found = service.find_by_number(db(), number)
    except Refusal as refusal:
        form = NumberForm(formdata=None)
        form.process(None, number=number[:60])
        form.blame(refusal)
        return render_template("certificates/find.html", form=form), refusal.status
    return render_template("certificates/verify.html", facts=found.facts, issued_at=found.issued_at)
