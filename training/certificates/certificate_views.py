"""One certificate for administrators: what it says, what became of it, and what can be done."""

import uuid
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from training.certificates import (
    changes,
    changing,
    permissions,
    register_store,
    rules,
    service,
    texts,
)
from training.certificates.blueprint import Page, blueprint
from training.certificates.forms import ChangeForm, CorrectionForm, values_of
from training.certificates.model import State
from training.certificates.sealing import press_of
from training.certificates.tables import Certificate
from training.credentials import service as credentials
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal
from training.people import service as people
from training.web.context import actor, db, now, settings
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused


@blueprint.get("/certificates/<number>")
@permit(permissions.REGISTER)
def certificate(number: str) -> Page:
    """All that is known of one certificate."""
    return _page(service.find_by_number(db(), number))


def _page(
    found: Certificate,
    change: ChangeForm | None = None,
    correction: CorrectionForm | None = None,
    refusal: Refusal | None = None,
) -> str:
    became = register_store.list_changes(db(), found.id)
    proposals = register_store.list_waiting_for(db(), found.id)
    turned_down = register_store.list_turned_down(db(), found.id)
    older, newer = register_store.list_edition_numbers(db(), found)
    people_in_it = {found.issued_by, *(each.changed_by for each in became)}
    people_in_it |= {each.seconded_by for each in became}
    for each in (*proposals, *turned_down):
        people_in_it |= {each.proposed_by, each.decided_by}
    if correction is None:
        correction = CorrectionForm(formdata=None, data=values_of(found.facts))
    correction.offer()
    return render_template(
        "certificates/certificate.html",
        certificate=found,
        facts=found.facts,
        became=became,
        proposals=proposals,
        turned_down=turned_down,
        refusal=refusal,
        signed_by=_owner_of_key(found),
        older=older,
        newer=newer,
        names=people.names_of_accounts(db(), {each for each in people_in_it if each}),
        possible=changes.POSSIBLE[State(found.state)],
        change=change or ChangeForm(formdata=None),
        correction=correction,
        two_persons=settings().two_persons,
        written_number=rules.written_number,
        own_id=actor().account_id,
        day_of=partial(local_date, time_zone=PHNOM_PENH),
        texts=texts,
    )


def _owner_of_key(found: Certificate) -> str:
    """Whose key signed it: all that is known of who issued a certificate of another computer."""
    key = credentials.issuers(db()).keys.get(found.key_id or "")
    return key.name if key is not None else ""


@blueprint.post("/certificates/<number>/change")
@permit(permissions.CHANGE)
def change(number: str) -> Page:
    """Suspends, revokes or reinstates; where two persons are asked for, proposes it."""
    form, wanted = ChangeForm(), _wanted_state()
    found = service.find_by_number(db(), number)
    if not form.validate():
        return _page(found, change=form), 422
    try:
        verb = changing.propose if settings().two_persons else changing.change
        key, reason = form.submission_key.data or "", form.reason.data or ""
        verb(db(), found.id, wanted, reason, key, actor().who(), now())
    except Refusal as refusal:
        return _again(number, refusal, change=form)
    return _done(number, texts.PROPOSED if settings().two_persons else texts.DONE[wanted])


def _wanted_state() -> State:
    sent = request.form.get("state", "")
    if sent not in texts.DONE:
        raise Refusal(texts.UNKNOWN_STATE)
    return State(sent)


def _again(number: str, refusal: Refusal, **forms: ChangeForm | CorrectionForm) -> Page:
    """The page with what was typed, and why it was refused."""
    refused(refusal)
    for form in forms.values():
        form.blame(refusal)
    return _page(service.find_by_number(db(), number), **forms), refusal.status


def _done(number: str, words: str) -> BaseResponse:
    flash(gettext(words), "saved")
    return redirect(url_for("certificates.certificate", number=number), 303)


@blueprint.post("/certificates/<number>/proposals/<uuid:proposal_id>")
@permit(permissions.CHANGE)
def decide(number: str, proposal_id: uuid.UUID) -> Page:
    """The second person agrees to a change, or turns it down; who proposed it takes it back."""
    found = service.find_by_number(db(), number)
    agrees, who = request.form.get("agrees") == "yes", actor().who()
    proposal = changing.get_proposal(db(), proposal_id, found.id)
    try:
        changing.decide(db(), proposal_id, who, now(), agrees=agrees)
    except Refusal as refusal:
        refused(refusal)
        return _page(service.find_by_number(db(), number), refusal=refusal), refusal.status
    if agrees:
        return _done(number, texts.AGREED)
    return _done(number, texts.TAKEN_BACK if proposal.proposed_by == who.id else texts.TURNED_DOWN)


@blueprint.post("/certificates/<number>/correct")
@permit(permissions.CHANGE)
def correct(number: str) -> Page:
    """A new certificate with the right name takes the place of this one."""
    form = CorrectionForm()
    form.offer()
    found = service.find_by_number(db(), number)
    if not form.validate():
        return _page(found, correction=form), 422
    try:
        made = changing.correct(
            db(),
            found.id,
            form.details(),
            form.reason.data or "",
            press_of(settings()),
            form.submission_key.data or "",
            actor().who(),
            now(),
        )
        service.correct_person_of(db(), made, form.details(), actor().who(), now())
    except Refusal as refusal:
        return _again(number, refusal, correction=form)
    return _done(rules.written_number(made.number), texts.CORRECTED)
