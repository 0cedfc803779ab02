"""The page on which logos of organisers and funders are chosen."""

import uuid
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms import FileField, StringField

from training.courses import logos, permissions, pictures, service, texts
from training.courses.blueprint import Page, blueprint
from training.courses.model import LogoRole
from training.kernel.ids import as_id
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, db, now
from training.web.forms import Form, SelectField, at_most, fault, submission_key_field, tidy
from training.web.guard import permit
from training.web.headers import DRAWING_POLICY
from training.web.locale import gettext
from training.web.rows import one_of, printable
from training.web.sizes import takes_file
from training.web.transaction import refused, roll_back

LOGOS = "/courses/<uuid:course_id>/logos"
MOST_SIGNS = 120


class LogoForm(Form):
    """One picture, and whose it is."""

    picture = FileField(N_("Picture (PNG, JPEG or SVG, at most 1 MB)"))
    role = SelectField(
        N_("Whose logo"), validators=[one_of(texts.LOGO_ROLES)], validate_choice=False
    )
    words_km = StringField(
        N_("Name in Khmer"), filters=[tidy], validators=[at_most(MOST_SIGNS), printable]
    )
    words_en = StringField(
        N_("Name in English"), filters=[tidy], validators=[at_most(MOST_SIGNS), printable]
    )
    submission_key = submission_key_field()

    def offer(self) -> None:
        """Fills the list in the reader's language."""
        self.role.choices = [
            (each.value, str(gettext(words))) for each, words in texts.LOGO_ROLES.items()
        ]

    def validate_picture(self, _field: Any) -> None:
        """Reads the file; refuses none, and one that is too large."""
        sent = request.files.get("picture") or FileStorage()
        self.content = sent.stream.read(pictures.MOST_BYTES + 1)
        if not self.content:
            raise fault(texts.PICTURE_NEEDED)

    @property
    def words(self) -> Bilingual:
        """Whose it is, as it was typed."""
        return Bilingual(self.words_km.data or "", self.words_en.data or "")


@blueprint.get(LOGOS, endpoint="logos")
@permit(permissions.MANAGE)
def list_logos(course_id: uuid.UUID) -> Page:
    """The logos of the course in their order, and a form for one more."""
    return _page(course_id, LogoForm())


def _page(course_id: uuid.UUID, form: LogoForm) -> str:
    form.offer()
    return render_template(
        "courses/logos.html",
        course=service.get_course(db(), course_id),
        form=form,
        found=service.logos_of(db(), course_id),
        roles=texts.LOGO_ROLES,
    )


@blueprint.post(LOGOS)
@permit(permissions.MANAGE)
@takes_file(pictures.MOST_BYTES)
def add_logo(course_id: uuid.UUID) -> Page:
    """Takes one more logo; what cannot be printed is not taken."""
    form = LogoForm()
    form.offer()
    if not form.validate():
        return _page(course_id, form), 422
    roll_back()  # nobody waits while the picture is read
    try:
        picture = pictures.printable_picture(form.content)
        key = form.submission_key.data or ""
        role = LogoRole(form.role.data)
        logos.add_logo(db(), course_id, role, form.words, picture, key, actor().who(), now())
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        return _page(course_id, form), refusal.status
    flash(gettext(N_("The logo was saved.")), "saved")
    return _to_list(course_id)


def _to_list(course_id: uuid.UUID) -> Response:
    return redirect(url_for("courses.logos", course_id=course_id), 303)


@blueprint.post(LOGOS + "/change")
@permit(permissions.MANAGE)
def change_logo(course_id: uuid.UUID) -> Response:
    """Moves a logo up, or removes it."""
    for deed in ("up", "remove"):
        logo_id = as_id(request.form.get(deed, ""))
        if logo_id is not None and deed == "up":
            logos.move_logo_up(db(), course_id, logo_id)
        elif logo_id is not None:
            logos.remove_logo(db(), course_id, logo_id, actor().who(), now())
            flash(gettext(N_("The logo was removed.")), "saved")
    return _to_list(course_id)


@blueprint.get(LOGOS + "/<uuid:logo_id>")
@permit(permissions.MANAGE)
def logo(course_id: uuid.UUID, logo_id: uuid.UUID) -> FlaskResponse:
    """The picture itself."""
    found = logos.get_logo(db(), course_id, logo_id)
    answer = FlaskResponse(found.content, mimetype=found.media_type)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    return answer
