"""The page on which a file is checked: a PDF, a credential, or the text of a QR code."""

from typing import Any

from flask import render_template, request
from werkzeug.datastructures import FileStorage
from wtforms import FileField

from training.certificates import permissions
from training.certificates.blueprint import Page, blueprint
from training.certificates.checking import files as file_check
from training.certificates.checking.checking import find_record
from training.certificates.checking.files import MOST_BYTES, check_file
from training.certificates.checking.words import page_words
from training.certificates.store import list_pictures
from training.credentials import service as credentials
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, say
from training.web.context import database
from training.web.forms import Form, fault
from training.web.guard import permit
from training.web.sizes import takes_file

NO_FILE = say("Please choose a file.")


class FileForm(Form):
    """Which file."""

    file = FileField(N_("Certificate as a file"))

    def validate_file(self, _field: Any) -> None:
        """Reads it as far as it may go; refuses none, and one that is too large."""
        sent = request.files.get("file") or FileStorage()
        self.content = sent.stream.read(MOST_BYTES + 1)
        sent.close()
        if not self.content:
            raise fault(NO_FILE)
        if len(self.content) > MOST_BYTES:
            raise fault(file_check.TOO_LARGE)


@blueprint.route("/v/file", methods=["GET", "POST"])
@permit(permissions.VERIFY)
@takes_file(MOST_BYTES)
def check_a_file() -> Page:
    """Nothing of the file is kept."""
    form = FileForm()
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    # It only looks, so it keeps nobody from writing.
    with database().reading() as session:
        issuers = credentials.issuers(session)
        try:
            finding = check_file(
                form.content,
                issuers,
                lambda number: find_record(session, number, issuers),
                lambda digests: list_pictures(session, digests),
            )
        except Refusal as refusal:
            form.blame(refusal)
            return _page(form), refusal.status
        return render_template("certificates/signed.html", finding=finding, **page_words())


def _page(form: FileForm) -> str:
    return render_template("certificates/check_file.html", form=form, most=MOST_BYTES)
