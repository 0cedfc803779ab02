"""The administrator's register: certificates looked for by number or name."""

from flask import redirect, render_template, request, url_for

from training.certificates import permissions, register_store, rules, store, texts
from training.certificates.blueprint import Page, blueprint
from training.certificates.tables import Certificate
from training.kernel.ids import as_id
from training.people.rules import search_key
from training.web.context import db
from training.web.guard import permit

LONGEST_SEARCH = 120


@blueprint.get("/certificates")
@permit(permissions.REGISTER)
def register() -> Page:
    """All certificates, newest first; what is typed is a number, or the beginning of a name."""
    typed = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    number = rules.read_number(typed)
    if number and store.find_by_number(db(), number):
        return redirect(
            url_for("certificates.certificate", number=rules.written_number(number)), 303
        )
    key, place = search_key(typed), as_id(request.args.get("after", ""))
    if key:
        after = db().get(Certificate, place) if place else None
        found = register_store.list_by_name(db(), key, after)
    else:
        found = register_store.list_newest(db(), place)
    rows = found[: register_store.PAGE]
    return render_template(
        "certificates/register.html",
        rows=rows,
        typed=typed,
        is_first_page=place is None,
        following=rows[-1].id if len(found) > register_store.PAGE else None,
        waiting=register_store.list_waiting(db()),
        written_number=rules.written_number,
        texts=texts,
    )
