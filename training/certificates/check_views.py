"""The public check of one certificate, by its number."""

from flask import redirect, render_template, request, url_for

from training.certificates import permissions, rules, service
from training.certificates.blueprint import Page, blueprint
from training.certificates.forms import NumberForm
from training.kernel.refusal import Refusal
from training.web.context import db
from training.web.guard import permit
from training.web.transaction import refused


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
