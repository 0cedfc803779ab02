"""The page of the check as a file to be kept, for places without internet."""

from flask import Response

from training.certificates import permissions
from training.certificates.blueprint import blueprint
from training.certificates.checking import offline
from training.web.context import db, now
from training.web.guard import permit

NAME = "check-certificates.html"


@blueprint.get("/v/offline.html", endpoint="offline")
@permit(permissions.VERIFY)
def save_offline() -> Response:
    """One file with its style, its script, the keys, and the list of this moment."""
    answer = Response(offline.make_page(db(), now()), mimetype="application/octet-stream")
    answer.headers.set("Content-Disposition", "attachment", filename=NAME)
    return answer
