"""Pages that belong to no room: the language switch, health and figures, the screens' fonts."""

import hmac
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    request,
)
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response as BaseResponse

from training.adapters.metrics import CONTENT_TYPE
from training.adapters.places import FONTS
from training.adapters.version import own_version
from training.kernel.locales import LANGUAGES
from training.web import permissions
from training.web.compression import same_for_many
from training.web.context import database, settings
from training.web.guard import comes_from_this_machine, permit
from training.web.locale import remember_language
from training.web.observing import metrics

blueprint = Blueprint("web", __name__)
FONT_FILES = frozenset({"Battambang-Regular.ttf", "Battambang-Bold.ttf", "Moul-Regular.ttf"})
Condition = Callable[[], bool]
MONTH_SECONDS = 30 * 24 * 3600


def own_path(address: str) -> str:
    """The path of an address on this server; the front page for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "/"
    if (
        any(sign < " " for sign in address)
        or parts.scheme
        or parts.netloc
        or not address.startswith("/")
        or address.startswith(("//", "/\\"))
    ):
        return "/"
    return address


@blueprint.get("/language/<chosen>")
@permit(permissions.CHANGE_LANGUAGE)
def change_language(chosen: str) -> BaseResponse:
    """Keeps the reader's language and goes back to the page."""
    known = next((each for each in LANGUAGES if each == chosen), None)
    if known is None:
        abort(404)
    answer = redirect(own_path(request.args.get("next", "/")))
    remember_language(answer, known)
    return answer


@blueprint.get("/healthz")
@permit(permissions.CHECK_HEALTH)
def health() -> tuple[Response, int]:
    """200 while the database answers, 503 while it does not."""
    answers = database().answers()
    body = {
        "status": "ok" if answers else "unavailable",
        "version": own_version(),
        "database": "ok" if answers else "unavailable",
    }
    return jsonify(body), 200 if answers else 503


@blueprint.get("/readyz")
@permit(permissions.CHECK_READINESS)
def readiness() -> tuple[Response, int]:
    """200 when everything is there that a workshop needs; else 503, and what is missing first."""
    missing = next((name for name, is_there in _conditions() if not _holds(is_there)), "")
    body = {
        "status": "unavailable" if missing else "ok",
        "version": own_version(),
        "missing": missing,
    }
    return jsonify(body), 503 if missing else 200


def _conditions() -> Iterable[tuple[str, Condition]]:
    found: dict[str, Condition] = current_app.extensions["training.conditions"]
    return found.items()


def _holds(is_there: Condition) -> bool:
    try:
        return is_there()
    except SQLAlchemyError:
        return False


@blueprint.get("/metrics")
@permit(permissions.READ_METRICS)
def read_metrics() -> Response:
    """The figures, for this machine itself or with the token; for all others no such page."""
    if not (comes_from_this_machine() or _brings_token()):
        abort(404)
    return Response(metrics().as_text(), content_type=CONTENT_TYPE)


def _brings_token() -> bool:
    wanted = settings().metrics_token
    given = request.headers.get("Authorization", "")
    return bool(wanted) and hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode())


@blueprint.get("/fonts/<name>")
@permit(permissions.FETCH_FONT)
def font(name: str) -> Response:
    """A Khmer font for projector and staff pages; phones have their own."""
    if name not in FONT_FILES:
        abort(404)
    answer = same_for_many((FONTS / name).read_bytes(), "font/ttf")
    answer.headers["Cache-Control"] = f"public, max-age={MONTH_SECONDS}"
    return answer
