"""Every error as one clear sentence in the reader's language, with the right status."""

import logging

from flask import Flask, Response, current_app, g, jsonify, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from werkzeug.exceptions import HTTPException

from training.adapters.database_faults import DatabaseFault, fault_of
from training.adapters.full_disk import is_full
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.web.context import wants_json
from training.web.locale import for_script
from training.web.observing import request_id, route
from training.web.transaction import roll_back

logger = logging.getLogger(__name__)
NOT_FOUND = say("There is no page at this address. It may have been typed wrongly or have moved.")
FORM_TOO_OLD = say(
    "This page was open for too long or in another window. Please reload it and try again."
)
TOO_LARGE = say("What was sent is too large, so nothing was saved.")
WRONG_METHOD = say("This address only takes forms. Please go back and use the button on the page.")
BAD_REQUEST = say("The server could not read this request, so nothing was saved.")
STORAGE_FULL = say("The computer's storage is full, so nothing was saved. Please tell the trainer.")
DATABASE_AWAY = say(
    "The database does not answer right now, so nothing was saved. Please try again."
)
BROKEN = say(
    "Something went wrong in the software, and nothing was saved. "
    "Please try again, or tell the trainer."
)
DATABASE_ANSWERS = {
    DatabaseFault.FULL: (STORAGE_FULL, 507),
    DatabaseFault.AWAY: (DATABASE_AWAY, 503),
    DatabaseFault.LOST_RACE: (DATABASE_AWAY, 503),
    DatabaseFault.CANNOT_HOLD: (BAD_REQUEST, 400),
}
SENTENCES = {400: BAD_REQUEST, 404: NOT_FOUND, 405: WRONG_METHOD, 413: TOO_LARGE}


Answer = tuple[str | Response, int]


def _page(reason: Text, status: int) -> Answer:
    """The sentence on a page; a script gets it as JSON, without a word on what was saved."""
    g.page_has_failed = True
    if wants_json():
        return jsonify(message=for_script(reason)), status
    number = request_id() if status >= 500 else ""
    page = render_template("web/error.html", reason=reason, status=status, number=number)
    return page, status


def _refused(refusal: Refusal) -> Answer:
    return _page(refusal.reason, refusal.status)


def _http(error: HTTPException) -> Answer | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    if isinstance(error, CSRFError):
        return _page(FORM_TOO_OLD, 400)
    return _page(SENTENCES.get(status, BAD_REQUEST if status < 500 else BROKEN), status)


def _database(error: Exception) -> Answer:
    roll_back()
    fault = fault_of(error)
    if fault is DatabaseFault.BROKEN:
        return _broken(error)
    logger.error("%s: %s", fault.name.lower().replace("_", " "), getattr(error, "orig", error))
    return _page(*DATABASE_ANSWERS[fault])


def _file(error: OSError) -> Answer:
    """A file could not be read or written; that the disk is full has its own sentence."""
    roll_back()
    if is_full(error):
        logger.error("full: %s", error.strerror)
        return _page(STORAGE_FULL, 507)
    if current_app.testing:
        raise error
    return _broken(error)


def _broken(error: Exception) -> Answer:
    logger.error("%s %s failed", request.method, route(), exc_info=error)
    return _page(BROKEN, 500)


def install(app: Flask) -> None:
    """Registers the handlers."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(PoolExhausted, _database)
    app.register_error_handler(OSError, _file)
    if not app.testing:
        app.register_error_handler(Exception, _broken)
