"""What a shared link opens: a small page with one certificate, for whoever has the link."""

from flask import render_template

from training.certificates import permissions, rules, store, texts
from training.certificates.blueprint import Page, blueprint
from training.certificates.delivery import sharing
from training.certificates.names import texts as name_texts
from training.certificates.own import Own, own_of, require_counting
from training.certificates.own_views import paper_of
from training.kernel.refusal import Refusal
from training.web.context import db
from training.web.guard import permit


@blueprint.get("/certificate/<token>")
@permit(permissions.SHARED)
def shared(token: str) -> Page:
    """Whose it is, whether it counts, the file, and the way to the check."""
    found = _own_of(token)
    return render_template(
        "certificates/shared.html",
        own=found,
        token=token,
        number=rules.written_number(found.certificate.number),
        texts=texts,
    )


@blueprint.get("/certificate/<token>/certificate.pdf")
@permit(permissions.SHARED)
def shared_pdf(token: str) -> Page:
    """The PDF of a shared certificate."""
    return paper_of(require_counting(_own_of(token)))


def _own_of(token: str) -> Own:
    """The certificate of a link. Raises Refusal (404) for a link that nobody made here."""
    found = store.find_by_number(db(), sharing.read_token(token) or "")
    if found is None:
        raise Refusal(name_texts.LINK_UNKNOWN, status=404)
    return own_of(db(), found)
