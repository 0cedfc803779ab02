"""Who is believed: the administrators' page of keys, and the public document of our own DID."""

import datetime as dt

from flask import flash, jsonify, redirect, render_template, url_for

from training.certificates import permissions
from training.certificates.blueprint import Page, blueprint
from training.certificates.key_forms import DistrustForm, NewKeyForm, TrustForm
from training.credentials import service as credentials
from training.credentials.model import written_key_id
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, say
from training.web.context import actor, db, now, settings
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused

NO_DOMAIN = say(
    "This server has no public https address (TRAINING_PUBLIC_URL), so its issuer has no page."
)


@blueprint.get("/.well-known/did.json")
@blueprint.get("/did.json")
@permit(permissions.ISSUER)
def did_document() -> Page:
    """The DID document of our did:web: every key that signs for it, for verifiers anywhere."""
    document = credentials.find_document(db(), settings().public_url)
    if document is None:
        raise Refusal(NO_DOMAIN, status=404)
    answer = jsonify(document)
    answer.headers["Access-Control-Allow-Origin"] = "*"  # a wallet in a browser may read it
    return answer


@blueprint.get("/certificates/keys")
@permit(permissions.KEYS)
def keys() -> Page:
    """Our own key and all that are believed."""
    return _keys_page()


def _keys_page(
    new: NewKeyForm | None = None,
    trusting: TrustForm | None = None,
    distrusting: DistrustForm | None = None,
) -> str:
    chosen = settings()
    found = credentials.list_keys(db(), chosen.data_folder, chosen.public_url)
    ours = next((each for each in found if each.is_in_use), None)
    return render_template(
        "certificates/keys.html",
        keys=found,
        ours=ours,
        new=new or NewKeyForm(formdata=None, expected=ours.key.key_id if ours else ""),
        trusting=trusting or TrustForm(formdata=None),
        distrusting=distrusting or DistrustForm(formdata=None),
        day=_day,
    )


def _day(moment: dt.datetime) -> dt.date:
    return local_date(moment, PHNOM_PENH)


@blueprint.post("/certificates/keys/new")
@permit(permissions.KEYS)
def new_key() -> Page:
    """Signs with a new key from now on."""
    form, chosen = NewKeyForm(), settings()
    if not form.validate():
        return _keys_page(new=form), 422
    made = credentials.rotate(
        db(),
        chosen.data_folder,
        chosen.public_url,
        form.expected.data or "",
        form.name.data or "",
        form.reason.data or "",
        actor().who(),
        now(),
    )
    told = gettext(
        N_("New certificates are signed with the key %(key)s."), key=written_key_id(made.key_id)
    )
    flash(told, "saved")
    return redirect(url_for("certificates.keys"), 303)


@blueprint.post("/certificates/keys/known")
@permit(permissions.KEYS)
def trust_key() -> Page:
    """Makes the key of a laptop or of another office known."""
    form = TrustForm()
    if not form.validate():
        return _keys_page(trusting=form), 422
    try:
        known = credentials.trust(
            db(), form.key.data or "", form.owner.data or "", actor().who(), now()
        )
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        return _keys_page(trusting=form), refusal.status
    told = gettext(
        N_("The key %(key)s is known now. Compare these digits with the other computer's page."),
        key=written_key_id(known.key_id),
    )
    flash(told, "saved")
    return redirect(url_for("certificates.keys"), 303)


@blueprint.post("/certificates/keys/<key_id>/distrust")
@permit(permissions.KEYS)
def distrust_key(key_id: str) -> Page:
    """From now on this key counts as stolen."""
    form = DistrustForm()
    if not form.validate():
        return _keys_page(distrusting=form), 422
    lost = credentials.distrust(db(), key_id, form.why.data or "", actor().who(), now())
    told = gettext(N_("The key %(key)s is not trusted any more."), key=written_key_id(lost.key_id))
    flash(told, "saved")
    return redirect(url_for("certificates.keys"), 303)
