"""The trainee proofreads the own name, on the phone."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.adapters.typesetting import characters_without_glyph
from training.certificates import permissions, service
from training.certificates.blueprint import Page, blueprint
from training.certificates.names import checks as name_checks
from training.certificates.names import forms as name_forms
from training.certificates.names.proof import list_proofs
from training.certificates.names.rules import NO_SPELLING, Said, spelling_to_offer
from training.certificates.paper import formulas
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.people import service as people
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused

SAVED = {
    True: N_("Thank you. The name is confirmed."),
    False: N_("The trainer will look at the name."),
}


@blueprint.route("/c/<uuid:course_id>/certificate/name", methods=["GET", "POST"])
@permit(permissions.OWN)
def own_name(course_id: uuid.UUID) -> Page:
    """The words as they will be printed; they are right, or a correction is asked for."""
    if request.method == "GET":
        return _page(course_id, None)
    form = name_forms.OwnNameForm()
    if not form.validate():
        return _page(course_id, form), 422
    seat_id = actor().seat_id or course_id
    try:
        said = name_checks.hear(
            db(), course_id, seat_id, form.heard(), actor().who(), now(), characters_without_glyph
        )
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        return _page(course_id, form), refusal.status
    flash(gettext(SAVED[said.is_right]), "saved")
    if said.is_right:
        return redirect(url_for("today.my_day", course_id=course_id), 303)
    return redirect(url_for("certificates.own_name", course_id=course_id), 303)


def _page(course_id: uuid.UUID, form: name_forms.OwnNameForm | None) -> str:
    course = courses.get_course(db(), course_id)
    seat = courses.get_seat(db(), course_id, actor().seat_id or course_id)
    details = people.get_details(db(), seat.person_id)
    said, newest = name_checks.how_it_stands(db(), seat, details)
    name = name_checks.spelling_of(details)
    form = form or name_forms.OwnNameForm(formdata=None)
    if form.spelling() == NO_SPELLING:
        form.begin_with(spelling_to_offer(newest if said is Said.ASKED else None, name))
    return render_template(
        "certificates/name.html",
        course=course,
        name=name,
        proofs=list_proofs(db(), course, seat, details, now()),
        formulas=formulas,
        said=said.value,
        newest=newest,
        form=form,
        issued=service.find_of_seat(db(), seat.id) is not None,
    )
