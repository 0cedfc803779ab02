"""What is noted of every request: its id, a line of the log, the figures.

A request is named by its route's rule (`/c/<uuid:course_id>`), never by its path.
"""

import logging
import time

from flask import Flask, Response, current_app, g, request

from training.adapters import logs
from training.adapters.metrics import STORAGE_FAILURES, Metrics
from training.web.context import settings

NO_ROUTE = "unmatched"
requests_log = logging.getLogger("training.requests")


def metrics() -> Metrics:
    """The application's figures."""
    found: Metrics = current_app.extensions["training.metrics"]
    return found


def route() -> str:
    """The rule of the route that this request is for."""
    return request.url_rule.rule if request.url_rule else NO_ROUTE


def request_id() -> str:
    """The id of this request, as the log, the answer's header and the error page give it."""
    found: str = g.get("request_id", "")
    return found


def _own_id() -> str:
    if settings().behind_proxy:
        given = request.headers.get(logs.REQUEST_ID_HEADER, "")
        if logs.is_request_id(given):
            return given
    return logs.new_request_id()


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = _own_id()
    logs.request_id.set(g.request_id)
    metrics().begin()


def _note(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    status = response.status_code
    response.headers[logs.REQUEST_ID_HEADER] = request_id()
    figures = metrics()
    figures.answered(request.method, route(), status, seconds)
    if status in STORAGE_FAILURES and g.get("page_has_failed"):
        figures.storage_failed(status)
    if requests_log.isEnabledFor(logging.INFO):
        noted = {
            "method": request.method,
            "route": route(),
            "status": status,
            "duration_ms": round(seconds * 1000, 1),
        }
        requests_log.info("answered", extra={"request": noted})
    return response


def _end(_error: BaseException | None) -> None:
    if g.pop("began", None) is not None:
        metrics().end()


def install(app: Flask, figures: Metrics) -> None:
    """Notes every request. To be called before all others that look at answers: it looks last."""
    app.extensions["training.metrics"] = figures
    app.before_request(_begin)
    app.after_request(_note)
    app.teardown_request(_end)
