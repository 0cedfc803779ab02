"""Certificates by e-mail: asked for by staff or the phone's owner; the queue for administrators."""

import uuid
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from training.certificates import permissions, rules, service, store
from training.certificates.blueprint import Page, blueprint
from training.certificates.delivery import letters
from training.certificates.forms import LetterForm
from training.certificates.own_views import own_page
from training.certificates.tables import Certificate
from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, db, language, now, settings
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused

PAGE = 50
ON_ITS_WAY = N_("The certificate is on its way to %(address)s.")
DUE_NOW = N_("It is tried again now.")
STATES = {
    letters.LetterState.WAITING: N_("On its way"),
    letters.LetterState.SENT: N_("Sent"),
    letters.LetterState.GIVEN_UP: N_("Given up"),
}

_FAULTS = {
    "own_words": {
        letters.NO_LONGER_COUNTS: letters.NOT_VALID,
        letters.NOT_REACHED: letters.NO_ONE_ANSWERS,
    },
    "day_of": partial(local_date, time_zone=PHNOM_PENH),
}
"""What the pages need to say why a letter was not taken, and when it is tried again."""


@blueprint.route("/courses/<uuid:course_id>/certificates/letters", methods=["GET", "POST"])
@permit(permissions.SEND)
def send_letters(course_id: uuid.UUID) -> Page:
    """Everybody with a certificate, where it was sent, and a field for an address."""
    form = LetterForm()
    if request.method == "POST" and form.validate():
        try:
            _ask(service.find_by_number(db(), form.number.data or ""), course_id, form)
            return redirect(url_for("certificates.send_letters", course_id=course_id))
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _letters_page(course_id, form), refusal.status
    return _letters_page(course_id, form), 422 if form.errors else 200


def _letters_page(course_id: uuid.UUID, form: LetterForm) -> str:
    return render_template(
        "certificates/send_letters.html",
        course=courses.get_course(db(), course_id),
        rows=store.list_valid(db(), course_id),
        newest=letters.newest_of_course(db(), course_id),
        form=form,
        states=STATES,
        has_server=settings().mail is not None,
        **_FAULTS,
    )


@blueprint.post("/c/<uuid:course_id>/certificate/letter")
@permit(permissions.OWN)
def own_letter(course_id: uuid.UUID) -> Page:
    """Sends the phone owner's certificate to an address of theirs."""
    form = LetterForm()
    found = service.find_by_number(db(), form.number.data or "")
    if found.seat_id != actor().seat_id:
        raise Refusal(letters.NO_LETTER, status=404)
    if not form.validate():
        return own_page(course_id, form), 422
    try:
        _ask(found, course_id, form)
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        return own_page(course_id, form), refusal.status
    return redirect(url_for("certificates.own", course_id=course_id))


def _ask(found: Certificate, course_id: uuid.UUID, form: LetterForm) -> None:
    if settings().mail is None:
        raise Refusal(letters.NO_MAIL_SERVER, status=409)
    if found.course_id != course_id:
        raise Refusal(letters.NO_LETTER, status=404)
    address, key = form.address.data or "", form.submission_key.data or ""
    letters.ask_for_letter(db(), found, address, language(), key, actor().who(), now())
    flash(gettext(ON_ITS_WAY, address=address), "saved")


@blueprint.get("/certificates/letters")
@permit(permissions.REGISTER)
def list_letters() -> Page:
    """All letters, newest first: what was sent, what waits, what was given up and why."""
    found = letters.list_letters(db(), as_id(request.args.get("before", "")), PAGE + 1)
    rows = found[:PAGE]
    return render_template(
        "certificates/letters.html",
        rows=rows,
        counts=letters.count_states(db()),
        following=rows[-1][0].id if len(found) > PAGE else None,
        written_number=rules.written_number,
        states=STATES,
        server=settings().mail,
        **_FAULTS,
    )


@blueprint.post("/certificates/letters/<uuid:letter_id>/again")
@permit(permissions.REGISTER)
def try_letter_again(letter_id: uuid.UUID) -> BaseResponse:
    """A letter that was given up is tried once more."""
    letters.try_again(db(), letter_id, now())
    flash(gettext(DUE_NOW), "saved")
    return redirect(url_for("certificates.list_letters"))
