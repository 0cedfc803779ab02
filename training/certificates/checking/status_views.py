"""The status lists, which other people's verifiers fetch."""

from flask import Response

from training.certificates import permissions
from training.certificates.blueprint import blueprint
from training.certificates.checking.status_lists import status_list
from training.credentials.service import LIST_TTL_SECONDS
from training.web.context import db, now, settings
from training.web.guard import permit


@blueprint.get("/status/<key_id>/<any(revocation,suspension):purpose>/<int(max=9999):list_number>")
@permit(permissions.VERIFY)
def status(key_id: str, purpose: str, list_number: int) -> Response:
    """A list of a key, for a verifier anywhere, also one in a page of another site."""
    where = settings()
    made = status_list(
        db(), where.data_folder, where.public_url, key_id, purpose, list_number, now()
    )
    answer = Response(made, mimetype="application/vc")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={LIST_TTL_SECONDS}"
    return answer
