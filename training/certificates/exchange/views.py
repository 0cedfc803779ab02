"""The page on which administrators carry the register of a laptop to the public server."""

import io
import os
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from training.audit import service as audit
from training.certificates import permissions, rules
from training.certificates.blueprint import Page, blueprint
from training.certificates.exchange import file as register_file
from training.certificates.exchange import texts
from training.certificates.exchange.going_out import export_register
from training.certificates.exchange.store import list_held_back
from training.certificates.exchange.taking_in import Taken, import_register
from training.credentials import service as credentials
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, database, db, now, settings
from training.web.forms import Form, fault
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.sizes import takes_file
from training.web.transaction import refused, roll_back

MOST_BYTES = 12_000_000
MOST_CERTIFICATES = 2_000
"""What a page takes, so that nobody waits longer than a quarter of a minute; `certificates import`
takes more."""


class RegisterForm(Form):
    """The file with the register of another computer."""

    file = FileField(N_("Register of another computer"))

    def validate_file(self, _field: Any) -> None:
        """Refuses no file, and one that is too large for a page."""
        self.sent = request.files.get("file") or FileStorage()
        if not self.sent.filename:
            raise fault(texts.NO_FILE)
        self.sent.seek(0, os.SEEK_END)
        if self.sent.tell() > MOST_BYTES:
            raise fault(texts.TOO_LARGE)
        self.sent.seek(0)


@blueprint.get("/certificates/exchange")
@permit(permissions.EXCHANGE)
def exchange() -> Page:
    """Where the register is given out, and another one taken in."""
    return _exchange_page(RegisterForm(formdata=None))


def _exchange_page(form: RegisterForm) -> str:
    # It only looks, so it keeps nobody from writing.
    with database().reading() as session:
        keys = credentials.issuers(session).keys
        held_back = list_held_back(session, keys)
        return render_template(
            "certificates/exchange.html",
            form=form,
            held_back=held_back,
            written_number=rules.written_number,
        )


@blueprint.post("/certificates/exchange/export")
@permit(permissions.EXCHANGE)
def give_register() -> Page:
    """The register of this computer as a signed file."""
    roll_back()
    chosen = settings()
    out = io.BytesIO()
    with database().reading() as session:
        given = export_register(session, chosen.data_folder, chosen.public_url, out, now())
    told = {"certificates": given.certificates, "keys": list(given.key_ids)}
    audit.record(db(), actor().who(), now(), "exported", "certificate register", None, after=told)
    answer = Response(out.getvalue(), mimetype="application/zip")
    name = f"certificates-{now():%Y%m%d-%H%M}.zip"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.post("/certificates/exchange/import")
@permit(permissions.EXCHANGE)
@takes_file(MOST_BYTES)
def take_register() -> Page:
    """Takes in the register of another computer: all of it, or nothing."""
    form = RegisterForm()
    if not form.validate():
        return _exchange_page(form), 422
    roll_back()  # nobody waits while thousands of signatures are checked
    try:
        with database().reading() as session:
            known = credentials.issuers(session)
        register = register_file.read(form.sent.stream, known, MOST_CERTIFICATES)
        taken = import_register(db(), register, actor().who(), now())
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        return _exchange_page(form), refusal.status
    flash(_told(taken), "saved")
    return redirect(url_for("certificates.exchange"), 303)


def _told(taken: Taken) -> str:
    if not (taken.added or taken.changed):
        return gettext(N_("Everything in this register was here already. Nothing was changed."))
    added = ngettext(
        "%(count)s certificate was taken into the register.",
        "%(count)s certificates were taken into the register.",
        taken.added,
    )
    changed = ngettext(
        "%(count)s certificate that was here has changed.",
        "%(count)s certificates that were here have changed.",
        taken.changed,
    )
    held = ngettext(
        "%(count)s correction waits for you: see below.",
        "%(count)s corrections wait for you: see below.",
        taken.held_back,
    )
    told = (taken.added, added), (taken.changed, changed), (taken.held_back, held)
    return " ".join(words for count, words in told if count)
