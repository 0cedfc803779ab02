"""The public check of one certificate: by its number, or by the whole text of its QR code."""

from typing import Any

from flask import redirect, render_template, request, url_for

from training.certificates import permissions, rules
from training.certificates.blueprint import Page, blueprint
from training.certificates.checking import texts as check_texts
from training.certificates.checking.checking import (
    Finding,
    Scanned,
    find_record,
    found_of_token,
    read_scanned,
)
from training.certificates.checking.files import check_file
from training.certificates.checking.forms import NumberForm, is_credential
from training.certificates.checking.words import known_keys, page_words, recorded_words
from training.certificates.texts import NUMBER_NOT_HERE
from training.credentials import service as credentials
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.web.context import database, db
from training.web.guard import permit


@blueprint.route("/v", methods=["GET", "POST"])
@permit(permissions.VERIFY)
def find() -> Page:
    """For those who type the number, or paste what a QR code says, instead of opening it."""
    form = NumberForm()
    if request.method != "POST":
        return _find_page(form)
    if not form.validate():
        return _find_page(form), 422
    if is_credential(form.pasted):
        return _credential_page(form)
    scanned = read_scanned(form.number.data or "")
    if scanned.token:
        return _signed_page(_look_at(scanned))
    if not scanned.number:
        return _refused(form, check_texts.UNREADABLE, 422)
    return redirect(url_for("certificates.verify", number=rules.written_number(scanned.number)))


@blueprint.get("/v/<number>")
@permit(permissions.VERIFY)
def verify(number: str) -> Page:
    """The public page: every printed fact of one certificate and whether it counts; no log-in."""
    record = find_record(db(), number, credentials.issuers(db()))
    if record is None:
        form = NumberForm(formdata=None)
        form.process(None, number=number[:60])
        return _refused(form, NUMBER_NOT_HERE, 404)
    return render_template(
        "certificates/verify.html",
        record=record,
        known={"keys": known_keys(record.issuer), "recorded": recorded_words(record)},
        **page_words(),
    )


def _credential_page(form: NumberForm) -> Page:
    # It only looks, so it keeps nobody from writing.
    with database().reading() as session:
        issuers = credentials.issuers(session)
        try:
            finding = check_file(
                form.pasted.encode(), issuers, lambda number: find_record(session, number, issuers)
            )
        except Refusal as refusal:
            return _refused(form, refusal.reason, refusal.status)
        return _signed_page(finding)


def _look_at(scanned: Scanned) -> Finding:
    # It only looks, so it keeps nobody from writing.
    with database().reading() as session:
        issuers = credentials.issuers(session)
        checked = credentials.check_token(scanned.token, issuers)
        number = checked.claims.number if checked.claims is not None else ""
        return found_of_token(checked, scanned, find_record(session, number, issuers))


def _signed_page(finding: Finding) -> str:
    return render_template("certificates/signed.html", finding=finding, **page_words())


def _refused(form: NumberForm, reason: Text, status: int) -> tuple[str, int]:
    form.blame(Refusal(reason, status=status, field="number"))
    return _find_page(form), status


def _find_page(form: NumberForm) -> str:
    with database().reading() as session:
        keys = credentials.issuers(session).keys.values()
    known: dict[str, Any] = {"keys": known_keys(*keys), "recorded": None}
    return render_template("certificates/find.html", form=form, known=known, **page_words())
