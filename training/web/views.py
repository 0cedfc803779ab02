"""Pages that belong to no room: the language switch, health, the fonts of the big screens."""

from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, redirect, request, send_from_directory
from werkzeug.wrappers import Response as BaseResponse

from training.adapters.places import FONTS
from training.kernel.locales import LANGUAGES
from training.web import permissions
from training.web.context import database
from training.web.guard import permit
from training.web.locale import remember_language

blueprint = Blueprint("web", __name__)
FONT_FILES = frozenset({"Battambang-Regular.ttf", "Battambang-Bold.ttf", "Moul-Regular.ttf"})
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
        "version": _version(),
        "database": "ok" if answers else "unavailable",
    }
    return jsonify(body), 200 if answers else 503


def _version() -> str:
    try:
        return version("r2p-training")
    except PackageNotFoundError:
        return "unknown"


@blueprint.get("/fonts/<name>")
@permit(permissions.FETCH_FONT)
def font(name: str) -> BaseResponse:
    """A Khmer font for projector and staff pages; phones have their own."""
    if name not in FONT_FILES:
        abort(404)
    answer = send_from_directory(FONTS, name, max_age=MONTH_SECONDS)
    answer.headers["Cache-Control"] = f"public, max-age={MONTH_SECONDS}"
    return answer
