"""Pages for administrators: the designs of certificates, and the editor with its preview."""

import base64
import re
import uuid
from functools import partial

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from training.certificates import permissions, store
from training.certificates.blueprint import Page, blueprint
from training.certificates.designs import designs, pictures, previewing
from training.certificates.designs import texts as words
from training.certificates.designs.designs import Version
from training.certificates.designs.forms import (
    MOST_BYTES,
    DesignForm,
    NewDesignForm,
    kind_of,
    values_of,
)
from training.certificates.model import Design, Kind, Picture
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, database, db, now
from training.web.guard import permit
from training.web.headers import DRAWING_POLICY
from training.web.locale import for_script, gettext
from training.web.sizes import takes_file
from training.web.transaction import refused, roll_back

DESIGNS = "/certificates/designs"
ONE = DESIGNS + "/<uuid:design_id>"
DIGEST = re.compile(r"[0-9a-f]{64}")


@blueprint.get(DESIGNS, endpoint="designs")
@permit(permissions.DESIGN)
def list_designs() -> Page:
    """All designs by kind, the frozen ones marked, and a form for one more."""
    return _list_page(NewDesignForm())


def _list_page(form: NewDesignForm) -> str:
    form.offer()
    found = designs.list_newest(db())
    return render_template(
        "certificates/designs.html",
        form=form,
        kinds={kind: [each for each in found if each.kind is kind] for kind in Kind},
        issued=designs.count_issued(db(), [each.id for each in found]),
        day_of=partial(local_date, time_zone=PHNOM_PENH),
    )


@blueprint.post(DESIGNS)
@permit(permissions.DESIGN)
def make_design() -> Page:
    """A new design, which begins as the house's own."""
    form = NewDesignForm()
    if not form.validate():
        return _list_page(form), 422
    key, who = form.submission_key.data or "", actor().who()
    made = designs.make(db(), kind_of(form), form.name.data or "", key, who, now())
    return _to(made)


def _to(version: Version) -> BaseResponse:
    return redirect(url_for("certificates.edit_design", design_id=version.id), 303)


@blueprint.get(ONE)
@permit(permissions.DESIGN)
def edit_design(design_id: uuid.UUID) -> Page:
    """The editor with a picture of the page as it was saved."""
    version = designs.get(db(), design_id)
    return _page(version, DesignForm(data=values_of(version)))


def _page(version: Version, form: DesignForm, drawn: bytes = b"") -> str:
    versions = designs.list_versions(db(), version.family)
    sent = base64.b64encode(drawn).decode()
    return render_template(
        "certificates/design.html",
        version=version,
        form=form,
        versions=versions,
        is_newest=version.id == versions[0].id,
        issued=designs.count_issued(db(), [each.id for each in versions]),
        usual=previewing.usual_words(version.kind),
        day_of=partial(local_date, time_zone=PHNOM_PENH),
        drawn=f"data:{previewing.MEDIA_TYPE};base64,{sent}" if sent else "",
    )


@blueprint.post(ONE)
@permit(permissions.DESIGN)
@takes_file(MOST_BYTES)
def save_design(design_id: uuid.UUID) -> Page:
    """Saves the design, as its next version where it is frozen; or shows it without saving."""
    version, form = designs.get(db(), design_id), DesignForm()
    roll_back()  # nobody waits while pictures are read
    if not form.validate():
        _keep_pictures(form)
        return _page(version, form), 422
    try:
        design = _typed(version, form)
        if "preview" in request.form:
            drawn = _draw(version, design, form)
            _keep_pictures(form)
            return _page(version, form, drawn)
        for picture in form.sent().values():
            pictures.keep(db(), picture, actor().account_id, now())
        key, name = form.submission_key.data or "", form.name.data or ""
        saved = designs.change(db(), design_id, name, design, key, actor().who(), now())
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        _keep_pictures(form)
        return _page(version, form), refusal.status
    flash(gettext(N_("The design was saved.")), "saved")
    return _to(saved)


def _keep_pictures(form: DesignForm) -> None:
    """Keeps the pictures that came, though the design is not saved: the form goes on with them.

    A browser does not choose a file again by itself. It is a transaction of its own, since a
    refused request is rolled back.
    """
    roll_back()
    sent = form.sent().values()
    if sent:
        with database().writing() as own:
            for picture in sent:
                pictures.keep(own, picture, actor().account_id, now())
            own.commit()
    form.settle()


def _typed(version: Version, form: DesignForm) -> Design:
    """What was typed. Raises Refusal (422) where a picture that should be kept is not."""
    if set(form.kept()) - set(store.list_pictures(db(), form.kept())):
        raise Refusal(words.NO_PICTURE)
    return form.design(version.design.layout)


def _draw(version: Version, design: Design, form: DesignForm) -> bytes:
    found = {**store.list_pictures(db(), form.kept()), **form.sent()}
    return _drawn(version, design, found, for_a_monk=form.for_a_monk.data)


def _drawn(
    version: Version, design: Design, found: dict[str, Picture], *, for_a_monk: bool = False
) -> bytes:
    roll_back()  # nobody waits while it is drawn
    account_id = actor().account_id or version.id
    return previewing.draw(design, version.kind, found, account_id, for_a_monk=for_a_monk)


@blueprint.get(ONE + "/preview.png")
@permit(permissions.DESIGN)
def preview_saved(design_id: uuid.UUID) -> Page:
    """A picture of the page as it was saved."""
    version = designs.get(db(), design_id)
    wanted = [each.picture for each in version.design.logos]
    wanted += [each.signature for each in version.design.signatories]
    found = store.list_pictures(db(), wanted)
    return _as_png(_drawn(version, version.design, found))


@blueprint.post(ONE + "/preview.png")
@permit(permissions.DESIGN)
@takes_file(MOST_BYTES)
def preview_typed(design_id: uuid.UUID) -> Page | tuple[Response, int]:
    """A picture of the page with what is typed and not saved; else a sentence, for the script."""
    version, form = designs.get(db(), design_id), DesignForm()
    roll_back()  # nobody waits while pictures are read
    if not form.validate():
        field, reason = form.all_errors()[0]
        label = f"{for_script(field.label.text)}{for_script(':')} " if field is not None else ""
        return jsonify(message=f"{label}{for_script(reason)}"), 422
    return _as_png(_draw(version, _typed(version, form), form))


def _as_png(drawn: bytes) -> Response:
    return Response(drawn, mimetype=previewing.MEDIA_TYPE)


@blueprint.get("/certificates/pictures/<digest>")
@permit(permissions.DESIGN)
def picture(digest: str) -> Response:
    """A logo or a signature by itself."""
    found = store.list_pictures(db(), [digest]) if DIGEST.fullmatch(digest) else {}
    if digest not in found:
        raise Refusal(words.NO_PICTURE, status=404)
    answer = Response(found[digest].content, mimetype=found[digest].media_type)
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    return answer
