"""The name desk, for staff: requests to settle with one press, and everybody's name to look at."""

import uuid
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for

from training.adapters.typesetting import characters_without_glyph
from training.certificates import permissions
from training.certificates.blueprint import Page, blueprint
from training.certificates.names import checks as name_checks
from training.certificates.names import desk as name_desk
from training.certificates.names import texts as name_texts
from training.certificates.names.checks import Outcome, Request
from training.certificates.names.forms import SettlingForm
from training.certificates.names.rules import Said, spelling_to_offer
from training.certificates.sealing import press_of
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, db, now, settings
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import refused

LEAVE = "leave"
CORRECTED = N_("The name was corrected.")
LEFT = N_("The name stays as it is.")
SETTLED_BEFORE = N_("This request is settled already.")


@dataclass(frozen=True, slots=True)
class Faulty:
    """A form that was refused, and whose it is."""

    seat_id: uuid.UUID
    form: SettlingForm


@blueprint.get("/courses/<uuid:course_id>/certificates/names")
@permit(permissions.NAMES)
def names(course_id: uuid.UUID) -> Page:
    """Who asks for a correction, who confirmed, who has said nothing, and what looks odd."""
    return _page(course_id)


@blueprint.post("/courses/<uuid:course_id>/certificates/names/<uuid:seat_id>")
@permit(permissions.NAMES)
def settle_name(course_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """Corrects the name as the form has it, or leaves it as it is."""
    form = SettlingForm()
    if not form.validate():
        return _page(course_id, Faulty(seat_id, form)), 422
    try:
        outcome = _settle(Request(course_id, seat_id, form.version_seen()), form)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        refused(refusal)
        form.blame(refusal)
        return _page(course_id, Faulty(seat_id, form)), refusal.status
    _say(outcome)
    return redirect(url_for("certificates.names", course_id=course_id), 303)


def _settle(asked: Request, form: SettlingForm) -> Outcome:
    if request.form.get("settle") == LEAVE:
        return name_checks.decline(db(), asked, actor().who(), now())
    return name_checks.accept(
        db(),
        asked,
        form.spelling(),
        press_of(settings()),
        actor().who(),
        now(),
        characters_without_glyph,
    )


def _say(outcome: Outcome) -> None:
    """What was done, at the top of the next page."""
    if not outcome.is_new:
        flash(gettext(SETTLED_BEFORE), "info")
    elif request.form.get("settle") == LEAVE:
        flash(gettext(LEFT), "saved")
    elif outcome.issued:
        words = ngettext(
            "The name was corrected, and a corrected certificate was issued.",
            "The name was corrected, and %(count)s corrected certificates were issued.",
            outcome.issued,
        )
        flash(words, "saved")
    else:
        flash(gettext(CORRECTED), "saved")


def _page(course_id: uuid.UUID, faulty: Faulty | None = None) -> str:
    desk = name_desk.gather(db(), course_id)
    return render_template(
        "certificates/names.html",
        course=courses.get_course(db(), course_id),
        desk=desk,
        Said=Said,
        texts=name_texts,
        form_of={row.person.seat_id: _form_of(row, faulty) for row in desk.those(Said.ASKED)},
    )


def _form_of(row: name_desk.Row, faulty: Faulty | None) -> SettlingForm:
    """The form for a request: as it was sent and refused, else with the spelling asked for."""
    if faulty is not None and faulty.seat_id == row.person.seat_id:
        return faulty.form
    form = SettlingForm(formdata=None)
    form.begin_with(spelling_to_offer(row.check, name_checks.spelling_of(row.person.details)))
    return form
